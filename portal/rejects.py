"""What an import refused: told on the terminal, and written to a file when one is asked for."""

from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from accounts.spreadsheet import as_csv
from claims.refused_rows import FIELDS, as_json, row
from claims.sources.refusal import Refusal

TOLD = 20  # on the terminal; the file holds all


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
                self.file.write(as_csv(FIELDS))
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
        if self.file and self.path:
            write = as_csv if self.path.suffix == ".csv" else as_json
            self.file.write(write(row(path.name, refusal)))
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
