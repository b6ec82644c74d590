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

    ``in_time``: it came within the days that the law gives, so that its clocks bind us. ``pay_by``:
    the last day to pay what was found to be right.
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
    pay_by: dt.date | None = None


class Instalment(Struct, frozen=True, kw_only=True):
    on: dt.date
    cents: int


class PaymentPlanFacts(Struct, frozen=True, kw_only=True):
    """What was agreed: ``total`` is the sum of the schedule.

    ``paid_before`` is all that the member had paid on the account by then, so that what they pay
    afterwards is known by its sum, whichever day the ledger gives it.
    """

    id: str
    agreed_on: dt.date
    total: int
    paid_before: int
    schedule: tuple[Instalment, ...]


class PaymentState(StrEnum):
    """Where a payment stands with the provider; each may only be followed by a later one."""

    BEGUN = "begun"  # written down, before the provider was asked
    OPEN = "open"  # the provider has a page for it
    CONFIRMING = "confirming"  # sent, and the provider's bank has not said yes yet
    EXPIRED = "expired"  # its page was never used, or left
    FAILED = "failed"
    PAID = "paid"
    REFUNDED = "refunded"  # all of it


class PaymentFacts(Struct, frozen=True, kw_only=True):
    """``item`` is the one that it was made for, "" for what is owed at large."""

    id: str
    reference: str  # which the provider and, where it can, the ledger repeat
    cents: int
    state: PaymentState
    on: dt.date  # of the newest word about it
    refunded: int = 0
    paid_on: dt.date | None = None
    item: str = ""

    @property
    def left(self) -> int:
        return self.cents - self.refunded


class ByMember(Struct, frozen=True, kw_only=True):
    """``disputes`` are the open ones, and those that ended lately, the newest first."""

    disputes: tuple[DisputeFacts, ...] = ()
    plan: PaymentPlanFacts | None = None
    payments: tuple[PaymentFacts, ...] = ()


NOTHING = ByMember()
