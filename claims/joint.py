"""Where a claim stands of which more than one source speaks. Pure, as ``fold`` is.

The source that told of it first owns the claim. Another may complete what the owner says: decide
while the owner has not, and say more of the same decision. What contradicts the owner decides
nothing; it is in dispute until a person, or the owner, says who is right. What a member did in the
portal goes with the owner's words: it answers them, and never decides.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from msgspec.structs import replace

from claims.facts import PORTAL, ClaimState, Happening
from claims.fold import (
    REPEATS,
    Folded,
    asks_member,
    first_received,
    fold_claim,
    holds_from,
    is_revised,
    is_status,
    repeats,
)
from claims.rank import DECISIONS, FINAL, GOING_ON, RANK

S = ClaimState
Fold = Callable[[Iterable[Happening]], Folded]
ENDINGS = frozenset(state for state in RANK if RANK[state] > RANK[S.REVERSED])
OVER = ENDINGS - {S.HIDDEN}  # whichever of them it is, there is no such claim any more
# That a claim came in, or that somebody does not know it, contradicts no decision.
ACKNOWLEDGED = frozenset({S.UNKNOWN_CLAIM, S.SUBMITTED, S.RECEIVED})
# Nor does it that work goes on, where a decision stands meanwhile.
MEANWHILE = GOING_ON - {S.UNRECOGNISED}
# What a remittance adds to the same payment.
MORE_OF_IT = {S.PAID: frozenset({S.WITH_OTHER_PAYER})}


def fold_joint(happenings: Iterable[Happening], owner: str, *, reopens: bool = True) -> Folded:
    """Fold at least one statement of any sources; the order in which they are given is no matter.

    Without a word of the owner, all others are equal. ``reopens`` as for `fold_claim`.
    """
    told = [*happenings]
    if len(told) == 1:
        return fold_claim(told)
    own = [one for one in told if one.source in (owner, PORTAL)]
    fold = partial(fold_claim, reopens=reopens)
    if not own or len(own) == len(told):
        return fold(told)
    word, everything = fold(own), fold(told)
    harmless = MEANWHILE if reopens else ACKNOWLEDGED
    words = _words_of_others(told, owner, fold)
    against = tuple(one for one in words if _contradicts(one, word, harmless))
    folded = (
        _decided(told, word, against, fold) if _has_decided(word) else _undecided(told, owner, fold)
    )
    disputed = (word.current, *against) if against else folded.disputed
    return replace(
        folded,
        received_on=word.received_on or everything.received_on,
        conflict=tuple(dict.fromkeys(one.state for one in disputed)),
        disputed=disputed,
        history=everything.history,
    )


def first_received_by(folded: Folded, owner: str) -> dt.date | None:
    """`first_received` by what the owner says, where it says it."""
    own = tuple(one for one in folded.history if one.source == owner and one.received_on)
    return first_received(replace(folded, history=own or folded.history))


def sides(
    told: Sequence[Happening], owner: str, *, reopens: bool = True
) -> tuple[list[Happening], list[Happening]]:
    """What was heard last of a dispute, and what we had: all that either side has to take back."""
    fold = partial(fold_joint, owner=owner, reopens=reopens)
    newer = max(fold(told).disputed, key=lambda one: (one.received_at, one.event_id or 0))
    return (
        _giving_way(told, fold, lambda one: one.source == newer.source),
        _giving_way(told, fold, lambda one: one.source != newer.source and is_unlike(one, newer)),
    )


def is_unlike(one: Happening, other: Happening) -> bool:
    """Two states, or two amounts."""
    return one.state is not other.state or _clash(one, other)


def _giving_way(
    told: Sequence[Happening], fold: Fold, gives_way: Callable[[Happening], bool]
) -> list[Happening]:
    """The statements without which nothing of a side is in dispute, the one that stands first."""
    gone: list[Happening] = []
    left = [*told]
    while lost := [one for one in fold(left).disputed if gives_way(one)]:
        gone += lost
        left = [one for one in left if one not in lost]
    return gone


def _words_of_others(told: Sequence[Happening], owner: str, fold: Fold) -> list[Happening]:
    """What stands of each other source, taken by itself."""
    said: dict[str, list[Happening]] = defaultdict(list)
    for one in told:
        if one.source not in (owner, PORTAL):
            said[one.source].append(one)
    return [fold(said[source]).current for source in sorted(said)]


def _has_decided(word: Folded) -> bool:
    """What it took back with nothing in its place, or looks at again, is open again."""
    return RANK[word.state] >= FINAL - 1 and word.state is not S.REVERSED and not word.again


def _decided(
    told: Sequence[Happening], word: Folded, against: Sequence[Happening], fold: Fold
) -> Folded:
    """The owner's decision, or the same one where another source says more of it."""
    owner, wrong = word.current.source, {one.source for one in against}
    folded = fold(
        one
        for one in told
        if one.source in (owner, PORTAL)
        or (one.source not in wrong and one.state not in ACKNOWLEDGED)
    )
    if folded.current.source == owner or not _completes(folded.current, word):
        return replace(word, again=folded.again)
    return replace(folded, notice_on=word.notice_on or folded.notice_on)


def _undecided(told: Sequence[Happening], owner: str, fold: Fold) -> Folded:
    """Any source may decide; but none ends a claim that the owner still works on."""
    return fold(one for one in told if one.source == owner or one.state not in ENDINGS)


def _contradicts(one: Happening, word: Folded, harmless: AbstractSet[ClaimState]) -> bool:
    """Another source says of the same day or a later one what the owner does not."""
    day, decided_on = holds_from(one), holds_from(word.current)
    is_behind = RANK[one.state] < max(FINAL, RANK[word.state])
    if day < decided_on or (day == decided_on and is_behind):
        return False
    if not _has_decided(word):
        return one.state in ENDINGS
    if one.state in harmless and not asks_member(one):
        return False
    return not _agrees(one, word)


def _agrees(one: Happening, word: Folded) -> bool:
    """It says the same, in fewer words or in more."""
    own = word.current
    if one.state is S.REVERSED:
        return any(each.state is S.REVERSED and not _clash(each, one) for each in word.history)
    if one.state in OVER and own.state in OVER:
        return True
    return _is_same_kind(one, own) and not _clash(one, own)


def _is_same_kind(one: Happening, own: Happening) -> bool:
    if one.state is own.state or repeats(one, own) or repeats(own, one):
        return True
    if S.FINALIZED_UNSPECIFIED in (one.state, own.state):
        return {one.state, own.state} <= DECISIONS and not is_revised(one)
    paid, is_coarser = own.amounts.plan_paid, own.state in REPEATS.get(one.state, ())
    is_same_payment = paid is not None and one.amounts.plan_paid == paid
    return is_same_payment and (is_coarser or _says_more(one, own))


def _says_more(one: Happening, own: Happening) -> bool:
    return one.state in MORE_OF_IT.get(own.state, ())


def _clash(one: Happening, other: Happening) -> bool:
    """An amount that both state is not the same."""
    return any(
        None not in (cents, against) and cents != against
        for cents, against in (
            (one.amounts.plan_paid, other.amounts.plan_paid),
            (one.amounts.member_owes, other.amounts.member_owes),
        )
    )


def _completes(one: Happening, word: Folded) -> bool:
    """What agrees with the owner takes its place only where the owner says less."""
    own = word.current
    if not _agrees(one, word) or RANK[one.state] != FINAL:
        return False
    if is_status(own) != is_status(one):
        return is_status(own)
    if S.FINALIZED_UNSPECIFIED is own.state or _says_more(one, own):
        return True
    return any(
        mine is None and theirs is not None
        for mine, theirs in (
            (own.amounts.plan_paid, one.amounts.plan_paid),
            (own.amounts.member_owes, one.amounts.member_owes),
        )
    )
