"""Why a claim was not paid: the reasons that refuse, each with our row about it, if we have one."""

from msgspec import Struct

from claims.amounts import all_adjustments, refuses
from claims.explanations import status_codes
from claims.explanations.reason import Reason
from claims.explanations.reasons import explain, remark_known
from claims.facts import Adjustment, ClaimFacts, ClaimState, Happening

UNPAID = (ClaimState.DENIED, ClaimState.PARTIALLY_DENIED, ClaimState.REJECTED_FRONT_END)


class Refusal(Struct, frozen=True):
    """One reason that refuses payment, and our row about it (None: we cannot explain it)."""

    adjustment: Adjustment
    reason: Reason | None


def refusals(facts: ClaimFacts) -> tuple[Refusal, ...]:
    """The reasons that refuse, one for each (group, code), in the order they stand."""
    current = facts.current
    if current is None:
        return ()
    if not (current.adjustments or any(line.adjustments for line in current.lines)):
        return _told_by_status(facts.state, current)
    found: dict[tuple[str, str], Refusal] = {}
    for adjustments, paid in (
        (current.adjustments, current.amounts.plan_paid),
        *((line.adjustments, line.amounts.plan_paid) for line in current.lines),
    ):
        for adjustment in adjustments:
            if refuses(adjustment, paid=paid):
                key = (adjustment.group, adjustment.carc)
                found.setdefault(key, Refusal(adjustment, reason_for(facts, adjustment)))
    return tuple(found.values())


def _told_by_status(state: ClaimState, current: Happening) -> tuple[Refusal, ...]:
    """The reason that a claim status (X12 277) gives, where no amount has one."""
    reason = status_codes.reason(current.code) if state in UNPAID else None
    return (Refusal(Adjustment("", reason.carcs[0]), reason),) if reason else ()


def reason_for(facts: ClaimFacts, adjustment: Adjustment) -> Reason | None:
    """Our row about a reason of the event that stands; None when we cannot explain it."""
    remarks = _remarks(facts.current) if facts.current else ()
    return explain(adjustment.group, adjustment.carc, remarks, facts.plan.program)


def unknown_codes(facts: ClaimFacts) -> tuple[str, ...]:
    """Reasons and remarks without a row: counted, and given to a person."""
    if facts.current is None:
        return ()
    adjustments = all_adjustments(facts.current)
    codes = [one.carc for one in adjustments if not reason_for(facts, one)]
    codes += [remark for remark in _remarks(facts.current) if not remark_known(remark)]
    return tuple(dict.fromkeys(codes))


def _remarks(current: Happening) -> tuple[str, ...]:
    return current.remarks + tuple(r for line in current.lines for r in line.remarks)
