"""Read a file in a process beside ours, so that what was read lands while the rest is read.

Reading FHIR is most of what Python does for an import. The other process gets the bytes and sends
records, a few hundred at once, in the file's order; pipes hold both back, so memory stays flat. It
ends with us, however we end: its pipes are ours.
"""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

from claims.sources import reader

LARGE = 16 << 20  # bytes; to start a process costs as much as reading a fifth of that
BLOCK = 1 << 20
ROOT = Path(__file__).resolve().parents[2]


def parse(system: str, stream: BinaryIO, *, source: str, received_at: dt.datetime) -> Iterator[Any]:
    """As `claims.sources.parse`. What goes wrong with the stream itself rises here."""
    program = [sys.executable, "-m", reader.__name__, system, source, received_at.isoformat()]
    with subprocess.Popen(
        program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reading:
        assert reading.stdin
        assert reading.stdout
        pump = Pump(stream, reading.stdin)
        pump.start()
        try:
            yield from reader.read(reading.stdout)
        except EOFError as cut:
            if pump.problem is None:
                raise ChildProcessError("The process that reads ended. Import it again.") from cut
        finally:
            reading.kill()
            pump.join()
        if pump.problem is not None:
            raise pump.problem


class Pump(Thread):
    """Gives the other process the file. It may stop listening: it says itself what it has read."""

    def __init__(self, stream: BinaryIO, into: BinaryIO) -> None:
        super().__init__(name="import", daemon=True)
        self.stream, self.into = stream, into
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            with self.into:
                while block := self.stream.read(BLOCK):
                    self.into.write(block)
        except BrokenPipeError:
            pass
        except Exception as problem:  # noqa: BLE001 - rises again in `parse`
            self.problem = problem
