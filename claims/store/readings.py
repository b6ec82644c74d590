"""How each source is doing: measured from its batches, and alarms opened and closed by it.

All sources are measured by one statement. Of the batches, those of a source's last day count, and
of a file that was sent again only the last: so a file put right makes the source well at once.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction

from accounts.clock import now
from claims.facts import DOUBTS, Trouble
from claims.limits import Passed, Vitals, passed
from claims.models import Source, SourceReading
from claims.models.batch import QUIET
from claims.store.copying import rows
from claims.store.drift import drifting

LOOKED_AT = 200  # batches of a source, the newest, so that a check costs the same for years
KEPT = dt.timedelta(days=14)
Found = dict[tuple[str, Trouble], Passed]

# Two checks at once would each act on what they saw; the second waits and sees what is.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('readings', 0))"

MEASURE = """
SELECT source.slug, max(told.newest_on) FILTER (WHERE told.dated) AS newest_on,
       max(told.started_at) FILTER (WHERE told.dated) AS dated_at,
       COALESCE(sum(told.read) FILTER (WHERE told.counts), 0)::bigint AS read,
       COALESCE(sum(told.refused) FILTER (WHERE told.counts), 0)::bigint AS refused,
       COALESCE(sum(told.landed) FILTER (WHERE told.lately), 0)::bigint AS landed,
       COALESCE(sum(told.unknown) FILTER (WHERE told.lately AND EXISTS (
           SELECT FROM claims_unrecognisedcode code
            WHERE code.source_id = source.slug AND code.noted_at IS NULL
              AND code.last_seen_at > told.last_at - interval '1 day'
       )), 0)::bigint AS unknown,
       count(*) FILTER (WHERE told.cut_short) AS cut_short,
       (SELECT count(*) FROM claims_webhookevent event
         WHERE event.source_id = source.slug
           AND event.parked_at > %(at)s - interval '7 days') AS parked
  FROM claims_source source
  LEFT JOIN LATERAL (
    SELECT batch.*,
           started_at > last_at - interval '1 day' AS lately,
           started_at > last_at - interval '1 day'
             AND finished_at IS NOT NULL AND id = last_finished AS counts,
           newest_on IS NOT NULL AND rerun_of_id IS NULL
             AND started_at > last_at - interval '7 days' AS dated,
           finished_at IS NULL AND id = last_of_name
             AND COALESCE(seen_at, started_at) < %(quiet_since)s
             AND started_at > last_at - interval '7 days' AS cut_short
      FROM (
        SELECT recent.*, max(started_at) OVER () AS last_at,
               max(id) FILTER (WHERE rerun_of_id IS NULL)
                 OVER (PARTITION BY file_name) AS last_of_name,
               max(id) FILTER (WHERE finished_at IS NOT NULL)
                 OVER (PARTITION BY file_name) AS last_finished
          FROM (
            SELECT * FROM claims_importbatch
             WHERE source_id = source.slug AND (rerun_of_id IS NULL OR tries > 0)
             ORDER BY id DESC LIMIT %(looked_at)s
          ) recent
      ) batch
  ) told ON true
 WHERE source.slug = ANY(%(slugs)s)
 GROUP BY source.slug
"""

OPEN = """
INSERT INTO claims_alarm AS open (source_id, kind, opened_at, value, threshold)
SELECT slug, kind, %s, value, threshold
  FROM unnest(%s::text[], %s::text[], %s::float8[], %s::float8[])
    AS wrong (slug, kind, value, threshold)
    ON CONFLICT (source_id, kind) WHERE closed_at IS NULL DO UPDATE
   SET value = excluded.value, threshold = excluded.threshold
"""

CLOSE = """
UPDATE claims_alarm SET closed_at = GREATEST(opened_at, %s)
 WHERE closed_at IS NULL AND source_id = ANY(%s)
   AND (source_id, kind) NOT IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""

DOUBT = """
UPDATE claims_source source
   SET doubt = COALESCE(open.kind, ''), doubt_at = open.opened_at, newest_on = seen.newest_on
  FROM unnest(%s::text[], %s::date[]) AS seen (slug, newest_on)
  LEFT JOIN LATERAL (
    SELECT kind, opened_at FROM claims_alarm
     WHERE source_id = seen.slug AND closed_at IS NULL AND kind = ANY(%s::text[])
     ORDER BY array_position(%s::text[], kind::text) LIMIT 1
  ) open ON true
 WHERE source.slug = seen.slug
   AND (source.doubt, source.doubt_at, source.newest_on)
       IS DISTINCT FROM (COALESCE(open.kind, ''), open.opened_at, seen.newest_on)
"""
COUNTED = ("read", "refused", "landed", "unknown", "cut_short", "parked")
GRAVEST_FIRST = [kind.value for kind in DOUBTS]


@transaction.atomic
def take_readings(slugs: Iterable[str] | None = None) -> None:
    """Measure these sources (all of them for None); open and close their alarms."""
    rows(LOCK)
    sources = Source.objects.all() if slugs is None else Source.objects.filter(slug__in=slugs)
    by_slug = {source.slug: source for source in sources}
    at = now()
    measured = {row["slug"]: row for row in _measure(list(by_slug), at)}
    vitals = {slug: _vitals(source, measured[slug], at) for slug, source in by_slug.items()}
    SourceReading.objects.bulk_create(
        SourceReading(
            source_id=slug,
            taken_at=at,
            **{name: getattr(found, name) for name in Vitals.__struct_fields__},
        )
        for slug, found in vitals.items()
    )
    wrong = {
        (slug, kind): limit
        for slug, source in by_slug.items()
        for kind, limit in passed(vitals[slug], source.limits()).items()
    }
    wrong |= drifting(list(by_slug))
    _set_alarms(list(by_slug), wrong, at)
    newest = [measured[slug]["newest_on"] for slug in by_slug]
    _run(DOUBT, [list(by_slug), newest, GRAVEST_FIRST, GRAVEST_FIRST])


def prune_readings() -> int:
    """Delete readings that nobody needs any more; how many."""
    return SourceReading.objects.filter(taken_at__lt=now() - KEPT).delete()[0]


def _measure(slugs: list[str], at: dt.datetime) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(
            MEASURE, {"slugs": slugs, "at": at, "quiet_since": at - QUIET, "looked_at": LOOKED_AT}
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _vitals(source: Source, row: dict, at: dt.datetime) -> Vitals:
    heard_at = source.heard_at or source.created_at
    is_down = source.failed_at and source.failed_at > heard_at
    return Vitals(
        silent_for=max(at - heard_at, dt.timedelta()),
        down_for=max(at - source.failed_at, dt.timedelta()) if is_down else None,
        late_by=max(row["dated_at"].date() - row["newest_on"], dt.timedelta())
        if row["newest_on"]
        else None,
        **{name: row[name] for name in COUNTED},
    )


def _set_alarms(slugs: list[str], wrong: Found, at: dt.datetime) -> None:
    named = [slug for slug, _kind in wrong], [kind.value for _slug, kind in wrong]
    _run(CLOSE, [at, slugs, *named])
    values = [limit.value for limit in wrong.values()]
    _run(OPEN, [at, *named, values, [limit.threshold for limit in wrong.values()]])


def _run(statement: str, values: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
