"""An appeal, as its claim carries it and as answers read it."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct


class AppealLevel(StrEnum):
    """Who looks again. Which level comes next, and whether by itself, is the program's law."""

    INTERNAL = "internal"  # the plan, by somebody who did not decide first
    EXTERNAL = "external"  # a reviewer who does not work for the plan
    HEARING = "hearing"  # a judge of the State or of Medicare


class AppealState(StrEnum):
    DRAFT = "draft"
    FILED = "filed"
    WITHDRAWN = "withdrawn"
    DECIDED = "decided"


class AppealOutcome(StrEnum):
    OVERTURNED = "overturned"
    PARTLY = "partly"
    UPHELD = "upheld"
    DISMISSED = "dismissed"  # not looked at: it was too late, say


class AppealStep(StrEnum):
    """What happened to an appeal."""

    FILED = "filed"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    SENT_ON = "sent_on"  # to the next level, by us, without the member


class AppealMoment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step, ``at`` an instant (UTC)."""

    step: AppealStep
    level: AppealLevel
    at: dt.datetime
    outcome: AppealOutcome | None = None


class AppealFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The newest appeal about a claim; ``history`` tells of those before it too, oldest first.

    ``filed_on``, ``due_on`` and ``decided_on`` are legal dates in the plan's zone; ``due_at`` is
    the last instant of a clock of hours.
    ``reviewer`` is a first name, "" while nobody told us one.
    """

    id: str
    level: AppealLevel
    state: AppealState
    reference: str = ""
    fast: bool = False
    late: bool = False
    automatic: bool = False
    filed_at: dt.datetime | None = None
    filed_on: dt.date | None = None
    due_on: dt.date | None = None
    due_at: dt.datetime | None = None
    rule: str = ""
    reviewer: str = ""
    decided_on: dt.date | None = None
    outcome: AppealOutcome | None = None
    history: tuple[AppealMoment, ...] = ()
    before: "AppealFacts | None" = None  # the newest other one that was decided
