"""A database as large as one asks for: a feed goes in by the import, then the rows are multiplied.

Every copy has keys and numbers of its own and is otherwise what the import wrote, so states, lines,
dates and shapes are those of the feed. The database does it itself, a table at a time.
"""

import datetime as dt
import io
import sys
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

from accounts.models import Address, Member, MemberIdentifier
from claims.models import (
    Balance,
    Claim,
    ClaimEvent,
    Coverage,
    LedgerEntry,
    Order,
    OrderEvent,
    OrderItem,
    Shipment,
)
from portal.synthetic.feeds import Feed

WHOLE = {"members": 1_000_000, "claims": 5_000_000, "orders": 2_000_000, "entries": 10_000_000}
COPIES = 1_000  # at scale 1, of a feed of a thousandth
AT_ONCE = 50  # copies in one statement

TABLES: tuple[type[models.Model], ...] = (
    *(Member, MemberIdentifier, Address, Coverage),
    *(Claim, ClaimEvent),
    *(Order, OrderItem, Shipment, OrderEvent),
    *(Balance, LedgerEntry),
)
NUMBERS = frozenset(
    "number value external_key tracking_code claim_number order_number".split()  # noqa: SIM905
)
KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
"""
SPAN = 10_000_000  # between a row's number and that of its copy; more than a feed has


def fill(
    scale: float, say: Callable[[str], None], whole: Mapping[str, int] = MappingProxyType(WHOLE)
) -> None:
    """As many things as ``scale`` of the whole, in a database that has none yet."""
    done = settings.VAR / "filled"
    if done.exists():
        return
    assert not Claim.objects.exists(), f"was cut short: delete {settings.VAR}"
    began = time.perf_counter()
    take_in(Feed(seed=1, until=dt.datetime.now(dt.UTC).date(), **part_of(whole)))
    say(f"a thousandth by the import: {time.perf_counter() - began:.0f} s")
    number = round(COPIES * scale)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(KEYS, [[model._meta.db_table for model in TABLES]])
        keys = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for model in TABLES:
            began = time.perf_counter()
            made = multiply(cursor, model, number)
            say(f"{model._meta.db_table:<28}{made:>12,} rows{time.perf_counter() - began:>8.0f} s")
        began = time.perf_counter()
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("VACUUM ANALYZE")
        say(f"keys checked, tables analyzed: {time.perf_counter() - began:.0f} s")
    done.touch()


def part_of(whole: Mapping[str, int]) -> dict[str, int]:
    """Of each the part that is multiplied."""
    return {name: number // COPIES for name, number in whole.items()}


def take_in(feed: Feed) -> None:
    from claims.store.batch import Run

    call_command("source", "fhir", enrolls=True, stdout=sys.stderr)
    for (system, name), lines in feed.files().items():
        run = Run(system, file_name=name, now=dt.datetime.now(dt.UTC))
        batch = run.go(io.BytesIO(b"".join(lines())))
        assert not batch.refused, (name, batch.refused)


def multiply(cursor: Any, model: type[models.Model], number: int) -> int:
    """``number - 1`` copies of every row; how many there are then."""
    table, columns = model._meta.db_table, model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in columns)
    values = ", ".join(copied(field) for field in columns)
    cursor.execute(f"CREATE TEMP TABLE seed AS SELECT * FROM {table}")  # noqa: S608
    made = cursor.rowcount
    for first in range(1, number, AT_ONCE):
        last = min(first + AT_ONCE, number) - 1
        nth = f"generate_series({first}, {last}) nth"
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {nth}, seed")  # noqa: S608
        made += cursor.rowcount
    cursor.execute("DROP TABLE seed")
    if not isinstance(model._meta.pk, models.UUIDField):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
        )
    return made


def copied(field: Any) -> str:
    """SQL for a column of copy ``nth``: a key moved along, a number with a tail, or as it is."""
    column = f'"{field.column}"'
    target = field.target_field if field.is_relation else field
    own = field.primary_key or (field.unique and not field.is_relation)
    of_a_copy = own or (field.is_relation and field.related_model in TABLES)
    if of_a_copy and isinstance(target, models.UUIDField):
        moved = "lpad(to_hex(('x' || left(%s::text, 8))::bit(32)::int + nth), 8, '0')"
        return f"overlay({column}::text placing {moved % column} from 1 for 8)::uuid"
    if of_a_copy:
        return f"{column} + nth::bigint * {SPAN}"
    if field.name in NUMBERS:
        return f"CASE WHEN {column} = '' THEN '' ELSE {column} || '-' || nth END"
    if field.name == "changed_at":
        return f"{column} - nth * interval '7 minutes'"
    return column
