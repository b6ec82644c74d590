"""Record keys that outsiders may see in a URL: unguessable, and ordered by time in the index."""

from functools import partial

from django.db import models
from django.db.models import Func


class UuidV7(Func):
    """PostgreSQL 18's ``uuidv7()`` (RFC 9562): rows made together lie together."""

    function = "uuidv7"
    output_field = models.UUIDField()


class RandomUuid(Func):
    """PostgreSQL's ``gen_random_uuid()``: says nothing, not even when it was made."""

    function = "gen_random_uuid"
    output_field = models.UUIDField()


#: Declare with ``id = key()``. The database makes the value, so COPY and INSERT ... SELECT do too.
key = partial(models.UUIDField, primary_key=True, editable=False, db_default=UuidV7())
