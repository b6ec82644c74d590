"""Whom to write to, out of everybody: the rules and the news, beside the same search as plain SQL.

    python -m tests.benchmarks.sweep_benchmark [--members 20000] [--rounds 3]

Three claims, half an order and one ledger entry a member, in var/sweep-MEMBERS with services of its
own, which stays for the next time: delete it by hand. One member in three allows reminders, one
claim in sixteen is followed. The first time writes a message for whatever is found; again finds
nothing new, and is the median of the rounds. What just came are the last events of claims, looked
at as the sweep of each minute does. Plain SQL is the same search, counted and not written, on a
connection without Django. Seconds of the clock, and of PostgreSQL's CPU beside it; memory is the
most that the process that asked, and the one of PostgreSQL that answered, ever held.
"""

import argparse
import datetime as dt
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tests.faults.pace import cpu_of

NEWS = 5_000  # events that came since the last look
STANDS = """
, followed AS MATERIALIZED (
  SELECT follow.mark, follow.member_id AS follower, touched.thing FROM touched
    JOIN outreach_follow follow ON follow.subject_id = touched.thing AND follow.ended_at IS NULL
)
SELECT count(*) FROM followed touched
  JOIN LATERAL ({marks}) stands ON stands.member_id = touched.follower
 WHERE touched.mark <> stands.mark
"""
DECIDED = """
 UNION ALL
SELECT count(DISTINCT stands.head) FROM touched CROSS JOIN LATERAL ({marks}) stands WHERE decision
"""


def main() -> None:
    options = arguments()
    os.environ["PORTAL_VAR"] = str(
        Path(__file__).resolve().parents[2] / "var" / f"sweep-{options.members}"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ["PORTAL_DEMO"] = "true"
    import django
    from django.core.management import call_command

    django.setup()
    from portal import embedded

    embedded.start()
    call_command("migrate", verbosity=0)
    from tests.benchmarks.sweep_crowd import fill

    fill(options.members, say)
    report(options.rounds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=20_000, help="a multiple of 1,000")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def report(rounds: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from outreach.finding import ALLOWED, find, values_of
    from outreach.nudges import NUDGES
    from outreach.sweep import EVERYTHING, STREAMS, sweep_everything, values_for

    at, plain = timezone.now(), plain_connection()
    say(f"{'':<18}{'found':>9}{'first s':>9}{'again s':>9}{'CPU':>7}{'plain s':>9}{'CPU':>7}")
    for key, nudge in NUDGES.items():
        if nudge.gather is None:
            search = f"WITH {nudge.finds} {ALLOWED} SELECT count(*) FROM allowed"  # noqa: S608
            values = values_of(nudge, at)
            line(key, lambda n=nudge: len(find(n, at)), plain, search, values, rounds)
    search, values = stands(STREAMS[0].touched, DECIDED), values_for("claim", at, done=last_look())
    line("what just came", lambda: look_again(at), plain, search, values, rounds)
    search, values = stands(EVERYTHING), values_for("claim", at)
    line("what is followed", lambda: sweep_everything(at), plain, search, values, rounds)
    pids = (os.getpid(), connection.connection.info.backend_pid, plain.info.backend_pid)
    names = ("this process", "its PostgreSQL", "PostgreSQL of the plain SQL")
    say(", ".join(f"{name} {most_held(pid)} MB" for name, pid in zip(names, pids, strict=True)))


def stands(touched: str, others: str = "") -> str:
    """How the followed claims stand, counted where another was told; and ``others``."""
    from outreach.marks import MARKS
    from outreach.sweep import TOUCHED

    search = TOUCHED + STANDS + others
    return search.replace("{touched}", touched).replace("{marks}", MARKS["claim"])


def last_look() -> int:
    """The event up to which all was looked at, before those that just came."""
    from outreach.models.sweep import given_out

    return max(given_out("claims_claimevent") - NEWS, 0)


def look_again(at: dt.datetime) -> int:
    """The sweep of each minute, as if the last one was before the news."""
    from outreach.models import Sweep
    from outreach.sweep import sweep

    done = {"done": last_look(), "notes": [], "looked_at": at}
    Sweep.objects.update_or_create(table="claims_claimevent", defaults=done)
    return sweep(at)


def line(
    name: str,
    ours: Callable[[], int],
    plain: Any,
    search: str,
    values: dict[str, Any],
    rounds: int,
) -> None:
    from django.db import connection

    us, them = connection.connection.info.backend_pid, plain.info.backend_pid
    began = time.perf_counter()
    found, first = ours(), time.perf_counter() - began
    again, beside = [], []
    for _round in range(rounds):
        again.append(timed(ours, us))
        beside.append(timed(lambda: plain.execute(search, values).fetchone(), them))
    columns = [median(column) for column in (*zip(*again, strict=True), *zip(*beside, strict=True))]
    say(f"{name:<18}{found:>9,}{first:>9.2f}" + "{:>9.2f}{:>7.2f}{:>9.2f}{:>7.2f}".format(*columns))


def timed(work: Callable[[], object], backend: int) -> tuple[float, float]:
    """Seconds of the clock, and of that backend's CPU."""
    began, used = time.perf_counter(), cpu_of(backend)
    work()
    return time.perf_counter() - began, cpu_of(backend) - used


def plain_connection() -> Any:
    import psycopg
    from django.db import connection

    held = connection.settings_dict
    return psycopg.connect(
        host=held["HOST"],
        port=held["PORT"] or None,
        user=held["USER"],
        password=held["PASSWORD"],
        dbname=held["NAME"],
        autocommit=True,
    )


def most_held(pid: int) -> int:
    """Megabytes, by the system's own count."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1000 if found else 0


if __name__ == "__main__":
    main()
