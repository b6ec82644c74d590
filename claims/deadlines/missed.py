"""What the law gives a member when a plan lets its own clock run out (claims.md 4.1, 4.2)."""

from enum import StrEnum

from claims.deadlines.rule import Step
from claims.facts import Program


class Remedy(StrEnum):
    OUTSIDE_REVIEW = "outside_review"  # or court: all that comes before counts as done
    APPEAL = "appeal"  # the silence is a refusal, and may be appealed
    FAIR_HEARING = "fair_hearing"
    SENT_ON = "sent_on"  # the plan itself must send it to the outside reviewer


_REMEDIES = {
    # 45 CFR 147.136(b)(2)(ii)(F); 29 CFR 2560.503-1(l)
    (Step.DECISION, Program.ERISA_SELF): Remedy.OUTSIDE_REVIEW,
    (Step.DECISION, Program.ERISA_INSURED): Remedy.OUTSIDE_REVIEW,
    (Step.DECISION, Program.ACA_INDIVIDUAL): Remedy.OUTSIDE_REVIEW,
    (Step.APPEAL_DECISION, Program.ERISA_SELF): Remedy.OUTSIDE_REVIEW,
    (Step.APPEAL_DECISION, Program.ERISA_INSURED): Remedy.OUTSIDE_REVIEW,
    (Step.APPEAL_DECISION, Program.ACA_INDIVIDUAL): Remedy.OUTSIDE_REVIEW,
    (Step.DECISION, Program.MEDICARE_ADVANTAGE): Remedy.APPEAL,  # 42 CFR 422.568(f)
    (Step.APPEAL_DECISION, Program.MEDICARE_ADVANTAGE): Remedy.SENT_ON,  # 422.590
    (Step.DECISION, Program.PART_D): Remedy.SENT_ON,  # 423.568(h): within 24 hours
    (Step.APPEAL_DECISION, Program.PART_D): Remedy.SENT_ON,  # 423.590
    (Step.DECISION, Program.MEDICAID_MCO): Remedy.APPEAL,  # 438.404(c)(5)
    (Step.APPEAL_DECISION, Program.MEDICAID_MCO): Remedy.FAIR_HEARING,  # 438.408(c)(3), (f)(1)
}


def if_missed(step: Step, program: Program) -> Remedy | None:
    """What opens on the day after a missed clock; None where we do not know the law."""
    return _REMEDIES.get((step, program))
