"""How much of a deductible or a limit is used: each bucket as last told, and all that was said."""

import datetime as dt
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from claims.facts import (
    AccumulatorFacts,
    AccumulatorKind,
    Counted,
    Level,
    Network,
    Span,
    Unit,
)
from claims.models.claim import choices
from claims.models.source import Source


class CountedColumns(models.Model):
    """The numbers of a bucket, in its unit; NULL means "not stated"."""

    limit = models.BigIntegerField(null=True, blank=True)
    used = models.BigIntegerField(null=True, blank=True)
    remaining = models.BigIntegerField(null=True, blank=True)
    share = models.BigIntegerField(null=True, blank=True)
    as_of = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        abstract = True


class AccumulatorQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's: the one door to accumulators.

        For nobody who helps them: what is used up was used by private care as well.
        """
        return self.none() if member.acting else self.filter(member=member)

    def holding(self, day: dt.date) -> Self:
        """Those whose plan dates, as far as they are stated, hold on that day."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
        )

    def facts(self) -> list[AccumulatorFacts]:
        """One query."""
        return [one.facts() for one in self.select_related("source").order_by("pk")]


class Accumulator(CountedColumns):
    """One bucket of a member at a source, as of the latest ``as_of`` (UTC) that we were told."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="accumulators", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    current_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=choices(AccumulatorKind))
    level = models.CharField(max_length=20, choices=choices(Level), blank=True)
    network = models.CharField(max_length=20, choices=choices(Network), blank=True)
    span = models.CharField(max_length=20, choices=choices(Span), blank=True)
    unit = models.CharField(max_length=20, choices=choices(Unit), default=Unit.CENTS)
    services = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    plan_name = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = AccumulatorQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("member", "source", "key", name="an_accumulator_is_held_once"),
            models.CheckConstraint(
                condition=Q(kind__in=list(AccumulatorKind)), name="accumulator_kinds_are_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="an_accumulator_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"accumulator {self.pk}"

    def facts(self) -> AccumulatorFacts:
        return AccumulatorFacts(
            kind=AccumulatorKind(self.kind),
            level=Level(self.level),
            network=Network(self.network),
            span=Span(self.span),
            unit=Unit(self.unit),
            services=tuple(self.services),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            counted=Counted(
                limit=self.limit, used=self.used, remaining=self.remaining, share=self.share
            ),
            as_of=self.as_of,
            received_at=self.received_at,
            source=self.source.facts(),
        )


class AccumulatorEvent(CountedColumns):
    """What a source said of a bucket. Never changed: a later ``as_of`` is a new row."""

    accumulator = models.ForeignKey(
        Accumulator, models.CASCADE, related_name="events", db_index=False
    )
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "accumulator", "content_hash", name="an_accumulator_event_is_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"accumulator event {self.pk}"
