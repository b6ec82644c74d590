"""A date that a member was told, and what came of it."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.date_kind import DateKind

#: What we are held to: the facts show whether it happened by the day that was said.
HELD_TO = (
    DateKind.DECISION,
    DateKind.NEW_DECISION,
    DateKind.REQUEST,
    DateKind.PAYMENT,
    DateKind.SHIP,
    DateKind.DELIVER,
    DateKind.REFUND,
    DateKind.CHECK,
    DateKind.APPEAL_DECISION,
    DateKind.NEWS,
)
#: Of these a person of staff may name a day, because it is ours alone to keep.
OURS = (
    DateKind.DECISION,
    DateKind.NEW_DECISION,
    DateKind.REQUEST,
    DateKind.APPEAL_DECISION,
)


class Outcome(StrEnum):
    """What came of a date that was said."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"  # it was cancelled, or waited for the member when the day came


class Delay(StrEnum):
    """Why a date moved, to a later day or a nearer one: only what the facts show."""

    NOT_KNOWN = ""
    MEMBER = "member"  # we waited for the member
    PROVIDER = "provider"
    OTHER_PAYER = "other_payer"
    CARRIER = "carrier"  # the carrier gave another day
    SELLER = "seller"
    HEARD = "heard"  # something new came in about it
    SLOW = "slow"  # nothing came in since: it waits longer than most like it
    FAST = "fast"  # nothing came in since: others like it are done sooner now


class Said(Struct, frozen=True, kw_only=True, array_like=True):
    """The newest date that was said about a thing; ``number`` counts those about it from 1.

    Every row of a list carries one, so that it is written without names.

    ``was_on`` is the date that it replaced, and ``delay`` why. ``seen``: the member was told it.
    """

    number: int
    kind: DateKind
    basis: str
    due_on: dt.date
    said_on: dt.date
    said_at: dt.datetime
    part: str = ""
    share: int | None = None
    was_on: dt.date | None = None
    delay: Delay = Delay.NOT_KNOWN
    outcome: Outcome = Outcome.OPEN
    seen: bool = True
