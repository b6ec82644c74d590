"""The service lines of a claim, an explanation of benefit or a request for approval."""

import datetime as dt
import re
from functools import lru_cache

from claims.facts import Amounts, Line
from claims.sources.fhir import amounts, approval, reasons
from claims.sources.fhir.shapes import Concept, Item
from claims.sources.fhir.values import Reading

SNOMED_KIND = re.compile(r" \((?:procedure|finding|disorder|situation|regime/therapy)\)$")
MOST = 1_000_000  # a greater line number is no line number
NOT_SAID = frozenset({"not-applicable", "unknown"})


def read(items: list[Item], reading: Reading, *, request: bool = False) -> tuple[Line, ...]:
    """``request``: they are of a request for approval, or of the answer to one."""
    lines = []
    taken: set[int] = set()
    for number, item in enumerate(items, 1):
        sequence = item.sequence or item.item_sequence or number
        if sequence in taken or not 0 < sequence < MOST:
            sequence = max(taken, default=0) + 1
        taken.add(sequence)
        line = _line(sequence, item, reading)
        lines.append(approval.line(line, item, reading) if request else line)
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
        review_action=approval.review_action(item)[:20],
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
