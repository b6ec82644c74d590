"""Which cases are alike: what is dated, the last thing that happened, and what kind of case it is.

A case is looked up in its finest segment first, then in coarser ones. Nothing about a person is
ever a part: `FEATURES` is all there is, and the database counts by the same names.
"""

from functools import lru_cache

from claims.date_kind import DateKind

SINCE_LAST = "last"  # counted from the last thing that happened
SINCE_START = "start"  # counted from the day it came, or was ordered

LADDER = {
    SINCE_LAST: ("state", "waiting_for", "thing", "sender"),
    SINCE_START: ("thing", "sender"),
}
COARSEST = {SINCE_LAST: 2, SINCE_START: 0}  # so many of them are never left out
FEATURES = tuple(dict.fromkeys(name for names in LADDER.values() for name in names))

FAST = " fast"  # after the level of an appeal that could not wait

DATED = (
    DateKind.DECISION,
    DateKind.NEW_DECISION,
    DateKind.REQUEST,
    DateKind.PAYMENT,
    DateKind.SHIP,
    DateKind.DELIVER,
    DateKind.REFUND,
    DateKind.APPEAL_DECISION,
)
SHARE = 90  # of a hundred are done by the day that we say, where an operator chose no other


@lru_cache(maxsize=4096)
def ladder(since: str, *values: str) -> tuple[str, ...]:
    """The segments of a case, the finest first; ``values`` in the order of `LADDER`."""
    return tuple(
        "|".join((since, *values[:length]))
        for length in range(len(values), COARSEST[since] - 1, -1)
    )
