"""The plainest opinion: the situations after the same activity, at about the same age."""

from dataclasses import dataclass

import numpy as np

from claims.estimates.columns import Codes, Measures, Numbers
from claims.estimates.curve import Flags, survival
from claims.estimates.forest import Rows

NEAREST = 200
CHUNK = 2_048
EVERY = -2  # the group of all, for an activity that few cases have seen


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """Situations by last activity, each group in the order of the time since the start."""

    groups: dict[int, Rows]
    elapsed: Measures
    place: Rows  # the point of the grid where each was done, or seen last
    done: Flags
    points: int

    def curves(self, last: Codes, elapsed: Measures) -> Numbers:
        """Kaplan-Meier over the nearest of each row."""
        found = np.empty((len(last), self.points))
        group = np.array([code if code in self.groups else EVERY for code in last.tolist()])
        for code in np.unique(group):
            rows = np.flatnonzero(group == code)
            for start in range(0, len(rows), CHUNK):
                part = rows[start : start + CHUNK]
                found[part] = self.curves_in(self.groups[int(code)], elapsed[part])
        return found

    def curves_in(self, group: Rows, elapsed: Measures) -> Numbers:
        many = min(NEAREST, len(group))
        first = window(self.elapsed[group], elapsed, many)
        chosen = group[first[:, None] + np.arange(many)]
        cell = np.arange(len(elapsed))[:, None] * self.points + self.place[chosen]
        done = self.done[chosen]
        counts = [
            np.bincount(cell[flag], minlength=len(elapsed) * self.points)
            .reshape(len(elapsed), self.points)
            .astype(float)
            for flag in (done, ~done)
        ]
        return survival(*counts)


def nearest(
    last: Codes, case: Codes, elapsed: Measures, place: Rows, done: Flags, points: int, least: int
) -> Nearest:
    """Groups of those that have so many cases at least; the others are looked up among all."""
    mixed = np.random.default_rng(0).permutation(len(elapsed))  # else ties were the oldest ones
    order = mixed[np.argsort(elapsed[mixed], kind="stable")]
    groups = {EVERY: order}
    for code in np.unique(last):
        rows = order[last[order] == code]
        if len(np.unique(case[rows])) >= least:
            groups[int(code)] = rows
    return Nearest(groups=groups, elapsed=elapsed, place=place, done=done, points=points)


def window(sorted_: Measures, asked: Measures, many: int) -> Rows:
    """Where the ``many`` nearest numbers begin, of each one asked: halving all at once."""
    low = np.zeros(len(asked), dtype=np.int64)
    high = np.full(len(asked), len(sorted_) - many)
    while (low < high).any():
        middle = (low + high) // 2
        beyond = np.minimum(middle + many, len(sorted_) - 1)
        further = (low < high) & (asked - sorted_[middle] > sorted_[beyond] - asked)
        low, high = np.where(further, middle + 1, low), np.where(further, high, middle)
    return low
