"""What we put right after we broke our word, with what was done and what was added afterward."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.models.key import key
from outreach.models.call_request import CallRequest

MOST_OF_A_CASE = 5_000  # cents that one case may be given at discretion
MOST_OF_A_MONTH = 30_000  # and one of us may give in a month


class RecoveryQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def open(self) -> Self:
        return self.filter(fixed_at=None)

    def untouched(self, at: dt.datetime) -> Self:
        """Those that somebody should have begun by now."""
        return self.open().filter(first_act_at=None, begin_by__lt=at)


class Recovery(models.Model):
    """One case, opened by itself. It has an owner from its first moment: nothing is given before.

    ``cause`` is what we broke, so that it opens one case however often it is found; about one
    thing one case is open at a time. ``begin_by`` is when somebody should have begun, and
    ``alarmed_at`` when supervisors heard that nobody had. ``goodwill`` counts the cents given at
    discretion.
    """

    class Failure(models.TextChoices):
        DATE = "date", _("A date that we told was not kept")
        ORDER = "order", _("An order will not come in time")
        AGREED = "agreed", _("Something that we agreed is late")
        ANSWER = "answer", _("An answer is late")

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="recoveries")
    failure = models.CharField(max_length=10, choices=Failure)
    cause = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=10, choices=CallRequest.Subject, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    begin_by = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True, blank=True)
    first_act_at = models.DateTimeField(null=True, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)
    goodwill = models.PositiveIntegerField(default=0, db_default=0)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "recoveries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(subject__in=["claim", "order", "balance"], subject_id__isnull=False)
                | Q(subject="", subject_id=None),
                name="a_recovery_is_about_a_thing_or_nothing",
            ),
            models.UniqueConstraint(
                "subject",
                "subject_id",
                condition=Q(fixed_at=None) & ~Q(subject=""),
                name="one_open_recovery_of_a_thing",
            ),
            models.CheckConstraint(
                condition=Q(goodwill=0) | Q(fixed_at__isnull=False),
                name="goodwill_comes_after_the_fix",
            ),
            models.CheckConstraint(
                condition=Q(goodwill__lte=MOST_OF_A_CASE), name="a_case_is_given_so_much_at_most"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "opened_at", "id", condition=Q(fixed_at=None), name="recoveries_to_work_on"
            ),
            models.Index("opened_at", name="recoveries_by_time"),
        ]

    def __str__(self) -> str:
        return f"recovery {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/recoveries/{self.pk}/"


class RecoveryStep(models.Model):
    """What one of us did about it; its member reads it at once. ``who`` is the first name."""

    class What(models.TextChoices):
        TOLD = "told", _("Told them that we are late, and why")
        FOUND = "found", _("Found out what holds it up")
        HURRIED = "hurried", _("Asked for it to go faster")
        DATED = "dated", _("Gave them a new date")
        FIXED = "fixed", _("It is put right")

    id = key()
    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=10, choices=What)
    words = models.CharField(max_length=300, blank=True)
    who = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(what__in=["told", "found", "hurried", "dated", "fixed"]),
                name="recovery_steps_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"recovery step {self.pk}"


class Goodwill(models.Model):
    """What was added after the fix. ``floor``: everybody with this failure gets it."""

    class Reason(models.TextChoices):
        COST = "cost", _("It cost them money")
        TIME = "time", _("It cost them much time")
        WORRY = "worry", _("It came at a hard moment")
        AGAIN = "again", _("We failed them before")

    id = key()
    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="given")
    cents = models.PositiveIntegerField()
    floor = models.BooleanField(default=False, db_default=False)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "goodwill"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="goodwill_is_something"),
            models.CheckConstraint(
                condition=Q(floor=True, reason="")
                | Q(floor=False, reason__in=["cost", "time", "worry", "again"]),
                name="goodwill_beyond_the_floor_has_a_reason",
            ),
            models.UniqueConstraint(
                "recovery", condition=Q(floor=True), name="the_floor_is_given_once"
            ),
        ]
        indexes: ClassVar = [models.Index("at", name="goodwill_by_time")]

    def __str__(self) -> str:
        return f"goodwill {self.pk}"


class GoodwillBudget(models.Model):
    """What one of us may give at discretion in one month, in cents. ``month`` is its first day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    month = models.DateField()
    most = models.PositiveIntegerField(default=MOST_OF_A_MONTH, db_default=MOST_OF_A_MONTH)
    spent = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("user", "month", name="one_budget_a_month"),
            models.CheckConstraint(
                condition=Q(spent__lte=F("most")), name="no_budget_is_overspent"
            ),
        ]

    def __str__(self) -> str:
        return f"goodwill budget {self.pk}"
