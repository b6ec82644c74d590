"""What a member did about a balance here: disputed an item, agreed on a plan, paid."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct


class DisputeOutcome(StrEnum):
    """How a dispute ended; OPEN while we check."""

    OPEN = ""
    RIGHT = "right"  # the member was: they owe none of it
    PARTLY = "partly"
    UPHELD = "upheld"  # the bill was right
    WITHDRAWN = "withdrawn"


class DisputeFacts(Struct, frozen=True, kw_only=True):
    """``entries`` are the lines that it pauses; days are those of whoever keeps the ledger.

    ``in_time``: it came within the days that the law gives, so that its clocks bind us.
    """

    id: str
    entries: tuple[str, ...]
    name: str
    cents: int
    received_on: dt.date
    acknowledge_by: dt.date
    resolve_by: dt.date
    in_time: bool = True
    acknowledged_on: dt.date | None = None
    ended_on: dt.date | None = None
    outcome: DisputeOutcome = DisputeOutcome.OPEN


class ByMember(Struct, frozen=True, kw_only=True):
    """``disputes`` are the open ones, and those that ended lately, the newest first."""

    disputes: tuple[DisputeFacts, ...] = ()


NOTHING = ByMember()
