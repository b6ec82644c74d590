"""A shop's order is read exactly, or refused because something would be shown wrong."""

import datetime as dt
import json

import pytest

from claims.facts import Item, OrderRecord, OrderState
from claims.sources.refusal import Refusal
from tests.claims.sources.reading import read, sample

S = OrderState


def order(**fields) -> str:
    plain = {
        "@context": "https://schema.org",
        "@type": "Order",
        "orderNumber": "ORD-1",
        "orderStatus": "https://schema.org/OrderInTransit",
        "orderDate": "2026-11-01",
        "customer": {"@type": "Person", "name": "Jane Doe", "identifier": "M-1001"},
        "seller": {"@type": "Organization", "name": "ACME Supplies"},
    }
    return json.dumps({k: v for k, v in (plain | fields).items() if v is not None})


def parcel(**fields) -> dict:
    return {
        "@type": "ParcelDelivery",
        "trackingNumber": "1Z999",
        "carrier": {"@type": "Organization", "name": "UPS"},
        "expectedArrivalFrom": "2026-11-20",
        "expectedArrivalUntil": "2026-11-24",
    } | fields


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("OrderProcessing", S.PLACED),
        ("OrderPaymentDue", S.PAYMENT_DUE),
        ("https://schema.org/OrderInTransit", S.IN_TRANSIT),
        ("http://schema.org/OrderPickupAvailable", S.PICKUP_READY),
        ("schema:OrderProblem", S.EXCEPTION),
        ({"@id": "https://schema.org/OrderDelivered"}, S.DELIVERED),
        ("OrderReturned", S.RETURNED),
        ("OrderCancelled", S.CANCELLED),
        ("OrderFloating", S.UNRECOGNISED),
    ],
)
def test_an_order_status_becomes_our_state(status, state):
    (record,) = read("schemaorg", order(orderStatus=status))
    assert record.state == state


def test_without_a_status_the_item_that_needs_somebody_soonest_speaks():
    items = [
        {"orderedItem": {"name": "Widget"}, "orderItemStatus": "OrderDelivered"},
        {"orderedItem": {"name": "Gadget"}, "orderItemStatus": "OrderInTransit"},
    ]
    (record,) = read("schemaorg", order(orderStatus=None, orderedItem=items))
    assert (record.state, record.code) == (S.IN_TRANSIT, "OrderInTransit")
    assert record.items == (Item(name="Widget"), Item(name="Gadget"))


def test_a_price_given_as_a_text_is_read_to_the_cent():
    offer = {"itemOffered": {"name": "Knee brace"}, "price": "29.99", "priceCurrency": "USD"}
    (record,) = read("schemaorg", order(price="1,234.50", acceptedOffer=offer))
    assert record.total == 123450
    assert record.items == (Item(name="Knee brace", price=2999),)


def test_a_price_given_as_a_number_is_not_rounded():
    (record,) = read("schemaorg", order(price=0.29, priceCurrency="USD"))
    assert record.total == 29


@pytest.mark.parametrize("price", ["29,99", "about 30", "-5", "1e2", True])
def test_a_price_that_is_not_exact_is_refused(price):
    (refusal,) = read("schemaorg", order(price=price))
    assert (refusal.field, isinstance(refusal, Refusal)) == ("price", True)


def test_another_currency_is_refused_because_we_show_dollars():
    (refusal,) = read("schemaorg", order(price="10.00", priceCurrency="EUR"))
    assert (refusal.field, refusal.expected, refusal.found) == ("priceCurrency", "USD", "EUR")


def test_a_parcel_is_found_with_the_order_and_waits_for_its_carrier():
    (record,) = read("schemaorg", order(orderStatus="OrderProcessing", orderDelivery=parcel()))
    (shipment,) = record.shipments
    assert (shipment.carrier, shipment.tracking_code) == ("UPS", "1Z999")
    assert shipment.state == S.LABEL_CREATED
    assert shipment.steps[0].occurred_at is None


def test_the_day_a_shop_names_is_its_promise_and_not_the_carriers():
    (record,) = read("schemaorg", order(orderDelivery=parcel()))
    assert record.promised_delivery_on == dt.date(2026, 11, 24)
    assert record.shipments[0].expected_on is None


def test_a_parcel_without_a_carrier_does_not_cost_the_order():
    warning, record = read("schemaorg", order(orderDelivery=parcel(carrier=None)))
    assert warning.warning
    assert isinstance(record, OrderRecord)
    assert record.shipments == ()


def test_an_order_of_nobody_we_can_name_is_refused():
    (refusal,) = read("schemaorg", order(customer={"name": "Jane Doe"}))
    assert refusal.field == "customer.identifier"
    assert "Jane" not in refusal.found


def test_orders_inside_a_graph_are_all_read():
    both = [json.loads(order()), json.loads(order(orderNumber="ORD-2"))]
    found = read("schemaorg", json.dumps({"@graph": both}))
    assert [record.number for record in found] == ["ORD-1", "ORD-2"]


def test_the_samples_invoice_and_order_say_why_they_are_refused():
    invoice, unnumbered = sample("schemaorg", "order-examples.jsonl")
    assert (invoice.field, invoice.found) == ("@type", "Invoice")
    assert unnumbered.field == "orderNumber"
