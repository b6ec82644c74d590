"""What outside systems told us, as plain values: all that folds, deadlines and answers may read.

Two families live here. A *record* is what one line of one file says (a source writes it). *Facts*
are what we hold about one thing at the moment of asking (a model's ``facts()`` writes them). Both
are immutable; money is integer cents, `None` means "not stated" and never zero; legal dates are
dates in the plan's time zone, instants are UTC.
"""

import datetime as dt
from enum import StrEnum

from msgspec import Struct


class ClaimState(StrEnum):
    """Where a claim stands, in our words (research/claims.md 6.2; the source never owns these)."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    IN_PROCESS = "in_process"
    PENDED_INFO = "pended_info"
    REJECTED_FRONT_END = "rejected_front_end"
    NEEDS_CORRECTION = "needs_correction"
    PAID = "paid"
    PARTIALLY_DENIED = "partially_denied"
    DENIED = "denied"
    FINALIZED_NO_PAYMENT = "finalized_no_payment"
    FINALIZED_UNSPECIFIED = "finalized_unspecified"
    WITH_OTHER_PAYER = "with_other_payer"
    FORWARDED = "forwarded"
    ESTIMATE_ONLY = "estimate_only"
    SPLIT = "split"
    UNKNOWN_CLAIM = "unknown_claim"
    REVERSED = "reversed"
    REPLACED = "replaced"
    VOIDED = "voided"
    APPROVED = "approved"
    PARTLY_APPROVED = "partly_approved"
    APPROVED_CHANGED = "approved_changed"
    NOT_REQUIRED = "not_required"
    CALL_US = "call_us"
    CANCELLED = "cancelled"
    UNRECOGNISED = "unrecognised"
    HIDDEN = "hidden"  # entered in error: kept for the audit, shown to nobody


class Program(StrEnum):
    """Which law runs the clocks of a plan."""

    ERISA_SELF = "erisa_self"
    ERISA_INSURED = "erisa_insured"
    ACA_INDIVIDUAL = "aca_individual"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    PART_D = "part_d"
    ORIGINAL_MEDICARE = "original_medicare"
    MEDICAID_MCO = "medicaid_mco"
    OTHER = "other"  # we do not know the law: no legal date is ever shown


class ClaimUse(StrEnum):
    CLAIM = "claim"
    PREAUTHORIZATION = "preauthorization"
    PREDETERMINATION = "predetermination"


class ClaimKind(StrEnum):
    PROFESSIONAL = "professional"
    INSTITUTIONAL = "institutional"
    PHARMACY = "pharmacy"
    ORAL = "oral"
    VISION = "vision"
    OTHER = "other"


class Urgency(StrEnum):
    """Which decision clock runs (29 CFR 2560.503-1(f); 42 CFR 422.568-.572)."""

    POST_SERVICE = "post_service"
    PRE_SERVICE = "pre_service"
    URGENT = "urgent"
    PART_B_DRUG = "part_b_drug"
    PAYMENT = "payment"


class WaitingFor(StrEnum):
    NOBODY = ""
    MEMBER = "member"
    PROVIDER = "provider"
    OTHER_PAYER = "other_payer"


class Guard(StrEnum):
    """Why an item says too much about a person. UNKNOWN counts as guarded."""

    NONE = "none"
    UNKNOWN = "unknown"
    REPRODUCTIVE = "reproductive"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    HIV = "hiv"
    GENETICS = "genetics"
    VIOLENCE = "violence"
    MINOR = "minor"
    MONEY = "money"


class Amounts(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Cents of one claim or one line. None = the source did not say."""

    billed: int | None = None
    allowed: int | None = None
    plan_paid: int | None = None
    member_owes: int | None = None
    written_off: int | None = None
    deductible: int | None = None
    copay: int | None = None
    coinsurance: int | None = None
    not_covered: int | None = None
    other_payer_paid: int | None = None
    paid_by_member: int | None = None


class Adjustment(Struct, frozen=True, gc=False, omit_defaults=True):
    """Why an amount differs from what was billed: X12 CAS. ``cents`` may be negative (T25).

    ``group`` is CO, PR, OA, PI, CR or "" when the source (FHIR) states a reason without one.
    """

    group: str
    carc: str
    cents: int | None = None
    quantity: int | None = None


class Line(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    number: int
    description: str = ""
    code: str = ""
    code_system: str = ""
    service_from: dt.date | None = None
    service_to: dt.date | None = None
    amounts: Amounts = Amounts()
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()  # RARC codes
    review_action: str = ""  # X12 306, prior authorisations
    network: str = ""  # in / out / other / ""


class Happening(Struct, frozen=True, gc=False, kw_only=True):
    """One append-only event of a claim: what a source said, when it counts, when we heard.

    ``effective_on`` orders history; a source that gives no date leaves None and the fold then
    uses the day we received it. ``code`` is the outside code, verbatim ("277:P3:317").
    """

    source: str
    state: ClaimState
    received_at: dt.datetime
    effective_on: dt.date | None = None
    code_system: str = ""
    code: str = ""
    waiting_for: WaitingFor = WaitingFor.NOBODY
    wanted: str = ""  # what was asked for, in words, when somebody must send something
    wanted_by: dt.date | None = None
    note: str = ""  # the payer's own words, shown verbatim and labelled as such
    amounts: Amounts = Amounts()
    adjustments: tuple[Adjustment, ...] = ()  # claim level
    remarks: tuple[str, ...] = ()  # claim level
    lines: tuple[Line, ...] = ()
    received_on: dt.date | None = None  # by the payer: starts the decision clock
    notice_on: dt.date | None = None  # date printed on the decision notice
    paid_on: dt.date | None = None
    payee: str = ""  # member / provider / ""
    payment_reference: str = ""
    event_id: int | None = None


class ClaimRecord(Struct, frozen=True, gc=False, kw_only=True):
    """One claim as one record of a file states it; what every claim source yields.

    ``key`` identifies the claim within its source (payer claim number or unique claim id plus
    what makes it unique, claims.md 6.1). ``patient`` is (system, value) of an identifier.
    ``content_hash`` (hex sha256 of the canonical record) makes the same content a no-op.
    """

    source: str
    key: str
    content_hash: str
    patient: tuple[str, str]
    happening: Happening
    number: str = ""  # what the member calls it: payer's claim number
    use: ClaimUse = ClaimUse.CLAIM
    kind: ClaimKind = ClaimKind.OTHER
    urgency: Urgency = Urgency.POST_SERVICE
    service: str = ""  # short words for the h1: "Your claim for {service}"
    service_from: dt.date | None = None
    service_to: dt.date | None = None
    provider: str = ""
    patient_name: str = ""
    plan: str = ""  # plan identifier as the source gives it
    guard: Guard = Guard.UNKNOWN
    replaces: str = ""  # key of the claim this one supersedes
    replaced_by: str = ""
    authorization_number: str = ""
    authorization_from: dt.date | None = None
    authorization_to: dt.date | None = None
    unrecognised: tuple[tuple[str, str], ...] = ()  # (system, code) without a row in our tables
    line: int | None = None  # where in its file the record stands


class MemberRecord(Struct, frozen=True, kw_only=True):
    """One person as an enrolment or claims system names them.

    ``identifiers`` are (system, value), the best first; numbers that only identify a person to
    the state (social security, passport, driving licence) are left out by the source.
    """

    source: str
    identifiers: tuple[tuple[str, str], ...]
    content_hash: str
    number: str = ""  # the plan's member number, when the source states one
    legal_name: str = ""
    preferred_name: str = ""
    language: str = ""  # BCP 47, "" when not stated
    born_on: dt.date | None = None
    phones: tuple[tuple[str, str], ...] = ()  # (E.164, label)
    emails: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()  # one address each, a line per line
    line: int | None = None  # where in its file the record stands


class CoverageRecord(Struct, frozen=True, kw_only=True):
    """That a person is covered by a plan, as one record states it."""

    source: str
    content_hash: str
    patient: tuple[str, str]
    plan: str  # identifier of the plan, unique within its source
    plan_name: str = ""
    program: Program = Program.OTHER
    subscriber_id: str = ""
    relationship: str = "self"
    position: int = 1  # 1 pays first
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    cancelled: bool = False


class PlanFacts(Struct, frozen=True, kw_only=True):
    name: str = ""
    program: Program = Program.OTHER
    time_zone: str = "America/New_York"
    phone: str = ""  # E.164; "" = we use the portal's own number
    requires_prior_authorization: bool = False
    fair_hearing_days: int | None = None  # Medicaid: 90-120, the state picks; None = not configured


class SourceFacts(Struct, frozen=True, kw_only=True):
    """How an outside system is doing. ``title`` is the noun in "our {title}": "claims system"."""

    slug: str
    kind: str = "claims"  # claims / orders / billing / carrier: chooses the translated noun
    heard_at: dt.datetime | None = None  # last successful heartbeat or batch
    failed_at: dt.datetime | None = None  # last failed try, when later than heard_at
    check_every: dt.timedelta = dt.timedelta(hours=1)
    ageing_after: dt.timedelta = dt.timedelta(hours=6)
    stale_after: dt.timedelta = dt.timedelta(hours=48)


class ClaimFacts(Struct, frozen=True, kw_only=True):
    """One claim as we hold it now. ``current`` is the event that decides the state."""

    id: str
    number: str
    state: ClaimState
    current: Happening | None
    source: SourceFacts
    plan: PlanFacts = PlanFacts()
    history: tuple[Happening, ...] = ()  # every event, newest first
    use: ClaimUse = ClaimUse.CLAIM
    kind: ClaimKind = ClaimKind.OTHER
    urgency: Urgency = Urgency.POST_SERVICE
    service: str = ""
    service_from: dt.date | None = None
    service_to: dt.date | None = None
    provider: str = ""
    patient_name: str = ""
    patient_is_member: bool = True
    state_on: dt.date | None = None
    received_on: dt.date | None = None
    notice_on: dt.date | None = None
    notice_received_on: dt.date | None = None  # only when the member told us (T02)
    guard: Guard = Guard.UNKNOWN
    conflict: tuple[ClaimState, ...] = ()  # what each source claims, when two disagree
    authorization_number: str = ""
    authorization_from: dt.date | None = None
    authorization_to: dt.date | None = None
    checking_until: dt.date | None = None  # by when a person answers, once one was asked


class OrderState(StrEnum):
    PLACED = "placed"
    PAYMENT_DUE = "payment_due"
    LABEL_CREATED = "label_created"  # not shipped
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PICKUP_READY = "pickup_ready"
    ATTEMPTED = "attempted"
    EXCEPTION = "exception"
    DELIVERED = "delivered"
    DISPUTED = "disputed"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    STALE = "stale"  # the carrier has gone quiet
    UNRECOGNISED = "unrecognised"


class Step(Struct, frozen=True, kw_only=True):
    """One tracking or order event. ``occurred_at`` is UTC; None when the carrier gave no date."""

    source: str
    state: OrderState
    received_at: dt.datetime
    occurred_at: dt.datetime | None = None
    code: str = ""  # the carrier's status, verbatim
    detail: str = ""  # EasyPost status_detail and alike: weather, damaged, lost ...
    message: str = ""  # the carrier's words
    place: str = ""


class ShipmentRecord(Struct, frozen=True, kw_only=True):
    """A tracker as one record states it; joins its order by (carrier, tracking_code)."""

    source: str
    carrier: str
    tracking_code: str
    content_hash: str
    steps: tuple[Step, ...] = ()
    state: OrderState = OrderState.UNRECOGNISED
    code: str = ""
    detail: str = ""
    expected_on: dt.date | None = None
    signed_by: str = ""
    public_url: str = ""


class Item(Struct, frozen=True, kw_only=True):
    name: str
    quantity: int = 1
    price: int | None = None  # cents each


class OrderRecord(Struct, frozen=True, kw_only=True):
    source: str
    key: str
    content_hash: str
    customer: tuple[str, str]  # identifier (system, value)
    number: str
    state: OrderState
    code: str = ""
    received_at: dt.datetime
    effective_on: dt.date | None = None
    seller: str = ""
    placed_on: dt.date | None = None
    promised_ship_on: dt.date | None = None
    promised_delivery_on: dt.date | None = None
    promised_words: str = ""
    items: tuple[Item, ...] = ()
    total: int | None = None
    currency: str = "USD"
    shipments: tuple[ShipmentRecord, ...] = ()
    guard: Guard = Guard.UNKNOWN


class ShipmentFacts(Struct, frozen=True, kw_only=True):
    carrier: str
    tracking_code: str
    state: OrderState
    source: SourceFacts
    state_at: dt.datetime | None = None
    detail: str = ""
    expected_on: dt.date | None = None
    first_expected_on: dt.date | None = None  # what the carrier said first: "It was {old date}"
    signed_by: str = ""
    public_url: str = ""
    steps: tuple[Step, ...] = ()  # newest first


class OrderFacts(Struct, frozen=True, kw_only=True):
    """One order; ``state`` is that of its worst open shipment (claims.md 1.8)."""

    id: str
    number: str
    state: OrderState
    source: SourceFacts
    seller: str = ""
    placed_on: dt.date | None = None
    promised_ship_on: dt.date | None = None
    promised_delivery_on: dt.date | None = None
    promised_words: str = ""
    needed_on: dt.date | None = None  # set by the member
    items: tuple[Item, ...] = ()
    total: int | None = None
    shipments: tuple[ShipmentFacts, ...] = ()
    steps: tuple[Step, ...] = ()  # the order's own events, newest first
    guard: Guard = Guard.UNKNOWN
    conflict: tuple[OrderState, ...] = ()
    checking_until: dt.date | None = None


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


class StatementFacts(Struct, frozen=True, kw_only=True):
    number: str
    transmitted_on: dt.date
    due_on: dt.date
    closing: int
    minimum: int | None = None
    late_fee: int | None = None


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
