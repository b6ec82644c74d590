"""What a member is covered by, and which law runs its clocks."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from accounts.models.member import known_time_zone
from claims.facts import PlanFacts, Program


class Plan(models.Model):
    """A plan as sources name it. Legal dates are dates in its ``time_zone``.

    ``program`` OTHER means that we do not know which law applies: no legal date is then shown.
    """

    identifier = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200, blank=True)
    program = models.CharField(
        max_length=20, choices=[(p, p) for p in Program], default=Program.OTHER
    )
    time_zone = models.CharField(
        max_length=50, default="America/New_York", validators=[known_time_zone]
    )
    phone = models.CharField(max_length=16, blank=True)
    requires_prior_authorization = models.BooleanField(default=False)
    fair_hearing_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # By how many days a member may move the day to send something; NULL: as its program usually is.
    more_time_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            # 42 CFR 438.408(f)(2): the state picks between 90 and 120 days.
            models.CheckConstraint(
                condition=Q(fair_hearing_days=None) | Q(fair_hearing_days__range=(90, 120)),
                name="fair_hearing_days_are_90_to_120",
            ),
            models.CheckConstraint(
                condition=Q(program__in=list(Program)), name="programs_are_known"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    def facts(self) -> PlanFacts:
        return PlanFacts(
            name=self.name,
            program=Program(self.program),
            time_zone=self.time_zone,
            phone=self.phone,
            requires_prior_authorization=self.requires_prior_authorization,
            fair_hearing_days=self.fair_hearing_days,
            more_time_days=self.more_time_days,
        )


class Coverage(models.Model):
    """That a member was covered by a plan from ``starts_on`` to ``ends_on`` (None: still is)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="coverages")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="coverages")
    subscriber_id = models.CharField(max_length=80, blank=True)
    relationship = models.CharField(max_length=20, default="self")
    position = models.PositiveSmallIntegerField(default=1)  # 1 pays first
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="coverage_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                "member", "plan", "subscriber_id", name="a_coverage_is_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"coverage {self.pk}"
