"""How fast FHIR comes in, beside what parsing, copying and merging cost at the least.

Run by hand: ``python -m tests.benchmarks.import_benchmark [RECORDS]``. It makes its own NDJSON of
6 to 10 KB an ExplanationOfBenefit, works in the test database, and prints records a second.
"""

import datetime as dt
import io
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

ROUNDS = 3
RECORDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
CHUNK = 2_000
LEAST = "parse + COPY + merge, the least"
Times = tuple[float, ...]


class Used:
    """Seconds on the clock; of CPU in Python, in a reader that has ended, and in PostgreSQL."""

    def __init__(self) -> None:
        from django.db import connection

        connection.ensure_connection()
        backend = psutil.Process(connection.connection.info.backend_pid).cpu_times()
        self.clock = time.perf_counter()
        self.python = time.process_time()
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.reader = children.ru_utime + children.ru_stime
        self.postgres = backend.user + backend.system


def timed(run: Callable[[], object]) -> Times:
    """(clock, Python, reader, PostgreSQL) of each record, in microseconds."""
    before = Used()
    run()
    after = Used()
    return tuple(
        (getattr(after, name) - getattr(before, name)) / RECORDS * 1e6
        for name in ("clock", "python", "reader", "postgres")
    )


def best(rounds: list[Times]) -> Times:
    """The least of each: other work on the machine only ever adds."""
    return tuple(min(column) for column in zip(*rounds, strict=True))


def decode(text: bytes) -> None:
    from claims.sources.fhir.reading import DECODE

    for one in text.splitlines():
        DECODE(one)


TEXTS = ("key", "patient", "status", "outcome", "use", "kind", "provider", "insurer", "payment")
DATES = ("since", "until", "received", "paid_on")
INSTANTS = ("created", "updated")
CENTS = ("billed", "allowed", "deductible", "copay", "paid")
TYPES = {"text": TEXTS, "date": DATES, "timestamptz": INSTANTS, "bigint": (*CENTS, "sent")}
LINE_TYPES = {
    "text": ("code", "code_system", "description"),
    "date": ("served_on",),
    "bigint": CENTS,
}
REASON_TYPES = {"text": ("reason",), "bigint": ("amount",)}


def columns_of(types: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for names in types.values() for name in names]


def declared(key: str, types: dict[str, tuple[str, ...]]) -> str:
    """Columns for CREATE TABLE, in the order of `columns_of`."""
    own = [f"{name} {kind}" for kind, names in types.items() for name in names]
    return ", ".join([key, *own] if key else own)


#: name -> (columns declared, key, columns that a merge may change)
TABLES = {
    "claim": (declared("", TYPES), "key", columns_of(TYPES)[1:]),
    "line": (declared("key text, number int", LINE_TYPES), "key, number", columns_of(LINE_TYPES)),
    "adjustment": (
        declared("key text, number int, place int", REASON_TYPES),
        "key, number, place",
        columns_of(REASON_TYPES),
    ),
}


def merge(name: str, key: str, columns: Sequence[str]) -> str:
    """New rows in, changed ones changed, the rest left alone."""
    new, old = (
        ", ".join(f"{table}.{one}" for one in columns) for table in ("excluded", f"least_{name}")
    )
    return (
        f"INSERT INTO least_{name} SELECT * FROM new_{name}"  # noqa: S608  (our own names)
        f" ON CONFLICT ({key}) DO UPDATE"
        f" SET ({', '.join(columns)}) = ROW({new}) WHERE ({old}) IS DISTINCT FROM ({new})"
    )


MERGES = [merge(name, key, changing) for name, (_, key, changing) in TABLES.items()]


def cents(rows: list) -> list[int]:
    return [int(row.amount.value * 100) for row in rows[:5]]


def rows_of(text: bytes) -> Iterator[tuple[list, list[list], list[list]]]:
    """A row of each claim, its lines and their reasons: no more thought than where it stands."""
    from claims.sources.fhir.reading import DECODE

    for one in text.splitlines():
        told = DECODE(one)
        key = told.identifier[0].value
        claim = [key, told.patient.reference, told.status, told.outcome, told.use]
        claim += [told.type.coding[0].code, told.provider.display, told.provider.reference]
        claim += [told.payment.type.coding[0].code, told.billable_period.start]
        claim += [told.billable_period.end, told.supporting_info[0].timing_date, told.payment.date]
        claim += [told.created, told.meta.last_updated, *cents(told.total)]
        lines = [line_of(key, item) for item in told.item]
        reasons = [reason_of(key, item) for item in told.item]
        yield [*claim, int(told.payment.amount.value * 100)], lines, reasons


def line_of(key: str, item: Any) -> list:
    product = item.product.coding[0]
    told = [key, item.sequence, product.code, product.system, product.display]
    return [*told, item.serviced_date, *cents(item.adjudication)]


def reason_of(key: str, item: Any) -> list:
    row = item.adjudication[5]
    return [key, item.sequence, 1, row.reason.coding[0].code, int(row.amount.value * 100)]


def copy_and_merge(text: bytes) -> None:
    """The ceiling: parse, COPY to temporary tables, one set-based merge of each for each chunk."""
    from itertools import islice

    from django.db import connection, transaction

    with connection.cursor() as cursor:
        for name, (columns, key, _) in TABLES.items():
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS least_{name} ({columns}, PRIMARY KEY ({key}))"
            )
            cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS new_{name} ({columns})")
        rows = rows_of(text)
        while chunk := list(islice(rows, CHUNK)):
            with transaction.atomic():
                cursor.execute("TRUNCATE new_claim, new_line, new_adjustment")
                copy(cursor, "claim", ([claim] for claim, _, _ in chunk))
                copy(cursor, "line", (lines for _, lines, _ in chunk))
                copy(cursor, "adjustment", (reasons for _, _, reasons in chunk))
                for merging in MERGES:
                    cursor.execute(merging)


def copy(cursor: Any, name: str, rows: Iterable[list[list]]) -> None:
    with cursor.copy(f"COPY new_{name} FROM STDIN") as copying:
        for some in rows:
            for row in some:
                copying.write_row(row)


def import_all(text: bytes, *, apart: bool = False) -> None:
    from claims.store.batch import Run

    now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    run = Run("fhir", file_name="benchmark.ndjson", now=now, apart=apart)
    batch = run.go(io.BytesIO(text))
    assert batch.refused == 0, batch.refused
    assert batch.landed + batch.unchanged == RECORDS


def import_apart(text: bytes) -> None:
    """As `manage.py import` takes a large file: another process reads it."""
    import_all(text, apart=True)


def empty() -> None:
    """Each round begins with nothing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS least_claim, least_line, least_adjustment")
        cursor.execute("TRUNCATE claims_source, accounts_member CASCADE")


def say(line: str, end: str = "\n") -> None:
    sys.stdout.write(line + end)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(found: dict[str, Times]) -> None:
    """Each step, and what share of the least it reaches: by the clock, and by CPU of both."""
    least = found[LEAST]
    say(f"{'':<34}{'a second':>10}{'Python':>8}{'reader':>8}{'Postgres':>10} µs; of the least by")
    say(f"{'':<70} clock, CPU")
    for name, (clock, *used) in found.items():
        by_clock, by_cpu = least[0] / clock, sum(least[1:]) / sum(used)
        say(
            f"{name:<34}{1e6 / clock:>10,.0f}{used[0]:>8.0f}{used[1]:>8.0f}{used[2]:>10.0f}", end=""
        )
        say(f"{by_clock:>12.2f}{by_cpu:>6.2f}")
    load, cores = os.getloadavg()[0], os.cpu_count()
    say(f"load {load:.1f} on {cores} cores")


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from portal import embedded
    from tests.benchmarks.eobs import file_of
    from tests.conftest import may_be_emptied

    embedded.start()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        may_be_emptied()
        text = file_of(RECORDS)
        say(f"{RECORDS:,} records, {len(text) / RECORDS / 1000:.1f} KB each, {ROUNDS} rounds")
        before = peak()
        steps = {
            "parse only": decode,
            LEAST: copy_and_merge,
            "our import, all new": import_all,
            "our import, all unchanged": import_all,
            "read apart, all new": import_apart,
            "read apart, all unchanged": import_apart,
        }
        rounds: dict[str, list] = {name: [] for name in steps}
        for _ in range(ROUNDS):
            empty()
            for name, run in steps.items():
                if name == "read apart, all new":
                    empty()
                rounds[name].append(timed(lambda run=run: run(text)))
        found = {name: best(one) for name, one in rounds.items()}
        report(found)
        say(f"peak memory {peak():,.0f} MB, of which {before:,.0f} MB before (the file itself)")
    finally:
        connection.close()
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
