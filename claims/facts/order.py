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


class Choice(StrEnum):
    """What a member may choose, or tell us, about an order of theirs."""

    WAIT = "wait"
    REPLACE = "replace"
    COLLECT = "collect"
    CANCEL = "cancel"
    NOT_HERE = "not_here"  # it was delivered, says the carrier
    TURNED_UP = "turned_up"


class Deed(StrEnum):
    """What one of us did about an order, as they noted it."""

    FOUND = "found"
    HURRIED = "hurried"  # asked the carrier to speed it up
    TRACED = "traced"  # asked the carrier where it left it
    ANSWERED = "answered"  # told the member what the trace found
    WATCHING = "watching"
    CANCELLED = "cancelled"  # the seller stopped it
    SENT_AGAIN = "sent_again"
    TO_COLLECT = "to_collect"
    REFUNDED = "refunded"
    GOODWILL = "goodwill"
    CLOSED = "closed"  # nothing more to do


class ShipNotice(Struct, frozen=True):
    """The seller named a day by which it ships; ``heard_on`` is None when that was at the sale."""

    heard_on: dt.date | None
    ship_on: dt.date


class Told(Struct, frozen=True, kw_only=True):
    """What the member chose or told us; ``looked`` are the places where they looked for it, last
    on ``looked_on``.
    """

    choice: Choice
    at: dt.datetime
    looked: tuple[str, ...] = ()
    looked_on: dt.date | None = None


class Done(Struct, frozen=True, kw_only=True):
    """What one of us did. ``on`` is the day it counts from, ``words`` what it was or where."""

    deed: Deed
    at: dt.datetime
    who: str = ""
    on: dt.date | None = None
    cents: int | None = None
    words: str = ""
    note: str = ""
    use_by: dt.date | None = None


class OrderFacts(Struct, frozen=True, kw_only=True):
    """One order; ``state`` is that of its worst open shipment (claims.md 1.8).

    ``choice`` is what the member chose last, carried out at ``done_at``; without a choice that is
    when we told them what we found out about an order that they miss. They may have their money
    back since ``cancelled_on``; it must be sent by ``refund_due_on`` and was on ``refunded_on``.
    ``act_by`` is the day by which one of us does what they asked, None while nobody has to.
    ``told`` and ``done`` are newest first, and on the page of the order only.
    """

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
    ship_notices: tuple[ShipNotice, ...] = ()  # oldest first
    choice: Choice | None = None
    chosen_at: dt.datetime | None = None
    done_at: dt.datetime | None = None
    cancelled_on: dt.date | None = None
    refund_due_on: dt.date | None = None
    refunded_on: dt.date | None = None
    act_by: dt.date | None = None
    told: tuple[Told, ...] = ()
    done: tuple[Done, ...] = ()
