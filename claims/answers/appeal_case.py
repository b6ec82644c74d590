"""How an appeal bears on its claim: whether it waits for us, what was said to it, what is next.

Pure. A newer decision of the payer outranks an appeal, whoever of the two speaks first.
"""

import datetime as dt

from msgspec import Struct

from claims.answers.words import local_date
from claims.deadlines.appeal import (
    Window,
    external_review,
    fair_hearing,
    independent_review,
    judge,
)
from claims.deadlines.decision import decision_due
from claims.deadlines.rule import EMPLOYER_AND_MARKET, Anchor, LegalRule, Step
from claims.deadlines.rules import rule_for
from claims.facts import (
    AppealFacts,
    AppealLevel,
    AppealOutcome,
    AppealState,
    ClaimFacts,
    ClaimUse,
    Program,
    Urgency,
)
from claims.rank import DECISIONS

KEPT = (AppealOutcome.UPHELD, AppealOutcome.PARTLY, AppealOutcome.DISMISSED)


class Clock(Struct, frozen=True, kw_only=True):
    """By when we must answer an appeal; ``on`` None where we do not know the law."""

    on: dt.date | None = None
    at: dt.datetime | None = None
    rule: str = ""


def told_on(facts: ClaimFacts) -> dt.date | None:
    """The day of the decision that stands, in the plan's zone."""
    current = facts.current
    if current is None:
        return None
    heard_on = local_date(current.received_at, facts.plan.time_zone)
    return current.notice_on or current.effective_on or heard_on


def answered(facts: ClaimFacts, appeal: AppealFacts) -> bool:
    """The payer decided again since the appeal was filed, and that is a word of its own."""
    current, on = facts.current, told_on(facts)
    if current is None or on is None or appeal.filed_on is None or appeal.filed_at is None:
        return False
    heard_since = facts.state in DECISIONS and current.received_at > appeal.filed_at
    return heard_since and on >= appeal.filed_on


def waiting(facts: ClaimFacts) -> AppealFacts | None:
    """The appeal that waits for a decision."""
    appeal = facts.appeal
    if appeal is None or appeal.state is not AppealState.FILED or answered(facts, appeal):
        return None
    return appeal


def draft(facts: ClaimFacts) -> AppealFacts | None:
    appeal = facts.appeal
    return appeal if appeal is not None and appeal.state is AppealState.DRAFT else None


def decision(facts: ClaimFacts) -> AppealFacts | None:
    """The newest appeal that was decided, while that is the last word about the claim."""
    appeal, on = facts.appeal, told_on(facts)
    if appeal is not None and appeal.state is not AppealState.DECIDED:
        appeal = appeal.before
    if appeal is None or appeal.decided_on is None:
        return None
    if appeal.outcome is AppealOutcome.OVERTURNED and answered(facts, appeal):
        return None
    return None if on is not None and on > appeal.decided_on else appeal


def won(facts: ClaimFacts) -> bool:
    """We agreed to the appeal, and the claim was not worked out anew yet."""
    appeal = decision(facts)
    return appeal is not None and appeal.outcome is AppealOutcome.OVERTURNED


def kept(facts: ClaimFacts) -> AppealFacts | None:
    """The appeal by which the decision stayed, or a part of it."""
    appeal = decision(facts)
    return appeal if appeal is not None and appeal.outcome in KEPT else None


def next_level(facts: ClaimFacts, *, upheld: bool = False) -> AppealLevel | None:
    """Who looks next, if the member wants it; ``upheld``: the payer says that there was an appeal.

    None where no level is left that we know.
    """
    before = kept(facts)
    if before is None and not upheld:
        return AppealLevel.INTERNAL
    return level_after(facts.plan.program, before.level if before else AppealLevel.INTERNAL)


def level_after(program: Program, level: AppealLevel) -> AppealLevel | None:
    if program is Program.OTHER or level is AppealLevel.HEARING:
        return None
    if program is Program.MEDICAID_MCO:
        return AppealLevel.HEARING
    if level is AppealLevel.INTERNAL:
        return AppealLevel.EXTERNAL
    return None if program in EMPLOYER_AND_MARKET else AppealLevel.HEARING


def filed_here(program: Program, level: AppealLevel | None) -> bool:
    """Whether we take it: our own level, and an outside review that we must hand on."""
    if level is AppealLevel.EXTERNAL:
        return program in EMPLOYER_AND_MARKET
    return level is AppealLevel.INTERNAL


def goes_on_by_itself(program: Program, level: AppealLevel) -> bool:
    """A Medicare Advantage plan that keeps its decision must hand the case on (42 CFR 422.590)."""
    return program is Program.MEDICARE_ADVANTAGE and level is AppealLevel.INTERNAL


def next_window(
    facts: ClaimFacts,
    level: AppealLevel | None,
    *,
    notice_on: dt.date | None,
    received_on: dt.date | None = None,
) -> Window | None:
    """Until when that level can be asked for, from the notice of the one before it."""
    program = facts.plan.program
    if level is AppealLevel.HEARING and program is Program.MEDICAID_MCO:
        days = facts.plan.fair_hearing_days
        return fair_hearing(program, resolution_on=notice_on, days=days)
    if level is AppealLevel.HEARING:
        return judge(program, notice_on=notice_on, notice_received_on=received_on)
    if level is AppealLevel.EXTERNAL:
        outside = external_review if program in EMPLOYER_AND_MARKET else independent_review
        return outside(program, notice_on=notice_on, notice_received_on=received_on)
    return None


def may_be_fast(facts: ClaimFacts) -> bool:
    """The care is still to come, so that waiting may harm: a bill for care that was given may not.

    As 29 CFR 2560.503-1(m)(1), 42 CFR 422.584 and 438.410 have it.
    """
    return facts.use is ClaimUse.PREAUTHORIZATION


CLOCKS = {
    AppealLevel.INTERNAL: Step.APPEAL_DECISION,
    AppealLevel.EXTERNAL: Step.EXTERNAL_REVIEW_DECISION,
    AppealLevel.HEARING: Step.FAIR_HEARING_DECISION,
}


def clock_of(
    facts: ClaimFacts,
    level: AppealLevel,
    *,
    fast: bool,
    filed_at: dt.datetime,
    reviewer_at: dt.datetime | None = None,
) -> Clock:
    """By when the law wants an answer to an appeal that was filed at an instant (UTC).

    The time of an outside reviewer begins once they have it (``reviewer_at``): until then nobody
    knows its end.
    """
    rule = clock_rule(facts, level, fast=fast, on=local_date(filed_at, facts.plan.time_zone))
    waits = rule is not None and rule.anchor is Anchor.REVIEWER_RECEIPT
    began_at = reviewer_at if waits else filed_at
    if began_at is None:
        return Clock()
    due = decision_due(
        facts.plan.program,
        Urgency.URGENT if fast else urgency_of(facts),
        step=CLOCKS[level],
        received_at=began_at,
        zone=facts.plan.time_zone,
    )
    return Clock(on=due.on, at=due.at, rule=due.rule.name) if due else Clock()


def clock_rule(
    facts: ClaimFacts, level: AppealLevel, *, fast: bool, on: dt.date
) -> LegalRule | None:
    """The law on how long an answer may take."""
    urgency = Urgency.URGENT if fast else urgency_of(facts)
    return rule_for(CLOCKS[level], facts.plan.program, on=on, urgency=urgency)


def urgency_of(facts: ClaimFacts) -> Urgency:
    """Which clock an appeal runs on: before care is given, or after."""
    before = facts.use is ClaimUse.PREAUTHORIZATION
    return Urgency.PRE_SERVICE if before else Urgency.POST_SERVICE
