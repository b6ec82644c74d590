"""Facts about claims, made in one line: each test names only what matters to it."""

import datetime as dt

from msgspec.structs import replace

from claims.answers.answer import Answer
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import (
    Adjustment,
    Amounts,
    ClaimFacts,
    ClaimState,
    Guard,
    Happening,
    Line,
    PlanFacts,
    Program,
    SourceFacts,
)

CHICAGO = "America/Chicago"
NOW = dt.datetime(2026, 3, 18, 4, 58, tzinfo=dt.UTC)  # 23:58 on Tuesday, March 17 in Chicago
TODAY = dt.date(2026, 3, 17)
ERISA_PLAN = PlanFacts(
    name="Lakeshore Gold", program=Program.ERISA_SELF, time_zone=CHICAGO, phone="+13125550123"
)
FRESH = SourceFacts(slug="plan", heard_at=NOW - dt.timedelta(minutes=17))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def plan(program: Program, **more: object) -> PlanFacts:
    return replace(ERISA_PLAN, program=program, **more)


def happening(state: ClaimState, **more: object) -> Happening:
    given = {
        "source": "plan",
        "state": state,
        "received_at": NOW - dt.timedelta(days=5),
        "effective_on": day("2026-03-12"),
    }
    return Happening(**(given | more))


def claim(state: ClaimState, *, said: dict | None = None, **more: object) -> ClaimFacts:
    """A claim of Lake Clinic; ``said`` is what the current event adds."""
    current = happening(state, **(said or {}))
    given = {
        "id": "0199c0de",
        "number": "CLM-2041",
        "state": state,
        "current": current,
        "history": (current,),
        "source": FRESH,
        "plan": ERISA_PLAN,
        "service": "Physical therapy",
        "provider": "Lake Clinic",
        "state_on": day("2026-03-12"),
        "received_on": day("2026-03-02"),
        "guard": Guard.NONE,
    }
    return ClaimFacts(**(given | more))


def answer(facts: ClaimFacts, *, now: dt.datetime = NOW, **more: object) -> Answer:
    return claim_answer(facts, now=now, zone=CHICAGO, **more)


def line(number: int, billed: int, paid: int, *adjustments: Adjustment, **more: object) -> Line:
    return Line(
        number=number,
        description=f"Service {number}",
        amounts=Amounts(billed=billed, plan_paid=paid),
        adjustments=adjustments,
        **more,
    )


def words(told: object) -> str:
    """Every sentence of an answer, or of a part of it, as plain text."""
    if isinstance(told, str):
        return plain(told)
    if isinstance(told, tuple | list):
        return "\n".join(words(part) for part in told)
    if hasattr(told, "__struct_fields__"):
        return "\n".join(words(getattr(told, name)) for name in told.__struct_fields__)
    return ""
