"""Up to where an append-only table was looked through for news; exact, whatever commits late.

Keys are given out before their rows commit, so "greater than the last one seen" would miss the row
of a slow import for ever. A key is safe only once every transaction that ran when it was given out
has ended: each look notes the newest key given out and the transactions of that moment, and a later
look that finds them all ended moves up to that key. Rows between are looked at twice, which is
harmless: what is found twice makes one message.
"""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

GIVEN_OUT = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}"
RUNNING = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


class Sweep(models.Model):
    """``done``: rows up to this key were looked at. ``notes``: (newest key, first transaction
    that had not begun), for each look whose rows may not all be committed."""

    table = models.CharField(max_length=63, primary_key=True)
    done = models.BigIntegerField()
    notes = ArrayField(ArrayField(models.BigIntegerField(), size=2), default=list)
    looked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(done__gte=0), name="a_sweep_goes_forward")
        ]

    def __str__(self) -> str:
        return f"sweep of {self.table}"

    @classmethod
    def begin(cls, table: str, at: dt.datetime) -> "Sweep | None":
        """Lock it for this look; None while another looks. The first begins with what comes."""
        cls.objects.get_or_create(table=table, defaults={"done": given_out(table), "looked_at": at})
        sweep = cls.objects.select_for_update(skip_locked=True).filter(pk=table).first()
        if sweep:
            sweep.looked_at = at
            sweep.move_up()
        return sweep

    def move_up(self) -> None:
        """See which notes are safe by now, and note this moment."""
        newest = given_out(self.table)
        with connection.cursor() as cursor:
            cursor.execute(RUNNING)
            oldest, next_one = cursor.fetchone()
        safe = [key for key, began in self.notes if began <= oldest]
        self.safe = max(safe, default=self.done)
        self.notes = [note for note in self.notes if note[0] > self.safe][-99:]
        self.notes.append([newest, next_one])

    def end(self) -> None:
        """Keep how far it got, in the transaction that wrote what was found."""
        self.done = max(self.done, self.safe)
        self.save(update_fields=["done", "notes", "looked_at"])


def given_out(table: str) -> int:
    """The newest key that the table's sequence gave out, committed or not."""
    with connection.cursor() as cursor:
        cursor.execute(GIVEN_OUT.format(f"{table}_id_seq"))
        return int(cursor.fetchone()[0])
