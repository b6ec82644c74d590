"""Parcels: what carriers say of them lands, also before their order does.

A parcel without its order belongs to nobody and is shown to nobody; it joins the order that names
it, by carrier and tracking code.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from claims.facts import OrderState, ShipmentRecord, Step
from claims.fold_order import fold_shipment, identity
from claims.models import ImportBatch, OrderEvent, Shipment
from claims.sources.values import content_hash
from claims.store import Landed, codes, merging
from claims.store.copying import columns, copy, named, rows
from claims.store.order_folds import TOLD, refold, step_of

Key = tuple[str, str]  # carrier, tracking code

SHIPMENT = columns(Shipment)
EVENT = tuple(name for name in columns(OrderEvent) if name != "id")
WRITTEN = tuple(name for name in SHIPMENT if name not in ("id", "carrier", "tracking_code"))

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('orders and parcels', 0))"
NEW_KEYS = "SELECT nextval('claims_shipment_id_seq') FROM generate_series(1, %s)"
HELD = named(
    "SELECT {names} FROM claims_shipment"
    " JOIN unnest(%s::text[], %s::text[]) AS asked (carrier, tracking_code)"
    " USING (carrier, tracking_code)",
    SHIPMENT,
)
EVENTS = named(
    "SELECT shipment_id, source_id, content_hash, {names} FROM claims_orderevent"
    " WHERE shipment_id = ANY(%s)",
    TOLD,
)


class Parcel(Struct):
    """A parcel while a chunk lands: its row as it will be, and what was said, old and new."""

    row: dict[str, Any]
    is_new: bool
    steps: list[Step]
    hashes: set[tuple[str, str]]  # (source, content hash) of each step
    fresh: list[Step]
    changed: bool = False


def land_shipments(records: Sequence[ShipmentRecord], batch: ImportBatch) -> Landed:
    """Merge what carriers say; a record that adds nothing changes nothing."""
    lock()
    landed = Landed()
    parcels = held_or_new([(one.carrier, one.tracking_code) for one in records], batch)
    for record in records:
        parcel = parcels[record.carrier, record.tracking_code]
        parcel.row["source_id"] = batch.source_id
        if take(parcel, record):
            landed.changed += 1
        else:
            landed.unchanged += 1
    touched = [parcel for parcel in parcels.values() if parcel.changed]
    save(touched, batch)
    moved = {parcel.row["order_id"] for parcel in touched if parcel.row["order_id"]}
    refold(moved, batch.started_at)
    return landed


def lock() -> None:
    """One import of orders or parcels at a time: two would each make the same parcel."""
    rows(LOCK)


def held_or_new(keys: Iterable[Key], batch: ImportBatch) -> dict[Key, Parcel]:
    """Each parcel as we hold it, or a new one that nobody has said anything of."""
    asked = list(dict.fromkeys(keys))
    found = [
        dict(zip(SHIPMENT, row, strict=True))
        for row in rows(HELD, [carrier for carrier, _ in asked], [code for _, code in asked])
    ]
    by_id = {row["id"]: Parcel(row, False, [], set(), []) for row in found}
    for shipment, source, digest, *told in rows(EVENTS, list(by_id)) if by_id else ():
        parcel = by_id[shipment]
        parcel.hashes.add((source, digest))
        parcel.steps.append(step_of(source, told))
    parcels = {(p.row["carrier"], p.row["tracking_code"]): p for p in by_id.values()}
    missing = [key for key in asked if key not in parcels]
    for key, (number,) in zip(missing, rows(NEW_KEYS, len(missing)), strict=True):
        parcels[key] = new_parcel(number, key, batch)
    return parcels


def new_parcel(number: int, key: Key, batch: ImportBatch) -> Parcel:
    row = dict.fromkeys(SHIPMENT) | {
        "id": number,
        "source_id": batch.source_id,
        "carrier": key[0],
        "tracking_code": key[1],
        "signed_by": "",
        "public_url": "",
        "changed_at": batch.started_at,
    }
    return Parcel(row, True, [], set(), [])


def take(parcel: Parcel, record: ShipmentRecord) -> bool:
    """Add what a record says; whether it said anything new."""
    newer = newness(parcel, record)
    fresh = [step for step in record.steps if new_step(parcel, step)]
    before = dict(parcel.row)
    row = parcel.row
    for name in ("signed_by", "public_url"):
        if newer > 0 or not row[name]:
            row[name] = getattr(record, name) or row[name]
    expect(row, record, newer)
    parcel.fresh += fresh
    parcel.steps += fresh
    changed = bool(fresh) or parcel.row != before or (parcel.is_new and not parcel.changed)
    parcel.changed = parcel.changed or changed
    return changed


def newness(parcel: Parcel, record: ShipmentRecord) -> int:
    """1 when a record knows a later event than we do, 0 when the same, -1 for an old file."""
    held = max((step.occurred_at for step in parcel.steps if step.occurred_at), default=None)
    told = max((step.occurred_at for step in record.steps if step.occurred_at), default=None)
    if held is None or told is None:
        return (told is not None) - (held is not None)
    return (told > held) - (told < held)


def expect(row: dict[str, Any], record: ShipmentRecord, newer: int) -> None:
    """Keep the day the carrier expects, and the one it said first.

    Of two files that know the same events the later day counts, whichever comes first: so neither
    can take turns with the other when both are imported again.
    """
    told = record.expected_on
    if told is None:
        return
    held = row["expected_on"]
    if held is None:
        row["expected_on"] = row["first_expected_on"] = told
    elif newer > 0 or (newer == 0 and told > held):
        row["expected_on"] = told
    if newer <= 0:
        row["first_expected_on"] = min(row["first_expected_on"], told)


def new_step(parcel: Parcel, step: Step) -> bool:
    """Whether nobody has told us this step before; from now on somebody has."""
    key = (step.source, digest(step))
    if key in parcel.hashes:
        return False
    parcel.hashes.add(key)
    return True


def digest(step: Step) -> str:
    return content_hash(*identity(step))


def save(parcels: list[Parcel], batch: ImportBatch) -> None:
    """Fold what changed, and write parcels and events. Foreign keys are checked at the commit."""
    for parcel in parcels:
        folded = fold_shipment(parcel.steps)
        parcel.row |= {
            "state": folded.state,
            "state_at": folded.state_at,
            "detail": folded.detail,
            "changed_at": batch.started_at,
        }
    new = [[p.row[name] for name in SHIPMENT] for p in parcels if p.is_new]
    copy("claims_shipment", SHIPMENT, new)
    merging.update("claims_shipment", SHIPMENT, WRITTEN, [p.row for p in parcels if not p.is_new])
    fresh = [(p.row["id"], step) for p in parcels for step in p.fresh]
    copy("claims_orderevent", EVENT, (event_row(step, shipment=key) for key, step in fresh))
    codes.count(batch, unrecognised(step for _key, step in fresh))


def event_row(
    step: Step,
    *,
    shipment: int | None = None,
    order: uuid.UUID | None = None,
    content: str = "",
) -> list:
    """A step as a row of EVENT; ``content`` is its hash where it is not that of the step."""
    values = {
        "order_id": order,
        "shipment_id": shipment,
        "source_id": step.source,
        "content_hash": content or digest(step),
    }
    return [values[name] if name in values else getattr(step, name) for name in EVENT]


def unrecognised(steps: Iterable[Step]) -> Counter[tuple[str, str]]:
    unknown = (step for step in steps if step.state == OrderState.UNRECOGNISED)
    return Counter(("order status", step.code) for step in unknown)
