"""A time that is kept for a member while they fill in a form."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import Member
from outreach.models.lane import Lane


class HoldQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def still(self, at: dt.datetime) -> Self:
        return self.filter(until__gt=at)


class Hold(models.Model):
    """Until ``until`` nobody else is offered that time of that specialist, or can book it.

    A member has one at most. Its row goes when they book, or choose another time; after ``until``
    it means nothing and is cleared away.
    """

    member = models.OneToOneField(
        Member, models.CASCADE, primary_key=True, related_name="kept_time"
    )
    specialist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    during = DateTimeRangeField()
    until = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(during__isempty=False), name="a_hold_takes_time"),
            ExclusionConstraint(
                name="a_time_is_kept_for_one",
                index_type="GIST",
                expressions=[
                    (Lane("specialist"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"
