"""What a test that commits leaves is deleted from where it lies.

Django would truncate every table, with six hundred indexes in all, publish anew what migrations
publish, and connect anew: half a second a test. Most of these tests fill ten tables.
"""

from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase

TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
#: The triggers that would refuse a DELETE, and whether they fire whatever a session says.
GUARDS = """
SELECT tgrelid::regclass::text, quote_ident(tgname), tgenabled = 'A' FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 8 > 0 AND tgrelid = ANY(%s::regclass[])
"""


class Emptying:
    """Knows what an empty database holds; make it before the first test."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            self.tables = [row[0] for row in cursor.fetchall()]
        self.published = self.counted()

    def counted(self) -> dict[str, int]:
        """How many rows each table holds, of those that hold any."""
        counts = (f"SELECT '{table}', count(*) FROM {table}" for table in self.tables)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(counts))
            return {table: number for table, number in cursor.fetchall() if number}

    def __call__(self) -> None:
        found = self.counted()
        if any(found.get(table) != number for table, number in self.published.items()):
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
        elif filled := sorted(found.keys() - self.published.keys()):
            delete(filled)


@transaction.atomic
def delete(tables: list[str]) -> None:
    """Of tables that lead to one another, too: their keys are looked at when all are empty."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS, [tables])
        guards = cursor.fetchall()
        rest = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name, _always in guards]
        deletes = [f"DELETE FROM {table}" for table in tables]  # noqa: S608
        wake = [
            f"ALTER TABLE {table} ENABLE {'ALWAYS' if always else ''} TRIGGER {name}"
            for table, name, always in guards
        ]
        cursor.execute("; ".join([*rest, *deletes, "SET CONSTRAINTS ALL IMMEDIATE", *wake]))


def instead_of_truncate() -> None:
    TransactionTestCase._fixture_teardown = Emptying()
    TransactionTestCase._should_reload_connections = lambda self: False
