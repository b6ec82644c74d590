"""AfterShip: trackings with their checkpoints, from its API (v4 and later) and its webhooks."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from claims.facts import OrderState, ShipmentRecord, Step
from claims.sources import tracking
from claims.sources.documents import documents
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard, Meaning
from claims.sources.values import civil_date, instant, text, web_address

S = OrderState

TAG: dict[str, OrderState] = {
    "Pending": S.PLACED,
    "InfoReceived": S.LABEL_CREATED,
    "InTransit": S.IN_TRANSIT,
    "OutForDelivery": S.OUT_FOR_DELIVERY,
    "AttemptFail": S.ATTEMPTED,
    "AvailableForPickup": S.PICKUP_READY,
    "Delivered": S.DELIVERED,
    "Exception": S.EXCEPTION,
    "Expired": S.STALE,
}

SUBTAG: dict[str, Meaning] = {
    "AttemptFail_002": (S.ATTEMPTED, "absent"),
    "AttemptFail_003": (S.ATTEMPTED, "closed"),
    "Exception_002": (S.EXCEPTION, "address"),
    "Exception_003": (S.EXCEPTION, "refused"),
    "Exception_004": (S.EXCEPTION, "customs"),
    "Exception_005": (S.EXCEPTION, "delayed"),
    "Exception_006": (S.EXCEPTION, "payment"),
    "Exception_007": (S.EXCEPTION, "address"),
    "Exception_008": (S.EXCEPTION, "unclaimed"),
    "Exception_009": (S.EXCEPTION, "undeliverable"),
    "Exception_010": (S.RETURNING, ""),
    "Exception_011": (S.RETURNED, ""),
    "Exception_012": (S.EXCEPTION, "damaged"),
    "Exception_013": (S.EXCEPTION, "lost"),
    "Exception_016": (S.EXCEPTION, "delayed"),
    "Exception_017": (S.EXCEPTION, "weather"),
    "Exception_018": (S.EXCEPTION, "information"),
}


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ShipmentRecord | Refusal]:
    """Shipments of a file of trackings; anything else in it is refused."""
    heard = Heard(source, received_at)
    for document in documents(stream):
        if isinstance(document, Refusal):
            yield document
            continue
        for found in _trackings(document.content):
            yield _shipment(found, document.line, heard)


def meaning(tag: str, subtag: str) -> Meaning:
    """Our state of an AfterShip tag; UNRECOGNISED for one we do not know."""
    if tag in TAG and subtag in SUBTAG:
        return SUBTAG[subtag]
    return TAG.get(tag, S.UNRECOGNISED), ""


def _trackings(content: Any) -> list:
    """The trackings inside an answer, a webhook ("msg") or on their own."""
    inside = content
    for wrapper in ("data", "msg"):
        if isinstance(inside, Mapping) and isinstance(inside.get(wrapper), Mapping):
            inside = inside[wrapper]
    if isinstance(inside, Mapping):
        if isinstance(inside.get("trackings"), list):
            return inside["trackings"]
        if isinstance(inside.get("tracking"), Mapping):
            return [inside["tracking"]]
    return [inside]


def _shipment(found: Any, line: int, heard: Heard) -> ShipmentRecord | Refusal:
    if not isinstance(found, Mapping) or "tracking_number" not in found or "tag" not in found:
        return Refusal(line=line, expected="an AfterShip tracking", found="another kind of object")
    checkpoints = found.get("checkpoints") or [found.get("checkpoint")]
    return tracking.shipment(
        heard,
        line=line,
        carrier=found.get("slug"),
        tracking_code=found["tracking_number"],
        steps=[
            _step(checkpoint, heard)
            for checkpoint in tracking.objects(checkpoints)
            if checkpoint.get("tag")
        ],
        headline=_headline(found, heard),
        expected_on=civil_date(found.get("expected_delivery")),
        signed_by=text(found.get("signed_by"), 120),
        public_url=web_address(found.get("courier_tracking_link")),
    )


def _step(checkpoint: Mapping, heard: Heard) -> Step:
    return tracking.step(
        heard,
        _meaning(checkpoint),
        _code(checkpoint),
        occurred_at=instant(checkpoint.get("checkpoint_time")),
        message=checkpoint.get("message"),
        where=tracking.place(checkpoint, "city", "state", "country_name"),
    )


def _headline(found: Mapping, heard: Heard) -> Step:
    # "Expired" is news of the day it was noticed, "Delivered" of the day it was done.
    noticed = instant(found.get("last_updated_at")) or instant(found.get("updated_at"))
    done = instant(found.get("shipment_delivery_date"))
    return tracking.step(
        heard,
        _meaning(found),
        _code(found),
        occurred_at=(done if found.get("tag") == "Delivered" else None) or noticed,
    )


def _meaning(stated: Mapping) -> Meaning:
    return meaning(text(stated.get("tag"), 40), text(stated.get("subtag"), 40))


def _code(stated: Mapping) -> str:
    """The subtag, which begins with its tag; the tag when there is none."""
    return text(stated.get("subtag"), 80) or text(stated.get("tag"), 80)
