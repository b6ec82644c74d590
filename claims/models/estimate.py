"""How long cases took, as curves: a table a night, read whole and kept by every process."""

import datetime as dt
import time
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.clock import now
from claims.estimates.expected import Curve
from claims.estimates.segments import DATED
from claims.estimates.tables import IN_USE, Table
from claims.models.date_widening import DateWidening

KINDS = [kind.value for kind in DATED]


class EstimateTable(models.Model):
    """Curves of what was known at ``built_at``; every process uses them from ``starts_at`` on.

    ``counted_from`` is the first day whose happenings were counted.
    """

    built_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    counted_from = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__gte=models.F("built_at")),
                name="estimates_start_when_they_are_built",
            ),
        ]

    def __str__(self) -> str:
        return self.model

    @property
    def model(self) -> str:
        """How what we promise names it."""
        return f"{self.built_at.date().isoformat()}.{self.pk}"

    def read(self) -> Table:
        """What answers look dates up in; two queries."""
        told = self.curves.values_list("kind", "segment", "cases", "left", "at_risk")
        widened = DateWidening.objects.at(self.built_at).values_list("kind", "segment", "share")
        return Table(
            model=self.model,
            starts_at=self.starts_at,
            curves={
                (kind, segment): Curve(left=left, at_risk=at_risk, cases=cases)
                for kind, segment, cases, left, at_risk in told
            },
            asked={(kind, segment): share for kind, segment, share in widened},
        )


class EstimateCurve(models.Model):
    """One segment of one kind of date; see `claims.estimates.expected.Curve`."""

    table = models.ForeignKey(EstimateTable, models.CASCADE, related_name="curves", db_index=False)
    kind = models.CharField(max_length=20, choices=[(one, one) for one in KINDS])
    segment = models.CharField(max_length=300)
    cases = models.PositiveIntegerField()
    left = ArrayField(models.FloatField())
    at_risk = ArrayField(models.PositiveIntegerField())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "table", "kind", "segment", name="a_segment_has_one_curve_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="estimates_are_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(left__len=models.F("at_risk__len")),
                name="a_curve_has_as_many_days_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.segment}"


def keep_current() -> None:
    """Let this process know the newest table; asks the database now and then, one indexed query.

    A table starts later than it is built, by longer than this waits: so all processes have it by
    then, and say the same day from the same instant on.
    """
    every = settings.ESTIMATES_LOOKED_FOR_EVERY
    if every is not None and time.monotonic() >= _Looked.at + every.total_seconds():
        _Looked.at = time.monotonic()
        look()


def look() -> None:
    """Take the newest table in use, if this process has it not.

    A process that knows none yet takes the one that still counts first, so that it says the same
    as all others.
    """
    tables, at = EstimateTable.objects.order_by("-pk"), now()
    newest = tables.first()
    if newest is None:
        IN_USE.drop()
    elif newest.model != IN_USE.following.model:
        if not IN_USE.at(at).model and newest.starts_at > at:
            counts = tables.filter(starts_at__lte=at).first()
            IN_USE.put((counts or newest).read())
        IN_USE.put(newest.read())


class _Looked:
    at = float("-inf")


def starts_at(built_at: dt.datetime) -> dt.datetime:
    """When every process has read a table; at once, where none is in use yet."""
    if not EstimateTable.objects.exists():
        return built_at
    return built_at + 2 * (settings.ESTIMATES_LOOKED_FOR_EVERY or dt.timedelta(0))
