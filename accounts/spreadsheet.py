"""Lines of a table for a spreadsheet that must not run what somebody typed."""

import csv
import io
from collections.abc import Iterable
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would take it for a formula


def as_csv(cells: Iterable[Any]) -> str:
    """One line of a table that no spreadsheet runs."""
    line = io.StringIO()
    csv.writer(line).writerow(
        f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell for cell in cells
    )
    return line.getvalue()
