"""The Merkle tree of RFC 6962: it grows by leaves, and proves what is in it and that it only grew.

Its hashes stand in tiles of 256: those of level 0 are the leaves', those of level 1 the roots of
whole tiles below, and so on. A tree of a million leaves is 4,000 tiles; a proof reads a few.
"""

import hashlib
from collections.abc import Callable

BITS = 8
WIDTH = 1 << BITS  # hashes in a tile
LENGTH = 32  # bytes of a hash

Load = Callable[[int, int], bytes]
"""The hashes of the tile at (level, index), one after another; b"" where there is none."""


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: list[bytes]) -> bytes:
    """The root over as many hashes as a power of two."""
    while len(hashes) > 1:
        hashes = [node(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def left_part(count: int) -> int:
    """Where RFC 6962 parts a list: the largest power of two below its length."""
    return 1 << (count - 1).bit_length() - 1


class Tree:
    """``changed`` names the tiles that `append` wrote to; `tile` has their bytes."""

    def __init__(self, size: int = 0, load: Load = lambda _level, _index: b"") -> None:
        self.size = size
        self.changed: set[tuple[int, int]] = set()
        self._load = load
        self._tiles: dict[tuple[int, int], bytearray] = {}

    def tile(self, level: int, index: int) -> bytearray:
        key = (level, index)
        if key not in self._tiles:
            self._tiles[key] = bytearray(self._load(level, index))
        return self._tiles[key]

    def append(self, content: bytes) -> None:
        level, place, found = 0, self.size, leaf(content)
        while True:
            index, rest = divmod(place, WIDTH)
            tile = self.tile(level, index)
            tile[rest * LENGTH :] = found
            self.changed.add((level, index))
            if rest < WIDTH - 1:
                break
            level, place, found = level + 1, index, fold(_cut(tile))
        self.size += 1

    def root(self, size: int | None = None) -> bytes:
        """The head of the first ``size`` leaves."""
        size = self.size if size is None else size
        return self._root(0, size) if size else hashlib.sha256().digest()

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The hashes that lead from the leaf at ``index`` to the head of ``size`` leaves."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise IndexError(index)
        return self._path(index, 0, size)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The hashes that show that ``new`` leaves begin with the same ``old`` ones."""
        new = self.size if new is None else new
        if not 0 <= old <= new <= self.size:
            raise IndexError(old)
        return self._grown(old, 0, new, known=True) if 0 < old < new else []

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + left_part(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._root(middle, end)]
        return [*self._path(index, middle, end), self._root(start, middle)]

    def _grown(self, old: int, start: int, end: int, *, known: bool) -> list[bytes]:
        """``known``: who checks the proof has the head of exactly this part."""
        if old == end:
            return [] if known else [self._root(start, end)]
        middle = start + left_part(end - start)
        if old <= middle:
            return [*self._grown(old, start, middle, known=known), self._root(middle, end)]
        return [*self._grown(old, middle, end, known=False), self._root(start, middle)]

    def _root(self, start: int, end: int) -> bytes:
        count = end - start
        if count & (count - 1):
            middle = start + left_part(count)
            return node(self._root(start, middle), self._root(middle, end))
        level, rest = divmod(count.bit_length() - 1, BITS)
        index, first = divmod(start >> BITS * level, WIDTH)
        tile = self.tile(level, index)
        return fold(_cut(tile[first * LENGTH : (first + (1 << rest)) * LENGTH]))


def _cut(hashes: bytearray) -> list[bytes]:
    return [bytes(hashes[at : at + LENGTH]) for at in range(0, len(hashes), LENGTH)]
