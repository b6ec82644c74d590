"""What adjustments say about money, on remittances whose sums were checked by hand."""

import datetime as dt

import pytest

from claims.amounts import balanced, outcome, settled_amounts
from claims.facts import Adjustment, Amounts, ClaimState, Happening, Line

UTC = dt.UTC


def decided(*lines: Line, adjustments: tuple[Adjustment, ...] = (), **amounts: int) -> Happening:
    return Happening(
        source="plan",
        state=ClaimState.IN_PROCESS,
        received_at=dt.datetime(2026, 3, 1, tzinfo=UTC),
        amounts=Amounts(**amounts),
        lines=lines,
        adjustments=adjustments,
    )


def line(number: int, billed: int, paid: int, *adjustments: Adjustment) -> Line:
    return Line(
        number=number,
        amounts=Amounts(billed=billed, plan_paid=paid),
        adjustments=adjustments,
    )


def test_T22_one_line_paid_one_bundled_one_refused_is_partly_denied():
    happening = decided(
        line(1, 200_00, 120_00, Adjustment("CO", "45", 50_00), Adjustment("PR", "2", 30_00)),
        line(2, 100_00, 0, Adjustment("CO", "97", 100_00)),
        line(3, 80_00, 0, Adjustment("PR", "204", 80_00)),
    )
    found = settled_amounts(happening)
    assert outcome(happening) is ClaimState.PARTIALLY_DENIED
    assert (found.plan_paid, found.member_owes, found.written_off) == (
        120_00,
        110_00,
        150_00,
    )
    assert balanced(happening)


def test_T23_two_reasons_of_the_members_part_are_added_up():
    happening = decided(
        adjustments=(
            Adjustment("PR", "1", 150_00),
            Adjustment("PR", "2", 70_00),
            Adjustment("OA", "23", 136_50),
            Adjustment("CO", "42", 85_00),
        ),
        billed=751_50,
        plan_paid=310_00,
    )
    found = settled_amounts(happening)
    assert balanced(happening)
    assert found.member_owes == 220_00
    assert found.other_payer_paid == 136_50
    assert (found.deductible, found.coinsurance) == (150_00, 70_00)
    assert outcome(happening) is ClaimState.PAID


def test_T24_what_the_claim_says_was_paid_beats_its_lines():
    happening = decided(
        line(1, 800_00, 500_00, Adjustment("PR", "1", 300_00)),
        adjustments=(Adjustment("CO", "A2", 50_00),),
        billed=800_00,
        plan_paid=450_00,
    )
    assert settled_amounts(happening).plan_paid == 450_00
    assert balanced(happening)
    assert outcome(happening) is ClaimState.PAID


def test_T25_a_negative_adjustment_still_balances_and_refuses_nothing():
    happening = decided(
        adjustments=(Adjustment("OA", "23", 516_00), Adjustment("OA", "94", -9_00)),
        billed=541_00,
        plan_paid=34_00,
    )
    assert balanced(happening)
    assert outcome(happening) is ClaimState.PAID
    assert settled_amounts(happening).member_owes == 0


def test_T31_a_refusal_nobody_may_bill_leaves_the_member_owing_nothing():
    happening = decided(
        adjustments=(Adjustment("CO", "16", 500_04), Adjustment("OA", "A7", 415_35)),
        billed=915_39,
        plan_paid=0,
    )
    assert outcome(happening) is ClaimState.DENIED
    assert settled_amounts(happening).member_owes == 0


def test_T37_nothing_is_derived_from_lines_that_give_no_reason():
    happening = decided(
        line(1, 2_650_00, 620_00), billed=2_650_00, plan_paid=620_00, paid_by_member=0
    )
    found = settled_amounts(happening)
    assert found.member_owes is None
    assert found.paid_by_member == 0


@pytest.mark.parametrize(
    ("adjustments", "paid", "state"),
    [
        ((Adjustment("PR", "1", 100_00),), 0, ClaimState.FINALIZED_NO_PAYMENT),
        ((Adjustment("CO", "A1", 100_00),), 0, ClaimState.DENIED),
        ((Adjustment("CO", "A1", 10_00),), 90_00, ClaimState.PAID),
        ((), 0, ClaimState.FINALIZED_UNSPECIFIED),
        ((), None, ClaimState.FINALIZED_UNSPECIFIED),
    ],
)
def test_the_decision_of_a_finished_claim_follows_its_reasons(adjustments, paid, state):
    amounts = {} if paid is None else {"plan_paid": paid}
    assert outcome(decided(adjustments=adjustments, **amounts)) is state


def test_a_reason_without_a_group_never_says_who_owes():
    happening = decided(adjustments=(Adjustment("", "96", 50_00),), billed=50_00, plan_paid=0)
    assert settled_amounts(happening).member_owes is None
    assert balanced(happening) is None
