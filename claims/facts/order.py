"""An order and its parcels: what one record says, and what we hold now."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.facts.promise import Said
from claims.facts.source import Guard, SourceFacts


class OrderState(StrEnum):
    PLACED = "placed"
    PAYMENT_DUE = "payment_due"
    LABEL_CREATED = "label_created"  # not shipped
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PICKUP_READY = "pickup_ready"
    ATTEMPTED = "attempted"
    EXCEPTION = "exception"
    DELIVERED = "delivered"
    DISPUTED = "disputed"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    STALE = "stale"  # the carrier has gone quiet
    UNRECOGNISED = "unrecognised"


class Step(Struct, frozen=True, kw_only=True):
    """One tracking or order event. ``occurred_at`` is UTC; None when the carrier gave no date."""

    source: str
    state: OrderState
    received_at: dt.datetime
    occurred_at: dt.datetime | None = None
    code: str = ""  # the carrier's status, verbatim
    detail: str = ""  # EasyPost status_detail and alike: weather, damaged, lost ...
    message: str = ""  # the carrier's words
    place: str = ""


class ShipmentRecord(Struct, frozen=True, kw_only=True):
    """A tracker as one record states it; joins its order by (carrier, tracking_code)."""

    source: str
    carrier: str
    tracking_code: str
    content_hash: str
    steps: tuple[Step, ...] = ()
    state: OrderState = OrderState.UNRECOGNISED
    code: str = ""
    detail: str = ""
    expected_on: dt.date | None = None
    signed_by: str = ""
    public_url: str = ""


class Item(Struct, frozen=True, kw_only=True):
    name: str
    quantity: int = 1
    price: int | None = None  # cents each


class OrderRecord(Struct, frozen=True, kw_only=True):
    source: str
    key: str
    content_hash: str
    customer: tuple[str, str]  # identifier (system, value)
    number: str
    state: OrderState
    code: str = ""
    received_at: dt.datetime
    effective_on: dt.date | None = None
    seller: str = ""
    placed_on: dt.date | None = None
    promised_ship_on: dt.date | None = None
    promised_delivery_on: dt.date | None = None
    promised_words: str = ""
    items: tuple[Item, ...] = ()
    total: int | None = None
    currency: str = "USD"
    shipments: tuple[ShipmentRecord, ...] = ()
    guard: Guard = Guard.UNKNOWN


class ShipmentFacts(Struct, frozen=True, kw_only=True):
    carrier: str
    tracking_code: str
    state: OrderState
    source: SourceFacts
    state_at: dt.datetime | None = None
    detail: str = ""
    expected_on: dt.date | None = None
    first_expected_on: dt.date | None = None  # what the carrier said first: "It was {old date}"
    signed_by: str = ""
    public_url: str = ""
    steps: tuple[Step, ...] = ()  # newest first


class OrderFacts(Struct, frozen=True, kw_only=True):
    """One order; ``state`` is that of its worst open shipment (claims.md 1.8)."""

    id: str
    number: str
    state: OrderState
    source: SourceFacts
    seller: str = ""
    placed_on: dt.date | None = None
    promised_ship_on: dt.date | None = None
    promised_delivery_on: dt.date | None = None
    promised_words: str = ""
    needed_on: dt.date | None = None  # set by the member
    items: tuple[Item, ...] = ()
    total: int | None = None
    shipments: tuple[ShipmentFacts, ...] = ()
    steps: tuple[Step, ...] = ()  # the order's own events, newest first
    guard: Guard = Guard.UNKNOWN
    conflict: tuple[OrderState, ...] = ()
    checking_until: dt.date | None = None
    said: Said | None = None  # the newest date that was said about it
