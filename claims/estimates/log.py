"""The history of a process, read from a CSV file: which case, what happened, when, what else."""

import csv
import datetime as dt
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claims.estimates.columns import Codes, Column, Numbers
from claims.estimates.fairness import of_a_person

NEEDED = ("case_id", "activity", "timestamp")
DELIMITERS = ",;\t|"
DAY = 86_400.0
FIRST_EPOCH = 1e8  # seconds; a smaller number is a year or a row number
FINER = 1000.0  # from seconds to milliseconds, to microseconds, to nanoseconds
BLOCK = 20_000  # rows that are held as text at a time


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
    numbers: dict[str, Numbers] = field(default_factory=dict)  # columns of very many numbers
    about_people: tuple[str, ...] = ()  # columns that were not read
    all_different: tuple[str, ...] = ()  # columns in which no two cases are alike
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
        line = first_unreadable(path)
        text = f"{path}, line {line}: this is not text in UTF-8. Save the file as CSV in UTF-8."
        raise WrongLog(text) from problem


def first_unreadable(path: Path) -> int:
    with path.open(encoding="utf-8", errors="replace") as lines:
        return next((number for number, line in enumerate(lines, 1) if "\ufffd" in line), 1)


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
    columns = [Column(kept=one in NEEDED) for one in names]
    try:
        at, left_out = fill(columns, reader, names, name)
    except csv.Error as problem:
        raise WrongLog(f"{name}, line {reader.line_num}: {problem}.") from problem
    if len(left_out) > len(at):
        raise WrongLog(f"{left_out[0]} So it is with {len(left_out)} rows, and too few are left.")
    if not len(at):
        raise WrongLog(f"{name}: there is no event in it.")
    return arranged(dict(zip(names, columns, strict=True)), at, tuple(left_out))


def named(column: str) -> str:
    """A column's name; those that are needed may be written in any case."""
    return column.lower() if column.lower() in NEEDED else column


def fill(
    columns: list[Column], reader: Any, names: list[str], name: str
) -> tuple[Numbers, list[str]]:
    """Put the cells into the columns. The times, and what was left out as it says too little."""
    at, left_out = array("d"), []
    when = names.index("timestamp")
    needed = [(one, names.index(one)) for one in NEEDED]
    read = [i for i, one in enumerate(names) if one and i != when and not of_a_person(one)]
    rows = []
    for row in rows_of(reader, names, name):
        line = f"{name}, line {reader.line_num}"
        if gap := next((one for one, place in needed if not row[place]), None):
            left_out.append(f"{line}: there is no {gap}.")
            continue
        at.append(instant(row[when], line))
        rows.append(row)
        if len(rows) == BLOCK:
            add(rows, columns, read)
            rows = []
    add(rows, columns, read)
    return np.array(at), left_out


def add(rows: list[list[str]], columns: list[Column], read: list[int]) -> None:
    for place in read:
        columns[place].add([row[place] for row in rows])


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
    if not FIRST_EPOCH <= number < FIRST_EPOCH * FINER**4:
        raise WrongLog(f"{line}: “{text[:40]}” is no time like 2026-03-17T09:30:00Z.")
    while number >= FIRST_EPOCH * FINER:
        number /= FINER
    return number / DAY


def arranged(columns: dict[str, Column], at: Numbers, left_out: tuple[str, ...] = ()) -> EventLog:
    """Columns as arrays, in order. Events of one moment stay in the order of the file."""
    case_ids, case = columns["case_id"].values, columns["case_id"].coded
    start = np.full(len(case_ids), np.inf)
    np.minimum.at(start, case, at)
    order = np.lexsort((at, case, start[case]))
    case = case[order]
    first = np.flatnonzero(np.diff(case, prepend=-1))
    size = np.diff(first, append=len(case))
    others = {one: column for one, column in columns.items() if one and one not in NEEDED}
    used = {one: column for one, column in others.items() if not of_a_person(one)}
    spoken = {one: column for one, column in used.items() if column.spoken}
    return EventLog(
        case_ids=[case_ids[code] for code in case[first]],
        activities=columns["activity"].values,
        case=np.repeat(np.arange(len(first), dtype=np.int32), size),
        activity=columns["activity"].coded[order],
        at=at[order],
        first=first,
        size=size,
        columns={one: got.coded[order] for one, got in spoken.items() if not got.numeric},
        values={one: got.values for one, got in spoken.items() if not got.numeric},
        numbers={one: got.measured[order] for one, got in spoken.items() if got.numeric},
        about_people=tuple(one for one in others if of_a_person(one)),
        all_different=tuple(one for one, column in used.items() if not column.spoken),
        left_out=left_out,
    )
