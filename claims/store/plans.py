"""Which plan a claim falls under: the one it names, else the one coverage of its day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from claims.models import Plan
from claims.store.copying import rows

Find = Callable[[dict, Sequence[str]], int | None]

COVERAGES = """
SELECT member_id, plan_id, position, starts_on, ends_on
  FROM claims_coverage WHERE member_id = ANY(%s) AND NOT cancelled
"""
FIRST, LAST = dt.date.min, dt.date.max


def find(cases: Iterable) -> Find:
    """A function from a claim's row and the plans its records name to the plan's key, or None."""
    cases = list(cases)
    named = {record.plan for case in cases for _, record in case.fresh if record.plan}
    plans = dict(Plan.objects.filter(identifier__in=named).values_list("identifier", "pk"))
    covered = defaultdict(list)
    members = {case.row["member_id"] for case in cases}
    for member, *coverage in rows(COVERAGES, list(members)):
        covered[member].append(coverage)

    def plan_of(row: dict, names: Sequence[str]) -> int | None:
        for name in reversed(names):
            if name in plans:
                return plans[name]
        return row["plan_id"] or covering(covered[row["member_id"]], row["service_from"])

    return plan_of


def covering(coverages: list, day: dt.date | None) -> int | None:
    """The plan that pays first on that day; None when none or more than one does."""
    valid = [
        (position, plan)
        for plan, position, starts_on, ends_on in coverages
        if day is None or (starts_on or FIRST) <= day <= (ends_on or LAST)
    ]
    first = {plan for position, plan in valid if position == min(valid)[0]}
    return first.pop() if len(first) == 1 else None
