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
)
from claims.sources.held import Held


def shown(record: ClaimRecord) -> ClaimRecord | Held:
    """The record, or the record held back with what speaks against it."""
    told = record.happening
    for reason, against in (
        (HoldReason.OUT_OF_BALANCE, _balance(told)),
        (HoldReason.LINES_CONTRADICT_TOTAL, _totals(told)),
    ):
        if evidence := tuple(against):
            return Held(reason=reason, record=record, evidence=evidence, line=record.line)
    return record


def _balance(told: Happening) -> Iterator[Evidence]:
    """Where what is adjusted is not what was not paid: the claim, each line with its amounts."""
    left = (told.amounts.billed or 0) - (told.amounts.plan_paid or 0)
    if left != (adjusted := _sum(all_adjustments(told))):
        yield Evidence(Clue.ADJUSTED, left, adjusted)
    for line in told.lines:
        billed, paid = line.amounts.billed, line.amounts.plan_paid
        if billed is None or paid is None:
            continue
        if billed - paid != (adjusted := _sum(line.adjustments)):
            yield Evidence(Clue.LINE_ADJUSTED, billed - paid, adjusted, line.number)


def _totals(told: Happening) -> Iterator[Evidence]:
    """Where what the claim states as a whole is not what its parts come to."""
    lines = [line.amounts.billed for line in told.lines]
    billed = sum(one or 0 for one in lines)
    if lines and None not in lines and billed != told.amounts.billed:
        yield Evidence(Clue.LINES_BILLED, told.amounts.billed, billed)
    if told.state is ClaimState.REVERSED:  # there CLP05 is not used
        return
    owes = shares(all_adjustments(told)).member or 0
    if told.amounts.member_owes != owes:
        yield Evidence(Clue.MEMBER_OWES, owes, told.amounts.member_owes)


def _sum(adjustments: tuple[Adjustment, ...]) -> int:
    return sum(one.cents or 0 for one in adjustments)
