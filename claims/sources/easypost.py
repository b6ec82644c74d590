"""EasyPost: tracker objects, lists of them, and the events that its webhooks send."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from claims.facts import OrderState, ShipmentRecord, Step
from claims.sources import tracking
from claims.sources.documents import Document, documents
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard, Meaning
from claims.sources.values import civil_date, instant, text, web_address

S = OrderState

STATUS: dict[str, OrderState] = {
    "pre_transit": S.LABEL_CREATED,
    "in_transit": S.IN_TRANSIT,
    "out_for_delivery": S.OUT_FOR_DELIVERY,
    "available_for_pickup": S.PICKUP_READY,
    "delivered": S.DELIVERED,
    "return_to_sender": S.RETURNING,
    "failure": S.EXCEPTION,
    "cancelled": S.CANCELLED,
    "unknown": S.STALE,
    "error": S.STALE,
}

# A detail that says more than the status. Those that say nothing new stand in no row.
DETAIL: dict[str, Meaning] = {
    "address_correction": (S.EXCEPTION, "address"),
    "arrived_at_pickup_location": (S.PICKUP_READY, ""),
    "awaiting_information": (S.EXCEPTION, "information"),
    "damaged": (S.EXCEPTION, "damaged"),
    "delayed": (S.EXCEPTION, "delayed"),
    "delivery_exception": (S.ATTEMPTED, ""),
    "expired": (S.STALE, ""),
    "held": (S.EXCEPTION, "held"),
    "lost": (S.EXCEPTION, "lost"),
    "missorted": (S.EXCEPTION, "missorted"),
    "refused": (S.EXCEPTION, "refused"),
    "return": (S.RETURNING, ""),
    "transit_exception": (S.EXCEPTION, ""),
    "weather_delay": (S.EXCEPTION, "weather"),
}
DETAIL_COUNTS_IN = frozenset({"pre_transit", "in_transit", "failure", "unknown", "error"})


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ShipmentRecord | Refusal]:
    """Shipments of a file of trackers; anything that is not a tracker is refused with its kind."""
    heard = Heard(source, received_at)
    for document in documents(stream):
        if isinstance(document, Refusal):
            yield document
        else:
            yield from _shipments(document, heard)


def meaning(status: str, detail: str) -> Meaning:
    """Our state of an EasyPost status; UNRECOGNISED for one we do not know."""
    if status in DETAIL_COUNTS_IN and detail in DETAIL:
        return DETAIL[detail]
    return STATUS.get(status, S.UNRECOGNISED), ""


def _shipments(document: Document, heard: Heard) -> Iterator[ShipmentRecord | Refusal]:
    content = document.content
    if isinstance(content, Mapping) and content.get("object") == "Event":
        content = content.get("result")
    several = content.get("trackers") if isinstance(content, Mapping) else None
    for tracker in several if isinstance(several, list) else [content]:
        yield _shipment(tracker, document.line, heard)


def _shipment(tracker: Any, line: int, heard: Heard) -> ShipmentRecord | Refusal:
    if not isinstance(tracker, Mapping) or "tracking_details" not in tracker:
        return Refusal(line=line, expected="an EasyPost tracker", found=_kind(tracker))
    steps = [_step(detail, heard) for detail in tracking.objects(tracker["tracking_details"])]
    carrier = tracker.get("carrier_detail")
    carrier = carrier if isinstance(carrier, Mapping) else {}
    return tracking.shipment(
        heard,
        line=line,
        carrier=tracker.get("carrier"),
        tracking_code=tracker.get("tracking_code"),
        steps=steps,
        headline=_headline(tracker, heard),
        expected_on=civil_date(carrier.get("est_delivery_date_local"))
        or civil_date(tracker.get("est_delivery_date")),
        signed_by=text(tracker.get("signed_by"), 120),
        public_url=web_address(tracker.get("public_url")),
    )


def _step(detail: Mapping, heard: Heard) -> Step:
    return tracking.step(
        heard,
        _meaning(detail),
        _code(detail),
        occurred_at=instant(detail.get("datetime")),
        message=detail.get("message"),
        where=tracking.place(detail.get("tracking_location"), "city", "state", "country"),
    )


def _headline(tracker: Mapping, heard: Heard) -> Step:
    return tracking.step(
        heard,
        _meaning(tracker),
        _code(tracker),
        occurred_at=instant(tracker.get("updated_at")),
    )


def _meaning(stated: Mapping) -> Meaning:
    return meaning(text(stated.get("status"), 40), text(stated.get("status_detail"), 40))


def _code(stated: Mapping) -> str:
    """Both words verbatim: "failure/damaged"."""
    parts = (text(stated.get("status"), 40), text(stated.get("status_detail"), 39))
    return "/".join(filter(None, parts))


def _kind(found: Any) -> str:
    if not isinstance(found, Mapping):
        return "something that is not an object"
    return f"a {text(found.get('object'), 40)}" if found.get("object") else "another kind of object"
