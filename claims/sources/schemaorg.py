"""schema.org Order in JSON-LD: what shops put into their order mails and exports.

Kept are the order, its items, its price, the seller's promise, and which parcel it travels in.
The day a shop expects is the shop's promise; what a carrier expects comes from the carrier.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from msgspec import structs

from claims.facts import OrderRecord, OrderState, ShipmentRecord
from claims.fold_order import worst_state
from claims.sources import offers, tracking
from claims.sources.documents import documents
from claims.sources.jsonld import graph, last_part, name, several, types
from claims.sources.refusal import KEPT_WITHOUT, Refusal, shape
from claims.sources.tracking import Heard
from claims.sources.values import cents, civil_date, content_hash, text, web_address

S = OrderState

STATUS: dict[str, OrderState] = {
    "OrderProcessing": S.PLACED,
    "OrderPaymentDue": S.PAYMENT_DUE,
    "OrderInTransit": S.IN_TRANSIT,
    "OrderPickupAvailable": S.PICKUP_READY,
    "OrderProblem": S.EXCEPTION,
    "OrderDelivered": S.DELIVERED,
    "OrderReturned": S.RETURNED,
    "OrderCancelled": S.CANCELLED,
}
MEMBER_NUMBER = "member_number"
NO_TIME = dt.datetime(1, 1, 1, tzinfo=dt.UTC)  # when we heard is no part of what was said


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[OrderRecord | Refusal]:
    """Orders of a file of JSON-LD; an Invoice or a lone ParcelDelivery is refused with its kind."""
    heard = Heard(source, received_at)
    for document in documents(stream):
        if isinstance(document, Refusal):
            yield document
            continue
        for found in several(graph(document.content)):
            yield from _order(found, document.line, heard)


def meaning(status: Any) -> OrderState:
    """Our state of "OrderInTransit", with or without the address of schema.org before it."""
    return STATUS.get(last_part(status), S.UNRECOGNISED)


def _order(found: Any, line: int, heard: Heard) -> Iterator[OrderRecord | Refusal]:
    if not isinstance(found, Mapping) or "Order" not in types(found):
        kind = ", ".join(types(found)) if isinstance(found, Mapping) else ""
        yield Refusal(
            line=line, field="@type", expected="Order", found=text(kind, 60) or "no @type"
        )
        return
    missing = _missing(found, line)
    if missing:
        yield missing
        return
    shipments: list[ShipmentRecord] = []
    for one in _shipments(found, line, heard):
        if isinstance(one, Refusal):
            yield one
        else:
            shipments.append(one)
    yield from _doubtful_dates(found, line)
    yield _record(found, tuple(shipments), heard)


def _missing(found: Mapping, line: int) -> Refusal | None:
    """What we cannot do without, or cannot show right."""
    if not text(found.get("orderNumber"), 80):
        return Refusal(
            line=line, field="orderNumber", expected="the number of the order", found="none"
        )
    if not _customer(found)[1]:
        return Refusal(
            line=line,
            field="customer.identifier",
            expected="a member number or another identifier: names and addresses are not unique",
            found="none",
        )
    for price, currency in offers.prices(found):
        if currency not in ("", "USD"):
            return Refusal(
                line=line, field="priceCurrency", expected="USD", found=text(currency, 10)
            )
        if price is not None and (cents(price) is None or (cents(price) or 0) < 0):
            return Refusal(
                line=line,
                field="price",
                expected='an amount like "1234.50", not negative',
                found=shape(price),
            )
    return None


def _record(found: Mapping, shipments: tuple[ShipmentRecord, ...], heard: Heard) -> OrderRecord:
    state, code = _state(found)
    number = text(found.get("orderNumber"), 80)
    order = OrderRecord(
        source=heard.source,
        key=number,
        content_hash="",
        customer=_customer(found),
        number=number,
        state=state,
        code=code,
        received_at=heard.at,
        seller=name(found.get("seller") or found.get("merchant"), 200),
        placed_on=civil_date(found.get("orderDate")),
        promised_delivery_on=_promised(found),
        items=tuple(offers.items(found)),
        total=offers.total(found),
    )
    content = structs.replace(order, received_at=NO_TIME)
    parcels = [one.content_hash for one in shipments]
    return structs.replace(order, content_hash=content_hash(content, parcels), shipments=shipments)


def _state(found: Mapping) -> tuple[OrderState, str]:
    """The order's own status; without one, that of the item that needs somebody soonest."""
    if found.get("orderStatus"):
        return meaning(found["orderStatus"]), last_part(found["orderStatus"])
    stated = [
        item["orderItemStatus"]
        for item in several(found.get("orderedItem"))
        if isinstance(item, Mapping) and item.get("orderItemStatus")
    ]
    if not stated:
        return S.PLACED, ""
    worst = worst_state(meaning(status) for status in stated)
    return worst, next(last_part(status) for status in stated if meaning(status) == worst)


def _shipments(found: Mapping, line: int, heard: Heard) -> Iterator[ShipmentRecord | Refusal]:
    """Parcels with their number; the shop's word on them counts until the carrier speaks."""
    for delivery, status in _deliveries(found):
        if not text(delivery.get("trackingNumber"), 120):
            continue
        state = meaning(status) if status else S.PLACED
        stated = (S.LABEL_CREATED if state == S.PLACED else state, "")
        one = tracking.shipment(
            heard,
            line=line,
            carrier=name(delivery.get("carrier") or delivery.get("provider"), 60),
            tracking_code=delivery["trackingNumber"],
            steps=(),
            headline=tracking.step(heard, stated, last_part(status), occurred_at=None),
            public_url=web_address(delivery.get("trackingUrl")),
        )
        if isinstance(one, Refusal):
            yield Refusal(
                line=line,
                field=f"orderDelivery.{one.field}",
                expected=one.expected,
                found=one.found,
                now="The order landed without this parcel.",
                warning=True,
            )
        else:
            yield one


def _deliveries(found: Mapping) -> Iterator[tuple[Mapping, Any]]:
    """(delivery, status that speaks for it), of the order and of each of its items."""
    for owner, field in ((found, "orderStatus"), *_with_status(found.get("orderedItem"))):
        for delivery in several(owner.get("orderDelivery")):
            if isinstance(delivery, Mapping):
                yield delivery, owner.get(field) or found.get("orderStatus")


def _with_status(items: Any) -> list[tuple[Mapping, str]]:
    return [(item, "orderItemStatus") for item in several(items) if isinstance(item, Mapping)]


def _promised(found: Mapping) -> dt.date | None:
    """The latest day that the shop gave for any parcel."""
    days = [
        civil_date(delivery.get("expectedArrivalUntil"))
        or civil_date(delivery.get("expectedArrivalFrom"))
        for delivery, _status in _deliveries(found)
    ]
    return max((day for day in days if day), default=None)


def _doubtful_dates(found: Mapping, line: int) -> Iterator[Refusal]:
    stated = found.get("orderDate")
    if stated and civil_date(stated) is None:
        yield Refusal(
            line=line,
            field="orderDate",
            expected="a date like 2026-03-17",
            found=shape(stated),
            now=KEPT_WITHOUT,
            warning=True,
        )


def _customer(found: Mapping) -> tuple[str, str]:
    """(system, value) of the customer's identifier; never a name or an address."""
    customer = found.get("customer")
    stated = customer.get("identifier") if isinstance(customer, Mapping) else None
    for one in several(stated):
        if isinstance(one, Mapping):
            return text(one.get("propertyID"), 200) or MEMBER_NUMBER, text(one.get("value"), 200)
        if isinstance(one, str):
            return MEMBER_NUMBER, text(one, 200)
    return "", ""
