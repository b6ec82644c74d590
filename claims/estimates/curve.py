"""Kaplan-Meier curves on a common grid of durations, many at once."""

import numpy as np
from numpy.typing import NDArray

from claims.estimates.columns import Numbers

POINTS = 160
DIGITS = 7  # of a day: durations that differ by less than a hundredth of a second are the same
MOMENT = 10.0**-DIGITS
NOBODY = 1e-9
Flags = NDArray[np.bool_]


def grid_of(remaining: Numbers) -> Numbers:
    """Durations from 0 to the longest seen, dense where many are.

    What very many took to the moment (a timer of 60 days) has a point just before it, too: in a
    straight line from the point before, some of them would seem to be done earlier.
    """
    levels = np.concatenate([np.linspace(0, 1, POINTS), [0.995, 0.9975, 0.999]])
    points = np.quantile(remaining.round(DIGITS), levels, method="higher")
    different, many = np.unique(points, return_counts=True)
    before = (different[many > 1] - MOMENT).round(DIGITS)
    return np.unique(np.concatenate([[0.0], different, before[before > 0]]))


def bins_of(remaining: Numbers, grid: Numbers) -> NDArray[np.int64]:
    """The first point of the grid that is not before; the last for what is beyond it."""
    place = np.searchsorted(grid, remaining.round(DIGITS), side="left")
    return np.minimum(place, len(grid) - 1)


def survival(done: Numbers, open_: Numbers) -> Numbers:
    """Share still open at each point of the grid, of weights that were done or last seen there.

    One curve a row. Whoever was last seen open between two points counts half between them.
    """
    gone = np.cumsum(done + open_, axis=1)
    at_risk = gone[:, -1:] - gone + done + open_ / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        passed = np.where(at_risk > 0, 1 - done / at_risk, 1.0)
    return np.cumprod(np.clip(passed, 0.0, 1.0), axis=1)


def level_at(curves: Numbers, grid: Numbers, durations: Numbers) -> Numbers:
    """Share still open after each row's own duration, between two points in a straight line."""
    rows = np.arange(len(curves))
    place = bins_of(durations, grid)
    before = np.maximum(place - 1, 0)
    span = np.where(grid[place] > grid[before], grid[place] - grid[before], 1.0)
    part = np.clip((durations - grid[before]) / span, 0.0, 1.0)
    high, low = curves[rows, before], curves[rows, place]
    return np.where(durations < 0, 1.0, np.where(place == 0, low, high + (low - high) * part))


def quantile(curves: Numbers, grid: Numbers, share: Numbers, quiet: Numbers) -> Numbers:
    """How long until that share is done, counted from the last event; nan where it never is.

    ``quiet`` is how long nothing has happened since: those that were done by then are no longer
    alike. So more silence never makes it earlier, and the result is never before ``quiet``. Where
    nobody was open that long, nobody is alike: nan. Without silence all are alike, also those that
    were done in the same moment.
    """
    still = np.where(quiet > 0, level_at(curves, grid, quiet), 1.0)
    aim = still * (1 - share)
    reached = curves <= aim[:, None] + 1e-12
    place = np.argmax(reached, axis=1)
    rows = np.arange(len(curves))
    before = np.maximum(place - 1, 0)
    high, low = curves[rows, before], curves[rows, place]
    part = np.where(high > low, (high - aim) / np.where(high > low, high - low, 1.0), 1.0)
    found = grid[before] + (grid[place] - grid[before]) * np.clip(part, 0.0, 1.0)
    return np.where(reached.any(axis=1) & (still > NOBODY), np.maximum(found, quiet), np.nan)
