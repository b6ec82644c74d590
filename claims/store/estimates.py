"""Builds the nightly table of how long cases took, from all that sources told us.

The database counts, a part of the claims at a time, and sends back sums only: memory stays flat
however many claims there are. What it counts by is `claims.estimates.segments.FEATURES`, none of
it about a person.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction

from claims.deadlines.calendar import ONE_DAY, business_days_until, is_business_day
from claims.estimates.histograms import Counted, Histograms
from claims.estimates.segments import LADDER
from claims.models import EstimateCurve, EstimateTable
from claims.models.estimate import starts_at
from claims.store.copying import copy, rows
from claims.store.spans import SPANS

A_YEAR = dt.timedelta(days=365)
AT_ONCE = 50_000  # claims or orders
TABLES_KEPT = 3
LAST_KEY = UUID(int=2**128 - 1)

# Two builds at once would both be the newest; the second waits and is.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('estimates', 0))"

# To compile each query costs more than it saves, and to sort on disk too.
FAST = "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'"

CALENDAR = """
CREATE TEMPORARY TABLE IF NOT EXISTS working_days
  (on_day date PRIMARY KEY, number int, until int) ON COMMIT DROP;
TRUNCATE working_days
"""

NEXT_KEY = "SELECT id FROM {table} WHERE id > %s ORDER BY id OFFSET %s LIMIT 1"

# Every span becomes a number of working days: of what is done to the end of the day it was done
# on; of what is open, or went without an answer, those it is known to have been open for.
COUNT = """
SELECT kind, since, state, waiting_for, thing, sender, days, done, count(*), sum(is_first::int)
  FROM (
    SELECT span.*, CASE WHEN done THEN over.until ELSE over.number END - began.number AS days
      FROM (
        SELECT span.*, done_on IS NOT NULL AS done, COALESCE(done_on, open_until) AS over_on
          FROM (
            SELECT kind, since, state, waiting_for, thing, sender, is_first, began_on,
                   LEAST(gone_on, %(today)s) - 1 AS open_until,
                   CASE WHEN ended_on <= %(today)s AND ended_on <= COALESCE(gone_on, ended_on)
                        THEN ended_on END AS done_on
              FROM spans
             WHERE began_on BETWEEN %(first)s AND %(today)s
               AND began_on <= COALESCE(LEAST(ended_on, gone_on), began_on)
          ) span
      ) span
      JOIN working_days began ON began.on_day = began_on
      JOIN working_days over ON over.on_day = over_on
  ) counted
 WHERE days >= 0
 GROUP BY kind, since, state, waiting_for, thing, sender, days, done
"""


@transaction.atomic
def build(at: dt.datetime) -> EstimateTable:
    """Count all that happened in the year before ``at``, and keep what is alike as curves."""
    rows_of = Histograms()
    today = at.date()
    first = today - A_YEAR
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(FAST)
        cursor.execute(CALENDAR)
    copy("working_days", ("on_day", "number", "until"), calendar(first - ONE_DAY, today))
    for table, spans in SPANS.items():
        for after, until in parts(table):
            span = {"after": after, "until": until, "first": first, "today": today}
            rows_of.add(counted(spans.query, spans.words | span))
    built = EstimateTable.objects.create(built_at=at, starts_at=starts_at(at), counted_from=first)
    EstimateCurve.objects.bulk_create(
        EstimateCurve(
            table=built,
            kind=kind,
            segment=segment,
            cases=curve.cases,
            left=curve.left,
            at_risk=curve.at_risk,
        )
        for (kind, segment), curve in rows_of.curves().items()
    )
    old = EstimateTable.objects.order_by("-pk").values("pk")[TABLES_KEPT:]
    EstimateTable.objects.filter(pk__in=[one["pk"] for one in old]).delete()
    return built


def calendar(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, int, int]]:
    """Each day, how many working days there were up to it, and up to the first one from it on."""
    for days in range((last - first).days + 1):
        day = first + days * ONE_DAY
        number = business_days_until(day)
        yield day, number, number + (not is_business_day(day))


def parts(table: str) -> Iterator[tuple[UUID, UUID]]:
    """Ranges of keys, each after the first and up to the second, which hold so many rows."""
    after = UUID(int=0)
    query = NEXT_KEY.format(table=table)
    while found := rows(query, after, AT_ONCE - 1):
        until = found[0][0]
        yield after, until
        after = until
    yield after, LAST_KEY


def counted(spans: str, values: dict) -> Iterator[Counted]:
    with connection.cursor() as cursor:
        cursor.execute(spans + COUNT, values)
        for kind, since, *features, days, done, many, cases in cursor:
            state, waiting_for, thing, sender = features
            named = {"state": state, "waiting_for": waiting_for, "thing": thing, "sender": sender}
            found = tuple(named[name] for name in LADDER[since])
            yield kind, since, found, days, done, many, cases
