"""Features as small numbers that trees can split."""

from dataclasses import dataclass

import numpy as np

from claims.estimates.columns import Numbers
from claims.estimates.forest import BINS, Bins
from claims.estimates.situations import Situations

SMOOTHING = 20.0  # a name's own mean counts as much as the mean of all at so many situations


@dataclass(frozen=True, kw_only=True)
class Binning:
    """How a feature becomes a small number: names by how long cases with them took."""

    edges: dict[str, Numbers]
    ranks: dict[str, Numbers]
    unknown: float

    def of(self, rows: Situations) -> Bins:
        found = np.empty((len(self.edges), len(rows)), dtype=np.uint8)
        for place, (name, edges) in enumerate(self.edges.items()):
            found[place] = np.searchsorted(edges, self.value(name, rows), side="left")
        return found

    def value(self, name: str, rows: Situations) -> Numbers:
        if name in rows.numbers:
            return np.nan_to_num(rows.numbers[name].astype(float), nan=-1.0)
        ranks = self.ranks[name]
        codes = rows.names[name]
        return np.where(
            (codes >= 0) & (codes < len(ranks)),
            ranks[np.minimum(codes, len(ranks) - 1)],
            self.unknown,
        )


def bin_by(rows: Situations, aim: Numbers, *, least: int) -> Binning:
    """What is learned of each feature. Names that few situations bear count as unknown."""
    mean = float(aim.mean())
    ranks = {}
    for name, codes in rows.names.items():
        many = np.bincount(codes + 1)[1:]
        sums = np.bincount(codes + 1, weights=aim)[1:]
        rank = np.where(many >= least, (sums + SMOOTHING * mean) / (many + SMOOTHING), mean)
        ranks[name] = rank if len(rank) else np.array([mean])
    binning = Binning(edges={}, ranks=ranks, unknown=mean)
    levels = np.linspace(0, 1, BINS + 1)[1:-1]
    for name in [*rows.names, *rows.numbers]:
        value = binning.value(name, rows)
        different = np.unique(value)
        if len(different) > BINS:
            binning.edges[name] = np.unique(np.quantile(value, levels, method="lower"))
        elif len(different) > 1:
            binning.edges[name] = different[:-1]
    return binning
