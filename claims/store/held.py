"""What a source holds back: a hold, and a claim for its member to see that we are checking."""

import uuid
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from claims.facts import ClaimState, HoldReason
from claims.models import ImportBatch
from claims.sources.held import Held
from claims.store import Landed, chains, names, strangers
from claims.store.cells import array
from claims.store.claim_rows import CLAIM, new_case, row_of
from claims.store.copying import copy, rows
from claims.store.early import is_early, refusals
from claims.store.holds import Finding, open_holds
from claims.store.members import members_for, new_keys

HEARD = """
SELECT external_key, content_hash FROM claims_hold
 WHERE source_id = %s AND external_key = ANY(%s::text[])
 UNION
SELECT c.external_key, e.content_hash
  FROM claims_claim c JOIN claims_claimevent e ON e.claim_id = c.id
 WHERE c.source_id = %s AND c.external_key = ANY(%s::text[])
 UNION
SELECT n.external_key, e.content_hash
  FROM claims_claimname n JOIN claims_claimevent e ON e.claim_id = n.claim_id
 WHERE n.source_id = %s AND n.external_key = ANY(%s::text[])
"""
OWNERS = """
SELECT external_key, id, member_id FROM claims_claim
 WHERE source_id = %s AND external_key = ANY(%s::text[])
 UNION ALL
SELECT n.external_key, c.id, c.member_id
  FROM claims_claimname n JOIN claims_claim c ON c.id = n.claim_id
 WHERE n.source_id = %s AND n.external_key = ANY(%s::text[])
"""


def land(told: Sequence[Held], batch: ImportBatch) -> Landed:
    """Hold these back; what was held before, or has landed since, changes nothing."""
    early = refusals(one.record for one in told)
    told = [one for one in told if not is_early(one.record)]
    keys = array({one.record.key for one in told})
    heard = {tuple(row) for row in rows(HEARD, *(batch.source_id, keys) * 3)}
    news = [one for one in told if (one.record.key, one.record.content_hash) not in heard]
    landed = Landed(unchanged=len(told) - len(news), refusals=early)
    if not news:
        return landed
    members = members_for(one.record.patient for one in news)
    odd = strangers.among((one.record for one in news), members)
    owners = owners_of(news, keys, members, batch)
    findings = [finding(one, *owners[one.record.key], members, odd) for one in news]
    landed.held = open_holds(findings, batch)
    landed.unchanged += len(findings) - landed.held  # twice in one file
    return landed


def finding(
    one: Held, claim: uuid.UUID, member: uuid.UUID, members: dict, odd: AbstractSet[strangers.Named]
) -> Finding:
    """Whatever else is wrong with it: that it may be about another person comes first."""
    record, reason = one.record, one.reason
    if member != members[record.patient]:
        reason = HoldReason.MOVED_TO_ANOTHER_MEMBER
    elif record.called and (member, record.called) in odd:
        reason = HoldReason.ANOTHER_NAME
    return Finding(
        reason=reason,
        claim=claim,
        member=member,
        key=record.key,
        content_hash=record.content_hash,
        evidence=one.evidence,
        record=record,
        line=one.line,
    )


def owners_of(news: Sequence[Held], keys: str, members: dict, batch: ImportBatch) -> dict:
    """The claim that each is about and its member, by key; made where we hold none."""
    source = batch.source_id
    owners = {key: (claim, member) for key, claim, member in rows(OWNERS, *(source, keys) * 2)}
    strange = [one for one in news if one.record.key not in owners]
    joined = names.find(source, [one.record for one in strange], members)
    names.keep(source, joined)
    owner_of = {one.record.key: members[one.record.patient] for one in strange}
    owners |= {key: (claim, owner_of[key]) for key, claim in joined.items()}
    return owners | make_claims(
        [one for one in strange if one.record.key not in joined], members, batch
    )


def make_claims(told: Sequence[Held], members: dict, batch: ImportBatch) -> dict[str, tuple]:
    """A claim without a statement for each key that we do not hold: (claim, member) by key."""
    first = {one.record.key: one.record for one in reversed(told)}
    made = {}
    for key, record in zip(new_keys(len(first)), first.values(), strict=True):
        made[record.key] = new_case(key, record, members[record.patient], batch.source_id)
        made[record.key].row |= {
            "replaces_key": "",  # not before we know that it does
            "replaced_by_key": "",
            "state": ClaimState.UNRECOGNISED,
            "changed_at": record.happening.received_at,
        }
    copy("claims_claim", CLAIM, (row_of(case.row) for case in made.values()))
    chains.link(batch.source_id, made.values())  # a newer version of it may be here already
    return {key: (case.row["id"], case.row["member_id"]) for key, case in made.items()}
