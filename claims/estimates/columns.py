"""The cells of a log's columns as numbers, in little memory: each different text is kept once."""

import math

import numpy as np
from numpy.typing import NDArray

MISSING = frozenset({"", "na", "n/a", "nan", "nat", "none", "null"})
MOST_NAMES = 50_000  # more different texts than that are numbers, or say nothing of a case

Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]
Measures = NDArray[np.float32]


class Column:
    """Cells, added a block at a time. -1 stands for what is missing.

    A column of numbers that are nearly all different becomes ``numbers``; one of such texts is
    given up (``spoken`` is false): no two cases could ever be compared by it.
    """

    def __init__(self, *, kept: bool = False) -> None:
        """``kept`` is one that no log can do without: however many, and no text is missing."""
        self.missing: frozenset[str] = frozenset() if kept else MISSING
        self.most = math.inf if kept else MOST_NAMES
        self.places: dict[str, int] = {}
        self.codes: list[Codes] = []
        self.numbers: list[Numbers] = []
        self.numeric, self.spoken = False, True

    def add(self, cells: list[str]) -> None:
        if not self.spoken:
            return
        if self.numeric:
            self.add_numbers(["nan" if cell.lower() in self.missing else cell for cell in cells])
            return
        places, missing = self.places, self.missing
        codes = [
            -1 if cell.lower() in missing else places.setdefault(cell, len(places))
            for cell in cells
        ]
        self.codes.append(np.array(codes, dtype=np.int32))
        if len(places) > self.most:
            self.become_numbers()

    def become_numbers(self) -> None:
        codes = self.coded
        self.numeric = True
        self.add_numbers([*self.values, "nan"])  # the last is where -1 points
        self.numbers = [values[codes] for values in self.numbers]
        self.places, self.codes = {}, []

    def add_numbers(self, cells: list[str]) -> None:
        found = numbers_in(cells)
        if found is None:
            self.numbers, self.spoken = [], False
        else:
            self.numbers.append(found)

    @property
    def values(self) -> list[str]:
        return list(self.places)

    @property
    def coded(self) -> Codes:
        return np.concatenate([np.empty(0, dtype=np.int32), *self.codes])

    @property
    def measured(self) -> Numbers:
        return np.concatenate(self.numbers)


def numbers_in(texts: list[str]) -> Numbers | None:
    """The texts as numbers when that is what they are; "nan" is one, without end is none."""
    try:
        found = np.array([float(text) for text in texts])
    except ValueError:
        return None
    return None if np.isinf(found).any() else found
