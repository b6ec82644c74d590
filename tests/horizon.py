"""Waiting for the transaction horizon, which is of the whole cluster and not of one database.

Other tests run in a database beside this one. While one of their transactions is open, what was
committed here lies above the horizon, and whoever goes by it waits, as they should.
"""

import time

from django.db import connection

LONGEST = 60  # seconds
ENDED = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= %s"
NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


def passed() -> None:
    """Wait until everything that was committed so far is below the horizon."""
    until = time.monotonic() + LONGEST
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        next_one = cursor.fetchone()[0]
        while time.monotonic() < until:
            cursor.execute(ENDED, [next_one])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise TimeoutError(f"A transaction before {next_one} was open for {LONGEST} s.")
