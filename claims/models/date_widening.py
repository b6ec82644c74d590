"""Where our estimates were kept less often than we say: how much more is asked of them since."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from claims.facts import HELD_TO
from claims.models.claim import choices
from claims.models.source import Source


class DateWideningQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Nobody ended it yet. The next table of estimates names dates by it."""
        return self.filter(ended_at=None)

    def at(self, instant: dt.datetime) -> Self:
        """Those in force at that instant, whenever somebody asks."""
        goes_on = Q(ended_at=None) | Q(ended_at__gt=instant)
        return self.filter(goes_on, began_at__lte=instant)


class DateWidening(models.Model):
    """``share`` in a hundred is asked of the curve where ``promised`` is said.

    ``segment`` is "thing|sender", as estimates call it. ``kept`` of ``number`` dates made it
    necessary. What was said before it began does not count for what comes after.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="widenings")
    kind = models.CharField(max_length=20, choices=choices(HELD_TO))
    segment = models.CharField(max_length=300)
    promised = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()
    kept = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DateWideningQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind", "segment", condition=Q(ended_at=None), name="one_widening_of_a_segment"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=F("promised"), share__lte=99, promised__gte=1),
                name="a_widening_asks_more_than_is_said",
            ),
            models.CheckConstraint(
                condition=Q(kept__lte=F("number")), name="no_more_are_kept_than_there_are"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="a_widening_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"date widening {self.pk}"
