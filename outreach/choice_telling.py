"""Tells members what their own choices will do by themselves, or have done for long: once each."""

import datetime as dt
from collections.abc import Iterable

from accounts.consent.reminding import Reminder, ending, long_paused
from outreach.models import Message
from outreach.outbox import post


def tell_of_choices(at: dt.datetime) -> int:
    """Post what is not told yet; found twice it is one message. How many were new."""
    return tell("pause_lasts", long_paused(at)) + tell("consent_ends", ending(at))


def tell(notice: str, found: Iterable[Reminder]) -> int:
    """A choice that was made anew is another."""
    by_key = {str(one.event): one for one in found}
    told = Message.objects.filter(notice=notice, key__in=by_key).values_list("key", flat=True)
    new = [by_key[key] for key in by_key.keys() - set(told)]
    for one in new:
        post(
            one.member,
            notice,
            purpose="service_messages",
            category="choices",
            key=str(one.event),
            context=context_of(one),
        )
    return len(new)


def context_of(one: Reminder) -> dict[str, str]:
    """Where on the page it stands, and the last day on which it counts."""
    if one.last is None:
        return {"choices": "pause"}
    return {"choices": f"choice-{one.purpose}", "last": one.last.isoformat()}
