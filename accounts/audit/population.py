"""How many members had each thing on, at a moment and day by day."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from accounts.clock import now
from accounts.consent.catalogue import EVERYTHING, PURPOSES, Purpose
from accounts.models import ConsentCount, Member

DAY = dt.timedelta(days=1)
MOST_DAYS = 183
"""The trend shows half a year."""

#: The last word on each thing of each member by then, read off the index that holds it in order.
LAST = """(
    SELECT DISTINCT ON (purpose, category, subject)
           purpose, category, subject, decision, valid_until, version
      FROM accounts_consentevent
     WHERE recorded_at < %(at)s
     ORDER BY purpose, category, subject, recorded_at DESC, seq DESC
)"""

#: How many have each thing on, and how many turned it off; without a category any of a purpose.
COUNT = """
WITH last AS (SELECT * FROM {last} AS words), asked AS (
    SELECT purpose, max(version) AS version FROM accounts_wording
     WHERE material AND published_at < %(at)s GROUP BY purpose
), stands AS (
    SELECT last.purpose, last.category, last.subject, last.decision <> 'grant' AS is_off,
           last.decision = 'grant'
           AND (last.valid_until IS NULL OR last.valid_until > %(at)s)
           AND last.version >= coalesce(asked.version, 1)
           AND last.subject NOT IN (
               SELECT subject FROM last WHERE purpose = %(everything)s AND decision = 'pause'
           ) AS is_on
      FROM last LEFT JOIN asked USING (purpose)
     WHERE last.purpose <> %(everything)s
)
SELECT purpose, category,
       count(*) FILTER (WHERE is_on), count(*) FILTER (WHERE is_off)
  FROM stands GROUP BY purpose, category
UNION ALL
SELECT purpose, '', count(*) FILTER (WHERE is_on), count(*) FILTER (WHERE is_off)
  FROM (SELECT purpose, subject, bool_or(is_on) AS is_on, bool_or(is_off) AS is_off
          FROM stands WHERE purpose = ANY(%(wide)s) GROUP BY purpose, subject) AS anything
 GROUP BY purpose
"""
AT_AN_INSTANT = COUNT.format(last=LAST)
NOW = COUNT.format(last="accounts_consentnow")


OPTIONAL = [one for one in PURPOSES.values() if not one.locked]


class Counted(NamedTuple):
    """How many of how many members had it on."""

    on: int
    members: int


Counts = dict[tuple[str, str], Counted]


def counts(at: dt.datetime | None) -> Counts:
    """By (purpose, category), and by (purpose, "") for any of it; None is now. Two queries."""
    members = Member.objects.exclude(number="")
    query = AT_AN_INSTANT if at else NOW
    if at:
        members = members.filter(made_at__lt=at)
    # The ledger is dated by the database's own clock, which the demo's does not stop.
    at, number = at or dt.datetime.now(dt.UTC), members.count()
    wide = [one.key for one in OPTIONAL if len(one.categories) > 1]
    with connection.cursor() as cursor:
        cursor.execute(query, {"at": at, "everything": EVERYTHING, "wide": wide})
        told = {(purpose, category): pair for purpose, category, *pair in cursor.fetchall()}
    return {
        (purpose.key, category): counted(purpose, category, told, number)
        for purpose in OPTIONAL
        for category in ("", *purpose.categories)
    }


def counted(
    purpose: Purpose, category: str, told: dict[tuple[str, str], list[int]], members: int
) -> Counted:
    if not category and len(purpose.categories) == 1:
        (category,) = purpose.categories
    on, off = told.get((purpose.key, category), (0, 0))
    return Counted(min(max(members - off if purpose.default else on, 0), members), members)


def count_days(until: dt.date) -> int:
    """Count every day that was not counted yet, at its end in UTC; how many days."""
    first = first_day()
    if first is None:
        return 0
    begin = max(first, until - MOST_DAYS * DAY)
    rows = ConsentCount.objects.filter(day__gte=begin).values_list("day", "counted_at").distinct()
    known = {day for day, counted_at in rows if counted_at >= end_of(day)}
    days = [begin + n * DAY for n in range((until - begin).days + 1)]
    missing = [day for day in days if day not in known]
    for day in missing:
        keep(day, counts(end_of(day)))
    return len(missing)


def count_now() -> None:
    """Count how it stands at this moment, so that no page has to."""
    keep(now().astimezone(dt.UTC).date(), counts(None))


def keep(day: dt.date, found: Counts) -> None:
    ConsentCount.objects.bulk_create(
        [
            ConsentCount(day=day, purpose=purpose, category=category, **number._asdict())
            for (purpose, category), number in found.items()
        ],
        update_conflicts=True,
        unique_fields=["purpose", "category", "day"],
        update_fields=["on", "members", "counted_at"],
    )


def kept(day: dt.date) -> tuple[dt.datetime, Counts] | None:
    """What was counted of that day, and when; None where nobody counted. One query."""
    rows = list(ConsentCount.objects.filter(day=day))
    if not rows:
        return None
    found = {(row.purpose, row.category): Counted(row.on, row.members) for row in rows}
    return rows[0].counted_at, found


def newest() -> tuple[dt.datetime, Counts] | None:
    """How it stood when it was counted last, and when that was; None where nobody ever counted, or
    an older release did, which knew of fewer purposes. Two queries."""
    day = ConsentCount.objects.aggregate(last=Max("day"))["last"]
    found = kept(day) if day else None
    if found is None or any((one.key, "") not in found[1] for one in OPTIONAL):
        return None
    return min(found[0], end_of(day)), found[1]


def end_of(day: dt.date) -> dt.datetime:
    """Days are counted as UTC has them."""
    return dt.datetime.combine(day + DAY, dt.time(), dt.UTC)


def first_day() -> dt.date | None:
    """The day of the ledger's first row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recorded_at FROM accounts_consentevent ORDER BY id LIMIT 1")
        row: Any = cursor.fetchone()
    return row[0].astimezone(dt.UTC).date() if row else None


def yesterday() -> dt.date:
    return now().date() - DAY
