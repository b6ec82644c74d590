"""What sources say of one claim that cannot all be right: found for a person to look at."""

from collections.abc import Iterator
from operator import attrgetter

from claims.facts import ClaimUse, Clue, Evidence, Happening, HoldReason
from claims.fold import Folded
from claims.joint import sides
from claims.store.claim_rows import Case
from claims.store.holds import Finding

AMOUNTS = (
    (Clue.PAID, attrgetter("amounts.plan_paid")),
    (Clue.MEMBER_OWES, attrgetter("amounts.member_owes")),
)


def dispute(case: Case, folded: Folded) -> Finding | None:
    """Two sources contradict each other: the side heard last is what a person looks at."""
    if not folded.disputed:
        return None
    events, against = sides(
        folded.history, case.row["source_id"], reopens=case.row["use"] != ClaimUse.PREAUTHORIZATION
    )
    newer = events[0]
    shown = [one for one in folded.disputed if one in against]
    return Finding(
        reason=HoldReason.SOURCES_DISAGREE,
        claim=case.row["id"],
        member=case.row["member_id"],
        key=case.key,
        content_hash=str(newer.event_id or 0),
        evidence=tuple(clue for one in shown for clue in evidence(one, newer)),
        events=tuple(one.event_id or 0 for one in events),
        against=tuple(one.event_id or 0 for one in against),
    )


def evidence(shown: Happening, newer: Happening) -> Iterator[Evidence]:
    """What we showed before, beside what came."""
    if shown.state is not newer.state:
        yield Evidence(Clue.DECISION, shown.state, newer.state)
    for clue, cents in AMOUNTS:
        if cents(shown) != cents(newer) and None not in (cents(shown), cents(newer)):
            yield Evidence(clue, cents(shown), cents(newer))
