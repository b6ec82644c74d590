"""How the database sees that two bookings of one person overlap, with core PostgreSQL alone.

An exclusion constraint needs GiST, which compares ranges and no keys without an extension. So a
person's key becomes a range of one number. Migrations import these names for ever.
"""

from django.contrib.postgres.fields import BigIntegerRangeField
from django.db.models import Func


class Lane(Func):
    """A UUID as a range of one number. Two keys that met by chance would only refuse too much."""

    template = "int8range(%(function)s(%(expressions)s, 0), %(function)s(%(expressions)s, 0), '[]')"
    function = "uuid_hash_extended"
    output_field = BigIntegerRangeField()
