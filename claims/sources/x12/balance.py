"""Whether a claim of a remittance adds up, to the cent: billed = paid + every adjustment.

One that does not is held and not shown (research/claims.md 1.5): a number in it is wrong, and
nobody knows which.
"""

from collections.abc import Iterator

from claims.amounts import all_adjustments, shares
from claims.facts import (
    Adjustment,
    ClaimRecord,
    ClaimState,
    Clue,
    Evidence,
    Happening,
    HoldReason,
    Line,
)
from claims.sources.held import Held


def shown(record: ClaimRecord) -> ClaimRecord | Held:
    """The record, or the record held back with what speaks against it."""
    told = record.happening
    for reason, compared in (
        (HoldReason.OUT_OF_BALANCE, _balance(told)),
        (HoldReason.LINES_CONTRADICT_TOTAL, _totals(told)),
    ):
        evidence = tuple(one for one in compared if one.expected != one.found)
        if evidence:
            return Held(reason=reason, record=record, evidence=evidence, line=record.line)
    return record


def _balance(told: Happening) -> Iterator[Evidence]:
    """What must be adjusted and what is, of the claim and of each line that states its amounts."""
    billed, paid = told.amounts.billed or 0, told.amounts.plan_paid or 0
    yield Evidence(Clue.ADJUSTED, billed - paid, _sum(all_adjustments(told)))
    for line in told.lines:
        if line.amounts.billed is not None and line.amounts.plan_paid is not None:
            left = line.amounts.billed - line.amounts.plan_paid
            yield Evidence(Clue.LINE_ADJUSTED, left, _sum(line.adjustments), line.number)


def _totals(told: Happening) -> Iterator[Evidence]:
    """What the claim states as a whole, and what its parts come to."""
    if told.lines and all(_stated(line) for line in told.lines):
        billed = sum(line.amounts.billed or 0 for line in told.lines)
        yield Evidence(Clue.LINES_BILLED, told.amounts.billed, billed)
    if told.state is not ClaimState.REVERSED:  # there CLP05 is not used
        owes = shares(all_adjustments(told)).member or 0
        yield Evidence(Clue.MEMBER_OWES, owes, told.amounts.member_owes)


def _sum(adjustments: tuple[Adjustment, ...]) -> int:
    return sum(one.cents or 0 for one in adjustments)


def _stated(line: Line) -> bool:
    return line.amounts.billed is not None
