"""How many open things had a date one night, and how many had none."""

from typing import ClassVar

from django.db import models


class DateNight(models.Model):
    """One row a night and kind of thing. ``dated`` are those with a day that we are held to."""

    class Thing(models.TextChoices):
        CLAIM = "claim", "claim"
        ORDER = "order", "order"

    noted_on = models.DateField()
    thing = models.CharField(max_length=10, choices=Thing)
    dated = models.PositiveIntegerField()
    undated = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("noted_on", "thing", name="a_night_is_counted_once"),
            models.CheckConstraint(
                condition=models.Q(thing__in=["claim", "order"]),
                name="a_night_counts_known_things",
            ),
        ]

    def __str__(self) -> str:
        return f"date night {self.pk}"
