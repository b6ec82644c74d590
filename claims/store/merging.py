"""Rows that changed, written back in one statement however many they are."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from claims.store.cells import with_arrays
from claims.store.copying import copy

UPDATE = "UPDATE {table} held SET ({names}) = ROW({new}) FROM {now} n WHERE n.id = held.id"


def update(
    table: str, columns: Sequence[str], written: Sequence[str], changed: Iterable[dict[str, Any]]
) -> None:
    """Give the rows of ``table`` their new values in the columns ``written``, by ``id``."""
    rows = [with_arrays(row[name] for name in columns) for row in changed]
    if not rows:
        return
    now = f"{table}_now"
    names = {"table": sql.Identifier(table), "now": sql.Identifier(now)}
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMP TABLE IF NOT EXISTS {now} (LIKE {table})").format(**names)
        )
        cursor.execute(sql.SQL("TRUNCATE {now}").format(**names))
        copy(now, columns, rows)
        cursor.execute(
            sql.SQL(UPDATE).format(
                **names,
                names=sql.SQL(",").join(map(sql.Identifier, written)),
                new=sql.SQL(",").join(sql.Identifier("n", name) for name in written),
            )
        )
