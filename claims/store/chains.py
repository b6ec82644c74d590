"""Versions of one claim that a source keeps under different numbers: members see the last one."""

import uuid
from collections.abc import Iterable

from django.db import connection

from claims.chain import Link, heads
from claims.facts import ClaimState
from claims.store.cells import array
from claims.store.copying import rows

# Everything that names one of these keys, or that one of them names.
AROUND = """
SELECT id, external_key, replaces_key, replaced_by_key, state, member_id, superseded_by_id
  FROM claims_claim WHERE source_id = %s AND external_key = ANY(%s::text[])
UNION
SELECT id, external_key, replaces_key, replaced_by_key, state, member_id, superseded_by_id
  FROM claims_claim WHERE source_id = %s AND replaces_key = ANY(%s::text[]) AND replaces_key <> ''
UNION
SELECT id, external_key, replaces_key, replaced_by_key, state, member_id, superseded_by_id
  FROM claims_claim
 WHERE source_id = %s AND replaced_by_key = ANY(%s::text[]) AND replaced_by_key <> ''
"""
NAMED = """
SELECT replaces_key FROM claims_claim
 WHERE source_id = %s AND replaces_key = ANY(%s::text[]) AND replaces_key <> ''
UNION
SELECT replaced_by_key FROM claims_claim
 WHERE source_id = %s AND replaced_by_key = ANY(%s::text[]) AND replaced_by_key <> ''
"""
LINK = """
UPDATE claims_claim c SET superseded_by_id = n.head
  FROM unnest(%s::uuid[], %s::uuid[]) AS n (id, head)
 WHERE c.id = n.id AND c.superseded_by_id IS DISTINCT FROM n.head
"""
COUNT = """
UPDATE claims_claim c SET version = n.events
  FROM (SELECT coalesce(o.superseded_by_id, o.id) AS id, count(e.id) AS events
          FROM claims_claim o LEFT JOIN claims_claimevent e ON e.claim_id = o.id
         WHERE o.id = ANY(%s) GROUP BY 1) n
 WHERE c.id = n.id AND c.version <> n.events
"""


def link(source: str, cases: Iterable) -> list[uuid.UUID]:
    """Point every superseded claim around the touched ones at the claim that stands for it.

    Returns all claims that have versions around them.
    """
    touched = [case.row for case in cases]
    keys = [row["external_key"] for row in touched]
    start = {
        row["external_key"]
        for row in touched
        if row["replaces_key"] or row["replaced_by_key"] or row["superseded_by_id"]
    }
    asked = array(keys)
    start |= {key for (key,) in rows(NAMED, source, asked, source, asked)}
    if not start:
        return []
    found = component(source, start)
    links = {
        key: Link(row[2], row[3], row[4] == ClaimState.HIDDEN, row[4] == ClaimState.SPLIT)
        for key, row in found.items()
    }
    # A claim of one person never stands for a claim of another.
    for person in {row[5] for row in found.values()}:
        own = {key: links[key] for key, row in found.items() if row[5] == person}
        save({key: found[key] for key in own}, heads(own))
    return [row[0] for row in found.values()]


def component(source: str, keys: set[str]) -> dict[str, tuple]:
    """Every claim that hangs together with these, by its key."""
    found: dict[str, tuple] = {}
    ahead = set(keys)
    while ahead:
        asked = array(ahead)
        new = {row[1]: row for row in rows(AROUND, source, asked, source, asked, source, asked)}
        ahead = (
            {
                name
                for key, row in new.items()
                if key not in found
                for name in (key, row[2], row[3])
                if name
            }
            - found.keys()
            - ahead
        )
        found |= new
    return found


def save(found: dict[str, tuple], head_of: dict[str, str]) -> None:
    ids = [row[0] for row in found.values()]
    ends = [found[head_of[key]][0] if key in head_of else None for key in found]
    with connection.cursor() as cursor:
        cursor.execute(LINK, [ids, ends])
        cursor.execute(COUNT, [ids])
