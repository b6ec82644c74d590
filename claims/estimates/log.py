"""The history of a process, read from a CSV file: which case, what happened, when, what else."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claims.estimates.fairness import of_a_person

NEEDED = ("case_id", "activity", "timestamp")
DELIMITERS = ",;\t|"
DAY = 86_400.0
MISSING = frozenset({"", "na", "n/a", "nan", "nat", "none", "null"})
FIRST_EPOCH, FIRST_MILLISECONDS = 1e8, 1e11  # a smaller number is a year or a row number

Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]


class WrongLog(ValueError):
    """A file that cannot be read as a log; the text says which line and why."""


@dataclass(frozen=True, kw_only=True)
class EventLog:
    """Events in the order of their cases' starts, each case's events in the order of time.

    ``at`` is in days since 1970 (UTC). ``first`` and ``size`` say where each case stands.
    """

    case_ids: list[str]
    activities: list[str]
    case: Codes
    activity: Codes
    at: Numbers
    first: NDArray[np.int64]
    size: NDArray[np.int64]
    columns: dict[str, Codes] = field(default_factory=dict)  # what else is known; -1 is unknown
    values: dict[str, list[str]] = field(default_factory=dict)
    about_people: tuple[str, ...] = ()  # columns that were not read
    left_out: tuple[str, ...] = ()  # rows that lack what is needed: which, and what

    def __len__(self) -> int:
        return len(self.at)

    @property
    def start(self) -> Numbers:
        return self.at[self.first]

    @property
    def end(self) -> Numbers:
        return self.at[self.first + self.size - 1]


def read(path: Path) -> EventLog:
    """The log in a file. Raises WrongLog, with file and line, for what cannot be understood."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return parse(lines, str(path))
    except OSError as problem:
        raise WrongLog(f"{path}: {problem.strerror or problem}.") from problem
    except UnicodeDecodeError as problem:
        raise WrongLog(f"{path}: this is not text in UTF-8 ({problem.reason}).") from problem


def parse(lines: Iterable[str], name: str) -> EventLog:
    """As `read`, of lines that are here already; ``name`` is what errors call them."""
    rest = iter(lines)
    header = next(rest, "")
    reader = csv.reader(chain([header], rest), delimiter=max(DELIMITERS, key=header.count))
    names = [named(one.strip()) for one in next(reader, [])]
    for needed in NEEDED:
        if names.count(needed) != 1:
            found = ", ".join(names) or "nothing"
            raise WrongLog(f"{name}, line 1: one column “{needed}” is needed. Found: {found}.")
    try:
        cells, at, left_out = columns_of(reader, names, name)
    except csv.Error as problem:
        raise WrongLog(f"{name}, line {reader.line_num}: {problem}.") from problem
    if len(left_out) > len(at):
        raise WrongLog(f"{left_out[0]} So it is with {len(left_out)} rows, and too few are left.")
    if not at:
        raise WrongLog(f"{name}: there is no event in it.")
    return arranged(cells, names, np.array(at), tuple(left_out))


def named(column: str) -> str:
    """A column's name; those that are needed may be written in any case."""
    return column.lower() if column.lower() in NEEDED else column


def columns_of(
    reader: Any, names: list[str], name: str
) -> tuple[list[list[str]], list[float], list[str]]:
    """The cells of each column, the times, and what was left out because it says too little."""
    cells: list[list[str]] = [[] for _ in names]
    at: list[float] = []
    left_out: list[str] = []
    when = names.index("timestamp")
    needed = [(one, names.index(one)) for one in NEEDED]
    for row in rows_of(reader, names, name):
        line = f"{name}, line {reader.line_num}"
        if gap := next((one for one, place in needed if not row[place]), None):
            left_out.append(f"{line}: there is no {gap}.")
            continue
        at.append(instant(row[when], line))
        for column, cell in zip(cells, row, strict=True):
            column.append(cell)
    return cells, at, left_out


def rows_of(reader: Any, names: list[str], name: str) -> Iterator[list[str]]:
    """The rows that say something, a cell for each name."""
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) > len(names):
            line = f"{name}, line {reader.line_num}"
            raise WrongLog(f"{line}: {len(cells)} cells, but the first line names {len(names)}.")
        yield cells + [""] * (len(names) - len(cells))


def instant(text: str, line: str) -> float:
    """Days since 1970. A time without a zone is UTC; a number counts seconds or milliseconds."""
    try:
        moment = dt.datetime.fromisoformat(text.removesuffix(" UTC").replace("/", "-"))
    except ValueError:
        return since_1970(text, line)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    try:
        return moment.timestamp() / DAY
    except OverflowError:
        return since_1970(text, line)


def since_1970(text: str, line: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not FIRST_EPOCH <= number < FIRST_MILLISECONDS * 1000:
        raise WrongLog(f"{line}: “{text[:40]}” is no time like 2026-03-17T09:30:00Z.")
    return number / (1000 * DAY if number >= FIRST_MILLISECONDS else DAY)


def arranged(
    cells: list[list[str]], names: list[str], at: Numbers, left_out: tuple[str, ...] = ()
) -> EventLog:
    """Columns as arrays, in order. Events of one moment stay in the order of the file."""
    case_ids, case = coded(cells[names.index("case_id")], frozenset())
    activities, activity = coded(cells[names.index("activity")], frozenset())
    start = np.full(len(case_ids), np.inf)
    np.minimum.at(start, case, at)
    order = np.lexsort((at, case, start[case]))
    case = case[order]
    first = np.flatnonzero(np.diff(case, prepend=-1))
    others = [(i, one) for i, one in enumerate(names) if one and one not in NEEDED]
    columns, values = {}, {}
    for place, one in others:
        if not of_a_person(one):
            values[one], codes = coded(cells[place])
            columns[one] = codes[order]
    return EventLog(
        case_ids=[case_ids[code] for code in case[first]],
        activities=activities,
        case=np.repeat(np.arange(len(first), dtype=np.int32), np.diff(first, append=len(case))),
        activity=activity[order],
        at=at[order],
        first=first,
        size=np.diff(first, append=len(case)),
        columns=columns,
        values=values,
        about_people=tuple(one for _, one in others if of_a_person(one)),
        left_out=left_out,
    )


def coded(cells: list[str], missing: frozenset[str] = MISSING) -> tuple[list[str], Codes]:
    """The different texts, and the number of each cell's; -1 where nothing is known."""
    numbers: dict[str, int] = {}
    codes = [
        -1 if cell.lower() in missing else numbers.setdefault(cell, len(numbers)) for cell in cells
    ]
    return list(numbers), np.array(codes, dtype=np.int32)
