"""How many open things had a date one night, and how many had none."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Subquery

from claims.models.source import Source


class DateNightQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """What the newest night counted."""
        newest = DateNight.objects.order_by("-noted_on").values("noted_on")[:1]
        return self.filter(noted_on=Subquery(newest))


class DateNight(models.Model):
    """One row a night, source and kind of thing; ``segment`` is which kind of claim.

    ``dated`` are those with a day that we are held to.
    """

    class Thing(models.TextChoices):
        CLAIM = "claim", "claim"
        ORDER = "order", "order"

    noted_on = models.DateField()
    thing = models.CharField(max_length=10, choices=Thing)
    # None: counted before this was kept apart.
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    segment = models.CharField(max_length=40, blank=True)
    dated = models.PositiveIntegerField()
    undated = models.PositiveIntegerField()

    objects = DateNightQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "noted_on", "thing", "source", "segment", name="a_night_is_counted_once"
            ),
            models.CheckConstraint(
                condition=models.Q(thing__in=["claim", "order"]),
                name="a_night_counts_known_things",
            ),
        ]

    def __str__(self) -> str:
        return f"date night {self.pk}"
