"""Tells members what their own choices will do by themselves, or have done for long: once each."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from accounts.consent.catalogue import EVERYTHING
from accounts.consent.reminding import Reminder, ending, long_paused, reminders_of, reworded
from outreach.models import Message
from outreach.outbox import post

AT_ONCE = 500


def tell_of_choices(at: dt.datetime) -> int:
    """Post what is not told yet; found twice it is one message. How many were new."""
    told = tell("pause_lasts", long_paused(at)) + tell("consent_ends", ending(at))
    return told + tell("words_changed", asked_anew())


def asked_anew() -> list[Reminder]:
    """Some of those whose yes counts no more since its words changed, and whom we did not ask."""
    told = Message.objects.filter(
        member__subject=OuterRef("subject_id"),
        notice="words_changed",
        key=Cast(OuterRef("event_id"), CharField()),
    )
    return reminders_of(reworded().exclude(Exists(told)), AT_ONCE)


def tell(notice: str, found: Iterable[Reminder]) -> int:
    """A choice that was made anew is another."""
    by_key = {str(one.event): one for one in found}
    members = [one.member for one in by_key.values()]
    told = Message.objects.filter(member__in=members, notice=notice, key__in=by_key)
    new = [by_key[key] for key in by_key.keys() - set(told.values_list("key", flat=True))]
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
    if one.purpose == EVERYTHING:
        return {"choices": "pause"}
    where = {"choices": f"choice-{one.purpose}"}
    return where if one.last is None else where | {"last": one.last.isoformat()}
