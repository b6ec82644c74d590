"""FedEx: answers of its tracking service (TrackReply, XML), with or without the SOAP envelope."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from claims.facts import OrderState, ShipmentRecord, Step
from claims.sources import tracking
from claims.sources.local_time import instant_or_local
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard, Meaning
from claims.sources.values import civil_date, text
from claims.sources.xml_records import Element, xml_records

S = OrderState

STATUS: dict[str, Meaning] = {
    **dict.fromkeys(("OC", "OX"), (S.LABEL_CREATED, "")),
    **dict.fromkeys(("AA", "AC", "AF", "AR", "AX", "CC", "CH", "CP", "DP"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("EA", "EO", "FD", "IT", "IX", "LO", "OF", "PF", "PL"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("PU", "PX", "SF", "TR"), (S.IN_TRANSIT, "")),
    **dict.fromkeys(("AD", "ED", "OD"), (S.OUT_FOR_DELIVERY, "")),
    **dict.fromkeys(("HL", "HP"), (S.PICKUP_READY, "")),
    "DE": (S.ATTEMPTED, ""),
    "SE": (S.EXCEPTION, ""),
    "CD": (S.EXCEPTION, "customs"),
    **dict.fromkeys(("DD", "DY"), (S.EXCEPTION, "delayed")),
    "DL": (S.DELIVERED, ""),
    "RS": (S.RETURNING, ""),
    "CA": (S.CANCELLED, ""),
}

# Why it could not be delivered. FedEx writes the number with any zeros before it.
REASON: dict[str, Meaning] = {
    "3": (S.EXCEPTION, "address"),
    "7": (S.EXCEPTION, "refused"),
    "8": (S.ATTEMPTED, "absent"),
}
REASON_COUNTS_IN = frozenset({"DE", "SE"})


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ShipmentRecord | Refusal]:
    """Shipments of a file of answers; a parcel that FedEx does not find is refused."""
    heard = Heard(source, received_at)
    for found in xml_records(stream, "TrackDetails"):
        yield found if isinstance(found, Refusal) else _shipment(found, heard)


def meaning(status: str, reason: str) -> Meaning:
    """Our state of a FedEx status; UNRECOGNISED for one we do not know."""
    number = reason.lstrip("0")
    if status in REASON_COUNTS_IN and number in REASON:
        return REASON[number]
    return STATUS.get(status, (S.UNRECOGNISED, ""))


def _shipment(found: Element, heard: Heard) -> ShipmentRecord | Refusal:
    notice = found.first("Notification").texts()
    if notice.get("Severity") in ("ERROR", "FAILURE"):
        return Refusal(
            line=found.line,
            expected="a parcel that FedEx knows",
            found=f"its error {text(notice.get('Code'), 40)}",
        )
    steps = [_step(event, heard) for event in found.all("Events")]
    expected = found.said("EstimatedDeliveryTimestamp")
    return tracking.shipment(
        heard,
        line=found.line,
        carrier="FedEx",
        tracking_code=found.said("TrackingNumber"),
        steps=steps,
        headline=_headline(found.first("StatusDetail"), steps, heard),
        expected_on=civil_date(expected),
        signed_by=_signed_by(found),
    )


def _step(event: Element, heard: Heard) -> Step:
    said, address = event.texts(), event.first("Address").texts()
    status, reason = said.get("EventType", ""), said.get("StatusExceptionCode", "")
    return tracking.step(
        heard,
        meaning(status, reason),
        _code(status, reason),
        occurred_at=_at(said.get("Timestamp", ""), address),
        message=_words(said.get("EventDescription", ""), said.get("StatusExceptionDescription")),
        where=tracking.place(address, "City", "StateOrProvinceCode", "CountryName"),
    )


def _headline(current: Element, steps: list[Step], heard: Heard) -> Step | None:
    """The status of the parcel itself, which is never older than its newest event."""
    said, address = current.texts(), current.first("Location").texts()
    if not said.get("Code"):
        return None
    reason = current.said("AncillaryDetails", "Reason")
    at = _at(said.get("CreationTime", ""), address)
    dated = [moment for moment in (at, *(step.occurred_at for step in steps)) if moment]
    return tracking.step(
        heard,
        meaning(said["Code"], reason),
        _code(said["Code"], reason),
        occurred_at=max(dated, default=None),
        message=_words(said.get("Description", ""), ""),
    )


def _at(written: str, address: dict[str, str]) -> dt.datetime | None:
    return instant_or_local(written, address.get("StateOrProvinceCode", ""))


def _code(status: str, reason: str) -> str:
    """Both verbatim: "DE/08"."""
    return "/".join(filter(None, (text(status, 40), text(reason, 39))))


def _words(event: str, reason: str | None) -> str:
    return ". ".join(filter(None, (event.rstrip("."), reason)))


def _signed_by(found: Element) -> str:
    """A name; FedEx writes "Signature not required" into the same field."""
    name = text(found.said("DeliverySignatureName"), 120)
    return "" if name.casefold().startswith("signature ") else name
