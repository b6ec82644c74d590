"""How much an estimator looks at, chosen on the past alone: more is not always better."""

from dataclasses import replace

import numpy as np

from claims.estimates.columns import Codes, Numbers
from claims.estimates.curve import quantile
from claims.estimates.estimator import Known, learn
from claims.estimates.situations import Situations

CHOICES = ("last event", "path", "path and columns", "everything")  # the simplest first
LATEST = 0.2
TREES_TO_CHOOSE = 12
ROWS_TO_CHOOSE = 5_000
FEWEST = 50


def seen_by(choice: str, rows: Situations) -> Situations:
    """The situations with only those features."""
    return replace(
        rows,
        names={name: codes for name, codes in rows.names.items() if seen(choice, name)},
        numbers={name: found for name, found in rows.numbers.items() if seen(choice, name)},
    )


def seen(choice: str, name: str) -> bool:
    level = CHOICES.index(choice)
    if name in {"last", "elapsed", "place"}:
        return True
    if name.startswith("column "):
        return level >= CHOICES.index("path and columns")
    if name in {"last two", "last three", "path"} or name.startswith(("since ", "count of ")):
        return level >= CHOICES.index("path")
    return level >= CHOICES.index("everything")


def choose(rows: Situations, known: Known) -> str:
    """The choice whose curves, learned of the older cases, came closest to the newer ones.

    A bigger one must be better by more than chance.
    """
    border = np.quantile(np.unique(rows.case), 1 - LATEST)
    older, newer = np.flatnonzero(rows.case < border), np.flatnonzero(rows.case >= border)
    if min(known.done[older].sum(), known.done[newer].sum()) < FEWEST:
        return CHOICES[0]
    step = -(-len(newer) // ROWS_TO_CHOOSE)
    newer = newer[::step]
    case, best, least = rows.case[newer], "", np.zeros(len(newer))
    for choice in CHOICES:
        estimator = learn(seen_by(choice, rows.of(older)), known.of(older), trees=TREES_TO_CHOOSE)
        curves = estimator.curves(seen_by(choice, rows.of(newer)))
        error = off(curves, estimator.grid, known.of(newer))
        if not best or clearly_less(error - least, case):
            best, least = choice, error
    return best


def clearly_less(difference: Numbers, case: Codes) -> bool:
    """By more than one standard error, the rows of one case counting as one."""
    found = np.bincount(np.unique(case, return_inverse=True)[1], weights=difference)
    return bool(found.sum() < -np.sqrt((found**2).sum()))


def off(curves: Numbers, grid: Numbers, known: Known) -> Numbers:
    """How far each curve lies from what came, in days.

    The error of its median where all is done; else the ranked probability score, since there open
    cases can take part: of them only the time up to now counts.
    """
    if known.done.all():
        half, quiet = np.full(len(curves), 0.5), np.zeros(len(curves))
        return np.abs(quantile(curves, grid, half, quiet) - known.lasted)
    before = (curves[:, 1:] + curves[:, :-1]) / 2
    steps = np.diff(grid)
    lasting = (grid[1:] + grid[:-1]) / 2 < known.lasted[:, None]
    ended = ~lasting & known.done[:, None]
    return (np.where(lasting, (1 - before) ** 2, np.where(ended, before**2, 0.0)) * steps).sum(
        axis=1
    )
