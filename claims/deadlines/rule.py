"""One clock of the law as a typed row, and the words it is written in."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.facts import Program, Urgency

ALWAYS = dt.date(1900, 1, 1)
EMPLOYER_AND_MARKET = (
    Program.ERISA_SELF,
    Program.ERISA_INSURED,
    Program.ACA_INDIVIDUAL,
)
AFTER_CARE = (Urgency.POST_SERVICE, Urgency.PAYMENT)
NOT_URGENT = (Urgency.PRE_SERVICE, Urgency.PART_B_DRUG, *AFTER_CARE)
ERISA = "29 CFR 2560.503-1"


class Step(StrEnum):
    """What the clock is for."""

    DECISION = "decision"
    FAST_DECISION = "fast_decision"  # on a Part B drug; other urgent requests have an urgency
    CONCURRENT = "concurrent"  # asked to go on with care that was approved
    MORE_INFORMATION = "more_information"
    APPEAL = "appeal"
    APPEAL_DECISION = "appeal_decision"
    EXTERNAL_REVIEW = "external_review"
    EXTERNAL_REVIEW_CHECK = "external_review_check"
    EXTERNAL_REVIEW_DECISION = "external_review_decision"
    INDEPENDENT_REVIEW = "independent_review"  # Medicare's, where the member must ask for it
    JUDGE = "judge"
    FAIR_HEARING = "fair_hearing"
    FAIR_HEARING_DECISION = "fair_hearing_decision"
    KEEP_BENEFITS = "keep_benefits"
    CARRY_OUT = "carry_out"  # give what an appeal has won
    SHIPMENT = "shipment"
    DELAY = "delay"
    REFUND = "refund"
    BILLING_ERROR = "billing_error"
    BILLING_ERROR_ANSWER = "billing_error_answer"
    BILLING_ERROR_END = "billing_error_end"
    BILLING_ERROR_GRACE = "billing_error_grace"  # to pay what was checked and is right
    ESTIMATE_DISPUTE = "estimate_dispute"


class Trigger(StrEnum):
    """What happened, so that the clock runs at all."""

    CLAIM = "somebody asked for a decision"
    REFUSAL = "the plan did not agree"
    APPEAL = "the member appealed"
    UPHELD = "the plan kept its decision"
    LAST_UPHELD = "the plan kept its decision for the last time"
    REVIEWER_UPHELD = "the outside reviewer kept the decision"
    REVIEW_ASKED = "the member asked for outside review"
    HEARING_ASKED = "the member asked for a hearing"
    CUT = "approved care ends or is cut"
    WON = "an appeal changed the decision"
    ORDER = "an order was placed by web, phone or mail"
    DELAY = "the seller told of a delay"
    REFUND_RIGHT = "the right to a refund vests"
    WRONG_STATEMENT = "a statement shows an error"
    ERROR_NOTICE = "the creditor was told of an error"
    ERROR_ANSWERED = "the creditor found that the bill is right"
    BILL_OVER_ESTIMATE = "a bill is $400 or more over the estimate"


class Anchor(StrEnum):
    """The day or instant from which it is counted."""

    RECEIPT = "receipt"  # by the plan
    NOTICE_RECEIPT = "notice_receipt"  # by the member
    NOTICE_DATE = "notice_date"  # printed on the letter
    ORDER = "order"
    SHIP_BY = "ship_by"
    VESTING = "vesting"
    STATEMENT = "statement"
    ERROR_NOTICE = "error_notice"
    ERROR_ANSWER = "error_answer"
    BILL = "bill"
    REVIEWER_RECEIPT = "reviewer_receipt"
    HEARING_REQUEST = "hearing_request"
    OVERTURNED = "overturned"


class Counting(StrEnum):
    CALENDAR = "calendar"
    BUSINESS = "business"
    HOURS = "hours"


class Roll(StrEnum):
    """Whether a last day on a weekend or a Federal holiday moves."""

    NEXT = "next"  # the law says: to the next day that is neither
    NEVER = "never"  # it cannot: hours, or a day that the law names
    SILENT = "silent"  # counsel decides; until then it stays, and we advise the day before


class LegalRule(Struct, frozen=True, kw_only=True):
    """One of ``days``, ``months`` and ``hours`` is set, or none where a state picks.

    ``presumed`` days are added to the notice's date when nobody knows when it was received.
    ``extension`` is how many days the decider may add, with notice before the first date.
    ``information_days`` is the least time a claimant gets to send what was asked, clock stopped.
    ``clock`` is what runs for the decider once this was done, ``expedited`` the id of the row that
    holds instead where waiting could harm. ``authorization`` True: only where prior approval is
    required. ``until`` is exclusive. ``reviewed_by`` is empty until counsel has read the row.
    """

    id: str
    step: Step
    trigger: Trigger
    anchor: Anchor
    source: str
    programs: tuple[Program, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    version: int = 1
    days: int = 0
    months: int = 0
    hours: int = 0
    counting: Counting = Counting.CALENDAR
    roll: Roll = Roll.SILENT
    presumed: int = 0
    clock: Step | None = None
    extension: int = 0
    information_days: int = 0
    expedited: str = ""
    authorization: bool | None = None
    note: str = ""
    effective_from: dt.date = ALWAYS
    until: dt.date | None = None
    reviewed_by: str = ""

    @property
    def name(self) -> str:
        """id@version, as every rendered sentence records it."""
        return f"{self.id}@{self.version}"
