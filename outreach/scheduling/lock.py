"""The order in which everybody locks: a member, specialists by their keys, then a team.

`outreach_book` locks the same keys in the same order, inside the database.
"""

from typing import Any
from uuid import UUID

LOCK = "SELECT pg_advisory_xact_lock(uuid_hash_extended(one, 7)) FROM unnest(%s::uuid[]) one"
LOCK_TEAM = """
SELECT pg_advisory_xact_lock(uuid_hash_extended(team_id, 7)) FROM outreach_specialist
 WHERE user_id = %s AND team_id IS NOT NULL
"""


def lock(cursor: Any, *keys: UUID) -> None:
    """Until the transaction ends: what is written under it is seen by whoever locks next."""
    cursor.execute(LOCK, [list(keys)])


def lock_call(cursor: Any, member: UUID, specialist: UUID, before: UUID | None = None) -> None:
    """For a call of this specialist, who may take it over from the one ``before``."""
    lock(cursor, member, *sorted({specialist, before or specialist}))
    cursor.execute(LOCK_TEAM, [specialist])
