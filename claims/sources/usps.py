"""USPS: answers of Track & Confirm with fields (TrackResponse of TrackFieldRequest, XML)."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from claims.facts import OrderState, ShipmentRecord, Step
from claims.sources import tracking
from claims.sources.local_time import local_instant
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard, Meaning
from claims.sources.values import EARLIEST_YEAR, LATEST_YEAR, text
from claims.sources.xml_records import Element, xml_records

S = OrderState

EVENT: dict[str, Meaning] = {
    **dict.fromkeys(("GX", "MA"), (S.LABEL_CREATED, "")),
    **dict.fromkeys(("03", "06", "07", "10", "14", "19", "41", "42", "43"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("80", "81", "82", "EF", "NT", "OA", "PA", "PC"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("SF", "TM"), (S.IN_TRANSIT, "")),
    "OF": (S.OUT_FOR_DELIVERY, ""),
    "16": (S.PICKUP_READY, ""),
    **dict.fromkeys(("02", "52", "56"), (S.ATTEMPTED, "absent")),
    **dict.fromkeys(("30", "51", "53"), (S.ATTEMPTED, "closed")),
    **dict.fromkeys(("54", "55"), (S.ATTEMPTED, "")),
    "04": (S.EXCEPTION, "refused"),
    "05": (S.EXCEPTION, "address"),
    **dict.fromkeys(("08", "15"), (S.EXCEPTION, "missorted")),
    "11": (S.EXCEPTION, "undeliverable"),
    "71": (S.EXCEPTION, "delayed"),
    **dict.fromkeys(("01", "17"), (S.DELIVERED, "")),
    **dict.fromkeys(("09", "21", "22", "23", "24", "25"), (S.RETURNING, "")),
    **dict.fromkeys(("26", "27", "28", "29", "31", "44"), (S.RETURNING, "")),
    "DX": (S.STALE, ""),
}

# Of the parcel as a whole; counts only where the newest event says nothing that we know.
CATEGORY: dict[str, Meaning] = {
    "Pre-Shipment": (S.LABEL_CREATED, ""),
    "Accepted": (S.IN_TRANSIT, ""),
    "In Transit": (S.IN_TRANSIT, ""),
    "Out for Delivery": (S.OUT_FOR_DELIVERY, ""),
    "Available for Pickup": (S.PICKUP_READY, ""),
    "Delivery Attempt": (S.ATTEMPTED, ""),
    "Alert": (S.EXCEPTION, ""),
    "Delivered": (S.DELIVERED, ""),
    "Delivered to Agent": (S.DELIVERED, ""),
}


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ShipmentRecord | Refusal]:
    """Shipments of a file of answers; a parcel that USPS does not find is refused."""
    heard = Heard(source, received_at)
    for found in xml_records(stream, "TrackInfo"):
        yield found if isinstance(found, Refusal) else _shipment(found, heard)


def meaning(event: str) -> Meaning:
    """Our state of a USPS event; UNRECOGNISED for one we do not know."""
    return EVENT.get(event, (S.UNRECOGNISED, ""))


def _shipment(found: Element, heard: Heard) -> ShipmentRecord | Refusal:
    said = found.texts()
    if "Error" in said:
        number = text(found.said("Error", "Number"), 40)
        return Refusal(
            line=found.line, expected="a parcel that USPS knows", found=f"its error {number}"
        )
    events = [event for event in found.all("TrackSummary") + found.all("TrackDetail") if _is(event)]
    if not events:
        return Refusal(
            line=found.line,
            expected="events with EventCode and EventDate (TrackFieldRequest)",
            found="none",
        )
    steps = [_step(event, heard) for event in events]
    return tracking.shipment(
        heard,
        line=found.line,
        carrier="USPS",
        tracking_code=found.attributes.get("ID"),
        steps=steps,
        headline=_headline(said, steps[0], heard),
        expected_on=_day(said.get("ExpectedDeliveryDate") or said.get("PredictedDeliveryDate")),
        signed_by=_signed_by(found),
    )


def _is(event: Element) -> bool:
    """An older kind of request is answered with a sentence and no fields."""
    return bool(event.said("EventCode") or event.said("EventDate"))


def _step(event: Element, heard: Heard) -> Step:
    said = event.texts()
    return tracking.step(
        heard,
        meaning(said.get("EventCode", "")),
        text(said.get("EventCode"), 80),
        occurred_at=local_instant(
            _day(said.get("EventDate")), _time(said.get("EventTime")), said.get("EventState", "")
        ),
        message=said.get("Event"),
        where=tracking.place(said, "EventCity", "EventState", "EventCountry"),
    )


def _headline(said: dict[str, str], newest: Step, heard: Heard) -> Step | None:
    category = said.get("StatusCategory", "")
    if newest.state != S.UNRECOGNISED or category not in CATEGORY:
        return None
    return tracking.step(
        heard,
        CATEGORY[category],
        category,
        occurred_at=newest.occurred_at,
        message=said.get("Status"),
        where=newest.place,
    )


def _signed_by(found: Element) -> str:
    """Who took it: named in the event of the delivery only."""
    newest = found.first("TrackSummary").texts()
    delivered = meaning(newest.get("EventCode", ""))[0] == S.DELIVERED
    return text(newest.get("Name"), 120) if delivered else ""


def _day(written: str | None) -> dt.date | None:
    """The day of "April 28, 2015"."""
    try:
        day = dt.datetime.strptime(written or "", "%B %d, %Y").date()  # noqa: DTZ007  (a day)
    except ValueError:
        return None
    return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def _time(written: str | None) -> dt.time | None:
    """The time of "9:01 am"."""
    try:
        return dt.datetime.strptime(written or "", "%I:%M %p").time()  # noqa: DTZ007  (a clock's)
    except ValueError:
        return None
