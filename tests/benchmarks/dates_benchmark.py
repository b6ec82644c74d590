"""How long `manage.py evaluate_dates` takes on a long log, and how much memory.

Run by hand: ``python -m tests.benchmarks.dates_benchmark [EVENTS] [--protocol deployed]``. It makes
up a log of five years with four columns more, and measures the command in a process of its own.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
YEARS = 5
WAY = ("received", "checked", "asked", "answered", "decided", "paid")
DAY = 86_400.0
MEGABYTE = 1024


def text(events: int) -> Iterator[str]:
    """Cases that come evenly; some wait for an answer, some kinds and places take longer."""
    chance = np.random.default_rng(1)
    cases = events // 5
    yield "case_id,activity,timestamp,kind,place,channel,amount\n"
    for case in range(cases):
        kind, place = chance.integers(0, 6), chance.integers(0, 40)
        amount = chance.lognormal(5, 1)
        more = f"K{kind},P{place},{'web' if case % 3 else 'paper'},{amount:.2f}"
        at = 1.6e9 + case * YEARS * 365 * DAY / cases
        asked = chance.random() < 0.5
        for activity in WAY if asked else (*WAY[:2], *WAY[4:]):
            yield f"{case},{activity},{at:.0f},{more}\n"
            slow = (1 + kind / 3) * (3 if activity == "asked" else 1) * (1 + (place % 7 == 0))
            at += chance.exponential(2 * DAY) * slow + 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="?", type=int, default=300_000)
    parser.add_argument("--protocol", default="deployed")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "made_up.csv"
        with log.open("w", encoding="utf-8") as file:
            file.writelines(text(asked.events))
        command = [sys.executable, str(ROOT / "manage.py"), "evaluate_dates", str(log)]
        began = time.perf_counter()
        ended = subprocess.run([*command, "--protocol", asked.protocol], check=False)
        took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(
        f"{asked.events:,} events, {asked.protocol}: {took:.0f} s by the clock, "
        f"{used.ru_utime + used.ru_stime:.0f} s of CPU, {used.ru_maxrss / MEGABYTE:,.0f} MB\n"
    )
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
