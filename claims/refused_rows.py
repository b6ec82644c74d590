"""What was refused, as rows of a file: the same from the command line and from the page."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from accounts.spreadsheet import as_csv

FIELDS = ("file", "line", "field", "expected", "found", "now", "warning")
BLOCK = 500  # rows in one piece of a download


def row(file_name: str, refusal: Any) -> tuple[Any, ...]:
    """One refusal, fresh from a source or from the table, under FIELDS."""
    return (file_name, *(getattr(refusal, name) for name in FIELDS[1:]))


def as_json(cells: Iterable[Any]) -> str:
    return json.dumps(dict(zip(FIELDS, cells, strict=True))) + "\n"


def pieces(kind: str, file_name: str, refusals: Iterable[Any]) -> Iterator[str]:
    """A whole file, some rows at a time; ``kind`` is "csv" or "jsonl"."""
    write = as_csv if kind == "csv" else as_json
    waiting = [as_csv(FIELDS)] if kind == "csv" else []
    for refusal in refusals:
        waiting.append(write(row(file_name, refusal)))
        if len(waiting) >= BLOCK:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)
