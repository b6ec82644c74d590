"""Whoever sits at a member's open screen must not turn our call to a phone of their own.

So where we can text, another number counts once a code that went to it was typed in, and then for
as long as they are signed in. Until then we call the old one (research/callbacks.md, scenario S29).
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

KEPT, PROVED = "new_number", "proved_numbers"
MODELS: dict[str, type[Booking | CallRequest]] = {"booking": Booking, "request": CallRequest}
Coming = Booking | CallRequest
Session = MutableMapping[str, Any]


class Wish(NamedTuple):
    """A number (E.164), and the calls that they would rather have there, the last wished last."""

    number: str
    calls: list[Coming]


def has_to_be_proved(member: Member, session: Session, number: str, old: str) -> bool:
    """Not where nobody texts, nor where there is no old number to call meanwhile: whoever calls
    asks who they are in any case. One query at most."""
    if not old or number == old or number in session.get(PROVED, ()) or not is_offered(Channel.SMS):
        return False
    proven = member.phones.exclude(verified_at=None)
    return not proven.filter(number=number).exists()


def keep_wish(session: Session, number: str, coming: Coming) -> None:
    """Until the session ends: one number at a time, and every call that is to go there."""
    kept = session.get(KEPT) or {}
    calls = kept["calls"] if kept.get("number") == number else []
    of = "booking" if isinstance(coming, Booking) else "request"
    this = [of, str(coming.pk)]
    session[KEPT] = {"number": number, "calls": [*(one for one in calls if one != this), this]}


def kept_wish(member: Member, session: Session) -> Wish | None:
    """Also with calls that are over by now; None where there was no wish."""
    kept = session.get(KEPT)
    if not kept:
        return None
    found = (
        MODELS[of].objects.for_member(member).filter(pk=pk).first() for of, pk in kept["calls"]
    )
    return Wish(kept["number"], [one for one in found if one])


def still_comes(coming: Coming) -> bool:
    if isinstance(coming, Booking):
        return coming.state == Booking.State.BOOKED
    return coming.called_at is None and coming.cancelled_at is None


def call_there(session: Session, wish: Wish, at: dt.datetime, *, by: User) -> bool:
    """The code was right. Whether the last of the calls goes to the new number now: not where it
    ended or changed meanwhile."""
    del session[KEPT]
    session[PROVED] = [*session.get(PROVED, ()), wish.number]
    done = [moved(coming, wish.number, at, by) for coming in wish.calls if still_comes(coming)]
    return bool(done) and done[-1]


def moved(coming: Coming, number: str, at: dt.datetime, by: User) -> bool:
    if isinstance(coming, CallRequest):
        return bool(CallRequest.objects.open().filter(pk=coming.pk).update(phone=number))
    ask = replace(ask_again(coming, by=by), phone=number)
    return change(coming, ask, None, at, kind=BookingChange.Kind.DETAILS) == Change.DONE
