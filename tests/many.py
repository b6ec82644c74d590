"""As many rows as a test asks for, copied from one by the database itself."""

from typing import Any

from django.db import connection, models

#: What must differ from copy to copy; SQL, in which ``nth`` counts from 1.
OWN = {
    "external_key": "external_key || '-' || nth",
    "key": "key || '-' || nth",
    "external_id": "external_id || '-' || nth",
    "content_hash": "left(nth || content_hash, 64)",
    "tracking_code": "tracking_code || nth",
    "changed_at": "changed_at - nth * interval '1 minute'",
}


def copies(row: models.Model, number: int, /, **own: Any) -> None:
    """``number`` rows like ``row``; ``own`` is SQL for more columns that differ."""
    table, differs = row._meta.db_table, OWN | own
    names = [f.column for f in row._meta.concrete_fields if f.column in own or not f.primary_key]
    columns = [connection.ops.quote_name(name) for name in names]
    values = [differs.get(name, connection.ops.quote_name(name)) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608
            f"FROM {table}, generate_series(1, %s) AS nth WHERE {table}.id = %s",
            [number, row.pk],
        )
        # As autovacuum does; it cannot see rows of a test, and plans for a few take minutes.
        cursor.execute(f"ANALYZE {table}")
