"""Rows into a table by COPY, the fastest way in that still checks every constraint."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models
from psycopg import sql

from claims.store.cells import NULL, lines_of

BLOCK = 500  # rows sent at once: the database reads them while we write the next


def columns(model: type[models.Model]) -> tuple[str, ...]:
    """Every column of a model's table, in the order of its fields."""
    return tuple(field.get_attname() for field in model._meta.concrete_fields)


def copy(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add ``rows``, each with a value for each of ``names``; see `lines_of` for what it may be."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, NULL {})").format(
        sql.Identifier(table), sql.SQL(",").join(map(sql.Identifier, names)), sql.Literal(NULL)
    )
    rest = iter(rows)
    wrapped = connection.wrap_database_errors
    with wrapped, connection.cursor() as cursor, cursor.copy(statement) as copying:
        while block := list(islice(rest, BLOCK)):
            copying.write(lines_of(block))


def named(statement: str, names: Sequence[str]) -> sql.Composed:
    """A statement with columns in the place of ``{names}``, and of table n for ``{new}``."""
    return sql.SQL(statement).format(
        names=sql.SQL(",").join(map(sql.Identifier, names)),
        new=sql.SQL(",").join(sql.Identifier("n", name) for name in names),
    )


def rows(statement: str | sql.Composed, *values: Any) -> list[tuple]:
    """What a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
