"""What a member agreed to pay month by month, as it was shown to them."""

from typing import ClassVar, Self

import msgspec
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.models.key import key
from claims.facts import Instalment, PaymentPlanFacts
from claims.instalments import FEWEST_MONTHS, MOST_MONTHS
from claims.models.balance import Balance


class PaymentPlanQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's, and of the accounts that whoever helps them may see."""
        theirs = self.filter(member=member)
        if member.acting is None:
            return theirs
        return theirs.filter(balance__in=Balance.objects.for_member(member).values("pk"))

    def open(self) -> Self:
        return self.filter(ended_at=None)


class PaymentPlan(models.Model):
    """One agreement. Its terms and days never change; another one is made when it has ended.

    ``schedule`` is a list of `Instalment`, in cents, that adds up to ``total``.
    """

    class Ending(models.TextChoices):
        PAID = "paid", _("Nothing was left to pay")
        CANCELLED = "cancelled", _("You ended it")

    id = key()
    balance = models.ForeignKey(Balance, models.PROTECT, related_name="payment_plans")
    member = models.ForeignKey(Member, models.PROTECT, related_name="payment_plans")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    agreed_on = models.DateField()
    total = models.BigIntegerField()
    paid_before = models.BigIntegerField()
    months = models.PositiveSmallIntegerField()
    schedule = models.JSONField()
    terms = models.TextField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    objects = PaymentPlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "balance", condition=Q(ended_at=None), name="a_balance_has_one_open_plan"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="")
                | Q(ended_at__isnull=False, ending__in=["paid", "cancelled"]),
                name="a_payment_plan_says_how_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=FEWEST_MONTHS, months__lte=MOST_MONTHS)
                & Q(total__gte=models.F("months")),
                name="a_payment_plan_asks_for_something_each_month",
            ),
        ]

    def __str__(self) -> str:
        return f"payment plan {self.pk}"

    def facts(self) -> PaymentPlanFacts:
        return PaymentPlanFacts(
            id=str(self.pk),
            agreed_on=self.agreed_on,
            total=self.total,
            paid_before=self.paid_before,
            schedule=msgspec.convert(self.schedule, tuple[Instalment, ...]),
        )
