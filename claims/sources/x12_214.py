"""X12 214: where a carrier of freight says a shipment is.

One transaction is one shipment: B10 names it, each AT7 is one thing that happened, MS1 behind it
says where. What the codes of AT7 mean to a member is ours (research: claims.md 1.8).
"""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO
from zoneinfo import ZoneInfo

from msgspec import Struct

from claims.facts import OrderState, ShipmentRecord, Step
from claims.sources import tracking
from claims.sources.local_time import local_instant
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard, Meaning
from claims.sources.values import EARLIEST_YEAR, LATEST_YEAR, text
from claims.sources.x12.segments import LARGEST_LOOP, NO_SEGMENT, Segment, Transaction, transactions

S = OrderState

MOST_EVENTS = 5_000  # of one shipment; what has more is no shipment

# AT7-01. A truck that stands at the door, or has left it, has not said that it unloaded.
STATUS: dict[str, Meaning] = {
    **dict.fromkeys(("OO", "X3", "X8", "XB"), (S.LABEL_CREATED, "")),
    **dict.fromkeys(("AF", "AI", "AM", "AN", "AR", "BA", "BC", "CL"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("CP", "I1", "J1", "K1", "L1", "OA", "P1", "R1"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("RL", "X4", "X6"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("AJ", "CD", "S1", "X1", "X5"), (S.OUT_FOR_DELIVERY, "")),
    **dict.fromkeys(("AV", "AW"), (S.PICKUP_READY, "")),
    **dict.fromkeys(("AH", "AP"), (S.ATTEMPTED, "")),
    "SD": (S.EXCEPTION, "delayed"),
    "A7": (S.EXCEPTION, "refused"),
    "A9": (S.EXCEPTION, "damaged"),
    "PR": (S.EXCEPTION, "customs"),
    "D1": (S.DELIVERED, ""),
    "A3": (S.RETURNED, ""),
    "CA": (S.CANCELLED, ""),
}

# AT7-02, for a status that only says that something went wrong.
REASON: dict[str, Meaning] = {
    "AQ": (S.ATTEMPTED, "absent"),
    **dict.fromkeys(("AN", "B1"), (S.ATTEMPTED, "closed")),
    "A2": (S.EXCEPTION, "address"),
    "AA": (S.EXCEPTION, "missorted"),
    "AK": (S.EXCEPTION, "damaged"),
    "AO": (S.EXCEPTION, "weather"),
    **dict.fromkeys(("AS", "BD", "CA", "F1"), (S.EXCEPTION, "customs")),
    **dict.fromkeys(("AR", "AT", "BC"), (S.EXCEPTION, "information")),
    **dict.fromkeys(("B4", "C2", "C8", "C9"), (S.EXCEPTION, "payment")),
    **dict.fromkeys(("AD", "B5", "BB", "BK", "C3", "C4", "HB", "P2"), (S.EXCEPTION, "held")),
    "BS": (S.EXCEPTION, "refused"),
    "BT": (S.RETURNING, ""),
    "C1": (S.PICKUP_READY, ""),
}
REASON_COUNTS_IN = frozenset({"AH", "AP", "SD"})

ARRIVES = frozenset({"AG", "X2"})  # AT7-01: a day to come and no event
APPOINTED = frozenset({"AB", "AC", "X9"})  # AT7-03: a day agreed for the delivery
OF_THE_WAY = frozenset({"B6", "C1"})  # estimates of a terminal, which a member has no use for

NUMBERS = ("2I", "CN")  # L11-02: the tracking number, and what the carrier itself calls it

# AT7-07. "T" is what the clock shows there, "S" and "D" are standard and daylight time.
LOCAL = {
    code: ZoneInfo(zone)
    for code, zone in {
        "AT": "America/Anchorage",
        "CT": "America/Chicago",
        "ET": "America/New_York",
        "HT": "Pacific/Honolulu",
        "MT": "America/Denver",
        "NT": "America/St_Johns",
        "PT": "America/Los_Angeles",
        "TT": "America/Halifax",
    }.items()
}
STANDARD = {"N": -3.5, "T": -4, "E": -5, "C": -6, "M": -7, "P": -8, "A": -9, "H": -10}
OFFSET = {f"{letter}S": hours for letter, hours in STANDARD.items()}
OFFSET |= {f"{letter}D": hours + 1 for letter, hours in STANDARD.items()}
OFFSET |= {"GM": 0, "UT": 0}
OFFSET |= {f"{hours:02}": hours for hours in range(1, 13)}  # hours ahead of UTC
OFFSET |= {f"{25 - hours}": -hours for hours in range(1, 13)}  # 24 is one hour behind it


class Happening(Struct):
    """One AT7, and the MS1 that may follow it."""

    status: Segment
    place: Segment = NO_SEGMENT


class Shipment(Struct):
    """What a transaction says, before it is ours."""

    beginning: Segment = NO_SEGMENT
    references: dict[str, str] = {}
    happenings: list[Happening] = []
    too_many: bool = False
    size: int = 0


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ShipmentRecord | Refusal]:
    """Shipments of a file; a transaction of another kind, or one cut short, is left out."""
    heard = Heard(source, received_at)
    for transaction in transactions(stream):
        if isinstance(transaction, Refusal):
            yield transaction
        elif transaction.kind != "214":
            yield Refusal(
                line=transaction.number,
                field="ST01",
                expected="a transaction 214",
                found=f"a {text(transaction.kind, 6)}",
            )
        else:
            read = _read(transaction)
            # Cut short, a place may be missing from its event: the whole file tells it again.
            if transaction.ended:
                yield _shipment(read, transaction.number, heard)


def meaning(status: str, reason: str) -> Meaning:
    """Our state of an AT7; UNRECOGNISED for one we do not know."""
    if status in REASON_COUNTS_IN and reason in REASON:
        return REASON[reason]
    return STATUS.get(status, (S.UNRECOGNISED, ""))


def _read(transaction: Transaction) -> Shipment:
    found = Shipment()
    for segment in transaction:
        if segment.id == "B10":
            found.beginning = segment
        elif segment.id == "L11" and segment.element(2) in NUMBERS:
            found.references.setdefault(segment.element(2), segment.element(1))
        elif segment.id == "AT7":
            found.size += segment.size
            found.too_many = len(found.happenings) >= MOST_EVENTS or found.size > LARGEST_LOOP
            if not found.too_many:
                found.happenings.append(Happening(segment))
        elif segment.id == "MS1" and found.happenings:
            found.size += segment.size
            found.happenings[-1].place = segment
    return found


def _shipment(found: Shipment, line: int, heard: Heard) -> ShipmentRecord | Refusal:
    if found.too_many:
        return Refusal(
            line=line, field="AT7", expected=f"{MOST_EVENTS:,} events or fewer", found="more"
        )
    number = found.references.get("2I") or found.beginning.element(1)
    return tracking.shipment(
        heard,
        line=line,
        carrier=found.beginning.element(3),
        tracking_code=number or found.references.get("CN"),
        steps=[_step(one, heard) for one in found.happenings if _happened(one)],
        headline=None,
        expected_on=_expected_on(found.happenings),
    )


def _happened(one: Happening) -> bool:
    status = one.status.element(1)
    return bool(status) and status not in ARRIVES | OF_THE_WAY


def _step(one: Happening, heard: Heard) -> Step:
    status, reason = one.status.element(1), one.status.element(2)
    places = (text(one.place.element(number), 60) for number in (1, 2, 3))
    return tracking.step(
        heard,
        meaning(status, reason),
        "/".join(filter(None, (text(status, 40), text(reason, 39)))),
        occurred_at=_at(one),
        where=", ".join(filter(None, places)),
    )


def _expected_on(happenings: list[Happening]) -> dt.date | None:
    """The day it should come; of several the latest, because an early parcel disappoints nobody."""
    days = [
        _day(one.status.element(5))
        for one in happenings
        if one.status.element(1) in ARRIVES or one.status.element(3) in APPOINTED
    ]
    return max(filter(None, days), default=None)


def _at(one: Happening) -> dt.datetime | None:
    """AT7-05 to 07. Without a code of a zone the time is that of the place."""
    day, time, code = _day(one.status.element(5)), _time(one.status.element(6)), one.status
    zone = _zone(code.element(7))
    if day is None or time is None or zone is None:
        return local_instant(day, time, one.place.element(2))
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)


def _zone(code: str) -> dt.tzinfo | None:
    if code in OFFSET:
        return dt.timezone(dt.timedelta(hours=OFFSET[code]))
    return LOCAL.get(code)


def _day(written: str) -> dt.date | None:
    """The day of "20260917"."""
    if len(written) != 8 or not written.isdecimal():
        return None
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return None
    return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def _time(written: str) -> dt.time | None:
    """The time of "1135", "113559" or "11355900"."""
    if len(written) < 4 or not written.isdecimal():
        return None
    try:
        return dt.time(int(written[:2]), int(written[2:4]), int(written[4:6] or 0))
    except ValueError:
        return None
