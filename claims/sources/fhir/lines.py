"""The service lines of a claim, an explanation of benefit or a prior authorisation."""

import datetime as dt
import re
from functools import lru_cache

from claims.facts import Amounts, Line
from claims.sources.fhir import amounts, reasons
from claims.sources.fhir.shapes import Adjudication, Concept, Item, Period
from claims.sources.fhir.values import Reading

SNOMED_KIND = re.compile(r" \((?:procedure|finding|disorder|situation|regime/therapy)\)$")
MOST = 1_000_000  # a greater line number is no line number
NOT_SAID = frozenset({"not-applicable", "unknown"})


def read(items: list[Item], reading: Reading) -> tuple[Line, ...]:
    lines = []
    taken: set[int] = set()
    for number, item in enumerate(items, 1):
        sequence = item.sequence or item.item_sequence or number
        if sequence in taken or not 0 < sequence < MOST:
            sequence = max(taken, default=0) + 1
        taken.add(sequence)
        lines.append(_line(sequence, item, reading))
    return tuple(lines)


def _line(number: int, item: Item, reading: Reading) -> Line:
    product = item.product or item.service
    coding = product.coding[0] if product and product.coding else None
    since, until = _days(item, reading)
    money = amounts.NOTHING
    why = reasons.NONE
    if item.adjudication:
        money = _amounts(item, reading)
        why = reasons.read(item.adjudication, reading, "item.adjudication")
    elif item.net:
        money = Amounts(billed=reading.cents(item.net, "item.net"))
    return Line(
        number=number,
        description=words(product),
        code=coding.code[:40] if coding else "",
        code_system=coding.system[:120] if coding else "",
        service_from=since,
        service_to=until,
        amounts=money,
        adjustments=why.adjustments,
        remarks=why.remarks,
        review_action=review_action(item)[:20],
        network=why.network,
    )


def _amounts(item: Item, reading: Reading) -> Amounts:
    found = amounts.read(item.adjudication, reading, "item.adjudication")
    if "billed" not in found and item.net:
        net = reading.cents(item.net, "item.net")
        if net is not None:
            found["billed"] = net
    return amounts.finished(found)


def _days(item: Item, reading: Reading) -> tuple[dt.date | None, dt.date | None]:
    if item.serviced_date:
        found = reading.date(item.serviced_date, "item.servicedDate")
        return found, found
    if item.serviced_period is None:
        return None, None
    since = reading.date(item.serviced_period.start, "item.servicedPeriod.start")
    until = reading.date(item.serviced_period.end, "item.servicedPeriod.end")
    return since, until


def words(concept: Concept | None) -> str:
    """What the source calls a service, in its own words; "" when it gives only a code."""
    if concept is None:
        return ""
    found = concept.text
    for coding in concept.coding if not found else ():
        if coding.display and coding.code not in NOT_SAID:
            found = coding.display
            break
    return tidy(found)


@lru_cache(maxsize=10_000)
def tidy(words: str) -> str:
    return SNOMED_KIND.sub("", words).strip()[:200]


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


def authorization_number(items: list[Item]) -> str:
    """The number that a reviewer gave a certified line."""
    for item in items:
        for row in item.adjudication:
            for outer in row.extension:
                for inner in outer.extension:
                    if inner.url == "number" and inner.value_string:
                        return inner.value_string[:80]
    return ""


def authorized_days(items: list[Item]) -> Period | None:
    """The days for which a reviewer certified the first line that names any (PAS)."""
    for item in items:
        for one in item.extension:
            if one.url.endswith("itemPreAuthPeriod") and one.value_period:
                return one.value_period
    return None
