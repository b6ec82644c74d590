"""How much of a deductible or a limit is used: what one record says, and what we hold now."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.facts.source import SourceFacts


class AccumulatorKind(StrEnum):
    DEDUCTIBLE = "deductible"
    OUT_OF_POCKET = "out_of_pocket"
    LIMIT = "limit"  # what the plan pays for at most: money, visits or days
    COPAY = "copay"  # the member's share of each visit, in cents
    COINSURANCE = "coinsurance"  # the member's share of the cost, in percent


class Level(StrEnum):
    UNSTATED = ""
    INDIVIDUAL = "individual"
    FAMILY = "family"


class Network(StrEnum):
    """Which care it is about. ANY: both are said to count."""

    UNSTATED = ""
    IN = "in"
    OUT = "out"
    ANY = "any"


class Span(StrEnum):
    """Over what time it is counted. UNSTATED is never said to be a year; OTHER: a shorter time."""

    UNSTATED = ""
    YEAR = "year"
    LIFETIME = "lifetime"
    OTHER = "other"


class Unit(StrEnum):
    CENTS = "cents"
    VISITS = "visits"
    DAYS = "days"


class Counted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The numbers of one bucket, in its unit; None = not stated, and never worked out here."""

    limit: int | None = None
    used: int | None = None
    remaining: int | None = None
    share: int | None = None  # cents of a copay, percent of a coinsurance


class AccumulatorRecord(Struct, frozen=True, kw_only=True):
    """One bucket of one person as one record states it, as of ``as_of`` (UTC).

    ``key`` is what makes it the same bucket the next time, whatever its numbers and its instant.
    ``services`` are X12 service type codes; () is the whole plan.
    """

    source: str
    key: str
    content_hash: str
    patient: tuple[str, str]
    kind: AccumulatorKind
    as_of: dt.datetime
    counted: Counted
    level: Level = Level.UNSTATED
    network: Network = Network.UNSTATED
    span: Span = Span.UNSTATED
    unit: Unit = Unit.CENTS
    services: tuple[str, ...] = ()
    plan_name: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    unrecognised: tuple[tuple[str, str], ...] = ()  # (system, code) without a row in our tables
    line: int | None = None


class AccumulatorFacts(Struct, frozen=True, kw_only=True):
    """One bucket as it was last told."""

    kind: AccumulatorKind
    counted: Counted
    as_of: dt.datetime
    received_at: dt.datetime
    source: SourceFacts
    level: Level = Level.UNSTATED
    network: Network = Network.UNSTATED
    span: Span = Span.UNSTATED
    unit: Unit = Unit.CENTS
    services: tuple[str, ...] = ()
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None

    @property
    def used(self) -> int | None:
        """As stated, else the limit less what is left, where both are stated of this bucket."""
        told = self.counted
        if told.used is not None or told.limit is None or told.remaining is None:
            return told.used
        used = told.limit - told.remaining
        return used if used >= 0 else None

    @property
    def reached(self) -> bool:
        """Nothing of it is left."""
        told = self.counted
        if told.remaining is not None:
            return told.remaining <= 0
        return told.used is not None and told.limit is not None and told.used >= told.limit
