"""What is worked out about an approval: whether it is one, how long it is good, what it covers.

Pure, as `claim_case`. A request for approval is a claim whose ``use`` says so; here stands only
what no other claim has.
"""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from claims.answers.claim_case import Case
from claims.deadlines.calendar import ONE_DAY
from claims.explanations.state import Family
from claims.facts import ClaimFacts, ClaimState, ClaimUse, Line

GRANTED = (ClaimState.APPROVED, ClaimState.PARTLY_APPROVED, ClaimState.APPROVED_CHANGED)
SOON = 14  # days before its end in which an approval asks to be used or made longer


class Decided(Struct, frozen=True):
    """One service: what was asked for and what was decided; None where nobody said."""

    asked: Line | None
    answer: Line | None

    @property
    def line(self) -> Line:
        """The one that says more about what it is."""
        found = self.answer if self.answer and self.answer.description else self.asked
        return found or self.answer or Line(number=0)


def is_approval(facts: ClaimFacts) -> bool:
    return facts.use is ClaimUse.PREAUTHORIZATION


def granted(case: Case) -> bool:
    """Some care was approved, whether or not its time is over."""
    return not case.doubt and case.approval and case.facts.state in GRANTED


def approved_until(case: Case) -> dt.date | None:
    """The last day of an approval; what was not approved has none, whatever the source says."""
    if case.approval and case.facts.state not in GRANTED:
        return None
    return None if case.facts.state is ClaimState.NOT_REQUIRED else case.facts.authorization_to


def approved_from(case: Case) -> dt.date | None:
    """Its first day, if the source states one that is not after the last."""
    since, until = case.facts.authorization_from, approved_until(case)
    return since if since and until and since <= until else None


def expired(case: Case) -> bool:
    until = approved_until(case)
    return until is not None and until < case.law_today


def ends_soon(case: Case) -> bool:
    """It is good now and for a few days more, and nothing else is asked of the member first."""
    until = approved_until(case)
    if until is None or case.doubt or not case.approval:
        return False
    if case.facts.state is not ClaimState.APPROVED:
        return False
    return case.law_today <= until <= case.law_today + SOON * ONE_DAY


def undecided(case: Case) -> bool:
    return not case.doubt and case.approval and case.family in (Family.OPEN, Family.PENDED)


def services_of(case: Case) -> tuple[Decided, ...]:
    """Each service of the answer beside what was asked for, then what has no answer yet."""
    return tuple(_services(case))


def _services(case: Case) -> Iterator[Decided]:
    asked = {line.number: line for line in case.facts.asked}
    if case.facts.state in (ClaimState.SUBMITTED, ClaimState.RECEIVED):
        yield from (Decided(line, None) for line in asked.values() or case.current.lines)
        return
    for line in case.current.lines:
        yield Decided(asked.pop(line.number, None), line)
    yield from (Decided(line, None) for line in asked.values())
