"""How good the dates of an estimator would have been, on histories whose end is known."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from claims.estimates.blend import alike, blended, weights_for
from claims.estimates.calibration import Held, Said, level_for
from claims.estimates.columns import Numbers
from claims.estimates.curve import MOMENT, Flags, quantile
from claims.estimates.estimator import (
    CHUNK,
    LEAST_CASES,
    OPINIONS,
    PLAIN,
    TREES,
    Estimator,
    Known,
    learn,
)
from claims.estimates.forest import Rows
from claims.estimates.log import EventLog, WrongLog
from claims.estimates.situations import Situations, situations

PROTOCOLS = ("paper", "deployed")
TEST_SHARE = 0.2
FIRST_PREFIX, SHORTEST_CASE = 2, 3
MONTH = 365.2425 / 12
WARM_UP = 6  # months of dates before the first that counts, to hold against what came of them
WINDOW = 12  # months of dates that are held against it
ROWS_A_MONTH, ROWS_TO_TRY = 1_000, 5_000
TREES_ONCE = 60  # when there is but one time to learn
TREES_IN_ALL, FEWEST_TREES = 480, 8  # of all months, so that a long log takes minutes, not hours
ROWS_A_FIT = 100_000


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of dates: errors and horizons in days, shares from 0 to 1; nan of nothing."""

    mae: float  # of the median, where there is one
    coverage: float  # of the promised dates: kept
    horizon: float  # of the promised dates: how far ahead, on average
    no_median: float
    no_date: float


@dataclass(frozen=True, kw_only=True)
class Score:
    """Beside ours, what the plainest method would have said of the same predictions.

    It is Kaplan-Meier over the situations that are nearest by last activity and age.
    """

    predictions: int
    refits: int
    ours: Outcome
    baseline: Outcome


@dataclass(frozen=True, kw_only=True)
class Dates:
    """Predictions for some rows, in days from their last event; nan is no date.

    ``days`` has four lines: our median and our promised date, the baseline's two.
    """

    rows: Rows
    days: Numbers


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
    median, promised, plain_median, plain = np.concatenate([part.days for part in parts], axis=1)
    took = rows.remaining[np.concatenate([part.rows for part in parts])]
    return Score(
        predictions=len(took),
        refits=len(parts),
        ours=came_of(median, promised, took),
        baseline=came_of(plain_median, plain, took),
    )


def came_of(median: Numbers, promised: Numbers, took: Numbers) -> Outcome:
    dated = ~np.isnan(promised)
    return Outcome(
        mae=mean(np.abs(median - took)[~np.isnan(median)]),
        coverage=mean((took <= promised + 2 * MOMENT)[dated]),
        horizon=mean(promised[dated]),
        no_median=mean(np.isnan(median)),
        no_date=mean(~dated),
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
    known = Known(lasted=rows.remaining[taken], done=np.ones(len(taken), dtype=bool))
    estimator = learn(rows.of(taken), known, trees=TREES_ONCE)
    return dates(test, rows, estimator, tried_before(rows, taken, known), share, share)


def tried_before(rows: Situations, taken: Rows, known: Known) -> Numbers:
    """How much each opinion counts, by what those of the older cases said of the newest fifth."""
    border = np.quantile(np.unique(rows.case[taken]), 1 - TEST_SHARE)
    older, newer = rows.case[taken] < border, rows.case[taken] >= border
    if len(np.unique(rows.case[taken][older])) < LEAST_CASES:
        return alike(OPINIONS)
    estimator = learn(rows.of(taken[older]), known.of(older), trees=TREES)
    asked = taken[newer & predictable(rows)[taken]]
    said = say(asked, rows, estimator, now=0.0, most=ROWS_TO_TRY)
    took = rows.remaining[said.rows]
    return weights_for(said.misses(took, np.full(len(took), np.inf)))


def dates(
    test: Rows,
    rows: Situations,
    estimator: Estimator,
    weights: Numbers,
    level: float,
    share: float,
) -> Dates:
    days = np.empty((4, len(test)))
    for start in range(0, len(test), CHUNK):
        part = slice(start, start + CHUNK)
        opinions = estimator.opinions(rows.of(test[part]))
        plain, curves = opinions[PLAIN].astype(float), blended(opinions, weights)
        asked = ((curves, 0.5), (curves, level), (plain, 0.5), (plain, share))
        for line, (some, aim) in enumerate(asked):
            full = np.full(len(some), aim)
            days[line, part] = quantile(some, estimator.grid, full, np.zeros(len(some)))
    return Dates(rows=test, days=days)


def none(test: Rows) -> Dates:
    return Dates(rows=test, days=np.full((4, len(test)), np.nan))


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
        estimator = learn(rows.of(taken), known, trees=trees)
        if len(test):
            yield dates(test, rows, estimator, *learned_from(said, end, rows, now, share), share)
        asked = np.flatnonzero(coming)
        said = [*said, say(asked, rows, estimator, now=now, most=ROWS_A_MONTH)][-WINDOW:]


def say(asked: Rows, rows: Situations, estimator: Estimator, *, now: float, most: int) -> Said:
    """What is said of some, not only those of the test, to hold against what will come of them."""
    asked = asked[:: max(1, -(-len(asked) // most))]
    return Said(
        at=now, rows=asked, opinions=estimator.opinions(rows.of(asked)), grid=estimator.grid
    )


def known_at(rows: Situations, end: Numbers, now: float) -> tuple[Rows, Known]:
    """The situations before a moment, and how long each had taken or lasted at it."""
    over = end < now
    taken = np.flatnonzero((rows.at < now) & ((rows.place < rows.size) | ~over))
    taken = thinned(taken, rows, ROWS_A_FIT)
    lasted = np.minimum(end[taken], now) - rows.at[taken]
    return taken, Known(lasted=lasted, done=over[taken])


def learned_from(
    said: list[Said], end: Numbers, rows: Situations, now: float, share: float
) -> tuple[Numbers, float]:
    """How much each opinion counts, and the share to ask for, by what is known by now."""
    if not said:
        return alike(OPINIONS), share
    lasted = [np.minimum(end[one.rows], now) - rows.at[one.rows] for one in said]
    missed = [one.misses(rows.remaining[one.rows], now - rows.at[one.rows]) for one in said]
    weights = weights_for(np.sum(missed, axis=0))
    held = [one.held(weights, so_far, share) for one, so_far in zip(said, lasted, strict=True)]
    dated = np.concatenate([with_date for _, with_date in held])
    asked = np.concatenate([one.rows for one in said])[dated]
    return weights, level_for(
        share,
        Held(
            levels=np.concatenate([levels for levels, _ in held])[dated],
            done=end[asked] < now,
            case=rows.case[asked],
            age=np.repeat([now - one.at for one in said], [len(one.rows) for one in said])[dated],
        ),
    )
