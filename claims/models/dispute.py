"""What a member says is wrong on a bill: paused from that moment, until somebody has answered."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.models.key import key
from claims.answers.person import portal_hours
from claims.answers.words import local_date
from claims.deadlines.balance import BillingErrorDue, billing_error_due
from claims.deadlines.calendar import ONE_DAY
from claims.facts import DisputeFacts, DisputeOutcome
from claims.models.balance import Balance
from claims.models.claim import choices


class DisputeQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's, and of the accounts that whoever helps them may see."""
        theirs = self.filter(member=member)
        if member.acting is None:
            return theirs
        return theirs.filter(balance__in=Balance.objects.for_member(member).values("pk"))

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def ended(self) -> Self:
        return self.exclude(ended_at=None)


class Dispute(models.Model):
    """One item of a bill, and what the member said of it. The steps since are `DisputeEvent`s.

    ``received_on`` is the day where the ledger is kept, and ``sent_on`` that of the first statement
    with the item: the law counts from both (12 CFR 1026.13). ``resolve_by`` is the day by which we
    answer, as it was told; ``pay_by`` the last to pay what was found to be right.
    """

    class Reason(models.TextChoices):
        AMOUNT = "amount", _("The amount is wrong")
        PAID = "paid", _("I paid it already")
        NOT_MINE = "not_mine", _("I did not get this")
        INSURER = "insurer", _("My insurance should pay it")
        ESTIMATE = "estimate", _("It is more than the estimate that I got")
        OTHER = "other", _("Something else")

    id = key()
    balance = models.ForeignKey(Balance, models.PROTECT, related_name="disputes")
    member = models.ForeignKey(Member, models.PROTECT, related_name="disputes")
    item = models.CharField(max_length=140)
    entries = ArrayField(models.BigIntegerField())  # the lines of the item that are paused
    name = models.CharField(max_length=300)
    cents = models.BigIntegerField()
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.TextField(max_length=2000)
    estimate = models.BigIntegerField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    resolve_by = models.DateField(null=True, blank=True)
    pay_by = models.DateField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=choices(DisputeOutcome), blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "balance",
                "item",
                condition=Q(ended_at=None),
                name="an_item_is_disputed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None, outcome="")
                | Q(ended_at__isnull=False, ended_on__isnull=False) & ~Q(outcome=""),
                name="a_dispute_ends_with_an_outcome",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_dispute_is_about_money"),
            models.CheckConstraint(
                condition=~Q(reason="estimate") | Q(estimate__isnull=False),
                name="a_dispute_of_an_estimate_names_it",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "received_at", "id", condition=Q(ended_at=None), name="disputes_to_answer"
            ),
            models.Index(
                F("ended_at").desc(),
                F("id").desc(),
                condition=~Q(ended_at=None),
                name="ended_disputes",
            ),
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/disputes/{self.pk}/"

    def due(self) -> BillingErrorDue:
        """The law's days; counted from the day it came where no statement shows the item yet."""
        sent_on = self.sent_on or self.received_on
        return billing_error_due(sent_on, notice_received_on=self.received_on)

    def facts(self) -> DisputeFacts:
        due = self.due()
        assert due.acknowledge_by is not None
        assert due.resolve_by is not None
        return DisputeFacts(
            id=str(self.pk),
            entries=tuple(str(one) for one in self.entries),
            name=self.name,
            cents=self.cents,
            received_on=self.received_on,
            acknowledge_by=due.acknowledge_by,
            resolve_by=self.resolve_by or due.resolve_by,
            in_time=self.received_on <= due.notice_by,
            acknowledged_on=self.acknowledged_at
            and local_date(self.acknowledged_at, portal_hours().zone),
            ended_on=self.ended_on,
            outcome=DisputeOutcome(self.outcome),
            pay_by=self.pay_by,
        )


class DisputeEvent(models.Model):
    """One step of a dispute: never changed. ``words`` are what the member reads of it."""

    class What(models.TextChoices):
        RECEIVED = "received", _("We have what you told us")
        ACKNOWLEDGED = "acknowledged", _("We are looking at it")
        ANSWERED = "answered", _("We answered")
        WITHDRAWN = "withdrawn", _("Taken back")

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=What)
    outcome = models.CharField(max_length=10, choices=choices(DisputeOutcome), blank=True)
    agreed = models.BigIntegerField(null=True, blank=True)  # cents that the item costs in all
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index("at", name="dispute_events_by_time")]

    def __str__(self) -> str:
        return f"dispute event {self.pk}"


#: How long the page of the balance says what came of a dispute.
TOLD_FOR = 120 * ONE_DAY


def told_of(balance: Balance, today: dt.date) -> tuple[DisputeFacts, ...]:
    """Those that are open, and those that ended lately, the newest first."""
    found = balance.disputes.filter(Q(ended_on=None) | Q(ended_on__gt=today - TOLD_FOR))
    return tuple(dispute.facts() for dispute in found.order_by("-received_at", "-pk"))
