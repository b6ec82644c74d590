"""Where a claim stands: a fold over what sources said, in the order in which it holds.

Statements are ordered by (effective date, rank, when we heard it), so the order of arrival never
decides, hearing one twice changes nothing, and an old one that comes late enters the history only
(research/claims.md 6.2). Pure: no database, no clock.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from claims.facts import PORTAL, ClaimState, Happening, WaitingFor
from claims.rank import AGAIN, DECISIONS, FINAL, GOING_ON, RANK, STANDS

S = ClaimState

# A claim status (X12 277) says of a decision no more than its kind. What a remittance says in full
# it only repeats, also when its day is later; but a revised one (F3) is news.
STATUS, REVISED = "277:", "277:F3"
REPEATS = {
    S.FINALIZED_UNSPECIFIED: DECISIONS,
    S.FINALIZED_NO_PAYMENT: frozenset({S.FINALIZED_NO_PAYMENT, S.DENIED}),
    S.PAID: frozenset({S.PAID, S.PARTIALLY_DENIED, S.WITH_OTHER_PAYER}),
    S.PARTIALLY_DENIED: frozenset({S.PARTIALLY_DENIED}),
    S.DENIED: frozenset({S.DENIED, S.PARTIALLY_DENIED}),
}
NEVER = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


class Folded(Struct, frozen=True):
    """The state, and the statement that decides it; ``history`` is newest first.

    ``again`` is the first word that a claim which was decided is looked at again.
    """

    state: ClaimState
    current: Happening
    state_on: dt.date
    received_on: dt.date | None = None
    notice_on: dt.date | None = None  # of the decision that stands: an older notice opens no appeal
    conflict: tuple[ClaimState, ...] = ()
    disputed: tuple[Happening, ...] = ()  # one of each source, when two disagree
    history: tuple[Happening, ...] = ()
    again: Happening | None = None


def holds_from(happening: Happening) -> dt.date:
    """The day from which a statement counts; that of its arrival when it names none."""
    return happening.effective_on or happening.received_at.date()


def order(happening: Happening) -> tuple:
    """Sort key. Its tail makes equal moments deterministic, whatever the order of arrival."""
    amounts = happening.amounts
    return (
        happening.effective_on or happening.received_at.date(),
        RANK[happening.state],
        happening.received_at,
        happening.state,
        happening.source,
        _stated(amounts.plan_paid),
        _stated(amounts.member_owes),
        happening.notice_on or dt.date.min,
        happening.received_on or dt.date.min,
        happening.event_id or 0,
    )


def in_order(told: Sequence[Happening]) -> list[Happening]:
    """Newest first. What a member did here stands right above all that we had heard by then.

    Whatever its day, it answers that; what a source says later of a later day stands above it.
    """
    history = sorted(told, key=order, reverse=True)
    ours = [one for one in history if one.source == PORTAL]
    if not ours:
        return history
    history = [one for one in history if one.source != PORTAL]
    for one in sorted(ours, key=_heard):
        before = (at for at, other in enumerate(history) if _heard(other) <= _heard(one))
        history.insert(next(before, len(history)), one)
    return history


def _heard(one: Happening) -> tuple[dt.datetime, int]:
    return one.received_at, one.event_id or 0


def _stated(cents: int | None) -> tuple[bool, int]:
    """Nothing stated and $0 are two things."""
    return cents is not None, cents or 0


def fold_claim(happenings: Iterable[Happening], *, reopens: bool = True) -> Folded:
    """Fold at least one statement. The order in which they are given does not matter.

    ``reopens`` False: work that goes on after an answer is a new question, as with an approval.
    """
    history = [*happenings]
    if len(history) == 1:
        return _alone(history[0])
    history = in_order(history)
    since = _decided_at(history) if reopens else 0
    said, again = history[since:], _again(history[:since])
    current = said[0]
    if current.state is S.REVERSED:
        current = _correction(said) or current
    elif len(said) > 1 and current.state is not S.UNRECOGNISED:
        current = _in_full(said) or current
    disputed = _disputed(said, current) if len(said) > 1 else ()
    if again and asks_member(history[0]):
        current = history[0]
    return Folded(
        state=current.state,
        current=current,
        state_on=holds_from(current),
        received_on=next((h.received_on for h in history if h.received_on), None),
        notice_on=current.notice_on,
        conflict=tuple(dict.fromkeys(one.state for one in disputed)),
        disputed=disputed,
        history=tuple(history),
        again=again,
    )


def _alone(one: Happening) -> Folded:
    """The only statement of a claim, as most have one: there is nothing that it changes."""
    return Folded(
        state=one.state,
        current=one,
        state_on=holds_from(one),
        received_on=one.received_on,
        notice_on=one.notice_on,
        history=(one,),
    )


def first_received(folded: Folded) -> dt.date | None:
    """The day on which a request for approval came: later answers to it name later days."""
    return min((h.received_on for h in folded.history if h.received_on), default=None)


def _decided_at(history: Sequence[Happening]) -> int:
    """Where the decision stands that newer words of work leave as it is; 0 where none does."""
    if history[0].state is S.UNRECOGNISED:
        return 0  # nobody knows what it does to the decision
    at = next((n for n, one in enumerate(history) if one.state not in GOING_ON), 0)
    return at if history[at].state in STANDS else 0


def _again(later: Sequence[Happening]) -> Happening | None:
    """The first of these words, newest first, by which more happens than that something came."""
    return next((one for one in reversed(later) if one.state in AGAIN), None)


def asks_member(one: Happening) -> bool:
    """What only the member can send is asked for, whatever was decided before."""
    return one.state is S.PENDED_INFO and one.waiting_for is WaitingFor.MEMBER


def _in_full(history: Sequence[Happening]) -> Happening | None:
    """The decision in full that the newest statements only repeat, if they do.

    Once work has gone on after it, a status repeats it only where it names the same payment.
    """
    for at, one in enumerate(history):
        if is_status(one) or one.state in GOING_ON:
            continue
        later = [said for said in history[:at] if said.state not in GOING_ON]
        alike = repeats if len(later) == at else _pays_the_same
        repeated = all(alike(said, one) for said in later)
        return one if repeated and one.state in DECISIONS else None
    return None


def _pays_the_same(status: Happening, decision: Happening) -> bool:
    paid = status.amounts.plan_paid
    return bool(paid) and paid == decision.amounts.plan_paid and repeats(status, decision)


def repeats(status: Happening, decision: Happening) -> bool:
    """Whether a status says the same as a decision, in fewer words."""
    if not is_status(status) or decision.state not in REPEATS.get(status.state, ()):
        return False
    paid = {status.amounts.plan_paid, decision.amounts.plan_paid} - {None}
    return len(paid) < 2


def is_status(one: Happening) -> bool:
    return one.code.startswith(STATUS) and not is_revised(one)


def is_revised(one: Happening) -> bool:
    """A claim status that tells of a new decision, without saying which."""
    return one.code.startswith(REVISED)


def _correction(history: Sequence[Happening]) -> Happening | None:
    """The decision that replaces what a reversal took back, if there is one.

    Payers send both with one date (T27). Each reversal takes back one decision; one of that day
    that is left over is the new one, or else one that its source made since what was taken back.
    """
    reversal = history[0]
    standing = [one for one in reversed(history) if one.state in DECISIONS]
    standing = list(_each_once(standing))
    taken = [_take_back(one, standing) for one in _reversals(history)]
    left = [
        one for one in standing if RANK[one.state] == FINAL or one.amounts.plan_paid is not None
    ]
    of_that_day = [one for one in left if holds_from(one) == holds_from(reversal)]
    undone_on = max((holds_from(one) for one in taken if one), default=dt.date.max)
    since = [
        one
        for one in left
        if one.source == reversal.source
        and one.amounts.plan_paid is not None
        and holds_from(one) > undone_on
    ]
    return next(reversed(of_that_day or since), None)


def _each_once(decisions: Sequence[Happening]) -> Iterator[Happening]:
    """Decisions, but each that two sources tell of once, and none that says less than another."""
    said = {(holds_from(one), one.state) for one in decisions if one.amounts.plan_paid is not None}
    of_source: Counter[tuple] = Counter()
    kept: Counter[tuple] = Counter()
    for one in {replace(one, received_at=NEVER, event_id=None): one for one in decisions}.values():
        day, paid = holds_from(one), one.amounts.plan_paid
        if paid is None and (day, one.state) in said:
            continue
        what = (day, one.state, paid)
        of_source[one.source, *what] += 1
        if of_source[one.source, *what] > kept[what]:
            kept[what] += 1
            yield one


def _reversals(history: Sequence[Happening]) -> list[Happening]:
    """Oldest first; one of a day and an amount is one, however often and by whomever it is told."""
    told = [one for one in reversed(history) if one.state is S.REVERSED]
    return [*{(holds_from(one), one.amounts.plan_paid): one for one in told}.values()]


def _take_back(reversal: Happening, standing: list[Happening]) -> Happening | None:
    """Drop the decision whose payment the reversal mirrors, else the oldest that it may mean.

    An amount that mirrors nothing takes back nothing of its own day: that came with it.
    """
    day, paid = holds_from(reversal), reversal.amounts.plan_paid
    before = [one for one in standing if holds_from(one) <= day]
    mirrored = [one for one in before if paid and one.amounts.plan_paid == -paid]
    vague = [one for one in before if not paid or one.amounts.plan_paid is None]
    older = [one for one in before if holds_from(one) < day]
    found = next(iter(mirrored or vague or older), None)
    if found is not None:
        standing.remove(found)
    return found


def _disputed(history: Sequence[Happening], current: Happening) -> tuple[Happening, ...]:
    """What each source claims, when the latest words of two, of one day and final, disagree."""
    if RANK[current.state] != FINAL:
        return ()
    day = holds_from(current)
    latest: dict[str, Happening] = {current.source: current}
    for one in history:
        latest.setdefault(one.source, one)
    said = [
        one
        for _source, one in sorted(latest.items())
        if holds_from(one) == day and RANK[one.state] == FINAL and not repeats(one, current)
    ]
    return tuple(said) if len({one.state for one in said}) > 1 else ()
