"""Codes that we have no row for: counted, so that somebody looks at them."""

import re
from collections import Counter
from collections.abc import Mapping

from django.db import connection

from claims.models import ImportBatch
from claims.sources.refusal import shape

COUNT = """
INSERT INTO claims_unrecognisedcode AS held
       (source_id, system, code, times, first_seen_at, last_seen_at)
SELECT %s, system, code, times, %s, %s
  FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS seen (system, code, times)
    ON CONFLICT (source_id, system, code) DO UPDATE
   SET times = held.times + excluded.times, last_seen_at = excluded.last_seen_at
"""


# What stands where a code should may be a name or a birthday, and operators read this table.
LIKE_A_CODE = re.compile(r"[A-Za-z0-9][\w.:*/-]{0,59}", re.ASCII)


def count(batch: ImportBatch, seen: Mapping[tuple[str, str], int]) -> None:
    """Add to the count of each (system, code). Only for what is new, or a file counts twice."""
    if not seen:
        return
    told: Counter[tuple[str, str]] = Counter()
    for (system, code), number in seen.items():
        told[system, code if LIKE_A_CODE.fullmatch(code) else f"no code: {shape(code)}"] += number
    systems, found, times = zip(*((s, c, n) for (s, c), n in sorted(told.items())), strict=True)
    batch.unknown += sum(seen.values())
    at = batch.started_at
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [batch.source_id, at, at, list(systems), list(found), list(times)])
