"""What a request for approval and its answer say of each line: what, how many, until when.

Da Vinci PAS and PDex say it in extensions of the line, CMS in extensions of its own.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from claims.facts import ClaimUse, Line, ServiceUnit
from claims.sources.fhir import header, review
from claims.sources.fhir.shapes import (
    Adjudication,
    ClaimResponse,
    Extension,
    Item,
    Period,
    Quantity,
)
from claims.sources.fhir.values import Reading

QUANTITY = msgspec.json.Decoder(Quantity | None).decode
MOST = 1_000_000
# UCUM, X12 355 and the words that people write.
UNITS = {
    "vs": ServiceUnit.VISIT,
    "visit": ServiceUnit.VISIT,
    "{visit}": ServiceUnit.VISIT,
    "d": ServiceUnit.DAY,
    "da": ServiceUnit.DAY,
    "day": ServiceUnit.DAY,
    "h": ServiceUnit.HOUR,
    "hr": ServiceUnit.HOUR,
    "hour": ServiceUnit.HOUR,
    "mo": ServiceUnit.MONTH,
    "month": ServiceUnit.MONTH,
}


def use_of(code: str) -> bool:
    """Whether a resource's ``use`` makes it a request for approval."""
    return header.use(code) is ClaimUse.PREAUTHORIZATION


def review_action(item: Item) -> str:
    """The X12 306 code of a prior authorisation's line; CMS's PA-DECISION as one of those."""
    for row in item.adjudication:
        if row.extension and (found := _review_code(row)):
            return found
    for one in item.extension:
        if one.url.endswith("PA-DECISION") and one.value_coding:
            code = one.value_coding.code
            return {"A": "A1", "N": "A3"}.get(code, code)
    return ""


def _review_code(row: Adjudication) -> str:
    for outer in row.extension:
        if not outer.url.endswith("reviewAction"):
            continue
        for inner in outer.extension:
            # The older guide puts the code under "code", the newer under a full address.
            if inner.url.endswith(("reviewActionCode", "code")) and inner.value_concept:
                return inner.value_concept.coding[0].code if inner.value_concept.coding else "?"
            if inner.url.endswith("reviewActionCode"):
                return "?"
    return ""


def line(found: Line, item: Item, reading: Reading) -> Line:
    """The line with what a request or its answer adds to it."""
    granted = _inside(item.extension, "itemAuthorizedDetail")
    product = _named(granted, "productOrServiceCode")
    concept = product.value_concept if product else None
    coding = concept.coding[0] if concept and concept.coding else None
    quantity, unit = _quantity(item, granted)
    since, until = _asked_for_days(item, reading)
    period = _period(item)
    return msgspec.structs.replace(
        found,
        description=found.description or _words(concept.text if concept else "", coding),
        code=found.code or (coding.code[:40] if coding else ""),
        code_system=found.code_system or (coding.system[:120] if coding else ""),
        service_from=found.service_from or since,
        service_to=found.service_to or until,
        quantity=quantity,
        unit=unit,
        good_until=reading.date(period.end, "itemPreAuthPeriod.end") if period else None,
        remarks=found.remarks + tuple(code for code, _words in reasons(item)),
    )


def _words(text: str, coding: msgspec.Struct | None) -> str:
    return (text or getattr(coding, "display", "")).strip()[:200]


def _quantity(item: Item, granted: list[Extension]) -> tuple[int | None, ServiceUnit]:
    """How many were approved, else asked for. A part of one is no number of visits."""
    given = _named(granted, "quantity")
    quantity = given.value_quantity if given else None
    counts = header.extension(item.extension, "SERVICE-CNTS")
    if quantity is None and counts and counts.value_count is not None:
        quantity = Quantity(value=Decimal(counts.value_count))
    if quantity is None:
        try:
            quantity = QUANTITY(item.quantity)
        except msgspec.DecodeError:
            return None, ServiceUnit.NOT_SAID
    if quantity is None or quantity.value is None or not 0 < quantity.value < MOST:
        return None, ServiceUnit.NOT_SAID
    if quantity.value != quantity.value.to_integral_value():
        return None, ServiceUnit.NOT_SAID
    said = (quantity.code or quantity.unit).lower().removesuffix("s") or ""
    return int(quantity.value), UNITS.get(
        said, UNITS.get(quantity.code.lower(), ServiceUnit.NOT_SAID)
    )


def _asked_for_days(item: Item, reading: Reading) -> tuple[dt.date | None, dt.date | None]:
    given = header.extension(item.extension, "itemRequestedServiceDate")
    if given is None:
        return None, None
    if given.value_period:
        name = "itemRequestedServiceDate"
        return (
            reading.date(given.value_period.start, name),
            reading.date(given.value_period.end, name),
        )
    found = reading.date(given.value_date, "itemRequestedServiceDate")
    return found, found


def reasons(item: Item) -> Iterator[tuple[str, str]]:
    """(code, words) of each reason that a reviewer gave for what was decided about a line."""
    for row in item.adjudication:
        for one in _inside(row.extension, "reviewAction"):
            if one.url.endswith("reasonCode") and one.value_concept:
                coding = one.value_concept.coding[0] if one.value_concept.coding else None
                words = one.value_concept.text or (coding.display if coding else "")
                if coding and coding.code:
                    yield coding.code.strip()[:20], words.strip()


def number(items: list[Item]) -> str:
    """The number that a reviewer gave a certified line."""
    for item in items:
        for row in item.adjudication:
            for outer in row.extension:
                for inner in outer.extension:
                    if inner.url == "number" and inner.value_string:
                        return inner.value_string[:80]
    return ""


def period(items: list[Item]) -> Period | None:
    """From when to when the lines that were approved are good: the first day and the last."""
    found = [one for item in items if (one := _period(item))]
    if not found:
        return None
    starts = [one.start for one in found if one.start]
    ends = [one.end for one in found if one.end]
    return Period(start=min(starts, default=""), end=max(ends, default=""))


def _period(item: Item) -> Period | None:
    given = header.extension(item.extension, "itemPreAuthPeriod")
    if given is None or review_action(item) not in review.APPROVING:
        return None  # some name the days that were asked for, before anything is decided
    return given.value_period


def received_on(items: list[Item], reading: Reading) -> dt.date | None:
    """The day on which the payer got the request, as CMS states it."""
    for item in items:
        if given := header.extension(item.extension, "PA-REQ-REC-DT"):
            return reading.date(given.value_date, "PA-REQ-REC-DT")
    return None


def human_reviewed(response: ClaimResponse) -> bool | None:
    """Whether a person decided (PAS 2.2.1); None when the answer does not say."""
    said = [
        one.value_boolean
        for one in _inside(response.extension, "claimResponseReviewer")
        if one.url == "wasHumanReviewedFlag" and one.value_boolean is not None
    ]
    return any(said) if said else None


def _inside(given: list[Extension], tail: str) -> list[Extension]:
    """What the extensions whose address ends so hold."""
    return [inner for one in given if one.url.endswith(tail) for inner in one.extension]


def _named(given: list[Extension], name: str) -> Extension | None:
    return next((one for one in given if one.url == name), None)
