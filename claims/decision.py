"""What a finished claim amounts to, from its reason codes and what was paid (claims.md 1.5)."""

from collections.abc import Iterable

from claims.facts import Adjustment, Amounts, ClaimState, Line

# Reasons that lower an amount without denying anything: cost shares, contract, other payer.
# fmt: off
NOT_A_DENIAL = frozenset({
    "1", "2", "3", "23", "24", "42", "44", "45", "90", "91", "94",
    "100", "101", "104", "131", "144", "187", "253",
})
# fmt: on


def denies(adjustment: Adjustment, paid: int | None) -> bool:
    """Whether this reason says no. A code from a list that we do not know never does."""
    carc = adjustment.carc
    return ":" not in carc and carc not in NOT_A_DENIAL and not (carc == "A1" and paid)


def decided(
    amounts: Amounts, adjustments: Iterable[Adjustment], lines: Iterable[Line]
) -> ClaimState:
    """The state of a claim that is finished and does not itself say paid or denied."""
    adjustments, lines = tuple(adjustments), tuple(lines)
    reasons = adjustments + tuple(a for line in lines for a in line.adjustments)
    if not reasons:
        return ClaimState.FINALIZED_UNSPECIFIED
    paid = amounts.plan_paid
    refused = [line for line in lines if line_denied(line)]
    whole = any(denies(a, paid) for a in adjustments) and not paid
    if refused and (paid or any(_stands(line) for line in lines)):
        return ClaimState.PARTIALLY_DENIED
    if refused or whole:
        return ClaimState.DENIED
    if paid is None:
        return ClaimState.FINALIZED_UNSPECIFIED
    return ClaimState.PAID if paid > 0 else ClaimState.FINALIZED_NO_PAYMENT


def line_denied(line: Line) -> bool:
    """A reason says no, and nothing was paid for the line."""
    paid = line.amounts.plan_paid
    return not paid and any(denies(a, paid) for a in line.adjustments)


def _stands(line: Line) -> bool:
    return not line_denied(line) and bool(line.amounts.plan_paid or line.amounts.allowed)
