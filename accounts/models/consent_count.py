"""How many members had something on at the end of a day: for the officer's trend."""

from typing import ClassVar

from django.db import models

from accounts.clock import now


class ConsentCount(models.Model):
    """Counted from the ledger; counting a day again gives the same. It names nobody.

    ``category`` "" is the purpose as a whole: members who had any of it on. A day that was not over
    at ``counted_at`` is counted again.
    """

    day = models.DateField()
    purpose = models.CharField(max_length=40)
    category = models.CharField(max_length=40, blank=True)
    on = models.PositiveIntegerField()
    members = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "purpose", "category", "day", name="consent_is_counted_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(on__lte=models.F("members")), name="no_more_on_than_members"
            ),
        ]
        indexes: ClassVar = [models.Index("day", name="consent_counts_by_day")]

    def __str__(self) -> str:
        return f"count of {self.purpose}, {self.day}"
