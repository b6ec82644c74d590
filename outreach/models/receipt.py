"""What providers say of messages they had from us, and what members text back: kept as it came."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Member, User
from outreach.models.delivery import Channel, Delivery


class ReceiptQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(finished_at=None, parked_at=None)

    def parked(self) -> Self:
        """Those that a person has to read."""
        return self.exclude(parked_at=None).filter(closed_at=None)


class Receipt(models.Model):
    """A signed request, stored before anything is made of it. Its bytes never change.

    It waits until it is read (``finished_at``), or a person has to look (``parked_at``, and why)
    and says that they did (``closed_at``). ``event_id`` is the same each time it is sent.
    """

    channel = models.CharField(max_length=5, choices=Channel)
    provider = models.CharField(max_length=100)
    event_id = models.CharField(max_length=200)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    delivery = models.ForeignKey(
        Delivery, models.SET_NULL, null=True, blank=True, related_name="receipts"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("provider", "event_id", name="a_receipt_is_stored_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(parked_at=None), name="a_receipt_ends_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "id",
                condition=Q(finished_at=None, parked_at=None),
                name="receipts_to_read",
            )
        ]

    def __str__(self) -> str:
        return f"receipt {self.pk}"

    def park(self, at: dt.datetime, reason: str) -> None:
        self.parked_at, self.reason = at, reason[:300]

    def close(self, at: dt.datetime, by: User) -> bool:
        """Somebody read it. False if it needed nobody, or somebody had."""
        parked = Receipt.objects.parked().filter(pk=self.pk)
        return bool(parked.update(closed_at=at, closed_by=by))
