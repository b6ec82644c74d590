"""Pages on a database of millions beside the same pages on one as small as the demo's.

    python -m tests.benchmarks.volume_benchmark [--scale 1.0] [--seconds 5] [--rounds 5]

Scale 1 is 1,000,000 members, 5,000,000 claims, 2,000,000 orders and 10,000,000 ledger entries in
var/volume-1.0, which stays for the next time: delete it by hand. Prints rows, seconds, sizes, each
page's rate beside the small database (the target is 0.9), and every query of a page that would read
a large table from end to end (the target is none).
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.benchmarks.load import Round, load

TARGET = 0.9
VAR = Path(__file__).resolve().parents[2] / "var"
NEEDED = 40 << 30  # bytes free for scale 1, with room for what PostgreSQL writes ahead
SMALL = 0.003  # of the whole: 3,000 members


def main() -> None:
    options = arguments()
    VAR.mkdir(exist_ok=True)
    free = shutil.disk_usage(VAR).free
    if free < NEEDED * options.scale:
        sys.exit(
            f"{free >> 30} GB are free; scale {options.scale} needs about "
            f"{NEEDED * options.scale / (1 << 30):.0f}."
        )
    with house(SMALL, 0) as small, house(options.scale, options.arriving) as large:
        homes = {"small": json.loads(told(small)), "large": json.loads(told(large))}
        for name, rows, size in homes["large"]["tables"][:12]:
            say(f"{name:<32}{rows:>14,} rows{size / 1e6:>10,.0f} MB")
        whole = sum(size for _name, _rows, size in homes["large"]["tables"])
        say(f"{'all tables':<32}{whole / 1e6:>29,.0f} MB")
        if imported := homes["large"]["imported"]:
            say(", ".join(f"{name} {value:,.0f}" for name, value in imported.items()))
        report(measure(homes, options))
        scans = homes["large"]["scans"]
        say(f"queries that read a large table whole: {len(scans)}; the target is 0.")
        for one in scans:
            say(f"  {one}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--visitors", type=int, default=4, help="connections at once")
    parser.add_argument("--arriving", type=int, default=20_000, help="claims to import at the end")
    return parser.parse_args()


def house(scale: float, arriving: int) -> subprocess.Popen:
    program = [sys.executable, "-m", "tests.benchmarks.house"]
    program += [str(VAR / f"volume-{scale}"), str(scale), str(arriving)]
    return subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def told(home: subprocess.Popen) -> str:
    """The one line that a house says when it is ready."""
    assert home.stdout
    return home.stdout.readline().decode() or sys.exit("A house did not start.")


def measure(homes: dict, options: argparse.Namespace) -> dict[tuple[str, str], list[Round]]:
    """Each page of each house in turn, round after round, so that a busy machine hits all."""
    found: dict[tuple[str, str], list[Round]] = {}
    for number in range(-1, options.rounds):
        for page in homes["small"]["pages"]:
            for name, home in homes.items():
                result = load(
                    home["port"],
                    home["pages"][page],
                    home["cookie"],
                    seconds=options.seconds if number >= 0 else 2,
                    visitors=options.visitors,
                    web=home["web"],
                    database=home["database"],
                )
                if number >= 0:
                    found.setdefault((page, name), []).append(result)
    return found


def report(found: dict[tuple[str, str], list[Round]]) -> None:
    say(f"{'page':<16}{'database':<10}{'req/s':>8}{'web ms':>9}{'db ms':>8}")
    for (page, name), rounds in found.items():
        speed, web, database = figures(rounds)
        say(f"{page:<16}{name:<10}{speed:>8.0f}{web:>9.2f}{database:>8.2f}")
    for page in dict.fromkeys(page for page, _name in found):
        small, large = figures(found[page, "small"]), figures(found[page, "large"])
        say(
            f"{page}: {large[0] / small[0]:.2f} of the small database's requests a second, "
            f"{sum(small[1:]) / sum(large[1:]):.2f} by CPU of both; the target is {TARGET}."
        )


def figures(rounds: list[Round]) -> tuple[float, float, float]:
    """Medians: requests a second, CPU ms a request of the web processes and of the database."""
    return (
        median(one.per_second for one in rounds),
        median(one.web_ms for one in rounds),
        median(one.database_ms for one in rounds),
    )


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
