"""Holds: what is held back is kept once, with its evidence, and its claim says that we check it.

``held`` lands what a source holds back; `open_holds` is for doubts that a loader finds itself.
Both are called inside a chunk's transaction. ``releases`` ends holds.
"""

import uuid
from collections.abc import Iterable, Sequence

import msgspec
from django.db import connection
from msgspec import Struct

from claims.answers.person import portal_hours
from claims.deadlines.calendar import add_business_days
from claims.facts import ClaimRecord, Evidence, HoldReason
from claims.models import Hold, HoldDecision, ImportBatch
from claims.store.cells import array
from claims.store.copying import rows

CHECK_WITHIN = 2  # business days, for a person to find out what is right
Identity = tuple[str, str, str]  # (key of the claim, content hash, reason)

OPEN = """
SELECT external_key, content_hash, reason FROM claims_hold
 WHERE source_id = %s AND external_key = ANY(%s::text[]) AND state IN ('open', 'proposed')
"""
NEW_KEYS = "SELECT uuidv7() FROM generate_series(1, %s)"
# A claim that has only ever been held has no statement: it is there for its member to see that we
# check it, and hidden once nothing came of it. It is hidden as well while all that we know of it
# names somebody else, and while what has landed may do so. The claim that stands for a held one
# says it too.
MARK = """
UPDATE claims_claim c
   SET held = coalesce(n.reason, ''),
       asked_again_on = n.asked_on,
       checking_until = CASE
           WHEN n.reason IS NOT NULL THEN n.due_on
           WHEN c.conflict <> '{}' OR c.state = 'unrecognised' THEN c.checking_until END,
       state = CASE
           WHEN n.hides THEN 'hidden'
           WHEN c.current_id IS NOT NULL THEN c.state
           WHEN coalesce(n.reason, 'another_name') = 'another_name' THEN 'hidden'
           ELSE 'unrecognised' END
  FROM (SELECT shown.id, hold.reason, hold.due_on, hold.asked_on, EXISTS (
               SELECT FROM claims_hold
                WHERE reason = 'another_name' AND record IS NULL
                  AND state IN ('open', 'proposed') AND claim_id IN (
                      SELECT shown.id UNION ALL
                      SELECT id FROM claims_claim WHERE superseded_by_id = shown.id)) AS hides
          FROM claims_claim shown LEFT JOIN LATERAL (
                   SELECT reason, due_on, (asked_again_at AT TIME ZONE %(zone)s)::date AS asked_on
                     FROM claims_hold
                    WHERE state IN ('open', 'proposed') AND claim_id IN (
                        SELECT shown.id UNION ALL
                        SELECT id FROM claims_claim WHERE superseded_by_id = shown.id)
                    ORDER BY reason = 'another_name', due_on, id LIMIT 1) hold ON true
         WHERE shown.id = ANY(%(claims)s) OR shown.id IN (
               SELECT superseded_by_id FROM claims_claim WHERE id = ANY(%(claims)s))) n
 WHERE c.id = n.id
"""


class Finding(Struct, frozen=True, kw_only=True):
    """Why something about a claim waits for a person.

    Either ``record`` has not landed, or the statements in doubt have: ``events`` are the newer
    side (keys of `ClaimEvent`), ``against`` the one that we showed before. ``content_hash`` is
    the record's; for statements that landed, anything that names them, such as their keys.
    """

    reason: HoldReason
    claim: uuid.UUID
    member: uuid.UUID
    key: str  # of the claim within its source
    content_hash: str
    evidence: tuple[Evidence, ...] = ()
    record: ClaimRecord | None = None
    events: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    line: int | None = None


def open_holds(findings: Sequence[Finding], batch: ImportBatch, source: str = "") -> int:
    """Open a hold for each finding that has none open yet; the number of new ones.

    ``source`` calls the claims by these keys, where it is not the one of the batch.
    Five statements, however many findings. The claims' rows must have been written before.
    """
    if not findings:
        return 0
    source = source or batch.source_id
    keys = array({one.key for one in findings})
    known = {tuple(row) for row in rows(OPEN, source, keys)}
    new: dict[Identity, Finding] = {}
    for one in findings:
        identity = (one.key, one.content_hash, one.reason.value)
        if identity not in known:
            new.setdefault(identity, one)
    made = [
        hold_of(key, one, batch, source)
        for (key,), one in zip(rows(NEW_KEYS, len(new)), new.values(), strict=True)
    ]
    Hold.objects.bulk_create(made)
    HoldDecision.objects.bulk_create(
        HoldDecision(hold=hold, at=batch.started_at, what=HoldDecision.What.OPENED) for hold in made
    )
    mark(hold.claim_id for hold in made)
    return len(made)


def hold_of(key: uuid.UUID, finding: Finding, batch: ImportBatch, source: str) -> Hold:
    record = finding.record
    return Hold(
        pk=key,
        source_id=source,
        batch=batch,
        line=finding.line or (record.line if record else None),
        claim_id=finding.claim,
        member_id=finding.member,
        external_key=finding.key,
        content_hash=finding.content_hash,
        reason=finding.reason,
        evidence=msgspec.to_builtins(finding.evidence),
        record=msgspec.to_builtins(record) if record else None,
        events=list(finding.events),
        against=list(finding.against),
        opened_at=batch.started_at,
        due_on=add_business_days(batch.started_at.date(), CHECK_WITHIN),
    )


def mark(claims: Iterable[uuid.UUID]) -> None:
    """Let these claims, and those that stand for them, say whether something of them is held."""
    asked = list(set(claims))
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(MARK, {"claims": asked, "zone": portal_hours().zone})
