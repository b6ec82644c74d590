"""A ledger and its statements: what one row says, and what we hold now."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.facts.by_member import NOTHING, ByMember
from claims.facts.source import Guard, SourceFacts


class EntryType(StrEnum):
    CHARGE = "charge"
    PAYER_PAYMENT = "payer_payment"
    ADJUSTMENT = "adjustment"
    MEMBER_PAYMENT = "member_payment"
    REFUND = "refund"
    REVERSAL = "reversal"
    INTEREST = "interest"
    WRITE_OFF = "write_off"
    TRANSFER = "transfer"


class EntryRecord(Struct, frozen=True, kw_only=True):
    """One row of a ledger file (docs/ledger.md). Positive cents raise what is owed."""

    source: str
    account: str
    external_id: str
    content_hash: str
    customer: tuple[str, str]
    type: EntryType
    cents: int
    effective_on: dt.date
    posted_at: dt.datetime
    description: str = ""
    payer: str = ""
    claim_number: str = ""
    order_number: str = ""
    statement: str = ""
    with_payer: bool = False  # a payer still owes this: never due from the member
    reversal_of: str = ""
    account_title: str = ""
    line: int | None = None  # where in its file the record stands


class StatementRecord(Struct, frozen=True, kw_only=True):
    source: str
    account: str
    number: str
    content_hash: str
    customer: tuple[str, str]
    transmitted_on: dt.date
    due_on: dt.date
    opening: int
    charges: int
    payments: int
    closing: int
    minimum: int | None = None
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    late_fee: int | None = None
    account_title: str = ""
    line: int | None = None  # where in its file the record stands


class EntryFacts(Struct, frozen=True, kw_only=True):
    id: str
    external_id: str = ""
    type: EntryType
    cents: int
    effective_on: dt.date
    description: str = ""
    payer: str = ""
    claim_id: str = ""
    claim_number: str = ""
    order_id: str = ""
    order_number: str = ""
    statement: str = ""
    with_payer: bool = False
    reversal_of: str = ""  # external_id of the entry that this one settles or takes back
    disputed: bool = False
    undecided_on: dt.date | None = None  # since when the decision about its claim is open
    share: int | None = None  # cents of its claim that are the member's, by what was decided last
    on_its_way: bool = False  # a payment made here, which the ledger does not have yet
    agreed: int | None = None  # the same of its item, by a dispute that the member won


class StatementFacts(Struct, frozen=True, kw_only=True):
    number: str
    transmitted_on: dt.date
    due_on: dt.date
    closing: int
    minimum: int | None = None
    late_fee: int | None = None


class AccountLines(Struct, frozen=True, kw_only=True):
    """The lines of one account, and the statements that they stand on."""

    id: str
    entries: tuple[EntryFacts, ...]
    statements: tuple[StatementFacts, ...] = ()
    by_member: ByMember = NOTHING


class OnAccount(Struct, frozen=True, kw_only=True):
    """What one account holds about one claim on a day; ``id`` is the account's, the rest cents.

    ``left`` is what nothing was set against; of it ``asked`` stands on a bill that was sent.
    ``beyond`` is what the account shows on top of it, above the member's share.
    """

    id: str
    billed: int
    paid: int  # by the member
    taken_off: int  # by an insurer, or as a discount
    left: int
    asked: int
    beyond: int = 0
    fees: int = 0  # for paying late, a part of what was billed
    waiting: bool = False
    disputed: bool = False


class BalanceFacts(Struct, frozen=True, kw_only=True):
    """One account: its whole ledger (newest first) and statements (newest first)."""

    id: str
    number: str
    title: str
    source: SourceFacts
    entries: tuple[EntryFacts, ...] = ()
    statements: tuple[StatementFacts, ...] = ()
    guard: Guard = Guard.UNKNOWN
    conflict: bool = False
    checking_until: dt.date | None = None
    by_member: ByMember = NOTHING
