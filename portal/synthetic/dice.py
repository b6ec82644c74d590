"""Chance that comes out the same each time: of one record, whatever stands before it in a file."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

Face = TypeVar("Face")
MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


class Table(Generic[Face]):
    """Things with how often each comes up."""

    def __init__(self, weights: dict[Face, int]) -> None:
        self.faces = [*weights]
        self.until = [*accumulate(weights.values())]

    def at(self, number: int) -> Face:
        return self.faces[bisect(self.until, number % self.until[-1])]


class Dice:
    """SplitMix64, begun from a seed, a kind of record and its number.

    Of Python's own generator, to begin one for each record costs more than the record.
    """

    __slots__ = ("state",)

    def __init__(self, seed: int, kind: int, number: int) -> None:
        self.state = (seed * 0xD1342543DE82EF95 + kind * 0xA0761D6478BD642F + number * STEP) & MASK
        self.roll()

    def roll(self) -> int:
        """A number of 63 bits."""
        self.state = (self.state + STEP) & MASK
        found = self.state
        found = ((found ^ (found >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        found = ((found ^ (found >> 27)) * 0x94D049BB133111EB) & MASK
        return (found ^ (found >> 31)) >> 1

    def between(self, least: int, most: int) -> int:
        """Both ends included."""
        return least + self.roll() % (most - least + 1)

    def chance(self, percent: int) -> bool:
        return self.roll() % 100 < percent

    def pick(self, faces: Sequence[Any]) -> Any:
        return faces[self.roll() % len(faces)]

    def of(self, table: Table[Face]) -> Face:
        return table.at(self.roll())


class Shares:
    """How many of ``total`` things each of ``people`` has: most a few, some many, some none."""

    # Of twenty people: what share of all things each has.
    WEIGHTS = (1, 4, 0, 2, 9, 1, 3, 0, 6, 2, 1, 14, 3, 0, 5, 2, 22, 1, 4, 20)

    def __init__(self, total: int, people: int) -> None:
        self.total, self.people = total, people
        self.before = [0, *accumulate(self.WEIGHTS)]
        self.all = self._weight(people)

    def first(self, person: int) -> int:
        """The number of this person's first thing, of all things; the next person's ends theirs."""
        return self.total * self._weight(person) // self.all if self.all else 0

    def of(self, person: int) -> range:
        return range(self.first(person), self.first(person + 1))

    def _weight(self, people: int) -> int:
        rounds, rest = divmod(people, len(self.WEIGHTS))
        return rounds * self.before[-1] + self.before[rest]
