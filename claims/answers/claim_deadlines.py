"""Which time runs for a claim by law: ours to decide it, and the member's to appeal. Pure."""

from claims.answers.appeal_case import kept, next_level, next_window
from claims.answers.claim_refusals import Refusal
from claims.asked import did
from claims.deadlines.appeal import Window, appeal_window
from claims.deadlines.decision import DecisionDue, decision_due
from claims.explanations.state import Family
from claims.facts import ClaimFacts, ClaimState, ClaimUse, Happening, Urgency, WaitingFor

APPEALABLE = (
    ClaimState.DENIED,
    ClaimState.PARTIALLY_DENIED,
    ClaimState.PARTLY_APPROVED,
    ClaimState.APPROVED_CHANGED,
)


def due_of(facts: ClaimFacts, current: Happening, family: Family) -> DecisionDue | None:
    """By when we must decide; None once it is decided, or while it is not ours to decide."""
    if family not in (Family.OPEN, Family.PENDED) or facts.reopened_on is not None:
        return None
    asked = current.waiting_for is WaitingFor.MEMBER and family is Family.PENDED
    done = did(current)
    approval = facts.use is ClaimUse.PREAUTHORIZATION
    urgency = facts.urgency
    if approval and urgency is Urgency.POST_SERVICE:
        urgency = Urgency.PRE_SERVICE  # asked for before the care, whatever the source calls it
    return decision_due(
        facts.plan.program,
        urgency,
        received_on=facts.received_on or current.received_on,
        zone=facts.plan.time_zone,
        authorization=approval or facts.plan.requires_prior_authorization,
        asked_on=done.asked_on if done else current.effective_on if asked else None,
        answered_on=current.effective_on if done and not asked else None,
    )


def window_of(facts: ClaimFacts, refusals: tuple[Refusal, ...]) -> Window | None:
    """The next appeal: the first one, or outside review once the plan has upheld.

    None where nothing was refused; of two states in conflict one is enough.
    """
    if not any(state in APPEALABLE for state in facts.conflict or (facts.state,)):
        return None
    notice_on = facts.notice_on
    if notice_on is None and facts.current is not None:
        notice_on = facts.current.notice_on
    received_on = facts.notice_received_on
    if (appeal := kept(facts)) is not None:
        return next_window(facts, next_level(facts), notice_on=appeal.decided_on)
    if not any(r.reason and r.reason.next_level for r in refusals):
        program = facts.plan.program
        return appeal_window(program, notice_on=notice_on, notice_received_on=received_on)
    level = next_level(facts, upheld=True)
    return next_window(facts, level, notice_on=notice_on, received_on=received_on)
