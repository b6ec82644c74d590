"""An order's state follows what happened, whatever the order in which we hear of it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.facts import OrderState, Step
from claims.fold_order import (
    AFTER_ENDING,
    CLOSED,
    RANK,
    WORST_FIRST,
    Folded,
    fold_order,
    fold_shipment,
    in_order,
    worst_open,
)

S = OrderState
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def step(state: OrderState, hours: float | None = 0, *, heard: float = 100, **fields) -> Step:
    return Step(
        source=fields.pop("source", "easypost"),
        state=state,
        occurred_at=None if hours is None else NOON + dt.timedelta(hours=hours),
        received_at=NOON + dt.timedelta(hours=heard),
        **fields,
    )


def parcel(state: OrderState, **fields) -> Folded:
    return Folded(state=state, **fields)


steps = st.lists(
    st.builds(
        step,
        st.sampled_from(list(OrderState)),
        st.one_of(st.none(), st.integers(0, 6)),
        heard=st.integers(50, 56),
        detail=st.sampled_from(["", "damaged", "weather"]),
        source=st.sampled_from(["easypost", "shippo"]),
    ),
    max_size=8,
)


def test_every_state_has_a_rank_and_a_place_among_the_worst():
    assert set(RANK) == set(WORST_FIRST) == set(OrderState)


@given(steps, st.randoms())
def test_the_order_of_arrival_changes_nothing(history, random):
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold_shipment(shuffled) == fold_shipment(history)
    assert fold_order(shuffled) == fold_order(history)


@given(steps, st.integers(0, 7), st.integers(0, 50))
def test_hearing_the_same_again_changes_nothing(history, which, later):
    if not history:
        return
    again = history[which % len(history)]
    heard = again.received_at + dt.timedelta(hours=later)
    repeated = Step(**{**_fields(again), "received_at": heard})
    assert fold_shipment([*history, repeated]) == fold_shipment(history)


@given(steps)
def test_nothing_that_was_said_is_lost(history):
    folded = fold_shipment(history)
    assert {(s.state, s.occurred_at, s.detail) for s in folded.steps} == {
        (s.state, s.occurred_at, s.detail) for s in history
    }


@given(steps)
def test_an_ending_is_only_left_by_what_may_follow_it(history):
    dated = in_order(s for s in history if s.occurred_at)
    reached = None
    for number in range(len(dated) + 1):
        state = fold_shipment(dated[:number]).state if number else None
        if reached in AFTER_ENDING and state != reached:
            assert state in AFTER_ENDING[reached]
        reached = state


@given(st.lists(st.sampled_from(list(OrderState)), min_size=1, max_size=5), st.randoms())
def test_an_order_is_as_far_as_its_worst_open_parcel(states, random):
    parcels = [parcel(state) for state in states]
    worst = worst_open(parcels)
    still_open = [state for state in states if state not in CLOSED]
    assert (worst.state in still_open) if still_open else (worst.state in CLOSED)
    assert all(WORST_FIRST[worst.state] <= WORST_FIRST[s] for s in still_open or states)
    random.shuffle(parcels)
    assert worst_open(parcels) == worst


def test_an_older_event_that_comes_late_is_history_only():
    arrived = [step(S.OUT_FOR_DELIVERY, 5, heard=6)]
    late = [*arrived, step(S.IN_TRANSIT, 2, heard=99)]
    assert fold_shipment(late).state == S.OUT_FOR_DELIVERY
    assert len(fold_shipment(late).steps) == 2


@pytest.mark.parametrize("later", [S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.EXCEPTION, S.CANCELLED])
def test_a_delivered_parcel_stays_delivered(later):
    assert fold_shipment([step(S.DELIVERED, 1), step(later, 2)]).state == S.DELIVERED


@pytest.mark.parametrize("later", [S.RETURNING, S.RETURNED, S.DISPUTED])
def test_a_delivered_parcel_may_go_back_or_be_disputed(later):
    assert fold_shipment([step(S.DELIVERED, 1), step(later, 2)]).state == later


def test_what_is_delivered_on_the_way_back_is_returned():
    history = [step(S.RETURNING, 1), step(S.IN_TRANSIT, 2), step(S.DELIVERED, 3)]
    assert fold_shipment(history).state == S.RETURNED


def test_the_day_of_delivery_is_that_of_the_first_report():
    folded = fold_shipment([step(S.DELIVERED, 1), step(S.DELIVERED, 9, detail="again")])
    assert folded.state_at == NOON + dt.timedelta(hours=1)


def test_a_parcel_delivered_again_after_it_travelled_on_has_the_later_day():
    history = [step(S.DELIVERED, 1), step(S.EXCEPTION, 5, detail="address"), step(S.DELIVERED, 9)]
    assert fold_shipment(history).state_at == NOON + dt.timedelta(hours=9)


def test_a_label_does_not_take_back_what_a_carrier_has_scanned():
    history = [step(S.IN_TRANSIT, 1), step(S.LABEL_CREATED, 2)]
    assert fold_shipment(history).state == S.IN_TRANSIT


def test_an_exception_may_end_well():
    assert fold_shipment([step(S.EXCEPTION, 1), step(S.DELIVERED, 2)]).state == S.DELIVERED


def test_a_status_nobody_knows_is_kept_with_its_code():
    folded = fold_shipment([step(S.IN_TRANSIT, 1), step(S.UNRECOGNISED, 2, code="beamed")])
    assert folded.state == S.UNRECOGNISED
    assert folded.unknown == ("easypost:beamed",)
    assert fold_order([], [folded]).unknown == ("easypost:beamed",)


def test_an_unknown_status_after_delivery_is_counted_but_does_not_undo_it():
    folded = fold_shipment([step(S.DELIVERED, 1), step(S.UNRECOGNISED, 2, code="beamed")])
    assert (folded.state, folded.unknown) == (S.DELIVERED, ("easypost:beamed",))


def test_what_a_shop_says_of_a_parcel_counts_until_the_carrier_gives_a_date():
    shop = step(S.IN_TRANSIT, None, heard=99, source="schemaorg")
    assert fold_shipment([shop]).state == S.IN_TRANSIT
    assert fold_shipment([shop, step(S.OUT_FOR_DELIVERY, 5)]).state == S.OUT_FOR_DELIVERY


def test_a_parcel_without_any_word_is_not_called_anything():
    assert fold_shipment([]).state == S.UNRECOGNISED


def test_one_parcel_of_two_delivered_does_not_deliver_the_order():
    folded = fold_order([], [parcel(S.DELIVERED), parcel(S.IN_TRANSIT)])
    assert (folded.state, folded.conflict) == (S.IN_TRANSIT, ())


def test_an_order_without_parcels_has_its_own_state():
    assert fold_order([step(S.PLACED, 1), step(S.PAYMENT_DUE, 2)]).state == S.PAYMENT_DUE


def test_an_order_cancelled_before_it_moved_is_cancelled():
    folded = fold_order([step(S.CANCELLED, 3)], [parcel(S.LABEL_CREATED)])
    assert (folded.state, folded.conflict) == (S.CANCELLED, ())


def test_a_cancelled_order_that_travels_is_a_conflict_and_shows_where_it_is():
    folded = fold_order([step(S.CANCELLED, 3)], [parcel(S.IN_TRANSIT)])
    assert (folded.state, folded.conflict) == (S.IN_TRANSIT, (S.CANCELLED, S.IN_TRANSIT))


def test_a_cancelled_order_on_its_way_back_is_no_conflict():
    assert fold_order([step(S.CANCELLED, 3)], [parcel(S.RETURNING)]).conflict == ()


def test_an_order_called_delivered_while_a_parcel_travels_is_a_conflict():
    folded = fold_order([step(S.DELIVERED, 3)], [parcel(S.IN_TRANSIT)])
    assert folded.conflict == (S.DELIVERED, S.IN_TRANSIT)


def test_a_return_is_known_to_the_order_and_not_to_the_parcel():
    assert fold_order([step(S.RETURNED, 9)], [parcel(S.DELIVERED)]).state == S.RETURNED


def test_payment_due_holds_an_order_whose_label_is_made():
    assert fold_order([step(S.PAYMENT_DUE)], [parcel(S.LABEL_CREATED)]).state == S.PAYMENT_DUE


def _fields(of: Step) -> dict:
    return {name: getattr(of, name) for name in of.__struct_fields__}
