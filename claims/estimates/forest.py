"""Trees that put situations together which took alike, and how long those in each leaf took."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.estimates.columns import Numbers

BINS = 32
DEPTH = 14

Bins = NDArray[np.uint8]
Rows = NDArray[np.int64]
Cases = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class Tree:
    """``feature`` is -1 in a leaf; the right branch stands just after the left one."""

    feature: Rows
    limit: Rows
    left: Rows

    def leaves(self, bins: Bins) -> Rows:
        """The leaf of each row (a column of ``bins``)."""
        node = np.zeros(bins.shape[1], dtype=np.int64)
        rows = np.arange(bins.shape[1])
        while len(rows):
            here = node[rows]
            inner = self.feature[here] >= 0
            rows, here = rows[inner], here[inner]
            node[rows] = self.left[here] + (bins[self.feature[here], rows] > self.limit[here])
        return node


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How trees grow: never a leaf with fewer cases than ``least``, split by these features."""

    least: int
    features: Rows
    share_of_features: float = 0.5


def grow(bins: Bins, aim: Numbers, case: Cases, how: Growth, chance: np.random.Generator) -> Tree:
    """One tree, level by level, each split the one that parts ``aim`` best."""
    feature, limit, left = [-1], [0], [0]
    node = np.zeros(len(aim), dtype=np.int64)
    rows = np.arange(len(aim))
    for _level in range(DEPTH):
        numbers, local = np.unique(node[rows], return_inverse=True)
        if not len(rows) or not len(how.features):
            break
        some = max(1, round(len(how.features) * how.share_of_features))
        tried = chance.permutation(how.features)[:some]
        gain, chosen, cut = best_splits(bins, rows, local, aim, tried, how.least)
        right = bins[chosen[local], rows] > cut[local]
        fewest = np.minimum(
            cases_in(local[~right], case[rows[~right]], len(numbers)),
            cases_in(local[right], case[rows[right]], len(numbers)),
        )
        good = (gain > 0) & (fewest >= how.least)
        for index in np.flatnonzero(good):
            feature[numbers[index]] = int(chosen[index])
            limit[numbers[index]] = int(cut[index])
            left[numbers[index]] = len(feature)
            feature += [-1, -1]
            limit += [0, 0]
            left += [0, 0]
        kept = good[local]
        rows = rows[kept]
        node[rows] = np.array(left)[numbers[local[kept]]] + right[kept]
    return Tree(feature=np.array(feature), limit=np.array(limit), left=np.array(left))


def best_splits(
    bins: Bins, rows: Rows, local: Rows, aim: Numbers, tried: Rows, least: int
) -> tuple[Numbers, Rows, Rows]:
    """Of each node: how much the best split gains, its feature and its last bin on the left."""
    nodes = int(local.max()) + 1
    gain = np.zeros(nodes)
    chosen, cut = np.zeros(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64)
    own = aim[rows]
    base = local * BINS
    total = np.bincount(local, minlength=nodes).astype(float)[:, None]
    mean = np.bincount(local, weights=own, minlength=nodes)[:, None] / total
    own = own - mean[local, 0]
    for one in tried:
        place = base + bins[one, rows]
        many = np.cumsum(np.bincount(place, minlength=nodes * BINS).reshape(nodes, BINS), axis=1)
        sums = np.cumsum(
            np.bincount(place, weights=own, minlength=nodes * BINS).reshape(nodes, BINS), axis=1
        )
        fits = (many >= least) & (total - many >= least)
        with np.errstate(divide="ignore", invalid="ignore"):
            gained = np.where(fits, sums**2 / many + sums**2 / (total - many), 0.0)
        where = np.argmax(gained, axis=1)
        best = gained[np.arange(nodes), where]
        better = best > gain + 1e-9
        gain[better], chosen[better], cut[better] = best[better], one, where[better]
    return gain, chosen, cut


def cases_in(local: Rows, case: Cases, nodes: int) -> Rows:
    """How many different cases each node holds."""
    span = int(case.max(initial=0)) + 1
    return np.bincount(np.unique(local * span + case) // span, minlength=nodes)
