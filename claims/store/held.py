"""What a source holds back: a hold, and a claim for its member to see that we are checking."""

from collections.abc import Sequence

from claims.facts import ClaimState
from claims.models import ImportBatch
from claims.sources.held import Held
from claims.store import Landed, claims
from claims.store.cells import array
from claims.store.claim_rows import CLAIM, row_of
from claims.store.copying import copy, rows
from claims.store.holds import Finding, open_holds
from claims.store.members import members_for, new_keys

HEARD = """
SELECT external_key, content_hash, reason FROM claims_hold
 WHERE source_id = %s AND external_key = ANY(%s::text[])
 UNION
SELECT c.external_key, e.content_hash, ''
  FROM claims_claim c JOIN claims_claimevent e ON e.claim_id = c.id
 WHERE c.source_id = %s AND c.external_key = ANY(%s::text[])
"""
OWNERS = """
SELECT external_key, id, member_id FROM claims_claim
 WHERE source_id = %s AND external_key = ANY(%s::text[])
"""


def land(told: Sequence[Held], batch: ImportBatch) -> Landed:
    """Hold these back; what was held before, or has landed since, changes nothing."""
    keys = array({one.record.key for one in told})
    heard = {tuple(row) for row in rows(HEARD, *(batch.source_id, keys) * 2)}
    news = [one for one in told if not is_known(one, heard)]
    landed = Landed(unchanged=len(told) - len(news))
    if not news:
        return landed
    members = members_for(one.record.patient for one in news)
    owners = {key: (claim, member) for key, claim, member in rows(OWNERS, batch.source_id, keys)}
    owners |= make_claims([one for one in news if one.record.key not in owners], members, batch)
    findings = []
    for one in news:
        claim, member = owners[one.record.key]
        if member != members[one.record.patient]:
            landed.refusals.append(claims.of_another(one.record))
            continue
        findings.append(
            Finding(
                reason=one.reason,
                claim=claim,
                member=member,
                key=one.record.key,
                content_hash=one.record.content_hash,
                evidence=one.evidence,
                record=one.record,
                line=one.line,
            )
        )
    landed.held = open_holds(findings, batch)
    landed.unchanged += len(findings) - landed.held  # twice in one file
    return landed


def is_known(one: Held, heard: set[tuple]) -> bool:
    record = one.record
    return not heard.isdisjoint(
        (record.key, record.content_hash, reason) for reason in (one.reason.value, "")
    )


def make_claims(told: Sequence[Held], members: dict, batch: ImportBatch) -> dict[str, tuple]:
    """A claim without a statement for each key that we do not hold: (claim, member) by key."""
    first = {one.record.key: one.record for one in reversed(told)}
    made = {}
    for key, record in zip(new_keys(len(first)), first.values(), strict=True):
        row = claims.new_case(key, record, members[record.patient], batch.source_id).row
        row |= {
            "replaces_key": "",  # not before we know that it does
            "replaced_by_key": "",
            "state": ClaimState.UNRECOGNISED,
            "changed_at": record.happening.received_at,
        }
        made[record.key] = row
    copy("claims_claim", CLAIM, (row_of(row) for row in made.values()))
    return {key: (row["id"], row["member_id"]) for key, row in made.items()}
