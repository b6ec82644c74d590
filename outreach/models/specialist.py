"""Who calls members: what they know, which languages they speak, and when they work."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.key import key
from accounts.models.member import known_time_zone
from outreach.models.call_request import CallRequest
from outreach.models.lane import Lane


class Topic(models.TextChoices):
    """What a call may be about, as far as it takes another training."""

    GENERAL = "", _("Anything else")
    CLAIM = "claim", _("Claims")
    DENIAL = "denial", _("Claims that we did not agree to pay")
    ORDER = "order", _("Orders")
    BALANCE = "balance", _("Balances")


class Team(models.Model):
    """People of whom at most ``at_once`` are on a booked call at a time: somebody else must be
    there for whoever rings us."""

    id = key()
    name = models.CharField(_("Name"), max_length=60, unique=True)
    at_once = models.PositiveSmallIntegerField(
        _("Most booked calls at a time"), validators=[MinValueValidator(1)]
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_team_has_a_name"),
            models.CheckConstraint(condition=Q(at_once__gte=1), name="a_team_takes_calls"),
        ]

    def __str__(self) -> str:
        return f"team {self.pk}"


def english() -> list[str]:
    return ["en"]


def by_phone() -> list[str]:
    return [CallRequest.Way.PHONE]


class Specialist(models.Model):
    """A user whom members can book. ``name`` is what members call them; hours are in ``zone``.

    ``ways`` are how they can talk; ``daily_maximum`` is the most calls of one day of theirs. Who is
    in no ``team`` is limited by no other's calls.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="specialist"
    )
    name = models.CharField(_("first name"), max_length=60)
    zone = models.CharField(
        _("time zone"), max_length=50, default="America/New_York", validators=[known_time_zone]
    )
    languages = ArrayField(models.CharField(max_length=5), default=english)
    ways = ArrayField(models.CharField(max_length=15), default=by_phone)
    daily_maximum = models.PositiveSmallIntegerField(_("most calls a day"), default=10)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="specialists"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_specialist_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"specialist {self.pk}"


class Skill(models.Model):
    """A topic somebody was trained for; before that day nobody is sent to them about it."""

    specialist = models.ForeignKey(Specialist, models.CASCADE, related_name="skills")
    topic = models.CharField(max_length=10, choices=Topic)
    trained_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("specialist", "topic", name="one_skill_per_topic"),
            models.CheckConstraint(
                condition=Q(topic__in=["claim", "denial", "order", "balance"]),
                name="skills_have_known_topics",
            ),
        ]

    def __str__(self) -> str:
        return f"skill {self.pk}"


class WorkingHours(models.Model):
    """A stretch of each such weekday; a break is the gap between two of them.

    Neither end lies between 1am and 3am, because on one night of the year such a time happens
    twice and on another never.
    """

    specialist = models.ForeignKey(Specialist, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        verbose_name_plural = "working hours"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_are_of_a_weekday"),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="hours_end_after_they_begin",
                violation_error_message=_("The end must be after the beginning."),
            ),
            models.CheckConstraint(
                condition=(Q(opens__lte=dt.time(1)) | Q(opens__gte=dt.time(3)))
                & (Q(closes__lte=dt.time(1)) | Q(closes__gte=dt.time(3))),
                name="no_hours_change_while_clocks_do",
                violation_error_message=_("Choose no time between 1am and 3am."),
            ),
            models.UniqueConstraint(
                "specialist", "weekday", "opens", name="hours_begin_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"working hours {self.pk}"


class TimeOffQuerySet(models.QuerySet):
    def ahead(self, at: dt.datetime) -> Self:
        """What is not over yet, the first first."""
        return self.filter(during__endswith__gt=at).order_by("during")


class TimeOff(models.Model):
    """When somebody does not call although they would work: instants, not days."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        SICK = "sick", _("Sick")
        TRAINING = "training", _("Training")

    id = key()
    specialist = models.ForeignKey(Specialist, models.CASCADE, related_name="time_off")
    during = DateTimeRangeField()
    kind = models.CharField(max_length=10, choices=Kind)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = TimeOffQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "time off"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(during__isempty=False), name="time_off_takes_time"),
            ExclusionConstraint(
                name="time_off_is_taken_once",
                index_type="GIST",
                expressions=[
                    (Lane("specialist"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("They are off at that time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"time off {self.pk}"
