"""An order's answer is complete in every state, and says whose date it shows."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from claims.answers.answer import Answer, DateBasis, Freshness, Tag
from claims.answers.order import order_answer
from claims.answers.words import day, plain
from claims.date_kind import DateKind
from claims.explanations.order_states import ORDER_STATES, TROUBLES
from claims.facts import (
    Choice,
    Deed,
    Done,
    Guard,
    Item,
    OrderFacts,
    OrderState,
    Said,
    ShipmentFacts,
    ShipNotice,
    SourceFacts,
    Step,
)
from claims.sources.tracking import DETAILS
from tests.claims.dead_ends import assert_complete, texts

S = OrderState
NOW = dt.datetime(2026, 11, 20, 5, 58, tzinfo=dt.UTC)  # 23:58 on November 19 in Chicago
ZONE = "America/Chicago"
TODAY = dt.date(2026, 11, 19)
DAY = dt.timedelta(days=1)
SHOP = SourceFacts(slug="schemaorg", kind="orders", heard_at=NOW - dt.timedelta(minutes=9))
CARRIER = SourceFacts(slug="easypost", kind="carrier", heard_at=NOW - dt.timedelta(minutes=9))


def parcel(state: OrderState, *, ago: float = 0.1, **fields) -> ShipmentFacts:
    plain_fields = {
        "carrier": "UPS",
        "tracking_code": "1Z9",
        "source": CARRIER,
        "state_at": NOW - ago * DAY,
    }
    return ShipmentFacts(state=state, **plain_fields | fields)


def order(state: OrderState, *parcels: ShipmentFacts, **fields) -> OrderFacts:
    plain_fields = {
        "id": "0190",
        "number": "ORD-7",
        "source": SHOP,
        "items": (Item(name="Knee brace", price=2999),),
        "seller": "Acme Supplies",
        "placed_on": TODAY - 5 * DAY,
        "total": 2999,
        "guard": Guard.NONE,
    }
    return OrderFacts(state=state, shipments=parcels, **plain_fields | fields)


def answer(facts: OrderFacts, **options) -> Answer:
    return order_answer(facts, now=NOW, zone=ZONE, **options)


def said(facts: OrderFacts) -> tuple[str, str, str]:
    found = answer(facts)
    return plain(found.headline), plain(found.action.sentence), plain(found.date.sentence)


NOTHING = "You do not need to do anything now."

days = st.one_of(st.none(), st.integers(-40, 40).map(lambda n: TODAY + n * DAY))
instants = st.one_of(
    st.none(), st.integers(-60 * 24, 0).map(lambda n: NOW + n * dt.timedelta(hours=1))
)
sources = st.builds(
    SourceFacts,
    slug=st.sampled_from(["easypost", "schemaorg"]),
    kind=st.sampled_from(["orders", "carrier"]),
    heard_at=instants,
    failed_at=instants,
    resends=st.booleans(),
    takes_back=st.booleans(),
)
step_facts = st.builds(
    Step,
    source=st.sampled_from(["easypost", "schemaorg", "portal"]),
    state=st.sampled_from(list(OrderState)),
    received_at=st.just(NOW),
    occurred_at=instants,
    code=st.sampled_from(["", "beamed"]),
    detail=st.sampled_from(sorted(TROUBLES)),
    message=st.sampled_from(["", "ARRIVAL SCAN"]),
    place=st.sampled_from(["", "Chicago, IL"]),
)
parcel_facts = st.builds(
    ShipmentFacts,
    carrier=st.sampled_from(["UPS", ""]),
    tracking_code=st.sampled_from(["1", "2", "3"]),
    state=st.sampled_from(list(OrderState)),
    source=sources,
    state_at=instants,
    detail=st.sampled_from([*sorted(TROUBLES), "alien"]),
    expected_on=days,
    first_expected_on=days,
    signed_by=st.sampled_from(["", "M. Example"]),
    steps=st.lists(step_facts, max_size=3).map(tuple),
)
done_facts = st.builds(
    Done,
    deed=st.sampled_from(list(Deed)),
    at=st.just(NOW),
    who=st.sampled_from(["", "Ines"]),
    on=st.just(TODAY),
    cents=st.just(1000),
    words=st.sampled_from(["", "ORD-8"]),
    note=st.sampled_from(["", "Thank you for waiting."]),
    use_by=st.just(TODAY + 30 * DAY),
)
order_facts = st.builds(
    OrderFacts,
    choice=st.sampled_from([None, Choice.WAIT, Choice.REPLACE, Choice.COLLECT, Choice.CANCEL]),
    chosen_at=instants.filter(bool),
    done_at=instants,
    refund_due_on=days,
    refunded_on=days.filter(lambda on: on is None or on <= TODAY),
    act_by=days,
    done=st.lists(done_facts, max_size=2).map(tuple),
    ship_notices=st.lists(st.builds(ShipNotice, days, days.filter(bool)), max_size=2).map(tuple),
    id=st.just("0190"),
    number=st.sampled_from(["", "ORD-7"]),
    state=st.sampled_from(list(OrderState)),
    source=sources,
    seller=st.sampled_from(["", "Acme"]),
    placed_on=days.filter(lambda on: on is None or on <= TODAY),
    promised_ship_on=days,
    promised_delivery_on=days,
    needed_on=days,
    items=st.lists(
        st.builds(Item, name=st.sampled_from(["", "Lamp", "Shoe"]), quantity=st.integers(1, 3)),
        max_size=2,
    ).map(tuple),
    total=st.one_of(st.none(), st.integers(0, 10**6)),
    shipments=st.lists(parcel_facts, max_size=3, unique_by=lambda p: p.tracking_code).map(tuple),
    steps=st.lists(step_facts, max_size=3).map(tuple),
    guard=st.sampled_from(list(Guard)),
    conflict=st.sampled_from([(), (S.CANCELLED, S.IN_TRANSIT)]),
    checking_until=days,
)


@given(order_facts)
def test_no_order_is_a_dead_end(facts):
    found = answer(facts)
    assert_complete(found, TODAY)
    brief = answer(facts, brief=True)
    for field in ("headline", "action", "date", "tag", "freshness_line", "amount", "rank", "name"):
        assert getattr(brief, field) == getattr(found, field)


@given(order_facts)
def test_no_order_is_a_dead_end_in_spanish(facts):
    with translation.override("es"):
        assert answer(facts).headline


@given(order_facts)
def test_a_doubtful_order_asks_for_nothing_and_calls_a_person_first(facts):
    found = answer(facts)
    if found.freshness in (Freshness.CONFLICT, Freshness.UNRECOGNISED):
        assert found.person_first
        assert found.tag == Tag.CHECKING
        assert not found.action.required
        assert not found.settled


@given(order_facts)
def test_a_guarded_order_says_nothing_in_the_title_of_the_window(facts):
    if facts.guard != Guard.NONE:
        found = answer(facts)
        assert "Lamp" not in found.quiet_title
        assert "Shoe" not in found.quiet_title


def test_every_state_and_every_trouble_has_its_words():
    assert set(ORDER_STATES) == set(OrderState)
    assert set(TROUBLES) == DETAILS | {""}


def test_an_order_that_is_placed_must_ship_by_a_day():
    headline, action, date = said(order(S.PLACED))
    assert headline == "Acme Supplies has your order. It has not shipped yet."
    assert action == NOTHING
    assert date == (
        "It must be shipped by Monday, December 14. We do not have a delivery date yet."
    )


def test_an_order_that_waits_for_a_payment_waits_for_you():
    found = answer(order(S.PAYMENT_DUE))
    assert (found.tag, found.action.required) == (Tag.WAITING_FOR_YOU, True)
    assert plain(found.action.sentence) == "You need to pay $29.99 before it ships."


def test_a_label_of_more_than_2_days_is_not_called_shipped():
    found = answer(order(S.LABEL_CREATED, parcel(S.LABEL_CREATED, ago=3.5)))
    assert found.headline == "Not shipped yet (label only)."
    assert found.date.on == dt.date(2026, 12, 14)
    assert found.law == "You can cancel until it ships."
    assert [option.kind for option in found.options] == ["cancel"]
    fresh = answer(order(S.LABEL_CREATED, parcel(S.LABEL_CREATED, ago=1)))
    assert fresh.headline == "The label for your order is made. It has not shipped yet."


def test_a_promised_day_stands_beside_the_day_by_which_it_must_ship():
    promised = order(S.PLACED, promised_delivery_on=TODAY + 30 * DAY)
    assert plain(answer(promised).law) == (
        "It must ship by Monday, December 14. You can cancel until it ships."
    )


def test_t40_a_label_after_30_days_is_no_shipment_and_the_refund_has_a_day():
    facts = order(
        S.LABEL_CREATED,
        parcel(S.LABEL_CREATED, state_at=dt.datetime(2026, 11, 3, 18, tzinfo=dt.UTC)),
        placed_on=dt.date(2026, 10, 5),
    )
    at = dt.datetime(2026, 11, 12, 18, tzinfo=dt.UTC)
    found = order_answer(facts, now=at, zone=ZONE)
    assert found.headline == "Not shipped yet (label only)."
    assert "had to ship it by Wednesday, November 4" in plain(found.call)
    assert plain(found.law) == (
        "By law it counts as cancelled, unless you agreed to wait. "
        "Your money must be sent back by Tuesday, November 17."
    )
    assert (found.date.basis, found.date.on) == (DateBasis.LATE, dt.date(2026, 11, 4))
    before = order_answer(facts, now=dt.datetime(2026, 11, 4, 18, tzinfo=dt.UTC), zone=ZONE)
    assert "You can cancel until it ships." in plain(before.law)


def test_the_day_of_arrival_is_the_carriers():
    found = answer(order(S.IN_TRANSIT, parcel(S.IN_TRANSIT, expected_on=TODAY + 4 * DAY)))
    assert found.headline == "Your order is on its way."
    assert plain(found.date.sentence) == "UPS expects to deliver it on Monday, November 23."
    assert (found.date.basis, found.date.source) == (DateBasis.CARRIER, "UPS")
    assert plain(found.freshness_line).startswith("Checked with the carrier at 11:49pm")


def test_today_is_today_where_the_member_is():
    parcels = parcel(S.IN_TRANSIT, expected_on=TODAY)
    assert answer(order(S.IN_TRANSIT, parcels)).date.basis == DateBasis.CARRIER
    after_midnight = NOW + dt.timedelta(minutes=4)
    found = order_answer(order(S.IN_TRANSIT, parcels), now=after_midnight, zone=ZONE)
    assert found.date.basis == DateBasis.LATE


def test_a_day_that_has_passed_is_not_shown_as_one_to_come():
    found = answer(order(S.IN_TRANSIT, parcel(S.IN_TRANSIT, expected_on=TODAY - 2 * DAY)))
    assert found.headline == "Your order is late."
    assert plain(found.date.sentence).startswith(
        "UPS said Tuesday, November 17. That day has passed."
    )
    assert found.date.more_by > TODAY


def test_without_a_carriers_day_the_sellers_promise_is_shown_as_the_sellers():
    facts = order(S.IN_TRANSIT, parcel(S.IN_TRANSIT), promised_delivery_on=TODAY + 3 * DAY)
    assert said(facts)[2] == "Acme Supplies promised it by Sunday, November 22."


def test_a_carriers_day_says_which_day_of_the_seller_it_took_the_place_of():
    told = Said(
        number=1,
        kind=DateKind.DELIVER,
        basis="promise",
        due_on=TODAY + 3 * DAY,
        said_on=TODAY - DAY,
        said_at=NOW - DAY,
    )
    on_its_way = parcel(S.IN_TRANSIT, expected_on=TODAY + 5 * DAY)
    assert said(order(S.IN_TRANSIT, on_its_way, said=told))[2] == (
        "UPS expects to deliver it on Tuesday, November 24. "
        "The date was Sunday, November 22 before. The carrier named a later day."
    )


def test_an_order_that_may_miss_the_day_you_need_it_says_so():
    late = parcel(S.IN_TRANSIT, expected_on=TODAY + 5 * DAY, first_expected_on=TODAY + DAY)
    found = answer(order(S.IN_TRANSIT, late, needed_on=TODAY + 3 * DAY))
    assert plain(found.headline) == (
        "Your order is late. It may not arrive by Sunday, November 22."
    )
    assert plain(found.call) == "We are sorry."
    assert plain(found.date.sentence) == (
        "We now expect it on Tuesday, November 24. It was Friday, November 20. "
        "UPS named a later day."
    )
    assert [option.kind for option in found.options] == ["wait", "collect", "replace", "cancel"]


def test_an_order_that_comes_later_but_in_time_is_only_moved():
    late = parcel(S.IN_TRANSIT, expected_on=TODAY + 5 * DAY, first_expected_on=TODAY + DAY)
    found = answer(order(S.IN_TRANSIT, late, needed_on=TODAY + 9 * DAY))
    assert plain(found.headline) == (
        "Your order will arrive later than we said, but before Saturday, November 28."
    )
    assert answer(order(S.IN_TRANSIT, late)).headline == (
        "Your order will arrive later than we said."
    )


@pytest.mark.parametrize("detail", sorted(TROUBLES))
def test_each_trouble_is_said_in_active_voice(detail):
    found = answer(order(S.EXCEPTION, parcel(S.EXCEPTION, detail=detail)))
    assert len(plain(found.call).split(".")[0].split()) >= 4
    asks = bool(TROUBLES[detail].ask)
    assert found.action.required is asks
    assert (found.tag == Tag.WAITING_FOR_YOU) is asks


def test_a_lost_parcel_has_no_day_of_arrival():
    lost = parcel(S.EXCEPTION, detail="lost", expected_on=TODAY + 2 * DAY)
    found = answer(order(S.EXCEPTION, lost))
    assert plain(found.call) == "UPS cannot find it. We are sorry."
    assert found.date.basis == DateBasis.NONE


def test_a_day_that_the_answer_does_not_believe_stands_nowhere():
    lost = parcel(S.EXCEPTION, detail="damaged", expected_on=TODAY + 2 * DAY)
    held = parcel(S.EXCEPTION, detail="missorted", expected_on=TODAY + 2 * DAY)
    found = answer(order(S.EXCEPTION, lost, promised_delivery_on=TODAY + 3 * DAY))
    assert "The carrier expects" not in [fact.label for fact in found.groups[0].facts]
    assert found.steps[-1].when == "No date yet"
    believed = answer(order(S.EXCEPTION, held))
    assert "The carrier expects" in [fact.label for fact in believed.groups[0].facts]


def test_out_for_delivery_means_today_and_later_it_means_we_do_not_know():
    today = answer(order(S.OUT_FOR_DELIVERY, parcel(S.OUT_FOR_DELIVERY)))
    assert plain(today.date.sentence) == "UPS expects to deliver it today."
    older = parcel(S.OUT_FOR_DELIVERY, expected_on=TODAY + 2 * DAY)
    told = answer(order(S.OUT_FOR_DELIVERY, older))
    assert plain(told.date.sentence) == "UPS expects to deliver it today."
    expects = {fact.label: plain(fact.value) for fact in told.groups[0].facts}
    assert plain(told.steps[-1].when) == f"expected {expects['The carrier expects']}"
    assert expects["The carrier expects"] == plain(day(TODAY, today=TODAY))
    later = answer(order(S.OUT_FOR_DELIVERY, parcel(S.OUT_FOR_DELIVERY, ago=2)))
    assert "We have not heard that it arrived." in plain(later.headline)


def test_a_parcel_to_collect_waits_for_you_and_says_where():
    step = Step(source="easypost", state=S.PICKUP_READY, received_at=NOW, place="Oak Street")
    found = answer(order(S.PICKUP_READY, parcel(S.PICKUP_READY, steps=(step,))))
    assert found.tag == Tag.WAITING_FOR_YOU
    assert plain(found.action.sentence) == "You need to collect it. It is at Oak Street."


def test_a_delivered_order_is_done_and_can_be_missing():
    found = answer(order(S.DELIVERED, parcel(S.DELIVERED, ago=1.1)))
    assert found.settled
    assert plain(found.headline) == "UPS delivered your order."
    assert plain(found.date.sentence) == "It was delivered on Wednesday, November 18."
    assert [option.kind for option in found.options] == ["not_here"]


def test_a_parcel_not_scanned_for_days_is_not_called_on_its_way():
    found = answer(order(S.IN_TRANSIT, parcel(S.IN_TRANSIT, ago=8)))
    assert plain(found.headline) == "UPS has not scanned your order since Wednesday, November 11."
    assert found.person_first
    assert found.tag == Tag.CHECKING


def test_a_status_nobody_knows_is_shown_and_counted():
    step = Step(source="easypost", state=S.UNRECOGNISED, received_at=NOW, code="beamed")
    found = answer(order(S.UNRECOGNISED, parcel(S.UNRECOGNISED, steps=(step,))))
    assert found.headline == "We are checking this status."
    assert found.freshness == Freshness.UNRECOGNISED
    assert found.unknown_codes == ("easypost:beamed",)


def test_two_systems_that_disagree_are_both_quoted():
    facts = order(S.IN_TRANSIT, parcel(S.IN_TRANSIT), conflict=(S.CANCELLED, S.IN_TRANSIT))
    found = answer(facts)
    assert found.headline == "We are checking where your order is."
    assert [plain(words) for words in found.why] == [
        "Our order system says: Cancelled.",
        "The carrier says: On its way.",
    ]


def test_one_parcel_of_two_arrived_and_the_other_speaks():
    facts = order(
        S.IN_TRANSIT,
        parcel(S.DELIVERED, tracking_code="1"),
        parcel(S.IN_TRANSIT, tracking_code="2", expected_on=TODAY + DAY),
    )
    found = answer(facts)
    assert plain(found.call) == "1 of 2 parcels has arrived."
    assert [plain(group.heading) for group in found.groups] == ["Parcel 1 of 2", "Parcel 2 of 2"]
    assert found.date.on == TODAY + DAY


@pytest.mark.parametrize(
    ("occurred_at", "words"),
    [(NOW - DAY, "Wednesday"), (None, "We heard it on")],
    ids=["a carrier's scan", "a shop's word"],
)
def test_what_has_no_time_of_its_own_is_told_by_when_we_heard_it(occurred_at, words):
    step = Step(source="schemaorg", state=S.PLACED, received_at=NOW, occurred_at=occurred_at)
    (moment,) = answer(order(S.PLACED, steps=(step,))).timeline
    assert plain(moment.when).startswith(words)


def test_a_carriers_words_are_shown_as_the_carriers_and_cannot_become_markup():
    step = Step(
        source="easypost",
        state=S.IN_TRANSIT,
        received_at=NOW,
        occurred_at=NOW - DAY,
        message="<script>alert(1)</script>",
    )
    found = answer(order(S.IN_TRANSIT, parcel(S.IN_TRANSIT, steps=(step,))))
    (moment,) = found.timeline
    assert "<script>" not in moment.text
    assert plain(moment.text) == "UPS wrote: “<script>alert(1)</script>”"
    assert plain(moment.when) == "Wednesday, November 18 at 11:58pm"


def test_nothing_of_an_order_is_said_in_more_than_20_words():
    for state in OrderState:
        for words in texts(answer(order(state, parcel(state)))):
            assert "{" not in words


@pytest.mark.parametrize("state", [S.RETURNING, S.RETURNED, S.DISPUTED])
def test_what_goes_back_or_is_missing_can_be_replaced_or_paid_back(state):
    found = answer(order(state, parcel(state)))
    ways = [option.kind for option in found.options if option.kind != "turned_up"]
    assert ways == ["replace", "refund"]


def test_nobody_is_offered_money_back_for_what_cost_nothing():
    found = answer(order(S.RETURNED, parcel(S.RETURNED), total=0))
    assert [option.kind for option in found.options] == ["replace"]


@pytest.mark.parametrize("detail", sorted(TROUBLES))
def test_nobody_is_told_to_wait_for_what_will_not_come(detail):
    found = answer(order(S.EXCEPTION, parcel(S.EXCEPTION, detail=detail)))
    waits = "wait" in [option.kind for option in found.options]
    gone = detail in {"damaged", "lost", "refused", "undeliverable", "unclaimed"}
    assert waits is not gone
    assert found.options


def test_the_parcel_that_needs_somebody_speaks_for_all_of_them():
    lost = parcel(S.EXCEPTION, detail="lost", tracking_code="2")
    found = answer(order(S.EXCEPTION, parcel(S.DELIVERED), lost))
    assert plain(found.call) == "UPS cannot find it. We are sorry. 1 of 2 parcels has arrived."
    ways = [option.kind for option in found.options if option.kind != "turned_up"]
    assert ways == ["replace", "refund"]
