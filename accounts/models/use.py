"""What was done with what is known of a member, or was not, because they did not allow it."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Func

from accounts.models.consent_event import ConsentEvent, known_by


class ClockTimestamp(Func):
    """The instant of the database's own clock, the one that the ledger is dated by."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


class UseQuerySet(models.QuerySet):
    def of(self, subject: UUID) -> Self:
        """One member's, newest first."""
        return self.filter(subject=subject).recent()

    def recent(self) -> Self:
        return self.order_by("-used_at", "-pk")

    def refused(self) -> Self:
        return self.filter(allowed=False)


class Use(models.Model):
    """One asking of the gate: written by `accounts.consent.allows` alone, and never changed.

    ``doing`` is a short code of what it was for; ``actor`` is None for the portal itself;
    ``event`` is the row of the ledger that decided, with its ``version`` of the wording.
    """

    subject = known_by()
    purpose = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    doing = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    allowed = models.BooleanField()
    reason = models.CharField(max_length=20)
    event = models.ForeignKey(
        ConsentEvent,
        models.PROTECT,
        null=True,
        related_name="uses",
        db_index=False,
        db_constraint=False,
    )
    version = models.PositiveIntegerField(null=True)
    used_at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)

    objects = UseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index("subject", F("used_at").desc(), F("id").desc(), name="uses_of_a_member"),
            models.Index(F("used_at").desc(), F("id").desc(), name="uses_by_time"),
        ]

    def __str__(self) -> str:
        return f"use {self.pk}"
