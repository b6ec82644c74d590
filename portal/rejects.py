"""What an import refused: told on the terminal, and written to a file when one is asked for."""

import csv
import json
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from claims.sources.refusal import Refusal

FIELDS = ("file", "line", "field", "expected", "found", "now", "warning")
TOLD = 20  # on the terminal; the file and the table hold all


class Report:
    """Open it with ``with``: the file holds a row for each refusal as soon as it happened."""

    def __init__(self, path: Path | None, out: Any) -> None:
        self.path, self.out = path, out
        self.told = self.untold = 0
        self.file: IO[str] | None = None

    def __enter__(self) -> Self:
        if self.path:
            self.file = self.path.open("w", encoding="utf-8", newline="")
            if self.path.suffix == ".csv":
                csv.writer(self.file).writerow(FIELDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.file:
            self.file.close()
        if self.untold:
            self.out.write(f"… and {self.untold:,} more.")

    def add(self, path: Path, refusal: Refusal) -> None:
        row = (
            path.name,
            refusal.line,
            refusal.field,
            refusal.expected,
            refusal.found,
            refusal.now,
            refusal.warning,
        )
        if self.file and self.path and self.path.suffix == ".csv":
            csv.writer(self.file).writerow(row)
        elif self.file:
            self.file.write(json.dumps(dict(zip(FIELDS, row, strict=True))) + "\n")
        if refusal.warning:
            return  # the summary counts them; one line each would bury the refusals
        if self.told == TOLD:
            self.untold += 1
            return
        self.told += 1
        self.out.write(sentence(path, refusal))


def sentence(path: Path, refusal: Refusal) -> str:
    place = path.name
    if refusal.line:
        place += f", line {refusal.line}"
    if refusal.field:
        place += f", {refusal.field}"
    found = f", found {refusal.found}" if refusal.found else ""
    return f"{place}: expected {refusal.expected}{found}. {refusal.now}"
