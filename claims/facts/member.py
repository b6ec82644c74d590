"""People and what covers them, as a source states them and as answers read them."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct


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


class PersonName(Struct, frozen=True, gc=False, omit_defaults=True):
    """A name in the parts in which a file states it."""

    last: str = ""
    first: str = ""
    middle: str = ""
    suffix: str = ""


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
    more_time_days: int | None = None  # to send something; None = as its program usually is
