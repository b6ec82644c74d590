"""Orders and parcels land once, in whatever order their files come."""

import datetime as dt
import itertools
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from claims.answers.order import order_answer
from claims.facts import PORTAL, OrderState
from claims.models import LedgerEntry, Order, OrderEvent, Refusal, Shipment, UnrecognisedCode
from tests import make
from tests.claims.store.landing import HOUR, NOW, counts, land

pytestmark = pytest.mark.django_db
S = OrderState


def order(number: str = "ORD-1", status: str = "OrderInTransit", **fields) -> dict:
    plain = {
        "@type": "Order",
        "orderNumber": number,
        "orderStatus": status,
        "orderDate": "2026-11-15",
        "customer": {"identifier": "M-1001"},
        "seller": {"name": "Acme Supplies"},
        "price": "29.99",
        "orderedItem": [{"orderedItem": {"name": "Knee brace"}}],
        "orderDelivery": {"trackingNumber": "1Z9", "carrier": {"name": "ups"}},
    }
    return plain | fields


def tracker(*steps: tuple[str, str], code: str = "1Z9", **fields) -> dict:
    """Steps are (status, time); the last one is the tracker's own status."""
    status, at = steps[-1]
    return {
        "object": "Tracker",
        "carrier": "UPS",
        "tracking_code": code,
        "status": status,
        "updated_at": at,
        "tracking_details": [{"status": one, "datetime": when} for one, when in steps],
    } | fields


PICKED_UP = ("in_transit", "2026-11-20T10:00:00Z")
ON_TOUR = ("out_for_delivery", "2026-11-21T07:00:00Z")
DELIVERED = ("delivered", "2026-11-21T15:00:00Z")


def everything() -> tuple:
    """What a member could see of it, without keys and times of import."""
    return (
        list(Order.objects.order_by("number").values_list("number", "state", "conflict", "total")),
        list(
            Shipment.objects.order_by("tracking_code").values_list(
                "tracking_code", "state", "state_at", "expected_on", "order__number"
            )
        ),
        sorted(
            OrderEvent.objects.values_list("content_hash", "state", "code"),
        ),
    )


def test_an_order_lands_with_its_items_and_its_parcel():
    assert counts(land("schemaorg", order())) == (1, 0, 0)
    held = Order.objects.get()
    assert (held.state, held.total, held.summary) == (S.IN_TRANSIT, 2999, "Knee brace")
    assert held.placed_on == dt.date(2026, 11, 15)
    parcel = held.shipments.get()
    assert (parcel.carrier, parcel.tracking_code, parcel.state) == ("UPS", "1Z9", S.IN_TRANSIT)


@pytest.mark.parametrize(
    ("system", "content"), [("schemaorg", order()), ("easypost", tracker(PICKED_UP, ON_TOUR))]
)
def test_the_same_file_twice_changes_nothing(system, content):
    land(system, content)
    before = everything()
    changed_at = list(Shipment.objects.values_list("changed_at", flat=True))
    assert counts(land(system, content, at=NOW + HOUR)) == (0, 1, 0)
    assert everything() == before
    assert list(Shipment.objects.values_list("changed_at", flat=True)) == changed_at


def test_a_tracker_that_comes_before_its_order_waits_for_it():
    land("easypost", tracker(PICKED_UP, ON_TOUR))
    assert Shipment.objects.get().order is None
    assert not Order.objects.exists()
    land("schemaorg", order(status="OrderProcessing"), at=NOW + HOUR)
    held = Order.objects.get()
    assert held.shipments.get().state == S.OUT_FOR_DELIVERY
    assert held.state == S.OUT_FOR_DELIVERY


def test_a_tracker_moves_the_order():
    land("schemaorg", order())
    land("easypost", tracker(PICKED_UP, DELIVERED), at=NOW + HOUR)
    assert Order.objects.get().state == S.DELIVERED
    assert Order.objects.get().changed_at == NOW + HOUR
    assert Shipment.objects.get().source_id == "easypost"


FILES = {
    "order": ("schemaorg", order(status="OrderProcessing")),
    "first": ("easypost", tracker(PICKED_UP, est_delivery_date="2026-11-21")),
    "second": ("easypost", tracker(PICKED_UP, ON_TOUR, est_delivery_date="2026-11-22")),
    "last": ("easypost", tracker(PICKED_UP, ON_TOUR, DELIVERED, est_delivery_date="2026-11-22")),
}


@pytest.mark.parametrize("sequence", list(itertools.permutations(FILES))[::3])
def test_files_in_any_order_end_the_same(sequence):
    for number, name in enumerate(sequence):
        land(*FILES[name], at=NOW + number * HOUR)
    parcel = Shipment.objects.get()
    assert (Order.objects.get().state, parcel.state) == (S.DELIVERED, S.DELIVERED)
    assert parcel.expected_on == dt.date(2026, 11, 22)
    assert parcel.events.exclude(source="schemaorg").count() == 3


def test_an_older_file_that_comes_late_is_history_only():
    land("easypost", tracker(PICKED_UP, ON_TOUR, est_delivery_date="2026-11-22"))
    old = tracker(("pre_transit", "2026-11-18T10:00:00Z"), est_delivery_date="2026-11-20")
    assert counts(land("easypost", old, at=NOW + HOUR)) == (1, 0, 0)
    parcel = Shipment.objects.get()
    assert parcel.state == S.OUT_FOR_DELIVERY
    assert parcel.expected_on == dt.date(2026, 11, 22)
    assert parcel.first_expected_on == dt.date(2026, 11, 20)
    assert parcel.events.count() == 3


def test_a_new_day_keeps_the_day_that_was_said_first():
    land("schemaorg", order())
    land("easypost", tracker(PICKED_UP, est_delivery_date="2026-11-24"))
    land("easypost", tracker(PICKED_UP, ON_TOUR, est_delivery_date="2026-11-26"), at=NOW + HOUR)
    parcel = Shipment.objects.get()
    assert (parcel.first_expected_on.day, parcel.expected_on.day) == (24, 26)


def test_two_files_of_the_same_events_do_not_take_turns():
    files = [
        tracker(PICKED_UP, est_delivery_date=day, public_url=f"https://track.example/{day}")
        for day in ("2026-11-24", "2026-11-26")
    ]
    for content in files:
        land("easypost", content)
    before = everything()
    assert [counts(land("easypost", one, at=NOW + HOUR)) for one in files] == [(0, 1, 0)] * 2
    assert everything() == before


def test_two_parcels_and_the_open_one_speaks_for_the_order():
    both = [
        {"trackingNumber": "A", "carrier": {"name": "UPS"}},
        {"trackingNumber": "B", "carrier": {"name": "UPS"}},
    ]
    land("schemaorg", order(orderDelivery=both))
    land("easypost", [tracker(DELIVERED, code="A"), tracker(PICKED_UP, code="B")])
    assert Order.objects.get().state == S.IN_TRANSIT
    land("easypost", tracker(DELIVERED, code="B"), at=NOW + HOUR)
    assert Order.objects.get().state == S.DELIVERED


def test_a_status_nobody_knows_is_kept_counted_once_and_gets_a_day():
    land("schemaorg", order())
    strange = tracker(PICKED_UP, ("beamed", "2026-11-21T10:00:00Z"))
    land("easypost", strange)
    land("easypost", strange, at=NOW + HOUR)
    held = Order.objects.get()
    assert (held.state, held.checking_until) == (S.UNRECOGNISED, dt.date(2026, 11, 24))
    assert UnrecognisedCode.objects.get().times == 1
    land("easypost", tracker(PICKED_UP, DELIVERED), at=NOW + HOUR)
    assert Order.objects.get().checking_until is None


def test_a_cancelled_order_that_travels_is_held_as_a_conflict():
    land("schemaorg", order(status="OrderCancelled"))
    land("easypost", tracker(PICKED_UP))
    assert Order.objects.get().conflict == [S.CANCELLED, S.IN_TRANSIT]


def test_an_order_never_moves_to_another_member():
    land("schemaorg", order())
    batch = land("schemaorg", order(customer={"identifier": "M-2002"}, price="1.00"))
    assert counts(batch) == (0, 0, 1)
    assert Refusal.objects.get().field == "customer"
    assert Order.objects.get().total == 2999


def test_a_parcel_stays_with_its_first_order():
    land("schemaorg", order("ORD-1"))
    batch = land("schemaorg", order("ORD-2"))
    assert (batch.landed, batch.refused) == (1, 0)
    assert Refusal.objects.get().warning
    assert Shipment.objects.get().order.number == "ORD-1"


def test_a_correction_changes_the_order_and_not_what_it_leaves_out():
    land("schemaorg", order())
    corrected = order(price="31.00", seller=None, orderedItem={"orderedItem": {"name": "Crutches"}})
    land("schemaorg", corrected, at=NOW + HOUR)
    held = Order.objects.get()
    assert (held.total, held.seller, held.summary) == (3100, "Acme Supplies", "Crutches")
    assert [item.name for item in held.items.all()] == ["Crutches"]


def test_an_order_belongs_to_the_member_with_that_number(maya):
    land("schemaorg", order(customer={"identifier": maya.number}))
    assert Order.objects.for_member(maya).get().number == "ORD-1"


def test_an_order_of_somebody_unknown_is_seen_by_nobody_until_enrolment_names_them():
    land("schemaorg", order())
    waiting = Member.objects.get()
    assert (waiting.number, waiting.user) == ("", None)
    patient = {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [
            {
                "type": {"coding": [{"code": "MB"}]},
                "system": "https://plan.example/members",
                "value": "M-1001",
            }
        ],
        "name": [{"text": "Maya Example"}],
    }
    make.source("fhir", enrolls=True)
    land("fhir", patient, at=NOW + HOUR)
    assert Order.objects.get().member.number == "M-1001"


def test_a_bill_that_came_first_finds_its_order(maya):
    entry = make.entry(make.balance(maya, 0), 2999, order_number="ORD-1")
    land("schemaorg", order(customer={"identifier": maya.number}))
    assert LedgerEntry.objects.get(pk=entry.pk).order == Order.objects.get()


def test_the_answer_of_what_landed_is_the_same_in_the_list_and_on_the_page(maya):
    land("schemaorg", order(customer={"identifier": maya.number}))
    land("easypost", tracker(PICKED_UP, ON_TOUR, est_delivery_date="2026-11-22"))
    brief = order_answer(
        Order.objects.with_answer().get().brief(), now=NOW, zone=maya.time_zone, brief=True
    )
    page = order_answer(Order.objects.get().facts(), now=NOW, zone=maya.time_zone)
    for name in ("title", "name", "headline", "date", "action", "freshness_line", "rank", "tag"):
        assert getattr(brief, name) == getattr(page, name)


def test_a_chunk_costs_the_same_queries_for_1_and_for_200():
    def queries(numbers: range) -> int:
        orders = [
            order(f"ORD-{n}", orderDelivery={"trackingNumber": f"T{n}", "carrier": {"name": "UPS"}})
            for n in numbers
        ]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            land("schemaorg", "\n".join(json.dumps(one) for one in orders))
        return len(captured)

    queries(range(1))
    assert queries(range(1, 2)) == queries(range(2, 202))


def test_the_database_knows_the_source_of_each_event(maya):
    told = {"order": make.order(maya), "content_hash": "f" * 64, "state": S.PLACED}
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderEvent.objects.create(source_id="nobody", received_at=NOW, **told)
    OrderEvent.objects.create(source_id=PORTAL, received_at=NOW, **told)
