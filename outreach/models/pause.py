"""A stretch of time in which no call about something is booked, whoever is free."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.key import key
from outreach.models.specialist import Topic

EVERYTHING = "all"
TOPICS = [(EVERYTHING, _("Everything")), *Topic.choices]


class PauseQuerySet(models.QuerySet):
    def on(self, at: dt.datetime) -> Self:
        """Those that are not over and that nobody switched off, the first first."""
        return self.filter(ended_at=None, during__endswith__gt=at).order_by("during", "pk")


class Pause(models.Model):
    """``topic`` is what no call is booked about in that time. Switched off by ``ended_at``."""

    id = key()
    topic = models.CharField(max_length=10, choices=TOPICS, blank=True)
    during = DateTimeRangeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(during__isempty=False), name="a_pause_takes_time"),
            models.CheckConstraint(
                condition=Q(topic__in=[value for value, _label in TOPICS]),
                name="pauses_have_known_topics",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="somebody_ends_a_pause",
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"
