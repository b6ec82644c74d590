"""Rows of a table that somebody sent us: each cell read exactly, or refused with its name."""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Self, TextIO

from claims.sources.refusal import shape
from claims.sources.values import cents, civil_date, text

YES = frozenset({"yes", "true", "1"})
NO = frozenset({"no", "false", "0", ""})


LONGEST_ROW = 2**20  # characters: a row lies in memory whole


class Unfit(Exception):
    """A row that cannot be taken: which field, what was expected, what was found."""

    def __init__(self, field: str, expected: str, found: str) -> None:
        super().__init__(field, expected, found)
        self.field, self.expected, self.found = field, expected, found


class TooLong(csv.Error):
    """A row that has no end as far as we read; nothing behind it can be told apart either."""


class _Lines:
    """The lines of a table for the csv module, with a bound on how much one row may take."""

    def __init__(self, content: TextIO) -> None:
        self._content = content
        self.left = LONGEST_ROW

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._content.readline(self.left + 1)
        if not line:
            raise StopIteration
        self.left -= len(line)
        if self.left < 0:
            raise TooLong(f"a row longer than {LONGEST_ROW:,} characters")
        return line


def rows(content: TextIO) -> Iterator[tuple[int, Any]]:
    """(line on which it starts, cells or the reason why they cannot be told apart).

    Ends after a row that is too long.
    """
    lines = _Lines(content)
    reader = csv.reader(lines, strict=True)
    starts = 1
    while True:
        lines.left = LONGEST_ROW
        try:
            cells: Any = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = error
        if cells:
            yield starts, cells
        if isinstance(cells, TooLong):
            return
        starts = reader.line_num + 1


def given(row: Mapping, field: str) -> bool:
    value = row.get(field)
    return value is not None and value != ""


def words(row: Mapping, field: str, limit: int) -> str:
    value = optional(row, field, limit)
    if not value:
        raise Unfit(field, "a value", "none")
    return value


def optional(row: Mapping, field: str, limit: int) -> str:
    value = row.get(field)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or any("\ud800" <= c <= "\udfff" for c in value):
        raise Unfit(field, "text in UTF-8", "something else")
    if len(value.strip()) > limit:
        raise Unfit(field, f"{limit} characters or fewer", f"{len(value.strip())} characters")
    return text(value, limit)


def choice(row: Mapping, field: str, choices: tuple[str, ...]) -> str:
    value = optional(row, field, 80).lower()
    if value not in choices:
        raise Unfit(field, f"one of: {', '.join(choices)}", shape(value) if value else "none")
    return value


def date(row: Mapping, field: str) -> dt.date:
    value = row.get(field)
    day = civil_date(value.strip()) if isinstance(value, str) and len(value.strip()) == 10 else None
    if day is None:
        raise Unfit(field, "a day like 2026-03-17", shape(value) if given(row, field) else "none")
    return day


def dollars(row: Mapping, field: str) -> int:
    found = cents(row.get(field))
    if found is None:
        raise Unfit(
            field, 'an amount like "1234.50"', shape(row[field]) if given(row, field) else "none"
        )
    currency = optional(row, "currency", 10).upper()
    if currency not in ("", "USD"):
        raise Unfit("currency", "USD", shape(currency))
    return found


def not_negative(row: Mapping, field: str) -> int:
    found = dollars(row, field)
    if found < 0:
        raise Unfit(field, "an amount of 0 or more", "a negative amount")
    return found


def yes(row: Mapping, field: str) -> bool:
    value = row.get(field)
    said = str(value if value is not None else "").strip().lower()
    if said not in YES | NO:
        raise Unfit(field, "yes or no", shape(said))
    return said in YES
