"""Whoever sits at a member's open screen must not turn our call to a phone of their own.

So where we can text, another number counts once a code that went to it is typed in. Until then we
call the old one (research/callbacks.md, scenario S29).
"""

import datetime as dt
from collections.abc import MutableMapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from accounts.models import Member, User
from outreach.channels import is_offered
from outreach.models import Booking, BookingChange, CallRequest, Channel
from outreach.scheduling.change import Change, change
from outreach.subject import ask_again

KEPT = "new_number"
Coming = Booking | CallRequest
Session = MutableMapping[str, Any]


class Wish(NamedTuple):
    """The call that comes, and the number (E.164) at which they would rather have it."""

    coming: Coming
    number: str


def has_to_be_proved(member: Member, number: str, old: str) -> bool:
    """Not where nobody texts, nor where there is no old number to call meanwhile: whoever calls
    asks who they are in any case. Two queries at most."""
    if not old or number == old or not is_offered(Channel.SMS):
        return False
    proven = member.phones.exclude(verified_at=None)
    return not proven.filter(number=number).exists()


def keep_wish(session: Session, wish: Wish) -> None:
    """Until the session ends; one at a time, the last."""
    of = "booking" if isinstance(wish.coming, Booking) else "request"
    session[KEPT] = {"of": of, "pk": str(wish.coming.pk), "number": wish.number}


def kept_wish(member: Member, session: Session) -> Wish | None:
    """None where there is none, or where that call is over."""
    kept = session.get(KEPT)
    if not kept:
        return None
    still = Booking.objects.booked() if kept["of"] == "booking" else CallRequest.objects.open()
    coming = still.for_member(member).filter(pk=kept["pk"]).first()
    return coming and Wish(coming, kept["number"])


def call_there(wish: Wish, at: dt.datetime, *, by: User) -> bool:
    """Whether the call goes to the new number now; not where it ended or changed meanwhile."""
    coming, number = wish
    if isinstance(coming, CallRequest):
        return bool(CallRequest.objects.open().filter(pk=coming.pk).update(phone=number))
    ask = replace(ask_again(coming, by=by), phone=number)
    return change(coming, ask, None, at, kind=BookingChange.Kind.DETAILS) == Change.DONE
