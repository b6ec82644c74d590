"""A message that is about to be decided, and what can become of it."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from accounts.models import Member
from outreach.means import Means
from outreach.models import Message
from outreach.notice import Notice


class Outcome(StrEnum):
    SEND = "send"
    WAIT = "wait"
    REFUSE = "refuse"


class Ruling(Struct, frozen=True, kw_only=True):
    """``reason`` is a key of `REASONS` unless it is sent; ``until`` only where it waits.

    ``why`` holds what the explanation needs of the consent that was relied on.
    """

    outcome: Outcome
    reason: str = ""
    until: dt.datetime | None = None
    why: dict[str, str | int | None] = {}


class Case(Struct, frozen=True, kw_only=True):
    """A message whose row and whose member are locked, and what is known about it."""

    message: Message
    notice: Notice
    member: Member
    means: Means
    at: dt.datetime
    rehearsal: bool = False


def refuse(reason: str) -> Ruling:
    return Ruling(outcome=Outcome.REFUSE, reason=reason)


def wait(until: dt.datetime, reason: str) -> Ruling:
    return Ruling(outcome=Outcome.WAIT, reason=reason, until=until)
