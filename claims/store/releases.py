"""Holds that end by themselves: the original arrived, a newer record came, sources agree again."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec
from django.db.models import F, Q

from accounts.clock import now
from claims.facts import ClaimRecord, HoldReason
from claims.hold import SOMEBODY_ELSE, ends_by_itself, lands_by_itself
from claims.models import Hold, HoldDecision, ImportBatch
from claims.store import claims, told
from claims.store.copying import rows
from claims.store.holds import mark

LANDED = """
SELECT h.id FROM claims_hold h JOIN claims_claimevent e USING (claim_id, content_hash)
 WHERE h.id = ANY(%s)
"""


class Release(StrEnum):
    """Why a hold ended without a person, as its history keeps it."""

    ARRIVED = "arrived"  # what it takes back is there now: the record landed
    REPLACED = "replaced"  # a newer record of the same source took its place
    AGREED = "agreed"  # the sources no longer contradict each other
    LANDED = "landed"  # the same record came again, and was sound


def review(batch: ImportBatch) -> int:
    """Look again at what is held of claims of this source that have changed; how many ended.

    Also at what two sources said differently, whichever of them spoke last. Called inside a chunk's
    transaction, when all of it has landed.
    """
    changed = Hold.objects.open().filter(Q(source=batch.source_id) | Q(record__isnull=True))
    changed = changed.filter(~Q(claim_version=F("claim__version")) | ~Q(claim__superseded_by=None))
    holds = list(changed.select_related("claim"))
    if not holds:
        return 0
    ended = dict(verdicts(holds))
    release([hold for hold in holds if hold.pk in ended], ended, batch)
    for hold in holds:
        hold.claim_version = hold.claim.version
    Hold.objects.bulk_update(holds, ["claim_version"])
    return len(ended)


def verdicts(holds: Sequence[Hold]) -> Iterable[tuple]:
    """Which of them end, and why."""
    held_back = [hold for hold in holds if hold.record is not None]
    source = held_back[0].source_id if held_back else ""
    cases = told.cases_of(source, {hold.external_key for hold in held_back})
    landed = {key for (key,) in rows(LANDED, [hold.pk for hold in held_back])}
    for hold in holds:
        said = cases[hold.external_key].told if hold.record is not None else []
        if why := verdict(hold, said, landed):
            yield hold.pk, why


def verdict(hold: Hold, said: list, landed: set) -> Release | None:
    reason = HoldReason(hold.reason)
    if hold.claim.superseded_by_id and reason not in SOMEBODY_ELSE:
        return Release.REPLACED  # a newer version stands for the claim, whatever this says
    if hold.record is None:
        disagreed = reason is HoldReason.SOURCES_DISAGREE
        return Release.AGREED if disagreed and agrees(hold) else None
    if hold.pk in landed:
        return Release.LANDED
    held = record_of(hold).happening
    if lands_by_itself(reason, held, said):
        return Release.ARRIVED
    return Release.REPLACED if ends_by_itself(reason, held, said) else None


def agrees(hold: Hold) -> bool:
    """No two sources contradict each other, or other words of them do, which have their hold."""
    newer = Hold.objects.open().filter(claim=hold.claim_id, reason=hold.reason, pk__gt=hold.pk)
    return not hold.claim.conflict or newer.exists()


def release(holds: Sequence[Hold], why: dict, batch: ImportBatch) -> None:
    """End these, land what may be believed, and let the claims say that nothing is held."""
    at = now()
    Hold.objects.filter(pk__in=[hold.pk for hold in holds]).update(
        state=Hold.State.RELEASED, settled_at=at
    )
    HoldDecision.objects.bulk_create(
        HoldDecision(hold=hold, at=at, what=HoldDecision.What.RELEASED, why=why[hold.pk])
        for hold in holds
    )
    arrived = [record_of(hold) for hold in holds if why[hold.pk] is Release.ARRIVED]
    claims.land(arrived, batch, believed=True)
    mark(hold.claim_id for hold in holds)


def record_of(hold: Hold) -> ClaimRecord:
    """The record that was held back, as its source wrote it."""
    return msgspec.convert(hold.record, ClaimRecord)
