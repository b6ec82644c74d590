"""835: a claim that does not add up is held; one that does is read to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.amounts import all_adjustments, shares
from claims.facts import (
    ClaimRecord,
    Clue,
    Evidence,
    HoldReason,
)
from claims.sources.held import Held
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.reading import read
from tests.claims.sources.x12_claims import WHOLE, only
from tests.claims.sources.x12_files import (
    claim,
    dollars,
    remittance,
    service,
)


def held(*segments: str, **more) -> tuple[HoldReason, tuple[Evidence, ...]]:
    (found,) = read("x12", remittance(claim(*segments, **more)))
    assert isinstance(found, Held)
    assert found.line == found.record.line
    return found.reason, found.evidence


def test_a_claim_that_does_not_add_up_is_held_with_both_amounts():
    reason, evidence = held("100", "60", "CAS*CO*45*30")
    assert reason is HoldReason.OUT_OF_BALANCE
    assert evidence == (Evidence(Clue.ADJUSTED, 40_00, 30_00),)


def test_a_line_that_does_not_add_up_is_named():
    reason, evidence = held(
        "100",
        "60",
        "CAS*CO*45*0.01",
        *service("50", "30", "CO*45*20"),
        *service("50", "30", "CO*45*19.99"),
    )
    assert reason is HoldReason.OUT_OF_BALANCE
    assert evidence == (Evidence(Clue.LINE_ADJUSTED, 20_00, 19_99, 2),)


def test_the_lines_must_come_to_what_the_claim_bills():
    reason, evidence = held("100", "60", "CAS*CO*45*20", *service("80", "60", "CO*45*20"))
    assert reason is HoldReason.LINES_CONTRADICT_TOTAL
    assert evidence == (Evidence(Clue.LINES_BILLED, 100_00, 80_00),)


def test_what_a_member_owes_must_be_what_the_reasons_say():
    reason, evidence = held("100", "60", "CAS*PR*1*40", owes="30")
    assert reason is HoldReason.LINES_CONTRADICT_TOTAL
    assert evidence == (Evidence(Clue.MEMBER_OWES, 40_00, 30_00),)


def test_a_line_without_amounts_is_left_to_the_claim():
    record = only("100", "60", *service("100", "60", "PR*1*40"), "SVC*HC:59426******5*5**1")
    assert record.happening.lines[1].amounts.billed is None


@pytest.mark.parametrize(
    ("plb", "paid", "warned"),
    [
        ("", "60.00", False),
        ("", "61.00", True),
        ("CV:CP*-1.27", "61.27", False),
        ("CV:CP*-1.27*WO*2", "59.27", False),
        ("CV:CP*-1.27", "60.00", True),
        ("CV:CP*x", "60.00", False),
    ],
)
def test_the_whole_must_add_up_with_what_belongs_to_nobody(plb, paid, warned):
    record, *said = read("x12", remittance(claim("60", "60"), paid=paid, plb=plb))
    assert record.happening.amounts.plan_paid == 60_00
    assert [one.field for one in said] == (["BPR02"] if warned else [])
    assert all(one.warning for one in said)


AMOUNT = st.integers(min_value=0, max_value=10**9)
ADJUSTED = st.tuples(
    st.sampled_from(["CO", "PR", "OA", "PI"]),
    st.sampled_from(["1", "2", "45", "97", "204", "A2"]),
    st.integers(min_value=-(10**6), max_value=10**8),
)
LINES = st.lists(st.tuples(AMOUNT, st.lists(ADJUSTED, max_size=4)), min_size=1, max_size=5)


@given(LINES, st.lists(ADJUSTED, max_size=3))
def test_what_is_written_in_cents_is_read_in_the_same_cents(lines, of_claim):
    segments = [f"CAS*{group}*{carc}*{dollars(cut)}" for group, carc, cut in of_claim]
    for paid, cuts in lines:
        charge = paid + sum(cut for *_, cut in cuts)
        written = [f"{group}*{carc}*{dollars(cut)}" for group, carc, cut in cuts]
        segments += service(dollars(charge), dollars(paid), *written)
    billed = sum(paid + sum(cut for *_, cut in cuts) for paid, cuts in lines)
    paid = sum(paid for paid, _ in lines) - sum(cut for *_, cut in of_claim)
    record = only(dollars(billed), dollars(paid), *segments)
    told = record.happening
    assert (told.amounts.billed, told.amounts.plan_paid) == (billed, paid)
    assert [(line.amounts.plan_paid, len(line.adjustments)) for line in told.lines] == [
        (paid, len(cuts)) for paid, cuts in lines
    ]
    written = [*of_claim, *(cut for _, cuts in lines for cut in cuts)]
    assert [(a.group, a.carc, a.cents) for a in all_adjustments(told)] == written
    owed = sum(cut for group, _, cut in written if group == "PR")
    assert told.amounts.member_owes == owed
    assert (shares(all_adjustments(told)).member or 0) == owed


DAMAGE = st.lists(
    st.tuples(st.integers(0, 2_000), st.integers(0, 20), st.binary(max_size=20)), max_size=6
)


@given(DAMAGE)
def test_damage_anywhere_is_refused_or_held_and_never_a_crash(damage):
    raw = bytearray(remittance(WHOLE, WHOLE, plb="CV:CP*-1.27").encode())
    for at, length, bytes_ in damage:
        raw[at : at + length] = bytes_
    for one in read("x12", bytes(raw)):
        assert isinstance(one, ClaimRecord | Held | Refusal | NotNeeded)
        if isinstance(one, ClaimRecord):
            told = one.happening
            adjusted = sum(a.cents for a in all_adjustments(told))
            assert told.amounts.billed == told.amounts.plan_paid + adjusted
