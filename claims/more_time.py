"""Whether a member may move the day by which we need something, and to which day. Pure.

The plan says by how many days (`Plan.more_time_days`), once for each request. No plan may give
more than the law's clock leaves: where that stands still until the member answers, the days that
the law gives them; where it runs on, up to the day before we must decide.
"""

import datetime as dt

from claims.answers.claim_deadlines import due_of
from claims.asked import Request
from claims.deadlines.calendar import ONE_DAY
from claims.explanations.state import Family
from claims.facts import ClaimFacts, Program

#: Where a plan says nothing. These laws give 45 days to answer, so a letter that names an earlier
#: day leaves some; of the others a person decides.
USUAL = dict.fromkeys((Program.ERISA_SELF, Program.ERISA_INSURED, Program.ACA_INDIVIDUAL), 15)


def moved_to(facts: ClaimFacts, request: Request, today: dt.date) -> dt.date | None:
    """The new day; None where a person has to be asked: it was moved once, it is over, or the
    plan does not allow it."""
    days = facts.plan.more_time_days
    if days is None:
        days = USUAL.get(facts.plan.program, 0)
    if not request.open or request.extended or request.by is None or request.by < today:
        return None
    day = request.by + days * ONE_DAY
    latest = _latest(facts)
    day = min(day, latest) if latest else day
    return day if day > request.by else None


def _latest(facts: ClaimFacts) -> dt.date | None:
    """None where we do not know which law counts."""
    if facts.current is None:
        return None
    due = due_of(facts, facts.current, Family.PENDED)
    if due is None:
        return None
    return due.member_due_on if due.stopped else due.on - ONE_DAY
