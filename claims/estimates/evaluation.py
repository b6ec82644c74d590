"""How good the dates of an estimator would have been, on histories whose end is known."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from claims.estimates.calibration import Said, level_for
from claims.estimates.choice import choose, seen_by
from claims.estimates.columns import Numbers
from claims.estimates.curve import Flags, quantile
from claims.estimates.estimator import LEAST_CASES, TREES, Estimator, Known, learn
from claims.estimates.forest import Rows
from claims.estimates.log import EventLog, WrongLog
from claims.estimates.situations import Situations, situations

PROTOCOLS = ("paper", "deployed")
TEST_SHARE = 0.2
FIRST_PREFIX, SHORTEST_CASE = 2, 3
MONTH = 365.2425 / 12
WARM_UP = 6  # months of dates before the first that counts, to hold against what came of them
WINDOW = 12  # months of dates that are held against it
ROWS_A_MONTH = 2_000
TREES_ONCE = 60  # when there is but one time to learn
TREES_IN_ALL, FEWEST_TREES = 480, 8  # of all months, so that a long log takes minutes, not hours
ROWS_A_FIT = 100_000


@dataclass(frozen=True, kw_only=True)
class Score:
    """What came of the dates: errors and horizons in days, shares from 0 to 1; nan of nothing."""

    predictions: int
    mae: float  # of the median, where there is one
    coverage: float  # of the promised dates: kept
    horizon: float  # of the promised dates: how far ahead, on average
    no_median: float
    no_date: float
    refits: int
    looks_at: str


@dataclass(frozen=True, kw_only=True)
class Dates:
    """Predictions for some rows, in days from their last event; nan is no date."""

    rows: Rows
    median: Numbers
    promised: Numbers
    looks_at: str


def evaluate(log: EventLog, protocol: str, share: float, name: str = "the log") -> Score:
    """Raises WrongLog, which calls it by ``name``, when nothing in it can be predicted."""
    rows = situations(log)
    tested = (rows.case >= round(len(log.first) * (1 - TEST_SHARE))) & predictable(rows)
    if not tested.any():
        raise WrongLog(
            f"{name}: the newest fifth of its {len(log.first):,} cases has nothing to predict."
            " It takes a case of three events or more."
        )
    if protocol == "paper":
        parts = [paper(rows, tested, share)]
    else:
        parts = [
            part for part in deployed(rows, tested, log.end[log.case], share) if len(part.rows)
        ]
    return scored(rows, parts)


def predictable(rows: Situations) -> Flags:
    """Every event but the first and the last, of cases with three or more."""
    return (rows.size >= SHORTEST_CASE) & (rows.place >= FIRST_PREFIX) & (rows.place < rows.size)


def scored(rows: Situations, parts: list[Dates]) -> Score:
    median = np.concatenate([part.median for part in parts])
    promised = np.concatenate([part.promised for part in parts])
    took = rows.remaining[np.concatenate([part.rows for part in parts])]
    dated = ~np.isnan(promised)
    return Score(
        predictions=len(took),
        mae=mean(np.abs(median - took)[~np.isnan(median)]),
        coverage=mean((took <= promised)[dated]),
        horizon=mean(promised[dated]),
        no_median=mean(np.isnan(median)),
        no_date=mean(~dated),
        refits=len(parts),
        looks_at=parts[-1].looks_at,
    )


def mean(numbers: Numbers | Flags) -> float:
    return float(np.mean(numbers)) if len(numbers) else float("nan")


def paper(rows: Situations, tested: Flags, share: float) -> Dates:
    """Learned once from the older cases, all of them as they ended."""
    older = (rows.case < rows.case[tested].min()) & (rows.place < rows.size)
    older &= rows.size >= SHORTEST_CASE
    test = np.flatnonzero(tested)
    taken = thinned(np.flatnonzero(older), rows, ROWS_A_FIT)
    if len(np.unique(rows.case[taken])) < LEAST_CASES:
        return none(test)
    history = rows.of(taken)
    known = Known(lasted=history.remaining, done=np.ones(len(taken), dtype=bool))
    choice = choose(history, known)
    estimator = learn(seen_by(choice, history), known, trees=TREES_ONCE)
    curves = estimator.curves(seen_by(choice, rows.of(test)))
    return dates(test, curves, estimator.grid, share, choice)


def dates(test: Rows, curves: Numbers, grid: Numbers, level: float, choice: str) -> Dates:
    full, quiet = np.ones(len(test)), np.zeros(len(test))
    return Dates(
        rows=test,
        median=quantile(curves, grid, 0.5 * full, quiet),
        promised=quantile(curves, grid, level * full, quiet),
        looks_at=choice,
    )


def none(test: Rows) -> Dates:
    return Dates(
        rows=test,
        median=np.full(len(test), np.nan),
        promised=np.full(len(test), np.nan),
        looks_at="nothing",
    )


def thinned(taken: Rows, rows: Situations, most: int) -> Rows:
    """No more rows than that: those of every n-th case."""
    step = -(-len(taken) // most)
    return taken[rows.case[taken] % step == 0] if step > 1 else taken


def deployed(rows: Situations, tested: Flags, end: Numbers, share: float) -> Iterator[Dates]:
    """Learned anew each month, of what was known by then: whoever was open counts as open."""
    first, last = rows.at[tested].min(), rows.at[tested].max()
    months = int((last - first) // MONTH)
    trees = max(FEWEST_TREES, min(TREES, TREES_IN_ALL // (months + WARM_UP + 1)))
    said: list[Said] = []
    choice = ""
    for month in range(-WARM_UP, months + 1):
        now = first + month * MONTH
        coming = (rows.at >= now) & (rows.at < now + MONTH) & predictable(rows)
        test = np.flatnonzero(coming & tested)
        if not coming.any() or (month >= 0 and not len(test)):
            continue
        taken, known = known_at(rows, end, now)
        if len(np.unique(rows.case[taken[known.done]])) < LEAST_CASES:
            yield none(test)
            continue
        history = rows.of(taken)
        if not choice or month == 0:
            choice = choose(history, known)
        estimator = learn(seen_by(choice, history), known, trees=trees)
        curves = estimator.curves(seen_by(choice, rows.of(test)))
        level = level_now(said, end, rows, now, share)
        yield dates(test, curves, estimator.grid, level, choice)
        said = [*said, say(np.flatnonzero(coming), rows, estimator, choice)][-WINDOW:]


def say(asked: Rows, rows: Situations, estimator: Estimator, choice: str) -> Said:
    """The dates of a month, not only those of the test, to hold against what will come of them."""
    asked = asked[:: -(-len(asked) // ROWS_A_MONTH)]
    curves = estimator.curves(seen_by(choice, rows.of(asked))).astype(np.float32)
    return Said(rows=asked, curves=curves, grid=estimator.grid)


def known_at(rows: Situations, end: Numbers, now: float) -> tuple[Rows, Known]:
    """The situations before a moment, and how long each had taken or lasted at it."""
    over = end < now
    taken = np.flatnonzero((rows.at < now) & ((rows.place < rows.size) | ~over))
    taken = thinned(taken, rows, ROWS_A_FIT)
    lasted = np.minimum(end[taken], now) - rows.at[taken]
    return taken, Known(lasted=lasted, done=over[taken])


def level_now(said: list[Said], end: Numbers, rows: Situations, now: float, share: float) -> float:
    """The share to ask for, by what came of the dates of the last months as far as known now."""
    if not said:
        return share
    asked = np.concatenate([one.rows for one in said])
    lasted = np.minimum(end[asked], now) - rows.at[asked]
    ends = np.cumsum([len(one.rows) for one in said])[:-1]
    levels = np.concatenate(
        [one.levels(part) for one, part in zip(said, np.split(lasted, ends), strict=True)]
    )
    dated = np.concatenate([one.dated(share) for one in said])
    done = end[asked] < now
    return level_for(share, levels[dated], done[dated], rows.case[asked[dated]])
