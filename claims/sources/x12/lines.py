"""Service lines: SVC and what follows it (loop 2110), and what the lines tell of their claim."""

import datetime as dt
from collections.abc import Sequence

from claims.facts import Adjustment, Amounts, ClaimKind, Line
from claims.sources.values import text
from claims.sources.x12.adjustments import adjustments, remarks
from claims.sources.x12.dates import Days
from claims.sources.x12.reading import Reading
from claims.sources.x12.segments import Segment

SYSTEM, REVENUE = "x12:", "NU"
KINDS = {"AD": ClaimKind.ORAL, "N4": ClaimKind.PHARMACY, REVENUE: ClaimKind.INSTITUTIONAL}
ON, SINCE, UNTIL = "472", "150", "151"  # DTM01
ALLOWED = "B6"  # AMT01


def line(
    number: int, svc: Segment, following: Sequence[Segment], component: str, reading: Reading
) -> Line:
    days: dict[str, dt.date | None] = {}
    allowed = None
    why: list[Adjustment] = []
    notes: list[str] = []
    for segment in following:
        if segment.id == "CAS":
            why.extend(adjustments(segment, reading))
        elif segment.id == "DTM":
            days[segment.element(1)] = reading.day(segment, 2)
        elif segment.id == "AMT" and segment.element(1) == ALLOWED:
            allowed = reading.cents(segment, 2)
        elif segment.id == "LQ":
            notes.extend(remarks(segment))
    since = days.get(ON) or days.get(SINCE)
    return Line(
        number=number,
        **coded(svc, component),
        service_from=since,
        service_to=days.get(ON) or days.get(UNTIL) or since,
        amounts=Amounts(
            billed=reading.cents(svc, 2), allowed=allowed, plan_paid=reading.cents(svc, 3)
        ),
        adjustments=tuple(why),
        remarks=tuple(dict.fromkeys(notes)),
    )


def coded(svc: Segment, component: str) -> dict[str, str]:
    """What was done, by the fields of a `Line`."""
    qualifier, code, description = procedure(svc.element(1), component)
    if not code and svc.element(4):
        qualifier, code = REVENUE, svc.element(4)  # a revenue code stands alone
    return {
        "description": description,
        "code": text(code, 40),
        "code_system": f"{SYSTEM}{text(qualifier, 20)}" if qualifier else "",
    }


def procedure(composite: str, component: str) -> tuple[str, str, str]:
    """(list, code, the payer's words) of SVC01, such as HC:99213:25.

    Some senders separate its parts by another character than their ISA says. The name of the list
    has two letters, so what stands behind them shows it.
    """
    if component not in composite and len(composite) > 3 and not composite[2].isalnum():
        component = composite[2]
    parts = [part.strip() for part in composite.split(component)] + [""] * 7
    return parts[0], parts[1], text(parts[6], 200)


def care(lines: Sequence[Line], stated: Days) -> Days:
    """First and last day of care: the lines know better than what the claim states as a whole."""
    since = [one.service_from for one in lines if one.service_from]
    until = [one.service_to for one in lines if one.service_to]
    if since and until:
        return min(since), max(until)
    first, last = stated
    if first and last and last < first:
        last = None
    return first or last, last or first


def kind(lines: Sequence[Line], *, institutional: bool) -> ClaimKind:
    """What the claim says it is, else what the lists of its codes show."""
    if institutional:
        return ClaimKind.INSTITUTIONAL
    found = (KINDS.get(one.code_system.removeprefix(SYSTEM)) for one in lines)
    return next((one for one in found if one), ClaimKind.OTHER)
