"""How much each opinion counts, learned from what came of earlier ones: all that were better."""

import numpy as np
from numpy.typing import NDArray

from claims.estimates.columns import Numbers

Opinions = NDArray[np.float32]  # an opinion, a row, a point of the grid: share still open
FAIRNESS = 0.01  # how dear it is to let some count more than others
STEPS = 1_000


def alike(opinions: int) -> Numbers:
    return np.full(opinions, 1 / opinions)


def blended(opinions: Opinions, weights: Numbers) -> Numbers:
    """One curve a row: the mean of the opinions, as much as each counts."""
    return np.tensordot(weights, opinions.astype(np.float64), axes=1)


def misses(opinions: Opinions, grid: Numbers, took: Numbers, watched: Numbers) -> Numbers:
    """How far opinions lie from what came, in days: of each with each, the mean of the products.

    So that any blend has the ranked probability score ``weights @ misses @ weights``. ``watched``
    is how long each row could be seen by now, done or not: nothing counts beyond it. A score of
    what was done by now would favor those that say everything ends early.
    """
    middle = (grid[1:] + grid[:-1]) / 2
    still = middle < took[:, None]
    weight = np.sqrt(np.where(middle < watched[:, None], np.diff(grid), 0.0)).astype(np.float32)
    off = ((opinions[:, :, 1:] + opinions[:, :, :-1]) / 2 - still) * weight
    flat = off.reshape(len(opinions), -1).astype(np.float32)
    return (flat @ flat.T).astype(np.float64)


def weights_for(missed: Numbers) -> Numbers:
    """The shares in which opinions miss by the least, drawn towards all alike."""
    opinions = len(missed)
    size = np.trace(missed) / opinions
    if not size > 0:
        return alike(opinions)
    slope = missed / size + FAIRNESS * np.eye(opinions)
    step = 1 / np.linalg.eigvalsh(slope)[-1]
    weights = alike(opinions)
    for _ in range(STEPS):
        weights = nearest_shares(weights - step * (slope @ weights - FAIRNESS / opinions))
    return weights


def nearest_shares(numbers: Numbers) -> Numbers:
    """The closest numbers that are shares: none below 0, all together 1."""
    down = np.sort(numbers)[::-1]
    over = (np.cumsum(down) - 1) / np.arange(1, len(numbers) + 1)
    return np.maximum(numbers - over[np.flatnonzero(down > over)[-1]], 0.0)
