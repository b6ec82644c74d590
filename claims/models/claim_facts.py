"""Reads claims as facts: one query, no model instances, because every page and row starts here.

PostgreSQL writes each claim as JSON in the shape of `ClaimFacts`, and msgspec reads it into the
typed, frozen value at once. Measured against model instances this halves the cost of a page.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from accounts.keyset import RECENT, Page
from claims.facts import ClaimFacts
from claims.models.claim_json import AS_IF, BEGINNING, BRIEF, LATEST, OWN, WHOLE


def read(claims: Sequence[UUID], *, whole: bool = False) -> list[ClaimFacts]:
    """Facts of claims in the order of their keys; one that is gone is left out.

    ``whole`` adds the history, and what only a page says (`CLAIM_ON_A_PAGE`). Without it a decided
    claim still carries its lines and adjustments: who owes what, and whether an appeal helps, must
    read the same in a list as on the page.
    """
    if not claims:
        return []
    by_id = {facts.id: facts for facts in _ask(WHOLE if whole else BRIEF, [list(claims)])}
    return [by_id[str(key)] for key in claims if str(key) in by_id]


def read_own(member: UUID, claim: UUID) -> ClaimFacts | None:
    """A whole claim, if it is this member's and may be seen."""
    return next(iter(_ask(OWN, [[claim], member])), None)


def read_as_if(claim: UUID, rows: Sequence[dict[str, Any]]) -> list[ClaimFacts]:
    """A whole claim as it would read with the values of each of these; nothing is written."""
    return _ask(AS_IF, [[msgspec.json.encode(row).decode() for row in rows], claim])


def read_latest(
    member: UUID, after: Sequence[Any] | None, length: int
) -> tuple[list[ClaimFacts], Page, int]:
    """A member's claims after a place, what changed last first; the page; how many in all.

    With nothing there the count is 0, and the caller asks again.
    """
    with connection.cursor() as cursor:
        part = [length, member, member, *(after or BEGINNING), length + 1, length]
        cursor.execute(LATEST, part)
        said, older, in_all = cursor.fetchone()
    if said is None:
        return [], RECENT.page([], newer=False, older=False), 0
    found = _decoder.decode(said)
    return found, RECENT.page(found, newer=bool(after), older=older), in_all


def _ask(query: str, values: list) -> list[ClaimFacts]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found = _decoder.decode(b"[" + b",".join(row[0].encode() for row in cursor) + b"]")
    return [_with_detail(facts) for facts in found]


def _with_detail(facts: ClaimFacts) -> ClaimFacts:
    """The event that decides the state is the same value in the history."""
    if not facts.history:
        return facts
    history = (
        facts.current if facts.current and told.event_id == facts.current.event_id else told
        for told in facts.history
    )
    return msgspec.structs.replace(facts, history=tuple(history))


_decoder = msgspec.json.Decoder(list[ClaimFacts], strict=False)
