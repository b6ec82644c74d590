"""An outside system that tells us things, and how it is doing."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from claims.facts import SourceFacts


class Source(models.Model):
    """Named by what operators type (``fhir``). ``heard_at`` is its last good batch or heartbeat.

    The freshness line of every answer comes from here and nowhere else. Instants are UTC.
    """

    class Kind(models.TextChoices):
        CLAIMS = "claims", "claims system"
        ORDERS = "orders", "order system"
        BILLING = "billing", "billing system"
        CARRIER = "carrier", "carrier"

    slug = models.SlugField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    heard_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    check_every = models.DurationField(default=dt.timedelta(hours=1))
    ageing_after = models.DurationField(default=dt.timedelta(hours=6))
    stale_after = models.DurationField(default=dt.timedelta(hours=48))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ageing_after__lte=F("stale_after")),
                name="stale_comes_after_ageing",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def facts(self) -> SourceFacts:
        return SourceFacts(
            slug=self.slug,
            kind=self.kind,
            heard_at=self.heard_at,
            failed_at=self.failed_at,
            check_every=self.check_every,
            ageing_after=self.ageing_after,
            stale_after=self.stale_after,
        )

    def heard(self, at: dt.datetime) -> None:
        """Note a sign of life; an older one than we know of changes nothing."""
        Source.objects.filter(pk=self.pk).update(heard_at=Greatest("heard_at", at))

    def failed(self, at: dt.datetime) -> None:
        """Note that we could not reach it."""
        Source.objects.filter(pk=self.pk).update(failed_at=Greatest("failed_at", at))
