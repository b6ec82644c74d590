"""What a second source may say of a claim, and what it may not decide against its owner."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claims.facts import PORTAL, Amounts, ClaimState, Happening, WaitingFor
from claims.fold import Folded, fold_claim
from claims.joint import ACKNOWLEDGED, ENDINGS, MEANWHILE, fold_joint, is_unlike, sides
from tests.claims.test_fold_claim import HEARD

S = ClaimState
OTHERS = sorted(set(S) - MEANWHILE - {S.PAID, S.FINALIZED_UNSPECIFIED})


def said(
    state: ClaimState,
    day: int,
    *,
    paid: int | None = None,
    owes: int | None = None,
    source: str = "plan",
    **more: Any,
) -> Happening:
    """What a source says of that day of May; "plan" owns the claim."""
    return Happening(
        source=source,
        state=state,
        effective_on=dt.date(2026, 5, day),
        received_at=HEARD,
        amounts=Amounts(plan_paid=paid, member_owes=owes),
        **more,
    )


def joined(state: ClaimState, day: int, **more: Any) -> Happening:
    return said(state, day, source="other", **more)


def fold(*told: Happening) -> Folded:
    return fold_joint(told, "plan")


PAID = said(S.PAID, 5, paid=12_000, owes=3_000)


def test_what_a_member_did_here_contradicts_no_source():
    sent = said(S.IN_PROCESS, 25, source=PORTAL)
    folded = fold(PAID, joined(S.PAID, 6, paid=12_000, owes=3_000), sent)
    assert folded.conflict == ()
    assert (folded.state, folded.again) == (S.PAID, sent)


@pytest.mark.parametrize("state", OTHERS)
@pytest.mark.parametrize("day", [6, 25])
def test_nothing_that_another_source_says_later_replaces_a_decision(state, day):
    folded = fold(PAID, joined(state, day))
    assert folded.current == PAID
    assert folded.conflict == (S.PAID, state)


@pytest.mark.parametrize("cents", [{"paid": 1}, {"owes": 90_000}, {"paid": 12_000, "owes": 0}])
def test_other_amounts_of_the_same_decision_are_in_dispute(cents):
    folded = fold(PAID, joined(S.PAID, 9, **cents))
    assert (folded.current, folded.conflict) == (PAID, (S.PAID,))
    assert len(folded.disputed) == 2


@pytest.mark.parametrize("state", sorted(ACKNOWLEDGED))
def test_that_a_claim_came_in_contradicts_no_decision(state):
    folded = fold(PAID, joined(state, 20))
    assert (folded.current, folded.conflict) == (PAID, ())


@pytest.mark.parametrize("state", sorted(MEANWHILE))
def test_a_decision_stands_while_another_source_says_that_work_goes_on(state):
    folded = fold(PAID, joined(state, 20))
    assert (folded.current, folded.conflict) == (PAID, ())
    assert bool(folded.again) is (state in (S.IN_PROCESS, S.PENDED_INFO))


def test_another_source_asks_a_member_for_nothing_once_it_is_decided():
    asked = joined(S.PENDED_INFO, 20, waiting_for=WaitingFor.MEMBER)
    assert fold(PAID, asked).conflict == (S.PAID, S.PENDED_INFO)
    assert fold(said(S.IN_PROCESS, 2), asked).current == asked


@pytest.mark.parametrize("state", sorted(MEANWHILE - ACKNOWLEDGED))
def test_work_that_goes_on_hides_no_approval(state):
    approved = said(S.APPROVED, 5)
    folded = fold_joint([approved, joined(state, 9)], "plan", reopens=False)
    assert (folded.current, folded.conflict) == (approved, (S.APPROVED, state))


def test_what_the_owner_looks_at_again_another_source_may_decide():
    decided = joined(S.DENIED, 12)
    folded = fold(PAID, said(S.IN_PROCESS, 9), decided)
    assert (folded.current, folded.conflict) == (decided, ())
    assert fold(PAID, said(S.IN_PROCESS, 9), joined(S.VOIDED, 12)).conflict


@pytest.mark.parametrize("state", sorted(ENDINGS))
def test_none_ends_a_claim_that_the_owner_works_on(state):
    folded = fold(said(S.IN_PROCESS, 2), joined(state, 3))
    assert (folded.state, folded.conflict) == (S.IN_PROCESS, (S.IN_PROCESS, state))


def test_none_takes_its_own_decision_out_of_the_world_either():
    folded = fold(said(S.IN_PROCESS, 2), joined(S.PAID, 4, paid=5), joined(S.VOIDED, 6))
    assert (folded.state, folded.conflict) == (S.PAID, (S.IN_PROCESS, S.VOIDED))


def test_what_the_owner_hid_stays_hidden():
    folded = fold(said(S.HIDDEN, 5), joined(S.PAID, 9, paid=1))
    assert (folded.state, folded.conflict) == (S.HIDDEN, (S.HIDDEN, S.PAID))


def test_the_owner_says_anything_of_its_own_claim():
    for state in set(S) - {S.REVERSED} - MEANWHILE:
        folded = fold(PAID, joined(S.PAID, 5, paid=12_000), said(state, 9))
        assert (folded.state, folded.conflict) == (state, ())


def test_another_source_decides_while_the_owner_has_not():
    for state in (S.PAID, S.DENIED, S.PENDED_INFO):
        decided = joined(state, 5)
        assert fold(said(S.IN_PROCESS, 2), decided).current == decided
    again = (joined(S.REVERSED, 9, paid=-500), joined(S.PAID, 9, paid=300))
    folded = fold(said(S.IN_PROCESS, 2), joined(S.PAID, 5, paid=500), *again)
    assert (folded.state, folded.current.amounts.plan_paid) == (S.PAID, 300)
    assert folded.conflict == ()


def test_another_source_decides_anew_what_the_owner_took_back():
    told = (PAID, said(S.REVERSED, 8, paid=-12_000), joined(S.PAID, 10, paid=9_000))
    assert fold(*told).current == told[-1]


def test_a_reversal_that_the_owner_tells_too_is_in_no_dispute():
    own = (PAID, said(S.REVERSED, 8, paid=-12_000), said(S.PAID, 8, paid=9_000))
    assert fold(*own, joined(S.REVERSED, 8, paid=-12_000)).current == own[-1]
    assert fold(*own, joined(S.REVERSED, 8, paid=-12_000)).conflict == ()
    assert fold(*own, joined(S.REVERSED, 8, paid=-9_000)).conflict == (S.PAID, S.REVERSED)


def test_a_source_that_is_only_behind_is_in_no_dispute():
    for state in S:
        assert fold(PAID, joined(state, 4)).conflict == ()
    assert fold(PAID, joined(S.IN_PROCESS, 5)).conflict == ()
    assert fold(PAID, joined(S.VOIDED, 5)).conflict == (S.PAID, S.VOIDED)


def test_the_same_decision_told_again_leaves_the_owners():
    letter = {"notice_on": dt.date(2026, 5, 30), "note": "Call 900-555-0100", "owes": 3_000}
    folded = fold(PAID, joined(S.PAID, 9, paid=12_000, **letter))
    assert (folded.current, folded.notice_on, folded.conflict) == (PAID, None, ())


def test_a_decision_that_says_less_is_completed_and_keeps_its_letter():
    letter = {"notice_on": dt.date(2026, 5, 5)}
    for own in (said(S.PAID, 5, **letter), said(S.FINALIZED_UNSPECIFIED, 5, paid=12_000, **letter)):
        full = joined(S.PAID, 7, paid=12_000, owes=3_000, notice_on=dt.date(2026, 5, 29))
        folded = fold(own, full)
        assert (folded.current, folded.conflict) == (full, ())
        assert folded.notice_on == dt.date(2026, 5, 5)


def test_a_status_of_the_owner_is_completed_by_a_decision_in_full():
    own = said(S.PAID, 5, paid=12_000, code="277:F1:65")
    full = joined(S.PARTIALLY_DENIED, 6, paid=12_000, owes=3_000)
    assert fold(own, full).current == full
    assert fold(replace(full, source="plan"), replace(own, source="other")).conflict == ()


def test_that_it_went_on_to_another_plan_is_more_of_the_same_payment():
    on = joined(S.WITH_OTHER_PAYER, 6, paid=12_000)
    assert fold(PAID, on).current == on
    assert fold(PAID, joined(S.WITH_OTHER_PAYER, 6, paid=1)).conflict
    assert fold(PAID, joined(S.WITH_OTHER_PAYER, 6)).conflict, "an amount has to say so"


def test_a_new_decision_of_which_a_status_only_tells_is_in_dispute():
    revised = joined(S.FINALIZED_UNSPECIFIED, 9, code="277:F3:101")
    assert fold(PAID, revised).conflict == (S.PAID, S.FINALIZED_UNSPECIFIED)
    assert fold(PAID, replace(revised, code="277:F0:3")).conflict == ()


def test_without_a_word_of_the_owner_all_others_are_equal():
    told = [joined(S.PAID, 5), replace(joined(S.VOIDED, 9), source="third")]
    assert fold(*told) == fold_claim(told)


def test_the_day_of_receipt_is_the_owners():
    own = said(S.RECEIVED, 2, received_on=dt.date(2026, 5, 1))
    assert fold(own, joined(S.IN_PROCESS, 4, received_on=dt.date(2026, 5, 3))).received_on == (
        dt.date(2026, 5, 1)
    )


def test_what_loses_is_all_that_would_keep_up_the_dispute():
    own = [said(S.RECEIVED, 1), said(S.DENIED, 2), PAID]
    other = [joined(S.PAID, 2, paid=12_000), joined(S.REVERSED, 10), joined(S.PAID, 10, paid=9)]
    other = [replace(one, received_at=HEARD + dt.timedelta(hours=1)) for one in other]
    newer, had = sides([*own, *other], "plan")
    assert newer[0] == other[-1]
    assert not fold(*(one for one in (*own, *other) if one not in newer)).conflict
    used = fold(*(one for one in (*own, *other) if one not in had))
    assert (used.current, used.conflict) == (other[-1], ())


happenings = st.lists(
    st.builds(
        said,
        state=st.sampled_from(list(S)),
        day=st.integers(10, 13),
        paid=st.sampled_from([None, 0, 500, -500]),
        owes=st.sampled_from([None, 0, 700]),
        source=st.sampled_from(["plan", "other", "third"]),
        notice_on=st.none() | st.just(dt.date(2026, 5, 10)),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=200)
@given(happenings, st.randoms())
def test_the_order_of_arrival_never_decides(told, random):
    shuffled = list(told)
    random.shuffle(shuffled)
    first, second = fold(*told), fold(*shuffled)
    assert (first.state, first.current.amounts) == (second.state, second.current.amounts)
    assert (first.conflict, first.notice_on) == (second.conflict, second.notice_on)


@settings(max_examples=200)
@given(happenings)
def test_a_decision_in_full_stands_or_is_in_dispute_whatever_others_say(told):
    others = [replace(one, source=f"not {one.source}") for one in told]
    folded = fold(PAID, *others)
    assert folded.current.amounts.plan_paid == PAID.amounts.plan_paid
    assert folded.current.state in (S.PAID, S.WITH_OTHER_PAYER)


@settings(max_examples=200)
@given(happenings)
def test_a_dispute_ends_whichever_side_gives_way(told):
    if not fold(*told).disputed:
        return
    newer, had = sides(told, "plan")
    kept = fold(*(one for one in told if one not in newer))
    assert newer[0].source not in {one.source for one in kept.disputed}
    used = fold(*(one for one in told if one not in had))
    assert not any(
        is_unlike(one, newer[0]) for one in used.disputed if one.source != newer[0].source
    )
