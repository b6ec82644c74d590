"""Accumulators: each statement lands once, and a bucket shows the one of the latest instant."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from claims.facts import AccumulatorRecord
from claims.models import Accumulator, AccumulatorEvent, ImportBatch
from claims.store import Landed, codes, merging
from claims.store.cells import with_arrays
from claims.store.copying import columns, copy, named, rows
from claims.store.members import members_for

Key = tuple[uuid.UUID, str]  # member, key of the bucket

BUCKET = columns(Accumulator)
EVENT = tuple(name for name in columns(AccumulatorEvent) if name != "id")
ABOUT = ("kind", "level", "network", "unit", "services", "starts_on", "ends_on")
NUMBERS = ("limit", "used", "remaining", "share")
WRITTEN = (*NUMBERS, "as_of", "received_at", "current_hash", "plan_name", "span")

NEW_KEYS = "SELECT nextval('claims_accumulator_id_seq') FROM generate_series(1, %s)"
HELD = named(
    "SELECT {names} FROM claims_accumulator"
    " JOIN unnest(%s::uuid[], %s::text[]) AS asked (member_id, key) USING (member_id, key)"
    " WHERE source_id = %s",
    BUCKET,
)
HEARD = """
SELECT accumulator_id, content_hash FROM claims_accumulatorevent
 WHERE accumulator_id = ANY(%s) AND content_hash = ANY(%s::text[])
"""


class Bucket(Struct):
    """A bucket while a chunk lands: its row as it will be, and what is new in its history."""

    row: dict[str, Any]
    is_new: bool
    fresh: list[AccumulatorRecord]


def land(records: Sequence[AccumulatorRecord], batch: ImportBatch) -> Landed:
    """Add each statement to its bucket's history; an older one changes nothing but that."""
    landed = Landed()
    members = members_for(record.patient for record in records)
    asked = {(members[record.patient], record.key): record for record in reversed(records)}
    buckets = held_or_new(asked, batch)
    ids = [bucket.row["id"] for bucket in buckets.values()]
    heard = {*rows(HEARD, ids, [record.content_hash for record in records])}
    for record in records:
        bucket = buckets[members[record.patient], record.key]
        statement = (bucket.row["id"], record.content_hash)
        if statement in heard:
            landed.unchanged += 1
            continue
        heard.add(statement)
        take(bucket, record, batch)
        landed.changed += 1
    save([bucket for bucket in buckets.values() if bucket.fresh], batch)
    return landed


def held_or_new(asked: dict[Key, AccumulatorRecord], batch: ImportBatch) -> dict[Key, Bucket]:
    """Each bucket as we hold it, or a new one without numbers."""
    members, keys = [member for member, _ in asked], [key for _, key in asked]
    buckets = {}
    for held in rows(HELD, members, keys, batch.source_id):
        row = dict(zip(BUCKET, held, strict=True))
        buckets[row["member_id"], row["key"]] = Bucket(row, False, [])
    missing = [key for key in asked if key not in buckets]
    for key, (number,) in zip(missing, rows(NEW_KEYS, len(missing)), strict=True):
        row = dict.fromkeys(BUCKET) | {name: getattr(asked[key], name) for name in ABOUT}
        row |= {"id": number, "member_id": key[0], "key": key[1], "source_id": batch.source_id}
        buckets[key] = Bucket(row, True, [])
    return buckets


def take(bucket: Bucket, record: AccumulatorRecord, batch: ImportBatch) -> None:
    """Add a statement; the latest one is what the bucket says.

    Of two of one instant the hash decides, so that the order of arrival never does.
    """
    bucket.fresh.append(record)
    row = bucket.row
    if row["as_of"] and (row["as_of"], row["current_hash"]) > (record.as_of, record.content_hash):
        return
    row |= numbers_of(record, batch)
    row["current_hash"] = record.content_hash
    row |= {"plan_name": record.plan_name, "span": record.span}


def numbers_of(record: AccumulatorRecord, batch: ImportBatch) -> dict[str, Any]:
    numbers = {name: getattr(record.counted, name) for name in NUMBERS}
    return numbers | {"as_of": record.as_of, "received_at": batch.started_at}


def save(buckets: list[Bucket], batch: ImportBatch) -> None:
    """Write buckets and their history, and count the codes that nobody knows."""
    new = [with_arrays(one.row[name] for name in BUCKET) for one in buckets if one.is_new]
    copy("claims_accumulator", BUCKET, new)
    held = [one.row for one in buckets if not one.is_new]
    merging.update("claims_accumulator", BUCKET, WRITTEN, held)
    copy("claims_accumulatorevent", EVENT, (row for one in buckets for row in events(one, batch)))
    seen = Counter(code for one in buckets for record in one.fresh for code in record.unrecognised)
    codes.count(batch, seen)


def events(bucket: Bucket, batch: ImportBatch) -> list[list[Any]]:
    about = {"accumulator_id": bucket.row["id"]}
    told = [
        about | numbers_of(record, batch) | {"content_hash": record.content_hash}
        for record in bucket.fresh
    ]
    return [[row[name] for name in EVENT] for row in told]
