"""How many of the dates that were told were kept, by what they were dates of and by month."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Sum
from msgspec import Struct

from claims.deadlines.calendar import add_months
from claims.models import DateNight

MONTHS = 12
LATELY = 3  # months
LATEST_NIGHT = dt.timedelta(days=3)  # one that is older is no longer told of


class Score(Struct, frozen=True, kw_only=True):
    """Of the dates whose day has come; ``month`` None: of the last three months.

    ``unknown``: we have not heard what came. ``ahead``: half of them were named at least so many
    days before. "" for kind, basis, source or segment: all of them.
    """

    kind: str = ""
    basis: str = ""
    source: str = ""
    segment: str = ""
    month: dt.date | None = None
    kept: int = 0
    broken: int = 0
    withdrawn: int = 0
    unknown: int = 0
    ahead: float | None = None
    share: float | None = None  # in a hundred, that was promised of estimates

    @property
    def number(self) -> int:
        return self.kept + self.broken


class HitRate(Struct, frozen=True, kw_only=True):
    """``undated`` of ``open`` things had no date on the last night that was counted;
    ``undated_in`` is how many in a hundred had none, on average of a month's nights.
    """

    today: dt.date
    scores: tuple[Score, ...]
    open: int = 0
    undated: int = 0
    undated_in: Mapping[dt.date, float] = {}

    def lately(self, kind: str = "", basis: str = "") -> Score:
        """Of the last three months; of all dates, or of one sort."""
        return self._one(kind, basis, None)

    def of_month(self, month: dt.date, kind: str = "", basis: str = "") -> Score:
        return self._one(kind, basis, month)

    def sorts(self) -> list[tuple[str, str]]:
        """The (kind, basis) of which there were any."""
        return sorted({(one.kind, one.basis) for one in self.scores if one.kind})

    def months(self) -> list[dt.date]:
        """The months of which there were any, the oldest first."""
        return sorted({one.month for one in self.scores if one.month})

    def _one(self, kind: str, basis: str, month: dt.date | None) -> Score:
        named = (kind, basis, month)
        found = (one for one in self.scores if (one.kind, one.basis, one.month) == named)
        return next(found, Score(kind=kind, basis=basis, month=month))


# Only dates whose day has come: of those still to come, only the early ones are known by now.
MEASURE = """
SELECT coalesce(kind, ''), coalesce(basis, ''), coalesce(source_id, ''), coalesce(segment, ''),
       month, kept, broken, withdrawn, unknown, ahead, share
  FROM (
    SELECT kind, basis, {columns},
           count(*) FILTER (WHERE outcome = 'kept') AS kept,
           count(*) FILTER (WHERE outcome = 'broken') AS broken,
           count(*) FILTER (WHERE outcome = 'withdrawn') AS withdrawn,
           count(*) FILTER (WHERE outcome = 'open') AS unknown,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY due_on - said_on) AS ahead,
           avg(share) AS share, GROUPING(lately) = 0 AND NOT lately AS older
      FROM (SELECT *, date_trunc('month', due_on::timestamp)::date AS month,
                   due_on >= %(lately)s AS lately
              FROM claims_promise WHERE due_on >= %(first)s AND due_on < %(today)s) said
     GROUP BY GROUPING SETS ({sets})
  ) counted WHERE NOT older
"""
FOR_ALL = {
    "{columns}": "'' AS source_id, '' AS segment, month",
    "{sets}": "(kind, basis, month), (month), (kind, basis, lately), (lately)",
}
FOR_OPERATORS = {
    "{columns}": "source_id, segment, NULL::date AS month",
    "{sets}": "(source_id, kind, basis, segment, lately)",
}


def measure(today: dt.date) -> HitRate:
    """What the public page tells. One query for the dates, one for what had none."""
    counted = DateNight.objects.filter(noted_on__gte=_first(today)).values_list("noted_on")
    nights = list(counted.annotate(Sum("dated"), Sum("undated")).order_by("noted_on"))
    on, dated, undated = nights[-1] if nights else (dt.date.min, 0, 0)
    if on <= today - LATEST_NIGHT:
        dated, undated = 0, 0
    return HitRate(
        today=today,
        scores=tuple(_scores(FOR_ALL, today)),
        open=dated + undated,
        undated=undated,
        undated_in=_undated_in(nights),
    )


def _undated_in(nights: Iterable[tuple[dt.date, int, int]]) -> dict[dt.date, float]:
    """By month, of those that were open and counted."""
    found: dict[dt.date, list[int]] = {}
    for on, dated, undated in nights:
        sums = found.setdefault(on.replace(day=1), [0, 0])
        sums[0] += undated
        sums[1] += dated + undated
    return {month: 100 * none / every for month, (none, every) in found.items() if every}


def measure_by_source(today: dt.date) -> list[Score]:
    """The last three months by source, sort and segment."""
    return _scores(FOR_OPERATORS, today)


def _scores(grouped: Mapping[str, str], today: dt.date) -> list[Score]:
    lately = add_months(today, -LATELY, overflow=False)
    values = {"first": min(_first(today), lately), "lately": lately, "today": today}
    statement = MEASURE
    for place, words in grouped.items():
        statement = statement.replace(place, words)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [_score(row) for row in cursor]


def _first(today: dt.date) -> dt.date:
    return add_months(today.replace(day=1), 1 - MONTHS, overflow=False)


def _score(row: Sequence) -> Score:
    kind, basis, source, segment, month, kept, broken, withdrawn, unknown, ahead, share = row
    return Score(
        kind=kind,
        basis=basis,
        source=source,
        segment=segment,
        month=month,
        kept=kept,
        broken=broken,
        withdrawn=withdrawn,
        unknown=unknown,
        ahead=ahead,
        share=float(share) if share is not None else None,
    )
