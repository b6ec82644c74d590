"""One after the other: what is decided about a member, and what turns it off.

Read only afterwards what is decided by: what was read before is what stood before the waiting.
"""

from uuid import UUID

from django.db import connection, models
from django.db.models import Func, Value
from django.db.models.functions import Cast

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
#: The same for a query that has a ``member_id``.
TURN = Func(
    Func(Cast("member_id", models.TextField()), Value(0), function="hashtextextended"),
    function="pg_advisory_xact_lock",
    output_field=models.TextField(),
)


def take_turn(member: UUID) -> None:
    """Wait for whoever decides or turns off something of theirs; it is ours until we commit."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(member)])
