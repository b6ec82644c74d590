"""What the consent ledger and its gate cost, beside a plain insert and the ceilings we hold to.

Run by hand: ``python -m tests.benchmarks.consent_benchmark [--rows 200000] [--seconds 3]``. It
works in the test database and takes turns between what it compares, because other work on the
machine hits all alike. Exits with 1 when a ceiling is not kept.
"""

import argparse
import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

WRITERS = 16
ROUNDS = 5
MEMBERS = 20_000
LEAST_RATIO = 0.35  # of a plain insert
MOST_GATE = 150  # µs of the database's processor
MOST_AS_OF = 1000  # µs in the database
LONG = 2_000  # rows of the member who changes their mind most

COLUMNS = """subject, receipt, key, purpose, category, decision, effective_at, version, wording,
    language, screen, who, through, by"""
#: One decision; ``:n`` says whose and which.
ROW = f"""md5(mod(:n, {MEMBERS})::text)::uuid, gen_random_uuid(), gen_random_uuid()::text,
    (ARRAY['see_what_i_checked', 'help_after_check', 'improve_site'])[1 + mod(:n, 3)], 'activity',
    CASE mod(:n, 2) WHEN 0 THEN 'grant' ELSE 'withdraw' END, clock_timestamp(), 1,
    sha256('words'), 'en', 'settings', 'member', 'switch', gen_random_uuid()"""
FILL = f"""INSERT INTO accounts_consentevent ({COLUMNS})
    SELECT {ROW.replace(":n", "n")} FROM generate_series(%s::int, %s::int) AS n"""  # noqa: S608


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def fill(rows: int) -> None:
    """Rows through the triggers, as an import of paper forms would write them."""
    from django.db import connection

    for start in range(1, rows + 1, 2_000):  # a lock a member: more in one transaction fail
        with connection.cursor() as cursor:
            cursor.execute(FILL, [start, min(start + 1_999, rows)])


def inserts(table: str, seconds: int) -> float:
    """Commits a second of `WRITERS` connections, one row each."""
    from django.db import connection

    from portal.embedded import postgres

    at = connection.get_connection_params()
    script = f"\\set n random(1, 1000000000)\nINSERT INTO {table} ({COLUMNS}) VALUES ({ROW});"
    told = subprocess.run(
        [
            *(postgres._binaries() / "pgbench", "-n", "-M", "prepared", "-f", "/dev/stdin"),
            *("-c", str(WRITERS), "-j", "2", "-T", str(seconds)),
            *("-h", at["host"], "-p", str(at["port"]), "-U", at["user"], at["dbname"]),
        ],
        input=script.replace("\n    ", " "),
        capture_output=True,
        text=True,
    )
    found = re.search(r"tps = ([\d.]+)", told.stdout)
    return float(found[1]) if found else sys.exit(told.stderr)


def measure_inserts(seconds: int) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE plain (LIKE accounts_consentevent INCLUDING DEFAULTS INCLUDING IDENTITY "
            "INCLUDING CONSTRAINTS, PRIMARY KEY (id))"
        )
    rates: dict[str, list[float]] = {"plain": [], "accounts_consentevent": []}
    for _ in range(ROUNDS):
        for table, found in rates.items():
            found.append(inserts(table, seconds))
    plain, ledger = rates.values()
    ratio = median(b / a for a, b in zip(plain, ledger, strict=True))
    say(f"inserts, {WRITERS} writers: {median(ledger):,.0f}/s, plain {median(plain):,.0f}/s")
    return ratio


def of_the_database(run: Callable[[], object], times: int) -> tuple[float, float]:
    """(µs of our backend's processor, µs of the clock) of each run."""
    from django.db import connection

    backend = psutil.Process(connection.connection.info.backend_pid)
    used, clock = backend.cpu_times(), time.perf_counter()
    for _ in range(times):
        run()
    now = backend.cpu_times()
    spent = now.user + now.system - used.user - used.system
    return spent / times * 1e6, (time.perf_counter() - clock) / times * 1e6


def measure_gate(member: Any) -> float:
    from django.db import connection, transaction

    from accounts.consent import allows

    def ask() -> None:
        allows(member, "see_what_i_checked", "activity", doing="benchmark")

    def nothing() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    with transaction.atomic():
        of_the_database(ask, 200)
        asks = [of_the_database(ask, 1_000) for _ in range(ROUNDS)]
        least = [of_the_database(nothing, 1_000) for _ in range(ROUNDS)]
    database, clock = (min(column) for column in zip(*asks, strict=True))
    trip = min(one for one, _clock in least)
    say(f"gate: {database:.0f} µs of the database, {clock:.0f} µs in all; SELECT 1: {trip:.0f} µs")
    return database


def measure_as_of(member: Any) -> float:
    """µs in the database of everything about one member at an instant, planning included."""
    from django.db import connection

    from accounts.consent import as_of

    spent = []

    def explained(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if "LATERAL" in sql:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON) {sql}", params)
                told = "\n".join(line for (line,) in cursor)
            times = re.findall(r"(?:Planning|Execution) Time: ([\d.]+)", told)
            spent.append(sum(map(float, times)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        for _ in range(100):
            as_of(member, dt.datetime.now(dt.UTC))
    return median(spent) * 1000


def kept(name: str, found: float, ceiling: float, *, least: bool = False) -> bool:
    holds = found >= ceiling if least else found <= ceiling
    words = "at least" if least else "at most"
    say(f"{'kept  ' if holds else 'BROKEN'} {name}: {found:,.2f}, {words} {ceiling:,}")
    return holds


def measure(options: argparse.Namespace) -> bool:
    from django.db import connection

    from accounts.consent import decide
    from accounts.models import ConsentEvent, Member

    fill(options.rows)
    member = Member.objects.create()
    for number in range(LONG):
        choices = {("see_what_i_checked", "activity"): number % 2 == 0}
        decide(member, choices, by=None, screen="benchmark", language="en", key=str(number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_consentevent, accounts_consentnow, accounts_use")
        cursor.execute("SELECT pg_total_relation_size('accounts_consentevent')")
        size = cursor.fetchone()[0] / 1e6
    some = ConsentEvent.objects.order_by("pk").values_list("subject_id", flat=True)[7]
    say(f"{ConsentEvent.objects.count():,} rows of {MEMBERS:,} members, {size:,.0f} MB")
    results = [
        kept("as-of for one member, µs", measure_as_of(Member(subject=some)), MOST_AS_OF),
        kept(f"as-of for one with {LONG:,} rows, µs", measure_as_of(member), MOST_AS_OF),
        kept("gate, µs of the database", measure_gate(member), MOST_GATE),
        kept(
            "ledger inserts beside plain ones",
            measure_inserts(options.seconds),
            LEAST_RATIO,
            least=True,
        ),
    ]
    load, cores = os.getloadavg()[0], os.cpu_count()
    say(f"load {load:.1f} on {cores} cores")
    return all(results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from portal import embedded

    embedded.start()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        holds = measure(options)
    finally:
        connection.close()
        teardown_databases(old, verbosity=0)
    sys.exit(not holds)


if __name__ == "__main__":
    main()
