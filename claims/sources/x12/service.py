"""One service line of a remittance: SVC and what follows it (loop 2110)."""

import datetime as dt
from collections.abc import Sequence

from claims.facts import Adjustment, Amounts, Line
from claims.sources.values import text
from claims.sources.x12.adjustments import adjustments, remarks
from claims.sources.x12.reading import Reading
from claims.sources.x12.segments import Segment

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
    qualifier, code, description = procedure(svc.element(1), component)
    if not code and svc.element(4):
        qualifier, code = "NU", svc.element(4)  # a revenue code stands alone
    since = days.get(ON) or days.get(SINCE)
    return Line(
        number=number,
        description=description,
        code=text(code, 40),
        code_system=f"x12:{text(qualifier, 20)}" if qualifier else "",
        service_from=since,
        service_to=days.get(ON) or days.get(UNTIL) or since,
        amounts=Amounts(
            billed=reading.cents(svc, 2), allowed=allowed, plan_paid=reading.cents(svc, 3)
        ),
        adjustments=tuple(why),
        remarks=tuple(dict.fromkeys(notes)),
    )


def procedure(composite: str, component: str) -> tuple[str, str, str]:
    """(list, code, the payer's words) of SVC01, such as HC:99213:25.

    Some senders separate its parts by another character than their ISA says. The name of the list
    has two letters, so what stands behind them shows it.
    """
    if component not in composite and len(composite) > 3 and not composite[2].isalnum():
        component = composite[2]
    parts = [part.strip() for part in composite.split(component)] + [""] * 7
    return parts[0], parts[1], text(parts[6], 200)
