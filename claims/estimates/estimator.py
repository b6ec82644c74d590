"""The estimator: learned from situations as they were known at a moment, asked about others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.estimates.binning import Binning, bin_by
from claims.estimates.blend import Opinions, alike, blended
from claims.estimates.columns import Codes, Numbers
from claims.estimates.curve import Flags, bins_of, grid_of, quantile, survival
from claims.estimates.forest import Bins, Growth, Rows, Tree, cases_in, grow
from claims.estimates.nearest import Nearest, nearest
from claims.estimates.situations import Situations
from claims.estimates.views import VIEWS, seen

OPINIONS, PLAIN = 1 + len(VIEWS), 0
LEAST_CASES = 20  # alike, behind every estimate
TREES = 24
ROWS_A_TREE = 12_000
CASES_A_TREE = 0.63
CHUNK = 4_096


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was known of situations at a moment: how long each took, or has lasted if not done."""

    lasted: Numbers
    done: Flags

    def of(self, rows: Rows | Flags) -> "Known":
        return Known(lasted=self.lasted[rows], done=self.done[rows])


@dataclass(frozen=True, kw_only=True)
class Leaves:
    """Of each leaf of one tree: shares that were done, or last seen open, at each point."""

    tree: Tree
    view: int
    done: NDArray[np.float32]
    open: NDArray[np.float32]
    cases: Rows


@dataclass(frozen=True, kw_only=True)
class Estimator:
    """Five opinions of every situation: the nearest ones, and trees by what they look at."""

    binning: Binning
    grid: Numbers
    nearest: Nearest
    trees: list[Leaves]

    def opinions(self, rows: Situations) -> Opinions:
        """Of each opinion and each situation: the share still open at each point of the grid."""
        found = np.empty((OPINIONS, len(rows), len(self.grid)), dtype=np.float32)
        found[PLAIN] = self.nearest.curves(
            rows.names["last"], rows.numbers["elapsed"].astype(float)
        )
        bins = self.binning.of(rows)
        for view in range(len(VIEWS)):
            for start in range(0, len(rows), CHUNK):
                part = slice(start, start + CHUNK)
                found[view + 1, part] = self.seen_by(view, bins[:, part])
        return found

    def seen_by(self, view: int, bins: Bins) -> Numbers:
        done = np.zeros((bins.shape[1], len(self.grid)))
        open_ = np.zeros_like(done)
        for tree in self.trees:
            if tree.view == view:
                leaf = tree.tree.leaves(bins)
                done += tree.done[leaf]
                open_ += tree.open[leaf]
        return survival(done, open_)

    def curves(self, rows: Situations, weights: Numbers | None = None) -> Numbers:
        """Share still open at each point of the grid, one row a situation."""
        return blended(self.opinions(rows), alike(OPINIONS) if weights is None else weights)

    def cases(self, rows: Situations) -> Rows:
        """How many different cases a tree compares each situation with, on average."""
        bins = self.binning.of(rows)
        found = np.zeros(len(rows))
        for tree in self.trees:
            found += tree.cases[tree.tree.leaves(bins)]
        return (found / len(self.trees)).astype(np.int64)

    def remaining(
        self, rows: Situations, share: float | Numbers, quiet: float | Numbers = 0.0
    ) -> Numbers:
        """Days from the last event until that share of cases is done; nan is no date."""
        full = np.ones(len(rows))
        return quantile(self.curves(rows), self.grid, share * full, quiet * full)


def learn(rows: Situations, known: Known, *, trees: int = TREES, seed: int = 0) -> Estimator:
    """The estimator of what was known. The same input gives the same estimator."""
    grid = grid_of(known.lasted)
    aim = np.sqrt(imputed(rows, known, grid))
    binning = bin_by(rows, aim, least=LEAST_CASES)
    bins, place = binning.of(rows), bins_of(known.lasted, grid)
    chance = np.random.default_rng(seed)
    grown = []
    for number in range(max(trees, len(VIEWS))):
        view = number % len(VIEWS)
        how = Growth(least=LEAST_CASES, features=features(binning, view))
        taken = drawn(rows.case, chance)
        tree = grow(bins[:, taken], aim[taken], rows.case[taken], how, chance)
        leaf = tree.leaves(bins[:, taken])
        grown.append(
            Leaves(
                tree=tree,
                view=view,
                done=shares(leaf, place[taken], known.done[taken], tree, grid),
                open=shares(leaf, place[taken], ~known.done[taken], tree, grid),
                cases=cases_in(leaf, rows.case[taken], len(tree.feature)),
            )
        )
    last, elapsed = rows.names["last"], rows.numbers["elapsed"]
    plain = nearest(last, rows.case, elapsed, place, known.done, len(grid), LEAST_CASES)
    return Estimator(binning=binning, grid=grid, nearest=plain, trees=grown)


def features(binning: Binning, view: int) -> Rows:
    """The places of what trees of that view look at."""
    return np.flatnonzero([seen(VIEWS[view], name) for name in binning.edges])


def drawn(case: Codes, chance: np.random.Generator) -> Rows:
    """The rows of one tree: whole cases, and no more than fit."""
    cases = np.unique(case)
    chosen = np.zeros(int(cases[-1]) + 1, dtype=bool)
    share = min(CASES_A_TREE, ROWS_A_TREE / len(case))
    chosen[chance.permutation(cases)[: max(1, round(len(cases) * share))]] = True
    return np.flatnonzero(chosen[case])


def shares(
    leaf: Rows, place: Rows, counted: Flags, tree: Tree, grid: Numbers
) -> NDArray[np.float32]:
    """Of each leaf, how much of it lies at each point of the grid."""
    leaves, points = len(tree.feature), len(grid)
    size = np.maximum(np.bincount(leaf, minlength=leaves), 1)[:, None]
    at = (leaf * points + place)[counted]
    many = np.bincount(at, minlength=leaves * points).reshape(leaves, points)
    return (many / size).astype(np.float32)


def imputed(rows: Situations, known: Known, grid: Numbers) -> Numbers:
    """How long each will have taken: of the open ones what cases with the same last event say."""
    lasted = known.lasted.copy()
    if known.done.all():
        return lasted
    place = bins_of(known.lasted, grid)
    groups = int(rows.names["last"].max()) + 2
    group = rows.names["last"].astype(np.int64)
    least = np.bincount(group[known.done], minlength=groups) < LEAST_CASES
    group = np.where(least[group], groups - 1, group)
    done, open_ = (
        np.bincount(group[flag] * len(grid) + place[flag], minlength=groups * len(grid))
        .reshape(groups, len(grid))
        .astype(float)
        for flag in (known.done, ~known.done)
    )
    done[-1], open_[-1] = done.sum(axis=0), open_.sum(axis=0)
    curves = survival(done, open_)
    # What is still to come of whoever is open: the area under the rest of the curve by its height.
    steps = np.diff(grid, append=grid[-1:])
    area = np.cumsum((curves * steps)[:, ::-1], axis=1)[:, ::-1]
    more = area / np.maximum(curves, 1e-9)
    waiting = ~known.done
    lasted[waiting] += np.maximum(more[group[waiting], place[waiting]], 0)
    return lasted
