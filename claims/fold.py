"""Where a claim stands: a fold over what sources said, in the order in which it holds.

Statements are ordered by (effective date, rank, when we heard it), so the order of arrival never
decides, hearing one twice changes nothing, and an old one that comes late enters the history only
(research/claims.md 6.2). Pure: no database, no clock.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from claims.facts import ClaimState, Happening

S = ClaimState

# Of two statements of one day the higher rank decides: void > reversal > final > pended > in
# process > received > submitted. A decision that says nothing more than "finished" yields to one
# that says how; a word that nobody knows, to any that we know but that it was sent to us.
RANK = {
    S.UNKNOWN_CLAIM: -1,
    S.SUBMITTED: 0,
    S.UNRECOGNISED: 1,
    S.RECEIVED: 2,
    S.IN_PROCESS: 3,
    S.PENDED_INFO: 4,
    S.REJECTED_FRONT_END: 5,
    S.NEEDS_CORRECTION: 5,
    S.FINALIZED_UNSPECIFIED: 6,
    S.PAID: 7,
    S.PARTIALLY_DENIED: 7,
    S.DENIED: 7,
    S.FINALIZED_NO_PAYMENT: 7,
    S.WITH_OTHER_PAYER: 7,
    S.FORWARDED: 7,
    S.ESTIMATE_ONLY: 7,
    S.SPLIT: 7,
    S.APPROVED: 7,
    S.PARTLY_APPROVED: 7,
    S.APPROVED_CHANGED: 7,
    S.NOT_REQUIRED: 7,
    S.CALL_US: 7,
    S.REVERSED: 8,
    S.CANCELLED: 9,
    S.REPLACED: 9,
    S.VOIDED: 9,
    S.HIDDEN: 10,
}
FINAL = 7
NEVER = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


class Folded(Struct, frozen=True):
    """The state, and the statement that decides it; ``history`` is newest first."""

    state: ClaimState
    current: Happening
    state_on: dt.date
    received_on: dt.date | None = None
    notice_on: dt.date | None = None  # of the decision that stands: an older notice opens no appeal
    conflict: tuple[ClaimState, ...] = ()
    disputed: tuple[Happening, ...] = ()  # one of each source, when two disagree
    history: tuple[Happening, ...] = ()


def holds_from(happening: Happening) -> dt.date:
    """The day from which a statement counts; that of its arrival when it names none."""
    return happening.effective_on or happening.received_at.date()


def order(happening: Happening) -> tuple:
    """Sort key. Its tail only makes equal moments deterministic, whatever the order of arrival."""
    return (
        happening.effective_on or happening.received_at.date(),
        RANK[happening.state],
        happening.received_at,
        happening.event_id or 0,
        happening.state,
        happening.source,
    )


def fold_claim(happenings: Iterable[Happening]) -> Folded:
    """Fold at least one statement. The order in which they are given does not matter."""
    history = [*happenings]
    if len(history) > 1:
        history.sort(key=order, reverse=True)
    current = history[0]
    if current.state is S.REVERSED:
        current = _correction(history) or current
    disputed = _disputed(history, current) if len(history) > 1 else ()
    return Folded(
        state=current.state,
        current=current,
        state_on=holds_from(current),
        received_on=next((h.received_on for h in history if h.received_on), None),
        notice_on=current.notice_on,
        conflict=tuple(dict.fromkeys(one.state for one in disputed)),
        disputed=disputed,
        history=tuple(history),
    )


def first_received(folded: Folded) -> dt.date | None:
    """The day on which a request for approval came: later answers to it name later days."""
    return min((h.received_on for h in folded.history if h.received_on), default=None)


def _correction(history: Sequence[Happening]) -> Happening | None:
    """The decision that came with a reversal and replaces what it took back, if there is one.

    Payers send both with one date (T27). Each reversal takes back one decision: the one whose
    payment it mirrors, else the oldest. A decision of that day that is left over is the new one.
    """
    told = list({replace(one, received_at=NEVER, event_id=None): one for one in history}.values())
    standing = [one for one in reversed(told) if RANK[one.state] in (FINAL - 1, FINAL)]
    for reversal in reversed(told):
        if reversal.state is S.REVERSED and standing:
            standing.remove(_taken_back(reversal, standing))
    day = holds_from(history[0])
    return next((one for one in reversed(standing) if holds_from(one) == day), None)


def _taken_back(reversal: Happening, standing: list[Happening]) -> Happening:
    paid = reversal.amounts.plan_paid
    mirrored = [one for one in standing if paid and one.amounts.plan_paid == -paid]
    return (mirrored or standing)[0]


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
        if holds_from(one) == day and RANK[one.state] == FINAL
    ]
    return tuple(said) if len({one.state for one in said}) > 1 else ()


class Link(Struct, frozen=True):
    """A claim in a chain of versions, by its key and those of the claims before and after it."""

    replaces: str = ""
    replaced_by: str = ""
    hidden: bool = False


def heads(links: Mapping[str, Link]) -> dict[str, str]:
    """For each claim that a later one supersedes, the key of the one that members see instead.

    A claim entered in error supersedes nothing. Claims that name one another in a circle end at
    the greatest key, so that never all of them vanish.
    """
    later: dict[str, set[str]] = {key: set() for key in links}
    for key, link in links.items():
        if link.replaces in links and not link.hidden:
            later[link.replaces].add(key)
        if link.replaced_by in links and not links[link.replaced_by].hidden:
            later[key].add(link.replaced_by)
    found = {}
    for key in links:
        reached = _reached(key, later)
        ends = {one for one in reached if not later[one] - {one}} or {key, *reached}
        if (head := max(ends)) != key:
            found[key] = head
    return found


def _reached(key: str, later: Mapping[str, set[str]]) -> set[str]:
    """Every later version of a claim, directly or through others."""
    reached: set[str] = set()
    ahead = later[key] - {key}
    while ahead:
        one = ahead.pop()
        if one not in reached:
            reached.add(one)
            ahead |= later[one]
    return reached
