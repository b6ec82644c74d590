"""Reversals of what we never heard of: not believed before what they take back is here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from claims.facts import ClaimRecord, ClaimState, Clue, Evidence, Happening, HoldReason
from claims.hold import is_orphan
from claims.sources.held import Held
from claims.store.claim_rows import Case


def apart(
    news: Sequence[ClaimRecord], cases: Mapping[str, Case]
) -> tuple[list[ClaimRecord], list[Held]]:
    """What may land, and the reversals that take back nothing we hold or are about to hold."""
    lone = {one.key for one in news if one.happening.state is ClaimState.REVERSED}
    if not lone:
        return [*news], []
    said: dict[str, list[Happening]] = defaultdict(list)
    for key in lone & cases.keys():
        said[key] += cases[key].told
    for one in news:
        said[one.key].append(one.happening)
    orphans = {key for key in lone if is_orphan(said[key])}
    held = [held_back(one) for one in news if one.key in orphans and is_reversal(one)]
    return [one for one in news if one.key not in orphans or not is_reversal(one)], held


def is_reversal(record: ClaimRecord) -> bool:
    return record.happening.state is ClaimState.REVERSED


def held_back(record: ClaimRecord) -> Held:
    taken = Evidence(Clue.TAKEN_BACK, None, record.happening.amounts.plan_paid)
    return Held(reason=HoldReason.ORPHAN_REVERSAL, record=record, evidence=(taken,))
