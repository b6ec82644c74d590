"""A use of what a member never allowed, as the ledger tells it: found by checking the use log."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.use import Use


class AnomalyQuerySet(models.QuerySet):
    def untold(self) -> Self:
        return self.filter(told_at=None)


class Anomaly(models.Model):
    """One allowed use that its own row of the ledger does not allow. Found once, never closed.

    It is a fault of ours, or somebody wrote into the database beside the gate.
    """

    class Kind(models.TextChoices):
        NEVER = "never", _("Nobody can allow this.")
        NO_ROW = "no_row", _("It names no decision, and this is off unless it is turned on.")
        OTHER_ROW = "other_row", _("The decision it names is about something else.")
        NOT_ON = "not_on", _("The decision it names turned this off.")
        ENDED = "ended", _("The time it was turned on for was over.")
        TURNED_OFF = "turned_off", _("It was turned off between that decision and this use.")
        PAUSED = "paused", _("Everything optional was paused.")
        OUTDATED = "outdated", _("What this means had changed since it was turned on.")

    use = models.OneToOneField(
        Use, models.PROTECT, primary_key=True, related_name="anomaly", db_constraint=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    found_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)

    objects = AnomalyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "never",
                        "no_row",
                        "other_row",
                        "not_on",
                        "ended",
                        "turned_off",
                        "paused",
                        "outdated",
                    ]
                ),
                name="an_anomaly_is_of_a_known_kind",
            )
        ]
        indexes: ClassVar = [
            models.Index(F("found_at").desc(), F("use").desc(), name="anomalies_by_time"),
            models.Index("use", condition=models.Q(told_at=None), name="anomalies_to_tell"),
        ]

    def __str__(self) -> str:
        return f"anomaly of use {self.pk}"
