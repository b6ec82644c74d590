"""A limit that a source has passed: opened once, told to operators once, closed when it is well."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from claims.facts import Trouble
from claims.models.source import Source

KINDS = [one.value for one in Trouble]


class AlarmQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def untold(self) -> Self:
        """Open, and no operator has had an e-mail about it."""
        return self.open().filter(told_at=None)

    def gravest_first(self) -> Self:
        """With their sources; what members are told of comes before what tells itself."""
        order = [models.When(kind=kind, then=place) for place, kind in enumerate(KINDS)]
        return self.select_related("source").order_by(models.Case(*order), "opened_at", "pk")


class Alarm(models.Model):
    """``value`` and ``threshold`` (seconds, a share or a number) are those of the last check."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=20, choices=[(one, one) for one in KINDS])
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    value = models.FloatField()
    threshold = models.FloatField()

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "source", "kind", condition=Q(closed_at=None), name="one_open_alarm_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="an_alarm_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=models.F("opened_at")),
                name="an_alarm_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class SourceReadingQuerySet(models.QuerySet):
    def latest_of(self, slugs: list[str]) -> dict[str, "SourceReading"]:
        """The last reading of each of these sources that has one."""
        last = self.filter(source=models.OuterRef("slug")).order_by("-taken_at").values("pk")[:1]
        keys = Source.objects.filter(slug__in=slugs).values(reading=models.Subquery(last))
        return {reading.source_id: reading for reading in self.filter(pk__in=keys)}


class SourceReading(models.Model):
    """What one check of a source measured. Never changed, and gone after two weeks."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="readings", db_index=False)
    taken_at = models.DateTimeField()
    silent_for = models.DurationField()
    down_for = models.DurationField(null=True)
    late_by = models.DurationField(null=True)
    read = models.PositiveBigIntegerField()
    refused = models.PositiveBigIntegerField()
    landed = models.PositiveBigIntegerField()
    unknown = models.PositiveBigIntegerField()
    cut_short = models.PositiveIntegerField()
    parked = models.PositiveIntegerField(default=0)

    objects = SourceReadingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index("source", models.F("taken_at").desc(), name="readings_of_a_source")
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"
