"""Where a claim stands: what counts, what comes too late, and who disagrees (claims.md 6.2)."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claims.facts import PORTAL, Amounts, ClaimState, Happening, WaitingFor
from claims.fold import fold_claim
from claims.rank import RANK

S = ClaimState
HEARD = dt.datetime(2026, 5, 12, 8, tzinfo=dt.UTC)


def said(state: ClaimState, day: int, *, hour: int = 8, source: str = "plan", **more) -> Happening:
    """What a source said on that day of May, and we heard on the 12th at that hour."""
    return Happening(
        source=source,
        state=state,
        effective_on=dt.date(2026, 5, day),
        received_at=HEARD.replace(hour=hour),
        **more,
    )


def paid(cents: int) -> Amounts:
    return Amounts(plan_paid=cents)


def test_every_state_has_a_rank():
    assert set(RANK) == set(S)


def test_the_latest_day_decides():
    assert fold_claim([said(S.PAID, 10), said(S.IN_PROCESS, 2)]).state is S.PAID


def test_T33_an_older_word_that_comes_late_enters_the_history_only():
    first = said(S.PAID, 10, hour=8)
    late = said(S.IN_PROCESS, 2, hour=20)
    folded = fold_claim([first, late])
    assert folded.state is S.PAID
    assert folded.current == first
    assert folded.history == (first, late)


def test_T34_of_one_day_the_decision_counts_whichever_comes_first():
    for one, other in ((8, 20), (20, 8)):
        told = [said(S.PAID, 10, hour=one), said(S.IN_PROCESS, 10, hour=other)]
        assert fold_claim(told).state is S.PAID


def test_T27_a_reversal_and_its_correction_of_one_day_end_in_the_correction():
    original = said(S.PAID, 1, amounts=paid(12_000), notice_on=dt.date(2026, 5, 1))
    reversal = said(S.REVERSED, 10, amounts=paid(-12_000))
    correction = said(S.DENIED, 10, amounts=paid(0), notice_on=dt.date(2026, 5, 10))
    folded = fold_claim([original, reversal, correction])
    assert folded.state is S.DENIED
    assert folded.notice_on == dt.date(2026, 5, 10), "the appeal clock runs from the new notice"
    assert sum(one.amounts.plan_paid or 0 for one in folded.history) == 0


def test_a_reversal_without_a_correction_stands():
    told = [said(S.PAID, 10, amounts=paid(500)), said(S.REVERSED, 10, amounts=paid(-500))]
    assert fold_claim(told).state is S.REVERSED


def test_a_reversal_heard_twice_takes_back_one_decision():
    told = [
        said(S.PAID, 1, amounts=paid(500)),
        said(S.REVERSED, 10, amounts=paid(-500)),
        said(S.REVERSED, 10, amounts=paid(-500), hour=20),
        said(S.DENIED, 10),
    ]
    assert fold_claim(told).state is S.DENIED


@pytest.mark.parametrize("reversed_on", [10, 12])
@pytest.mark.parametrize("corrected_on", [10, 11])
def test_a_correction_stands_whichever_of_it_and_its_reversal_comes_first(
    reversed_on, corrected_on
):
    original = said(S.PAID, 1, amounts=paid(12_000))
    reversal = said(S.REVERSED, reversed_on, amounts=paid(-12_000), hour=20)
    correction = said(S.DENIED, corrected_on, amounts=paid(0), hour=9)
    assert fold_claim([original, correction]).state is S.DENIED
    assert fold_claim([original, correction, reversal]).current == correction


def test_a_reversal_sent_again_under_another_payment_takes_back_one_decision():
    told = [
        said(S.PAID, 1, amounts=paid(500)),
        said(S.REVERSED, 10, amounts=paid(-500), payment_reference="A"),
        said(S.REVERSED, 10, amounts=paid(-500), payment_reference="B"),
        said(S.PAID, 10, amounts=paid(300)),
    ]
    assert fold_claim(told).current.amounts.plan_paid == 300


def test_a_reversal_of_what_we_never_heard_leaves_its_correction():
    told = [said(S.REVERSED, 10, amounts=paid(-500)), said(S.DENIED, 10, amounts=paid(0))]
    assert fold_claim(told).state is S.DENIED


def test_what_a_second_source_says_of_the_original_is_no_correction():
    told = [
        said(S.PAID, 10, amounts=paid(500)),
        said(S.PAID, 10, amounts=paid(500), source="eob", hour=9),
        said(S.PAID, 10, source="status"),
        said(S.REVERSED, 10, amounts=paid(-500)),
    ]
    assert fold_claim(told).state is S.REVERSED


def test_a_correction_that_pays_the_same_stands():
    told = [
        said(S.PAID, 10, amounts=paid(500)),
        said(S.REVERSED, 10, amounts=paid(-500)),
        said(S.PAID, 10, amounts=paid(500), payee="member"),
    ]
    assert fold_claim(told).state is S.PAID


def test_a_correction_that_is_taken_back_too_is_gone():
    told = [
        said(S.PAID, 1, amounts=paid(500)),
        said(S.REVERSED, 10, amounts=paid(-500)),
        said(S.PAID, 10, amounts=paid(300)),
        said(S.REVERSED, 20, amounts=paid(-300)),
    ]
    assert fold_claim(told).state is S.REVERSED
    again = [*told, said(S.DENIED, 20, amounts=paid(0))]
    assert fold_claim(again).state is S.DENIED


def test_a_status_that_repeats_the_decision_is_no_correction_of_it():
    told = [
        said(S.PAID, 1, amounts=paid(500)),
        said(S.PAID, 3),
        said(S.REVERSED, 10, amounts=paid(-500)),
    ]
    assert fold_claim(told).state is S.REVERSED


def test_a_phase_may_go_backwards():
    assert fold_claim([said(S.PENDED_INFO, 2), said(S.IN_PROCESS, 5)]).state is S.IN_PROCESS


def test_void_outranks_the_decision_of_its_day():
    assert fold_claim([said(S.VOIDED, 10), said(S.PAID, 10, hour=20)]).state is S.VOIDED


def test_what_was_entered_in_error_is_hidden_until_said_otherwise():
    assert fold_claim([said(S.PAID, 10), said(S.HIDDEN, 10)]).state is S.HIDDEN
    assert fold_claim([said(S.HIDDEN, 10), said(S.PAID, 11)]).state is S.PAID


def test_an_unknown_word_yields_to_a_known_one_of_its_day():
    assert fold_claim([said(S.UNRECOGNISED, 10), said(S.RECEIVED, 10)]).state is S.RECEIVED
    assert fold_claim([said(S.UNRECOGNISED, 11), said(S.RECEIVED, 10)]).state is S.UNRECOGNISED


def test_nobody_knows_what_an_unknown_word_does_to_a_decision():
    for code in ("", "277:Z9:20"):
        told = [said(S.PAID, 10, amounts=paid(500)), said(S.UNRECOGNISED, 12, code=code)]
        assert fold_claim(told).state is S.UNRECOGNISED


def test_a_word_without_a_day_counts_from_when_we_heard_it():
    undated = replace(said(S.DENIED, 1), effective_on=None)
    folded = fold_claim([said(S.PAID, 10), undated])
    assert folded.state is S.DENIED
    assert folded.state_on == HEARD.date()


def test_the_day_of_receipt_outlives_the_word_that_named_it():
    received = said(S.RECEIVED, 2, received_on=dt.date(2026, 5, 1))
    assert fold_claim([received, said(S.IN_PROCESS, 5)]).received_on == dt.date(2026, 5, 1)


def test_two_sources_that_decide_differently_on_one_day_are_in_conflict():
    told = [said(S.PAID, 10), said(S.DENIED, 10, source="clearinghouse")]
    assert set(fold_claim(told).conflict) == {S.PAID, S.DENIED}


def test_one_source_that_corrects_itself_is_not_in_conflict():
    assert fold_claim([said(S.PAID, 10), said(S.DENIED, 10, hour=20)]).conflict == ()


def test_a_source_that_is_only_behind_is_not_in_conflict():
    assert fold_claim([said(S.PAID, 10), said(S.DENIED, 9, source="old")]).conflict == ()
    assert fold_claim([said(S.PAID, 10), said(S.IN_PROCESS, 10, source="slow")]).conflict == ()


def test_finished_without_a_result_does_not_contradict_a_result():
    told = [said(S.FINALIZED_UNSPECIFIED, 10, hour=20), said(S.PAID, 10, source="other")]
    folded = fold_claim(told)
    assert (folded.state, folded.conflict) == (S.PAID, ())


def test_what_a_member_did_counts_after_all_that_was_asked_by_then_whatever_its_day():
    asked = said(S.PENDED_INFO, 12, hour=8, waiting_for=WaitingFor.MEMBER)
    sent = said(S.IN_PROCESS, 10, hour=9, source=PORTAL)
    assert fold_claim([asked, sent]).current == sent
    asked_again = said(S.PENDED_INFO, 13, hour=10, waiting_for=WaitingFor.MEMBER)
    folded = fold_claim([asked_again, sent, asked])
    assert folded.current == asked_again
    assert folded.history == (asked_again, sent, asked)


def test_an_old_word_that_comes_after_what_a_member_did_enters_the_history_only():
    asked = said(S.PENDED_INFO, 10, hour=8, waiting_for=WaitingFor.MEMBER)
    sent = said(S.IN_PROCESS, 10, hour=9, source=PORTAL)
    late = said(S.RECEIVED, 2, hour=10)
    assert fold_claim([late, sent, asked]).history == (sent, asked, late)


happenings = st.lists(
    st.builds(
        Happening,
        source=st.sampled_from(["plan", "clearinghouse", "broker"]),
        state=st.sampled_from(list(S)),
        received_at=st.integers(0, 5).map(lambda hours: HEARD + dt.timedelta(hours=hours)),
        effective_on=st.none() | st.integers(10, 13).map(lambda day: dt.date(2026, 5, day)),
        amounts=st.sampled_from([Amounts(), paid(500), paid(-500), paid(0)]),
        notice_on=st.none() | st.just(dt.date(2026, 5, 10)),
        received_on=st.none() | st.just(dt.date(2026, 5, 1)),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=200)
@given(happenings, st.randoms())
def test_the_order_of_arrival_never_decides(told, random):
    shuffled = list(told)
    random.shuffle(shuffled)
    first, second = fold_claim(told), fold_claim(shuffled)
    assert first.state is second.state
    assert first.current.amounts == second.current.amounts
    assert first.notice_on == second.notice_on
    assert first.state_on == second.state_on
    assert set(first.conflict) == set(second.conflict)
    assert first.received_on == second.received_on


@given(happenings, st.data())
def test_hearing_something_twice_changes_nothing(told, data):
    again = data.draw(st.sampled_from(told))
    later = replace(again, received_at=again.received_at + dt.timedelta(hours=1), event_id=99)
    for heard in (again, later if again.state is S.REVERSED else again):
        assert fold_claim([*told, heard]).state is fold_claim(told).state


@given(happenings)
def test_there_is_always_a_state_that_some_source_stated(told):
    folded = fold_claim(told)
    assert folded.state in {one.state for one in told}
    assert len(folded.history) == len(told)
