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
ERISA = "29 CFR 2560.503-1"


class Step(StrEnum):
    """What the clock is for."""

    DECISION = "decision"
    APPEAL = "appeal"
    APPEAL_DECISION = "appeal_decision"
    EXTERNAL_REVIEW = "external_review"
    FAIR_HEARING = "fair_hearing"
    KEEP_BENEFITS = "keep_benefits"
    SHIPMENT = "shipment"
    REFUND = "refund"
    BILLING_ERROR = "billing_error"
    ESTIMATE_DISPUTE = "estimate_dispute"


class Anchor(StrEnum):
    RECEIPT = "receipt"  # by the plan
    NOTICE_RECEIPT = "notice_receipt"  # by the member
    NOTICE_DATE = "notice_date"  # printed on the letter
    ORDER = "order"
    STATEMENT = "statement"
    BILL = "bill"


class LegalRule(Struct, frozen=True, kw_only=True):
    """One of ``days``, ``months`` and ``hours`` is set.

    ``presumed`` days are added to the notice's date when nobody knows when it was received.
    ``extension`` is how many days the decider may add, with notice before the first date.
    ``information_days`` is the least time a claimant gets to send what was asked, clock stopped.
    ``rolls``: a weekend or Federal holiday moves the date to the next day that is neither.
    ``authorization`` True: only where prior approval is required. ``until`` is exclusive.
    """

    id: str
    step: Step
    anchor: Anchor
    source: str
    programs: tuple[Program, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    version: int = 1
    days: int = 0
    months: int = 0
    hours: int = 0
    presumed: int = 0
    extension: int = 0
    information_days: int = 0
    rolls: bool = False
    authorization: bool | None = None
    effective_from: dt.date = ALWAYS
    until: dt.date | None = None
    reviewed_by: str = ""

    @property
    def name(self) -> str:
        """id@version, as every rendered sentence records it."""
        return f"{self.id}@{self.version}"
