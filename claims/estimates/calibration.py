"""Holding past dates against what came of them, so that nine in ten means nine in ten."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.estimates.columns import Codes, Numbers
from claims.estimates.curve import Flags, level_at, survival
from claims.estimates.forest import Rows

FEWEST_CASES = 100
POINTS = 201


@dataclass(frozen=True, kw_only=True)
class Said:
    """Curves that were given out, and for which rows."""

    rows: Rows
    curves: NDArray[np.float32]
    grid: Numbers

    def dated(self, share: float) -> Flags:
        """Which of them had a date: what came of the others is not what is promised."""
        return self.curves[:, -1] <= 1 - share

    def levels(self, lasted: Numbers) -> Numbers:
        """The share that the curves gave to ends no later than these."""
        return 1 - level_at(self.curves.astype(np.float64), self.grid, lasted)


def level_for(share: float, levels: Numbers, done: Flags, case: Codes) -> float:
    """The share to ask the curves for, so that the promised share is kept.

    ``levels`` is where the ends of earlier cases fell on their curves, or, of the open ones, how
    far they are: Kaplan-Meier again, since without the open ones every end looks early. Where
    there are few cases, or the curve does not come so far, the share itself.
    """
    if len(np.unique(case[done])) < FEWEST_CASES:
        return share
    edges = np.linspace(0, 1, POINTS)
    place = np.minimum(np.searchsorted(edges, levels), POINTS - 1)
    counts = [
        np.bincount(place[flag], minlength=POINTS)[None].astype(float) for flag in (done, ~done)
    ]
    kept = 1 - survival(counts[0], counts[1])[0]
    return float(np.interp(share, kept, edges)) if kept[-1] >= share else share
