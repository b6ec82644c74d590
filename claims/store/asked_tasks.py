"""Requests that came as documents: each is a statement of its claim, and is kept to be answered."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from claims.facts import TaskRecord, WaitingFor
from claims.models import AskedTask, Claim, ImportBatch
from claims.store import Landed, claims


def land(records: Sequence[TaskRecord], batch: ImportBatch) -> Landed:
    """Land what they say of claims; keep those that a member has to answer, as they came last."""
    mine = [one for one in records if one.claim.happening.waiting_for is WaitingFor.MEMBER]
    together = asked_together(mine)
    landed = claims.land([together.get(id(one), one.claim) for one in records], batch)
    keep(mine, batch)
    return landed


def asked_together(mine: Sequence[TaskRecord]) -> dict:
    """What several documents ask of one member about one claim is one request: a claim waits for
    all of it, by the first of their days."""
    by_claim: dict[str, list[TaskRecord]] = defaultdict(list)
    for one in mine:
        by_claim[one.claim.key].append(one)
    found = {}
    for several in by_claim.values():
        told = [one.claim.happening for one in several]
        wanted = dict.fromkeys(line for one in told for line in one.wanted.split("\n"))
        first = min((one.wanted_by for one in told if one.wanted_by), default=None)
        for one in several:
            happening = replace(one.claim.happening, wanted="\n".join(wanted), wanted_by=first)
            found[id(one)] = replace(one.claim, happening=happening)
    return found


def keep(mine: Sequence[TaskRecord], batch: ImportBatch) -> None:
    keys = {one.claim.key for one in mine}
    if not keys:
        return
    held = Claim.objects.filter(source=batch.source_id, external_key__in=keys)
    by_key = dict(held.values_list("external_key", "pk"))
    rows = {
        (by_key[one.claim.key], one.number): AskedTask(
            claim_id=by_key[one.claim.key],
            number=one.number,
            resource=msgspec.json.decode(one.resource),
            received_at=batch.started_at,
        )
        for one in mine
        if one.claim.key in by_key
    }
    AskedTask.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["claim", "number"],
        update_fields=["resource", "received_at"],
    )
