"""Whether a claim of a remittance adds up, to the cent: billed = paid + every adjustment.

One that does not is not shown (research/claims.md 1.5): a number in it is wrong, and nobody knows
which.
"""

from collections.abc import Iterator

from msgspec import Struct

from claims.amounts import all_adjustments, shares
from claims.facts import ClaimRecord, ClaimState, Happening


class Gap(Struct, frozen=True):
    """Two amounts (cents) that must be equal. ``line`` is a service line's number, 0 the claim."""

    what: str
    expected: int
    found: int
    line: int = 0


def gaps(record: ClaimRecord) -> list[Gap]:
    """What does not add up, the claim first; nothing when every cent is accounted for."""
    return [gap for gap in _compared(record.happening) if gap.expected != gap.found]


def _compared(told: Happening) -> Iterator[Gap]:
    amounts = told.amounts
    adjustments = all_adjustments(told)
    adjusted = sum(one.cents or 0 for one in adjustments)
    yield Gap("adjusted", (amounts.billed or 0) - (amounts.plan_paid or 0), adjusted)
    for line in told.lines:
        billed, paid = line.amounts.billed, line.amounts.plan_paid
        if billed is not None and paid is not None:
            adjusted = sum(one.cents or 0 for one in line.adjustments)
            yield Gap("line_adjusted", billed - paid, adjusted, line.number)
    billed_lines = [one.amounts.billed for one in told.lines]
    if billed_lines and None not in billed_lines:
        yield Gap("lines_billed", amounts.billed or 0, sum(one or 0 for one in billed_lines))
    if told.state is not ClaimState.REVERSED:  # there CLP05 is not used
        yield Gap("member_owes", shares(adjustments).member or 0, amounts.member_owes or 0)
