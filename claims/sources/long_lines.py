"""The lines of a file in flat memory, however long one is."""

import io
from collections.abc import Iterator

from claims.sources.refusal import Refusal

LONGEST_DOCUMENT = 64 * 2**20  # bytes: it lies in memory whole
STEP = 2**20
LONGEST_SKIP = 2**33 // STEP  # steps; a longer line has nothing of use behind it

#: Its number, and None in place of one that is longer than we hold.
Line = tuple[int, bytes | None]


class Endless(Exception):
    """A line so long that we stop looking for its end: a small gzip file may hold terabytes."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line

    def refusal(self) -> Refusal:
        return Refusal(
            line=self.line,
            expected="a line that ends",
            found="one without an end as far as we read",
            now="Nothing behind it was read.",
        )


def lines(stream: io.BufferedReader) -> Iterator[Line]:
    """Every line, numbered from 1. Raises `Endless` for one that does not end."""
    number = 0
    while line := stream.readline(LONGEST_DOCUMENT + 1):
        number += 1
        if len(line) <= LONGEST_DOCUMENT:
            yield number, line
            continue
        del line  # it is large, and whoever takes the next one may wait
        yield number, None
        _skip_to_its_end(stream, number)


def _skip_to_its_end(stream: io.BufferedReader, number: int) -> None:
    """Pass over the rest of a line in flat memory."""
    for _step in range(LONGEST_SKIP):
        if stream.readline(STEP)[-1:] in (b"", b"\n"):
            return
    raise Endless(number)


def too_long(number: int) -> Refusal:
    return Refusal(
        line=number, expected=f"{LONGEST_DOCUMENT:,} bytes or fewer in a line", found="a longer one"
    )


def too_large(longest: int) -> Refusal:
    """For one document over many lines."""
    return Refusal(
        expected=f"{longest:,} bytes or fewer, or one document a line",
        found="a larger document",
        now="Nothing landed.",
    )
