"""Orders: what shops say of them lands, with their items and the parcels they travel in."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from claims.facts import Guard, Item, OrderRecord, ShipmentRecord, Step
from claims.models import ImportBatch, Order, OrderItem
from claims.sources.refusal import Refusal
from claims.store import Landed, codes, entries, merging
from claims.store.cells import with_arrays
from claims.store.copying import columns, copy, named, rows
from claims.store.members import members_for, new_keys
from claims.store.order_folds import refold
from claims.store.shipments import (
    EVENT,
    Parcel,
    event_row,
    held_or_new,
    lock,
    save,
    take,
    unrecognised,
)

ORDER = columns(Order)
ITEM = tuple(name for name in columns(OrderItem) if name != "id")
# What a later record does not state does not blank what an earlier one did.
HEADER = (
    "number",
    "seller",
    "placed_on",
    "promised_ship_on",
    "promised_delivery_on",
    "promised_words",
    "total",
    "currency",
)
HEADER_WRITTEN = (*HEADER, "ship_notices", "guard", "summary", "changed_at")

HELD = named(
    "SELECT {names} FROM claims_order WHERE source_id = %s AND external_key = ANY(%s)", ORDER
)
HASHES = "SELECT order_id, source_id, content_hash FROM claims_orderevent WHERE order_id = ANY(%s)"
FORGET_ITEMS = "DELETE FROM claims_orderitem WHERE order_id = ANY(%s) RETURNING id"


class Case(Struct):
    """One order while a chunk lands: its row as it will be, and what is new about it."""

    row: dict[str, Any]
    is_new: bool
    hashes: set[tuple[str, str]]
    fresh: list[OrderRecord]


def land_orders(records: Sequence[OrderRecord], batch: ImportBatch) -> Landed:
    """Merge records of one source; a record with the hash of one that we hold changes nothing."""
    lock()
    landed = Landed()
    members = members_for(record.customer for record in records)
    cases = held_or_made(records, members, batch)
    for record in records:
        case = cases[record.key]
        said = (batch.source_id, record.content_hash)
        if case.row["member_id"] != members[record.customer]:
            landed.refusals.append(of_another())
        elif said in case.hashes:
            landed.unchanged += 1
        else:
            case.hashes.add(said)
            case.fresh.append(record)
            landed.changed += 1
    touched = [case for case in cases.values() if case.fresh]
    write(touched, batch)
    parcels = join(touched, batch, landed)
    moved = {p.row["order_id"] for p in parcels if p.changed}
    refold({case.row["id"] for case in touched} | moved, batch.started_at)
    entries.link({case.row["member_id"] for case in touched})
    return landed


def held_or_made(
    records: Sequence[OrderRecord], members: dict[tuple[str, str], uuid.UUID], batch: ImportBatch
) -> dict[str, Case]:
    keys = list(dict.fromkeys(record.key for record in records))
    found = [dict(zip(ORDER, row, strict=True)) for row in rows(HELD, batch.source_id, keys)]
    by_id = {row["id"]: Case(row, False, set(), []) for row in found}
    for order, source, digest in rows(HASHES, list(by_id)) if by_id else ():
        by_id[order].hashes.add((source, digest))
    cases = {case.row["external_key"]: case for case in by_id.values()}
    first = {record.key: record for record in reversed(records) if record.key not in cases}
    for record, key in zip(first.values(), new_keys(len(first)), strict=True):
        row = dict.fromkeys(ORDER) | {
            "id": key,
            "member_id": members[record.customer],
            "source_id": batch.source_id,
            "external_key": record.key,
            "state": record.state,
            "guard": Guard.UNKNOWN,
            "summary": "",
            "conflict": [],
            "ship_notices": [],
            "choice": "",
        }
        cases[record.key] = Case(row, True, set(), [])
    return cases


def write(cases: list[Case], batch: ImportBatch) -> None:
    """Headers, items and one event for each record."""
    for case in cases:
        for record in case.fresh:
            note_shipping(case, record)
            merge(case.row, record)
        case.row["changed_at"] = batch.started_at
    new = (with_arrays(c.row[name] for name in ORDER) for c in cases if c.is_new)
    copy("claims_order", ORDER, new)
    merging.update("claims_order", ORDER, HEADER_WRITTEN, [c.row for c in cases if not c.is_new])
    listed = [(case.row["id"], items) for case in cases if (items := case.fresh[-1].items)]
    rows(FORGET_ITEMS, [order for order, _items in listed])
    copy("claims_orderitem", ITEM, item_rows(listed))
    events = [(case.row["id"], one, said(one)) for case in cases for one in case.fresh]
    copy(
        "claims_orderevent",
        EVENT,
        (event_row(step, order=order, content=one.content_hash) for order, one, step in events),
    )
    codes.count(batch, unrecognised(step for _order, _record, step in events))


def note_shipping(case: Case, record: OrderRecord) -> None:
    """Keep each day that the seller names for shipping: a later one is a notice of a delay."""
    day, before = record.promised_ship_on, case.row["promised_ship_on"]
    if day is None or day == before:
        return
    known = case.row["ship_notices"] or ([f"/{before}"] if before else [])
    at_sale = case.is_new and record is case.fresh[0]
    heard_on = "" if at_sale else record.effective_on or record.received_at.date()
    case.row["ship_notices"] = [*known, f"{heard_on}/{day}"]


def merge(row: dict[str, Any], record: OrderRecord) -> None:
    for name in HEADER:
        value = getattr(record, name)
        row[name] = row[name] if value is None or value == "" else value
        if row[name] is None and name in ("number", "seller", "promised_words"):
            row[name] = ""
    if record.items:
        row["summary"] = ", ".join(item.name for item in record.items)[:300]
    # Silence about sensitivity does not lift a guard that an earlier record put up.
    if record.guard is not Guard.UNKNOWN:
        row["guard"] = record.guard


def item_rows(listed: list[tuple[uuid.UUID, tuple[Item, ...]]]) -> Iterable[list]:
    for order, items in listed:
        for item in items:
            values = {"order_id": order}
            yield [values[name] if name in values else getattr(item, name) for name in ITEM]


def said(record: OrderRecord) -> Step:
    """The record's status as an event of the order. A shop gives it no time of its own."""
    return Step(
        source=record.source,
        state=record.state,
        received_at=record.received_at,
        code=record.code,
    )


def join(cases: list[Case], batch: ImportBatch, landed: Landed) -> list[Parcel]:
    """Give each order the parcels that it names, and let parcels that waited find it."""
    named_by = [
        (case.row["id"], parcel)
        for case in cases
        for record in case.fresh
        for parcel in record.shipments
    ]
    parcels = held_or_new([key_of(parcel) for _order, parcel in named_by], batch)
    for order, record in named_by:
        parcel = parcels[key_of(record)]
        if parcel.row["order_id"] not in (None, order):
            landed.refusals.append(parcel_of_another())
            continue
        parcel.changed = parcel.changed or parcel.row["order_id"] is None
        parcel.row["order_id"] = order
        take(parcel, record)
    touched = [parcel for parcel in parcels.values() if parcel.changed]
    save(touched, batch)
    return touched


def key_of(record: ShipmentRecord) -> tuple[str, str]:
    return record.carrier, record.tracking_code


def of_another() -> Refusal:
    return Refusal(
        field="customer",
        expected="the customer of the order that we hold under this number",
        found="another customer",
        now="This record was left out: an order never moves from one person to another.",
    )


def parcel_of_another() -> Refusal:
    return Refusal(
        field="orderDelivery.trackingNumber",
        expected="a parcel of this order",
        found="a parcel of another order",
        now="The order landed without this parcel.",
        warning=True,
    )
