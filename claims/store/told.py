"""What we were told of claims before: which statements are news, and the claims they are about."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from claims.facts import Amounts, ClaimRecord, ClaimState, Happening, WaitingFor
from claims.store.cells import array
from claims.store.claim_rows import CLAIM, Case
from claims.store.copying import named, rows

Statement = tuple[str, str, str]  # (key of the claim, source, content hash)

# A claim goes by its own source's key and by those of other sources that speak of it too.
HEARD = """
SELECT c.external_key, e.source_id, e.content_hash
  FROM claims_claim c LEFT JOIN claims_claimevent e ON e.claim_id = c.id
 WHERE c.source_id = %s AND c.external_key = ANY(%s::text[])
 UNION ALL
SELECT n.external_key, e.source_id, e.content_hash
  FROM claims_claimname n LEFT JOIN claims_claimevent e ON e.claim_id = n.claim_id
 WHERE n.source_id = %s AND n.external_key = ANY(%s::text[])
"""
HELD = named(
    "SELECT external_key, {names} FROM claims_claim"
    " WHERE source_id = %s AND external_key = ANY(%s::text[])",
    CLAIM,
)
NAMED = named(
    "SELECT name.external_key, {new} FROM claims_claimname name"
    "  JOIN claims_claim n ON n.id = name.claim_id"
    " WHERE name.source_id = %s AND name.external_key = ANY(%s::text[])",
    CLAIM,
)
# What a person set aside counts no more.
TOLD = """
SELECT claim_id, id, source_id, state, effective_on, received_at, received_on,
       notice_on, waiting_for, plan_paid, member_owes, code
  FROM claims_claimevent e WHERE claim_id = ANY(%s) AND NOT EXISTS (
       SELECT FROM claims_hold h WHERE h.claim_id = e.claim_id AND e.id = ANY(h.set_aside))
"""


def heard_of(source: str, keys: Iterable[str]) -> set[Statement]:
    """What was said of claims with these keys; one that said nothing yet has empty words."""
    return {tuple(row) for row in rows(HEARD, *(source, array(keys)) * 2)}


def unheard(records: Sequence[ClaimRecord], heard: AbstractSet[Statement]) -> list[ClaimRecord]:
    """The records that say what is not in ``heard``, each once."""
    news: dict[Statement, ClaimRecord] = {}
    for record in records:
        identity = (record.key, record.happening.source, record.content_hash)
        if identity not in heard:
            news.setdefault(identity, record)
    return [*news.values()]


def cases_of(source: str, keys: Iterable[str]) -> dict[str, Case]:
    """The claims that this source calls by these keys, with their statements, by key."""
    asked = array(keys)
    if asked == "{}":
        return {}
    found = rows(HELD, source, asked)
    if len(found) < len(set(keys)):
        found += rows(NAMED, source, asked)
    cases = [Case(dict(zip(CLAIM, row, strict=True)), False, [], [], key) for key, *row in found]
    by_id = {case.row["id"]: case for case in cases}
    for claim, *event in rows(TOLD, list(by_id)):
        by_id[claim].told.append(happening_of(event))
    return {case.key: case for case in cases}


def happening_of(event: Sequence) -> Happening:
    """What the fold reads of a stored statement; lines and notes stay in the database."""
    key, source, state, effective_on, received_at, received_on, notice_on, waits, *cents, code = (
        event
    )
    return Happening(
        source=source,
        state=ClaimState(state),
        received_at=received_at,
        effective_on=effective_on,
        received_on=received_on,
        notice_on=notice_on,
        waiting_for=WaitingFor(waits),
        amounts=Amounts(plan_paid=cents[0], member_owes=cents[1]),
        code=code,
        event_id=key,
    )
