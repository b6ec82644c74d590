"""Canada Post: details of a parcel from its tracking service (tracking-detail, XML)."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from claims.facts import OrderState, ShipmentRecord, Step
from claims.sources import tracking
from claims.sources.local_time import local_instant
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard, Meaning
from claims.sources.values import civil_date, text
from claims.sources.xml_records import Element, xml_records

S = OrderState

_DELIVERED = ("1408", "1409", "1496", "1497", "1498", "1499", "5300")
_DELIVERED_TOO = tuple(str(number) for number in (*range(1421, 1435), 1441, 1442))
_TO_COLLECT = ("118", "156", "1407", "1410", "1435", "1436", "1437", "1438", "1479", "1488", "1701")

# Canada Post writes its numbers with and without zeros before them.
EVENT: dict[str, Meaning] = {
    "3000": (S.LABEL_CREATED, ""),
    **dict.fromkeys(("100", "2300"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("174", "500"), (S.OUT_FOR_DELIVERY, "")),
    **dict.fromkeys(_TO_COLLECT, (S.PICKUP_READY, "")),
    **dict.fromkeys(("167", "168", "169", "1417"), (S.ATTEMPTED, "absent")),
    **dict.fromkeys(("1418", "1419", "1420"), (S.ATTEMPTED, "")),
    **dict.fromkeys(("172", "173"), (S.EXCEPTION, "address")),
    **dict.fromkeys(("159", "160", "161", "162", "163"), (S.EXCEPTION, "delayed")),
    "1415": (S.EXCEPTION, "refused"),
    **dict.fromkeys((*_DELIVERED, *_DELIVERED_TOO), (S.DELIVERED, "")),
    "20": (S.DELIVERED, ""),  # the picture of the signature, taken at the door
}

# The same all year: the words say which of the two holds.
OFFSETS = {"NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4}
OFFSETS |= {"CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "UTC": 0, "GMT": 0}


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ShipmentRecord | Refusal]:
    """Shipments of a file of details; anything else in it is refused."""
    heard = Heard(source, received_at)
    for found in xml_records(stream, "tracking-detail"):
        yield found if isinstance(found, Refusal) else _shipment(found, heard)


def meaning(event: str) -> Meaning:
    """Our state of a Canada Post event; UNRECOGNISED for one we do not know."""
    return EVENT.get(event.lstrip("0"), (S.UNRECOGNISED, ""))


def _shipment(found: Element, heard: Heard) -> ShipmentRecord | Refusal:
    said = found.texts()
    occurrences = found.first("significant-events").all("occurrence")
    signatures = (text(one.said("signatory-name"), 120) for one in occurrences)
    return tracking.shipment(
        heard,
        line=found.line,
        carrier="Canada Post",
        tracking_code=said.get("pin"),
        steps=[_step(one.texts(), heard) for one in occurrences],
        headline=None,
        expected_on=civil_date(said.get("changed-expected-date"))
        or civil_date(said.get("expected-delivery-date")),
        signed_by=next(filter(None, signatures), ""),
    )


def _step(said: dict[str, str], heard: Heard) -> Step:
    code = text(said.get("event-identifier"), 80)
    return tracking.step(
        heard,
        meaning(code),
        code,
        occurred_at=_at(said),
        message=said.get("event-description"),
        where=tracking.place(said, "event-retail-name", "event-site", "event-province"),
    )


def _at(said: dict[str, str]) -> dt.datetime | None:
    day = civil_date(said.get("event-date"))
    try:
        time = dt.time.fromisoformat(said.get("event-time", ""))
    except ValueError:
        time = None
    offset = OFFSETS.get(said.get("event-time-zone", "").upper())
    if day is None or time is None or offset is None:
        return local_instant(day, time, said.get("event-province", ""))
    zone = dt.timezone(dt.timedelta(hours=offset))
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)
