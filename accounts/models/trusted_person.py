"""Somebody who helps a member: what they may see and do, until when, and how it ends."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from accounts.age import OF_AGE, adult_on
from accounts.clock import now
from accounts.models.key import key
from accounts.models.member import Member, known_time_zone
from accounts.models.user import User

MOST_OPEN = 5  # people who may help one member at a time

#: `accounts.age.adult_on` in SQL, which would make 28 February of a day that a year lacks.
ADULT_ON = f"""
(%(expressions)s + interval '{OF_AGE} years'
 + CASE to_char(%(expressions)s, 'MMDD') WHEN '0229' THEN 1 ELSE 0 END * interval '1 day')::date
"""


class Level(models.TextChoices):
    """One thing that a trusted person may do. Consent, sign-in and others' help are never among."""

    SEE_CLAIMS = "see_claims", _("See claims and approvals")
    SEE_ORDERS = "see_orders", _("See orders")
    SEE_BALANCE = "see_balance", _("See the balance")
    ASK_CALLS = "ask_calls", _("Ask for calls")
    SEND_DOCUMENTS = "send_documents", _("Send documents")
    WRITE = "write", _("Write to us")


class TrustedPersonQuerySet(models.QuerySet):
    def of_member(self, member: Member) -> Self:
        """Whom this member asked to help; who was asked last comes first."""
        return self.filter(member=member).order_by("-invited_at", "-pk")

    def of_user(self, user: User) -> Self:
        """Whom this user helps, or helped."""
        return self.filter(user=user).select_related("member").order_by("member__preferred_name")

    def open(self) -> Self:
        """Nobody ended it. A last day may have passed: `TrustedPerson.in_force` knows."""
        return self.filter(ended_at=None)

    def over(self, at: dt.datetime) -> Self:
        """`TrustedPerson.is_over`, asked of the database."""
        today = Cast(Func(F("zone"), Value(at), function="timezone"), models.DateField())
        grown = Func(F("member__born_on"), template=ADULT_ON, output_field=models.DateField())
        child = Q(is_parent=True)
        return self.alias(today=today, adult_on=grown).filter(
            Q(ended_at__isnull=False)
            | Q(until__lt=F("today"))
            | child & (Q(member__born_on=None) | Q(adult_on__lte=F("today")))
        )

    def invited(self, emails: Iterable[str]) -> Self:
        """Open invitations to these addresses that nobody took up yet."""
        addresses = self.annotate(address=Lower("email")).select_related("member")
        return addresses.filter(
            user=None, ended_at=None, address__in=[email.lower() for email in emails]
        )


class TrustedPerson(models.Model):
    """A member's yes to somebody's help, in force from its acceptance until its end.

    ``until`` is the last day in ``zone`` (IANA). A parent's ends when the child is of age there,
    which no job has to notice: whoever asks, asks `in_force`.
    """

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="trusted_people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("What you call them"), max_length=100)
    email = models.EmailField(_("Their email address"))
    levels = ArrayField(models.CharField(max_length=20, choices=Level), verbose_name=_("levels"))
    is_parent = models.BooleanField(default=False)
    until = models.DateField(_("Last day"), null=True, blank=True)
    zone = models.CharField(max_length=50, validators=[known_time_zone])
    invited_at = models.DateTimeField(default=now, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    objects = TrustedPersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "trusted people"
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member",
                Lower("email"),
                condition=Q(ended_at=None),
                name="one_open_invitation_per_person",
                violation_error_message=_("You asked this person already."),
            ),
            models.CheckConstraint(
                condition=Q(levels__contained_by=list(Level)) & Q(levels__len__gt=0),
                name="levels_of_help_are_known",
            ),
            models.CheckConstraint(
                condition=Q(is_parent=True) | Q(until__isnull=False),
                name="help_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, user=None)
                | Q(accepted_at__isnull=False, user__isnull=False),
                name="help_is_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="help_is_ended_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(Lower("email"), name="trusted_people_by_email")]

    def __str__(self) -> str:
        return f"trusted person {self.pk}"

    def last_day(self) -> dt.date | None:
        """The last day on which it holds, in ``zone``; None where we cannot tell."""
        if not self.is_parent:
            return self.until
        born_on = self.member.born_on
        of_age = born_on and adult_on(born_on) - dt.timedelta(days=1)
        return min(filter(None, (of_age, self.until))) if of_age else None

    def is_over(self, at: dt.datetime) -> bool:
        """Ended, or its last day has passed; a parent's too where no birth date is known."""
        if self.ended_at is not None:
            return True
        last = self.last_day()
        return last is None or at.astimezone(ZoneInfo(self.zone)).date() > last

    def in_force(self, at: dt.datetime) -> bool:
        return self.accepted_at is not None and not self.is_over(at)

    def allows(self, level: Level) -> bool:
        return level in self.levels

    def accept(self, user: User) -> bool:
        """Take the invitation up. Return False when it was taken up or ended before."""
        waiting = TrustedPerson.objects.filter(pk=self.pk, user=None, ended_at=None)
        taken = waiting.update(user=user, accepted_at=now())
        self.refresh_from_db(fields=["user", "accepted_at", "ended_at"])
        return bool(taken)

    def end(self, *, by: User) -> bool:
        """End it at once. Return False when it had ended already."""
        ended = TrustedPerson.objects.filter(pk=self.pk, ended_at=None)
        done = ended.update(ended_at=now(), ended_by=by)
        self.refresh_from_db(fields=["ended_at", "ended_by"])
        return bool(done)
