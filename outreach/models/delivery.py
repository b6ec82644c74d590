"""One message on its way out of the portal, through one channel to one address."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models.key import key
from outreach.models.message import WAITS, Message

ENDS = ("sent_at", "dropped_at", "parked_at")


class Channel(models.TextChoices):
    EMAIL = "email"
    SMS = "sms"


class DeliveryQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(**dict.fromkeys(ENDS))

    def due(self, at: dt.datetime) -> Self:
        """Those to hand over now, the longest overdue first."""
        return self.open().filter(next_at__lte=at).order_by("next_at", "pk")

    def parked(self) -> Self:
        """Those that failed at every try, or cannot be delivered: a person has to look."""
        return self.exclude(parked_at=None)


class Delivery(models.Model):
    """``id`` is also the key by which the provider knows a second try of the same.

    Open until the provider took it (``sent_at``), until it was no longer wanted (``dropped_at``)
    or until every try failed (``parked_at``). A receipt of the provider adds ``delivered_at`` or
    ``bounced_at`` later, which take nothing back.
    """

    id = key()
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel)
    address = models.CharField(max_length=254)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="delivery_channels_are_known"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, dropped_at=None)
                | Q(sent_at=None, parked_at=None)
                | Q(dropped_at=None, parked_at=None),
                name="a_delivery_ends_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "next_at",
                "id",
                condition=Q(sent_at=None, dropped_at=None, parked_at=None),
                name="deliveries_to_make",
            ),
            models.Index(
                "parked_at", condition=Q(parked_at__isnull=False), name="deliveries_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    def begin(self, at: dt.datetime) -> bool:
        """Count a try before it is made. False when there were enough: it is parked then."""
        if self.attempts >= len(WAITS):
            self.park(at, self.reason or "the worker ended while it sent this")
            return False
        self._save(attempts=self.attempts + 1, next_at=at + WAITS[self.attempts])
        return True

    def finish(self, at: dt.datetime, provider_id: str) -> None:
        """The provider took it."""
        open_one = Delivery.objects.open().filter(pk=self.pk)
        open_one.update(sent_at=at, provider_id=provider_id[:200], reason="")

    def retry(self, at: dt.datetime, reason: str) -> None:
        """It failed for now; after the last try a person has to look."""
        if self.attempts >= len(WAITS):
            self.park(at, reason)
        else:
            Delivery.objects.open().filter(pk=self.pk).update(next_at=at, reason=reason[:300])

    def park(self, at: dt.datetime, reason: str) -> None:
        Delivery.objects.open().filter(pk=self.pk).update(parked_at=at, reason=reason[:300])

    def again(self, at: dt.datetime) -> bool:
        """Try one anew that was given up. False if it was not."""
        parked = Delivery.objects.parked().filter(pk=self.pk)
        return bool(parked.update(parked_at=None, attempts=0, next_at=at))

    def drop(self, at: dt.datetime, reason: str) -> None:
        """Nobody wants it any more: read already, stopped, or not allowed."""
        self._save(dropped_at=at, reason=reason[:300])

    def _save(self, **changed: Any) -> None:
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=list(changed))
