"""A progress bar on a terminal, and nothing where nobody watches."""

import time
from typing import Any

WIDTH = 30
EVERY = 0.2  # seconds


class Bar:
    """How far a file is read. ``total`` is its size in bytes."""

    def __init__(self, title: str, total: int, out: Any) -> None:
        self.title, self.total, self.out = title, total, out
        self.watched = out.isatty()
        self.started = self.shown = time.monotonic()

    def show(self, at: int, records: int) -> None:
        instant = time.monotonic()
        if not self.watched or instant - self.shown < EVERY:
            return
        self.shown = instant
        part = min(at / self.total, 1) if self.total else 1
        full = round(part * WIDTH)
        rate = records / (instant - self.started)
        line = f"{self.title} [{'█' * full}{' ' * (WIDTH - full)}] {part:4.0%}"
        self.out.write(f"\r{line} {records:,} records, {rate:,.0f}/s ", str, ending="")
        self.out.flush()

    def clear(self) -> None:
        """Leave the line to what is printed next."""
        if self.watched and self.shown != self.started:
            self.out.write("\r\x1b[K", str, ending="")
