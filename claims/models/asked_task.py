"""The document by which a payer asks a member for something: its answer goes back in it."""

from typing import ClassVar

from django.db import models

from claims.models.claim import Claim
from claims.models.claim_event import Verbatim


class AskedTask(models.Model):
    """A FHIR Task that a member owns, as it came last; ``number`` is the payer's for it."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="asked_tasks", db_index=False)
    number = models.CharField(max_length=200)
    resource = Verbatim()
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("claim", "number", name="an_asked_task_is_held_once")
        ]

    def __str__(self) -> str:
        return f"asked task {self.pk}"
