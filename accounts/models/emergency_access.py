"""Staff open one member's things without a call or a case: with a reason, for half an hour."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.access_record import AccessRecord
from accounts.models.key import key
from accounts.models.member import Member
from accounts.models.user import User

LASTS = dt.timedelta(minutes=30)
REVIEWED_WITHIN = dt.timedelta(hours=72)
SHORTEST_REASON = 20  # characters


class EmergencyAccessQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None, ends_at__gt=now())

    def unreviewed(self) -> Self:
        return self.filter(reviewed_at=None)

    def overdue(self) -> Self:
        return self.unreviewed().filter(began_at__lte=now() - REVIEWED_WITHIN)

    def untold(self) -> Self:
        """Those of which no officer was told."""
        return self.filter(told_at=None)

    def unescalated(self) -> Self:
        """Those that nobody reviewed in time, and of which nobody was told that."""
        return self.overdue().filter(escalated_at=None)

    @transaction.atomic
    def begin(self, user: User, member: Member, reason: str) -> "EmergencyAccess":
        """Let someone of staff in. The member reads of it, with the reason, from now on.

        One who is in already at another member's leaves there: it is one member at a time.
        """
        at = now()
        self.open().filter(user=user).exclude(member=member).update(ended_at=at)
        if found := self.open().filter(user=user, member=member).first():
            return found
        begun = self.create(
            user=user, member=member, reason=reason, began_at=at, ends_at=at + LASTS
        )
        begun.refresh_from_db()
        AccessRecord.objects.create(
            user=user,
            member=member,
            what=AccessRecord.What.EMERGENCY,
            subject_id=begun.pk,
            looked_at=at,
            reason=reason,
        )
        return begun


class EmergencyAccess(models.Model):
    """Its beginning never changes and its review is written once: the database sees to both."""

    class Finding(models.TextChoices):
        RIGHT = "right", _("It was needed")
        WRONG = "wrong", _("It was not needed")

    id = key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="emergencies")
    reason = models.CharField(max_length=500)
    began_at = models.DateTimeField(default=now, editable=False)
    ends_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)
    finding = models.CharField(max_length=5, choices=Finding, blank=True)
    review = models.CharField(max_length=1000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), SHORTEST_REASON),
                name="an_emergency_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("began_at") + LASTS), name="an_emergency_is_short"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, finding="", review="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(finding=""),
                name="a_review_has_a_time_a_person_and_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
                name="nobody_reviews_their_own_emergency",
                violation_error_message=_("Another person has to review this."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("began_at").desc(), F("id").desc(), name="emergencies_by_time"),
            models.Index("began_at", condition=Q(reviewed_at=None), name="emergencies_to_review"),
        ]

    def __str__(self) -> str:
        return f"emergency access {self.pk}"

    def get_absolute_url(self) -> str:
        """Where officers review it."""
        return reverse("accounts:emergency_access_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and now() < self.ends_at

    @property
    def review_by(self) -> dt.datetime:
        return self.began_at + REVIEWED_WITHIN

    def end(self) -> bool:
        """Leave before the half hour is over. Return False if it had ended."""
        ended = EmergencyAccess.objects.open().filter(pk=self.pk).update(ended_at=now())
        self.refresh_from_db()
        return bool(ended)

    def decide(self, *, by: User, finding: str, review: str) -> bool:
        """Review it, once. Return False if somebody did before."""
        told = {"reviewed_by": by, "reviewed_at": now(), "finding": finding, "review": review}
        decided = EmergencyAccess.objects.unreviewed().filter(pk=self.pk).update(**told)
        self.refresh_from_db()
        return bool(decided)
