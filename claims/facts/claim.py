"""A claim: what one record says of it, and what we hold about it now."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.facts.appeal import AppealFacts
from claims.facts.balance import OnAccount
from claims.facts.hold import HoldReason
from claims.facts.member import PersonName, PlanFacts
from claims.facts.promise import Said
from claims.facts.related_claim import RelatedClaim
from claims.facts.second_look import SecondLookFacts
from claims.facts.source import Guard, SourceFacts


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


class ServiceUnit(StrEnum):
    """What an approval counts."""

    NOT_SAID = ""
    VISIT = "visit"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"


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
    quantity: int | None = None  # of a request: how many were asked for, or approved
    unit: ServiceUnit = ServiceUnit.NOT_SAID
    good_until: dt.date | None = None  # of an approved line
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
    wanted: str = ""  # what somebody must send: words, or codes of documents, one a line
    wanted_by: dt.date | None = None
    note: str = ""  # the payer's own words, shown verbatim and labelled as such
    amounts: Amounts = Amounts()
    adjustments: tuple[Adjustment, ...] = ()  # claim level
    remarks: tuple[str, ...] = ()  # claim level
    lines: tuple[Line, ...] = ()
    received_on: dt.date | None = None  # by the payer: starts the decision clock
    notice_on: dt.date | None = None  # date printed on the decision notice
    human_reviewed: bool | None = None  # of a request: whether a person decided; None: not said
    paid_on: dt.date | None = None
    payee: str = ""  # member / provider / ""
    payment_reference: str = ""
    event_id: int | None = None


class ClaimRecord(Struct, frozen=True, gc=False, kw_only=True):
    """One claim as one record of a file states it; what every claim source yields.

    ``key`` identifies the claim within its source (payer claim number or unique claim id plus
    what makes it unique, claims.md 6.1). ``patient`` is (system, value) of an identifier.
    ``content_hash`` (hex sha256 of the canonical record) makes the same content a no-op.
    ``called`` is the patient's name where the number may be that of a whole family.
    """

    source: str
    key: str
    content_hash: str
    patient: tuple[str, str]
    happening: Happening
    called: PersonName | None = None
    number: str = ""  # what the member calls it: payer's claim number
    use: ClaimUse | None = ClaimUse.CLAIM  # None: not said, as of what follows
    kind: ClaimKind | None = ClaimKind.OTHER
    urgency: Urgency | None = Urgency.POST_SERVICE  # None: an answer does not repeat it
    service: str = ""  # short words for the h1: "Your claim for {service}"
    service_from: dt.date | None = None
    service_to: dt.date | None = None
    provider: str = ""
    patient_name: str = ""
    plan: str = ""  # plan identifier as the source gives it
    guard: Guard = Guard.UNKNOWN
    patient_account: str = ""  # the provider's own number of it (CLP01), for whichever plan
    replaces: str = ""  # key of the claim this one supersedes
    replaced_by: str = ""
    authorization_number: str = ""
    authorization_from: dt.date | None = None
    authorization_to: dt.date | None = None
    unrecognised: tuple[tuple[str, str], ...] = ()  # (system, code) without a row in our tables
    line: int | None = None  # where in its file the record stands


class TaskRecord(Struct, frozen=True, gc=False, kw_only=True):
    """A request for something about a claim, with the document that makes it, as it came.

    What comes of it goes back in the same document. ``number`` is the payer's for the request.
    """

    claim: ClaimRecord
    number: str
    resource: str = ""

    @property
    def source(self) -> str:
        return self.claim.source


class Linked(Struct, frozen=True, kw_only=True):
    """An approval beside a claim of its number, or such a claim beside an approval.

    ``sure`` False: nothing names it, but provider and days are the same (a denied claim only).
    """

    id: str
    state: ClaimState
    sure: bool
    service: str = ""
    authorization_number: str = ""
    authorization_from: dt.date | None = None
    authorization_to: dt.date | None = None


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
    changed_at: dt.datetime | None = None  # UTC; when we last stored something about it
    received_on: dt.date | None = None
    notice_on: dt.date | None = None
    notice_received_on: dt.date | None = None  # only when the member told us (T02)
    guard: Guard = Guard.UNKNOWN
    conflict: tuple[ClaimState, ...] = ()  # what each source claims, when two disagree
    authorization_number: str = ""
    authorization_from: dt.date | None = None
    authorization_to: dt.date | None = None
    share_before: int | None = None  # cents; the member's share by the decision before
    reopened_on: dt.date | None = None  # since when we look again at what we decided
    checking_until: dt.date | None = None  # by when a person answers, once one was asked
    held: HoldReason = HoldReason.NOTHING  # why a person checks what came in about it
    asked_again_on: dt.date | None = None  # the day we asked its sender for a better record
    on_account: bool = False  # a ledger may have a line about it, so that its account is asked
    related: tuple[RelatedClaim, ...] = ()
    accounts: tuple[OnAccount, ...] = ()  # what ledgers hold about it, once they were asked
    linked: tuple[Linked, ...] = ()  # approvals of a claim, claims of an approval; on its page
    asked: tuple[Line, ...] = ()  # of an approval: what the request asked for; as ``history``
    said: Said | None = None  # the newest date that was said about it
    sent: tuple[tuple[str, str], ...] = ()  # where each task of its request stands; on its page
    appeal: AppealFacts | None = None  # the newest; a draft counts
    second_look: SecondLookFacts | None = None  # the newest; on the page of a refused claim
