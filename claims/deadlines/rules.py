"""The clocks of the law, one typed row each: how long, from when, for whom, since when, says who.

Every number needs one look by counsel before launch (research/claims.md 4.4), which is what an
empty ``reviewed_by`` says. A program without a row has no date: we never guess one.
"""

import datetime as dt
from collections.abc import Mapping

from claims.deadlines.appeal_decision_rules import APPEAL_DECISION_RULES
from claims.deadlines.appeal_rules import APPEAL_RULES
from claims.deadlines.buyer_rules import BUYER_RULES
from claims.deadlines.decision_rules import DECISION_RULES
from claims.deadlines.outside_rules import OUTSIDE_RULES
from claims.deadlines.rule import LegalRule, Step
from claims.facts import Program, Urgency

LEGAL_RULES = (
    *DECISION_RULES,
    *APPEAL_RULES,
    *APPEAL_DECISION_RULES,
    *OUTSIDE_RULES,
    *BUYER_RULES,
)
BY_ID: Mapping[str, LegalRule] = {rule.id: rule for rule in LEGAL_RULES}


def rule_for(
    step: Step,
    program: Program,
    *,
    on: dt.date,
    urgency: Urgency | None = None,
    authorization: bool = False,
) -> LegalRule | None:
    """The row in force on a day, or None: then there is no date."""
    for rule in _BY_STEP.get((step, program), ()):
        if rule.urgencies and urgency not in rule.urgencies:
            continue
        if rule.authorization is not None and rule.authorization != authorization:
            continue
        if on >= rule.effective_from and (rule.until is None or on < rule.until):
            return rule
    return None


def _by_step() -> dict[tuple[Step, Program], list[LegalRule]]:
    found: dict[tuple[Step, Program], list[LegalRule]] = {}
    for rule in LEGAL_RULES:
        for program in rule.programs:
            found.setdefault((rule.step, program), []).append(rule)
    return found


_BY_STEP = _by_step()
