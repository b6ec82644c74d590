"""Codes that we have no row for: counted, so that somebody looks at them."""

from collections.abc import Mapping

from django.db import connection

from claims.models import ImportBatch

COUNT = """
INSERT INTO claims_unrecognisedcode AS held
       (source_id, system, code, times, first_seen_at, last_seen_at)
SELECT %s, system, code, times, %s, %s
  FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS seen (system, code, times)
    ON CONFLICT (source_id, system, code) DO UPDATE
   SET times = held.times + excluded.times, last_seen_at = excluded.last_seen_at
"""


def count(batch: ImportBatch, seen: Mapping[tuple[str, str], int]) -> None:
    """Add to the count of each (system, code). Only for what is new, or a file counts twice."""
    if not seen:
        return
    systems, found, times = zip(*((s, c, n) for (s, c), n in sorted(seen.items())), strict=True)
    batch.unknown += sum(seen.values())
    at = batch.started_at
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [batch.source_id, at, at, list(systems), list(found), list(times)])
