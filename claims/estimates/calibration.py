"""Holding past dates against what came of them, so that nine in ten means nine in ten."""

from dataclasses import dataclass

import numpy as np

from claims.estimates.blend import Opinions, blended, misses
from claims.estimates.columns import Codes, Numbers
from claims.estimates.curve import MOMENT, Flags, level_at, survival
from claims.estimates.forest import Rows

FEWEST_CASES = 100
POINTS = 401
HALF_LIFE = 60.0  # days: a date that old counts half as much as one of today


@dataclass(frozen=True, kw_only=True)
class Said:
    """Opinions that were given, when, and of which rows."""

    at: float
    rows: Rows
    opinions: Opinions
    grid: Numbers

    def misses(self, took: Numbers, watched: Numbers) -> Numbers:
        return misses(self.opinions, self.grid, took, watched)

    def held(self, weights: Numbers, lasted: Numbers, share: float) -> tuple[Numbers, Flags]:
        """The shares that the curves gave to ends before these, and which had a date.

        What came of those without a date is not what is promised.
        """
        curves = blended(self.opinions, weights)
        levels = 1 - level_at(curves, self.grid, lasted - 2 * MOMENT)
        return levels, curves[:, -1] <= 1 - share


@dataclass(frozen=True, kw_only=True)
class Held:
    """Where the ends of earlier cases fell on their curves, or how far the open ones have come."""

    levels: Numbers
    done: Flags
    case: Codes
    age: Numbers  # days since the date was said


def level_for(share: float, held: Held) -> float:
    """The share to ask the curves for, so that the promised share is kept.

    Kaplan-Meier again, since without the open ones every end looks early; the older, the less it
    counts. Where there are few cases, or the curve does not come so far, the share itself.
    """
    if len(np.unique(held.case[held.done])) < FEWEST_CASES:
        return share
    edges = np.linspace(0, 1, POINTS)
    place = np.minimum(np.searchsorted(edges, held.levels), POINTS - 1)
    weight = 0.5 ** (held.age / HALF_LIFE)
    done, open_ = (
        np.bincount(place[flag], weights=weight[flag], minlength=POINTS)[None].astype(float)
        for flag in (held.done, ~held.done)
    )
    kept = 1 - survival(done, open_)[0]
    return float(np.interp(share, kept, edges)) if kept[-1] >= share else share
