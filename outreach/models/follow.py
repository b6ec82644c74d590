"""Tell me when this changes: a member follows a claim, an order or a balance until they stop."""

import datetime as dt
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.models.key import key


class FollowQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def end(self, member: Member, subject: str, subject_id: UUID, at: dt.datetime) -> bool:
        """Follow it no longer. False if it was not followed."""
        mine = self.for_member(member).open().filter(subject=subject, subject_id=subject_id)
        return bool(mine.update(ended_at=at))


class Follow(models.Model):
    """``mark`` is how the thing stood when the member was told last, or began to follow it;
    ``told`` counts how often they were. ``subject`` is a word of `CallRequest.Subject`."""

    id = key()
    # No index of its own: the constraint begins with it.
    member = models.ForeignKey(Member, models.PROTECT, related_name="follows", db_index=False)
    subject = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    since = models.DateTimeField()
    mark = models.CharField(max_length=300, blank=True)
    told = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member",
                "subject",
                "subject_id",
                condition=Q(ended_at=None),
                name="a_thing_is_followed_once",
            ),
            models.CheckConstraint(
                condition=Q(subject__in=["claim", "order", "balance"]),
                name="what_is_followed_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index("subject_id", condition=Q(ended_at=None), name="followers_of_a_thing")
        ]

    def __str__(self) -> str:
        return f"follow {self.pk}"
