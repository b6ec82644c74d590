"""Shippo: tracks with their history, from its API and its webhooks."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from claims.facts import OrderState, ShipmentRecord, Step
from claims.sources import tracking
from claims.sources.documents import documents
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard, Meaning
from claims.sources.values import civil_date, instant, text

S = OrderState

# UNKNOWN: the carrier has not found the parcel, or not scanned it yet.
STATUS: dict[str, OrderState] = {
    "UNKNOWN": S.STALE,
    "PRE_TRANSIT": S.LABEL_CREATED,
    "TRANSIT": S.IN_TRANSIT,
    "DELIVERED": S.DELIVERED,
    "RETURNED": S.RETURNED,
    "FAILURE": S.EXCEPTION,
}

SUBSTATUS: dict[str, Meaning] = {
    "information_received": (S.LABEL_CREATED, ""),
    "address_issue": (S.EXCEPTION, "address"),
    "contact_carrier": (S.EXCEPTION, "information"),
    "delayed": (S.EXCEPTION, "delayed"),
    "delivery_attempted": (S.ATTEMPTED, ""),
    "location_inaccessible": (S.ATTEMPTED, "closed"),
    "notice_left": (S.ATTEMPTED, "absent"),
    "out_for_delivery": (S.OUT_FOR_DELIVERY, ""),
    "package_damaged": (S.EXCEPTION, "damaged"),
    "package_disposed": (S.EXCEPTION, "lost"),
    "package_held": (S.EXCEPTION, "held"),
    "package_lost": (S.EXCEPTION, "lost"),
    "package_unclaimed": (S.EXCEPTION, "unclaimed"),
    "package_undeliverable": (S.EXCEPTION, "undeliverable"),
    "pickup_available": (S.PICKUP_READY, ""),
    "reschedule_delivery": (S.ATTEMPTED, ""),
    "return_to_sender": (S.RETURNING, ""),
}
# An ending is an ending, whatever its substatus adds: only these are told apart by it.
SUBSTATUS_COUNTS_IN = frozenset({"UNKNOWN", "PRE_TRANSIT", "TRANSIT", "FAILURE"})


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ShipmentRecord | Refusal]:
    """Shipments of a file of tracks; anything else in it is refused."""
    heard = Heard(source, received_at)
    for document in documents(stream):
        if isinstance(document, Refusal):
            yield document
        else:
            yield _shipment(document.content, document.line, heard)


def meaning(status: str, substatus: str) -> Meaning:
    """Our state of a Shippo status; UNRECOGNISED for one we do not know."""
    if status in SUBSTATUS_COUNTS_IN and substatus in SUBSTATUS:
        return SUBSTATUS[substatus]
    return STATUS.get(status, S.UNRECOGNISED), ""


def _shipment(content: Any, line: int, heard: Heard) -> ShipmentRecord | Refusal:
    if isinstance(content, Mapping) and isinstance(content.get("data"), Mapping):
        content = content["data"]  # a webhook: {"event": "track_updated", "data": {...}}
    if not isinstance(content, Mapping) or "tracking_status" not in content:
        return Refusal(line=line, expected="a Shippo track", found="another kind of object")
    current = content["tracking_status"]
    return tracking.shipment(
        heard,
        line=line,
        carrier=content.get("carrier"),
        tracking_code=content.get("tracking_number"),
        steps=[_step(event, heard) for event in tracking.objects(content.get("tracking_history"))],
        headline=_step(current, heard) if isinstance(current, Mapping) else None,
        expected_on=civil_date(content.get("eta")),
    )


def _step(event: Mapping, heard: Heard) -> Step:
    substatus = event.get("substatus")
    detail = text(substatus.get("code"), 39) if isinstance(substatus, Mapping) else ""
    status = text(event.get("status"), 40)
    return tracking.step(
        heard,
        meaning(status, detail),
        f"{status}/{detail}" if detail else status,
        occurred_at=instant(event.get("status_date")),
        message=event.get("status_details"),
        where=tracking.place(event.get("location"), "city", "state", "country"),
    )
