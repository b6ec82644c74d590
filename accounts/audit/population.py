"""How many members had each thing on, at a moment and day by day."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import connection

from accounts.clock import now
from accounts.consent.catalogue import EVERYTHING, PURPOSES
from accounts.models import ConsentCount, Member

DAY = dt.timedelta(days=1)
MOST_DAYS = 183
"""The trend shows half a year."""

#: The last word on each thing of each member by then, and those whose whole choice is paused.
#: A row without a category is the purpose as a whole: members who had any of it on, or any off.
COUNT = """
WITH last AS (
    SELECT DISTINCT ON (purpose, category, subject)
           purpose, category, subject, decision, valid_until, version
      FROM accounts_consentevent
     WHERE recorded_at < %(at)s
     ORDER BY purpose, category, subject, recorded_at DESC, seq DESC
), paused AS (
    SELECT subject FROM last WHERE purpose = %(everything)s AND decision = 'pause'
), asked AS (
    SELECT purpose, max(version) AS version FROM accounts_wording
     WHERE material AND published_at < %(at)s GROUP BY purpose
)
SELECT last.purpose, coalesce(last.category, ''),
       count(DISTINCT last.subject) FILTER (
           WHERE last.decision = 'grant'
             AND (last.valid_until IS NULL OR last.valid_until > %(at)s)
             AND last.version >= coalesce(asked.version, 1)
             AND paused.subject IS NULL),
       count(DISTINCT last.subject) FILTER (WHERE last.decision <> 'grant')
  FROM last
  LEFT JOIN paused ON paused.subject = last.subject
  LEFT JOIN asked ON asked.purpose = last.purpose
 WHERE last.purpose <> %(everything)s
 GROUP BY GROUPING SETS ((last.purpose, last.category), (last.purpose))
"""


class Counted(NamedTuple):
    """How many of how many members had it on."""

    on: int
    members: int


Counts = dict[tuple[str, str], Counted]


def counts(at: dt.datetime) -> Counts:
    """By (purpose, category), and by (purpose, "") for any of it. Two queries."""
    members = Member.objects.exclude(number="").filter(made_at__lt=at).count()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"at": at, "everything": EVERYTHING})
        told = {(purpose, category): pair for purpose, category, *pair in cursor.fetchall()}
    found = {}
    for purpose in PURPOSES.values():
        if purpose.locked:
            continue
        for category in ("", *purpose.categories):
            on, off = told.get((purpose.key, category), (0, 0))
            number = members - off if purpose.default else on
            found[purpose.key, category] = Counted(max(min(number, members), 0), members)
    return found


def count_days(until: dt.date) -> int:
    """Count every day that was not counted yet, at its end in UTC; how many days."""
    first = first_day()
    if first is None:
        return 0
    begin = max(first, until - MOST_DAYS * DAY)
    known = set(ConsentCount.objects.filter(day__gte=begin).values_list("day", flat=True))
    days = [begin + n * DAY for n in range((until - begin).days + 1)]
    missing = [day for day in days if day not in known]
    for day in missing:
        end = dt.datetime.combine(day + DAY, dt.time(), dt.UTC)
        ConsentCount.objects.bulk_create(
            [
                ConsentCount(day=day, purpose=purpose, category=category, **counted._asdict())
                for (purpose, category), counted in counts(end).items()
            ],
            ignore_conflicts=True,
        )
    return len(missing)


def first_day() -> dt.date | None:
    """The day of the ledger's first row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recorded_at FROM accounts_consentevent ORDER BY id LIMIT 1")
        row: Any = cursor.fetchone()
    return row[0].astimezone(dt.UTC).date() if row else None


def yesterday() -> dt.date:
    return now().date() - DAY
