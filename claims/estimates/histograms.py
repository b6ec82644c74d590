"""How long cases lasted, counted by working days, into one Kaplan-Meier curve for each segment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from claims.estimates.columns import Numbers
from claims.estimates.expected import FEWEST_ALIKE, Curve
from claims.estimates.segments import COARSEST

LONGEST = 260  # working days: a year. What lasts longer was open for that long
DONE, OPEN, CASES = range(3)
Counted = tuple[str, str, tuple[str, ...], int, bool, int, int]


class Histograms:
    """Counts of one kind of date and segment, which add up however they come in."""

    def __init__(self) -> None:
        self.counts: Mapping[tuple[str, str, tuple[str, ...]], Numbers] = defaultdict(
            lambda: np.zeros((3, LONGEST + 1))
        )

    def add(self, counted: Iterable[Counted]) -> None:
        """Rows of (kind, since, values of the segment, days, done, how many, different cases).

        The days of an open case are those it is known to have been open for.
        """
        for kind, since, values, days, done, many, cases in counted:
            count = self.counts[kind, since, values]
            count[CASES, 0] += cases
            if days > LONGEST:
                count[OPEN, LONGEST] += many
            elif days >= 0:
                count[DONE if done else OPEN, days] += many

    def curves(self) -> dict[tuple[str, str], Curve]:
        """Each segment's and each coarser one's that has cases enough to say anything."""
        sums: dict[tuple[str, str], Numbers] = {}
        for (kind, since, values), count in self.counts.items():
            for length in range(COARSEST[since], len(values) + 1):
                key = kind, "|".join((since, *values[:length]))
                sums[key] = sums.get(key, 0) + count
        enough = {key: count for key, count in sums.items() if count[CASES, 0] >= FEWEST_ALIKE}
        if not enough:
            return {}
        return dict(zip(enough, survival(np.stack([*enough.values()])), strict=True))


def survival(counts: Numbers) -> list[Curve]:
    """Kaplan-Meier, all at once. Who is open counts as long as it is known to be: without them
    only what ended fast would be left of the newest cases, and every date would be too early."""
    done, gone = counts[:, DONE], counts[:, DONE] + counts[:, OPEN]
    at_risk = gone.sum(axis=1, keepdims=True) - np.cumsum(gone, axis=1) + gone
    hazard = np.divide(done, at_risk, out=np.zeros_like(done), where=at_risk > 0)
    left = np.cumprod(1 - hazard, axis=1)
    return [
        Curve(
            left=left[row, :known].tolist(),
            at_risk=at_risk[row, :known].astype(int).tolist(),
            cases=int(counts[row, CASES, 0]),
        )
        for row, known in enumerate((at_risk > 0).sum(axis=1))
    ]
