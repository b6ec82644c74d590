"""A payment that a member makes at the provider's page; written down before they go there."""

import datetime as dt
import secrets
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.models.key import key
from claims.deadlines.calendar import ONE_DAY
from claims.facts import PaymentFacts, PaymentState
from claims.models.balance import Balance
from claims.models.claim import choices

UNDER_WAY = (PaymentState.BEGUN, PaymentState.OPEN)
TAKEN = (PaymentState.PAID, PaymentState.REFUNDED)
LETTERS = "23456789BCDFGHJKLMNPQRSTVWXYZ"  # none that is read for another, and no words


def new_reference() -> str:
    return "PL" + "".join(secrets.choice(LETTERS) for _place in range(10))


class PaymentQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's, and of the accounts that whoever helps them may see."""
        theirs = self.filter(member=member)
        if member.acting is None:
            return theirs
        return theirs.filter(balance__in=Balance.objects.for_member(member).values("pk"))

    def under_way(self) -> Self:
        """The provider may still take them."""
        return self.filter(state__in=UNDER_WAY)


class Payment(models.Model):
    """``reference`` is all that the provider learns of it besides the amount.

    ``form_key`` is the form's own, so that pressing twice is one payment. A state is only ever
    followed by a later one (`PaymentState`), whichever order the provider's messages come in.
    """

    class Kind(models.TextChoices):
        ALL = "all", _("All that you owe")
        PLAN = "plan", _("A payment of your plan")
        ITEM = "item", _("One item")
        PART = "part", _("A part")

    id = key()
    form_key = models.UUIDField(unique=True, default=uuid4)
    balance = models.ForeignKey(Balance, models.PROTECT, related_name="payments")
    member = models.ForeignKey(Member, models.PROTECT, related_name="payments")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    kind = models.CharField(max_length=4, choices=Kind)
    item = models.CharField(max_length=140, blank=True)
    cents = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    provider = models.CharField(max_length=40)
    session = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    state = models.CharField(
        max_length=10, choices=choices(PaymentState), default=PaymentState.BEGUN
    )
    state_at = models.DateTimeField()
    state_on = models.DateField()
    paid_on = models.DateField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "balance",
                condition=Q(state__in=UNDER_WAY),
                name="one_payment_of_a_balance_at_a_time",
            ),
            models.UniqueConstraint(
                "provider",
                "session",
                condition=~Q(session=""),
                name="a_session_is_of_one_payment",
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0, refunded__gte=0, refunded__lte=F("cents")),
                name="a_payment_is_of_money",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TAKEN) | Q(paid_on__isnull=False),
                name="a_payment_that_was_taken_has_its_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index("begun_at", condition=Q(state__in=UNDER_WAY), name="payments_under_way")
        ]

    def __str__(self) -> str:
        return f"payment {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/payments/{self.pk}/"

    def facts(self) -> PaymentFacts:
        return PaymentFacts(
            id=str(self.pk),
            reference=self.reference,
            cents=self.cents,
            refunded=self.refunded,
            state=PaymentState(self.state),
            on=self.state_on,
            paid_on=self.paid_on,
            item=self.item,
        )


#: How long a payment is told of beside the balance; the ledger has had it long by then.
TOLD_FOR = 400 * ONE_DAY


def said_of(balance: Balance, today: dt.date) -> tuple[PaymentFacts, ...]:
    """Those that were taken or are being confirmed, and those that did not go through lately."""
    lately = balance.payments.filter(state_on__gt=today - TOLD_FOR)
    found = lately.filter(state__in=(*TAKEN, PaymentState.CONFIRMING)) | lately.filter(
        state=PaymentState.FAILED, state_on__gt=today - 14 * ONE_DAY
    )
    return tuple(payment.facts() for payment in found.order_by("-state_at", "-pk"))


class PaymentEventQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(finished_at=None, parked_at=None)

    def parked(self) -> Self:
        """A person has to look at them."""
        return self.exclude(parked_at=None)


class PaymentEvent(models.Model):
    """A signed message of the provider, kept as it came before anything is made of it.

    It waits until it is read (``finished_at``), or a person has to look (``parked_at``, and why).
    Who did so leaves a ``note``.
    """

    provider = models.CharField(max_length=40)
    event_id = models.CharField(max_length=255)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="events"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)

    objects = PaymentEventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("provider", "event_id", name="a_payment_event_is_stored_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(parked_at=None),
                name="a_payment_event_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None, note="")
                | Q(settled_by__isnull=False, finished_at__isnull=False) & ~Q(note=""),
                name="who_settles_a_payment_event_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "id",
                condition=Q(finished_at=None, parked_at=None),
                name="payment_events_that_wait",
            ),
            models.Index(
                "id", condition=Q(parked_at__isnull=False), name="payment_events_to_look_at"
            ),
        ]

    def __str__(self) -> str:
        return f"payment event {self.pk}"
