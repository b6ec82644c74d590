"""One message on its way out of the portal, through one channel to one address."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import connection, models
from django.db.models import Q

from accounts.models import User
from accounts.models.key import key
from outreach.models.message import WAITS, Message

NEW = ("channel", "address", "made_at", "next_at", "attempts")
ENDS = ("sent_at", "dropped_at", "parked_at")
# Unless another of its member's is on its way by that channel, or left lately and was not read.
WRITE = """
INSERT INTO outreach_delivery (message_id, channel, address, made_at, next_at, attempts,
                               provider_id, reason)
SELECT %(message)s, %(channel)s::text, %(address)s, %(made_at)s, %(next_at)s, %(attempts)s, '', ''
 WHERE %(since)s::timestamptz IS NULL OR NOT EXISTS (
   SELECT FROM outreach_delivery other JOIN outreach_message told ON told.id = other.message_id
    WHERE told.member_id = %(member)s AND other.channel = %(channel)s::text
      AND other.dropped_at IS NULL AND other.bounced_at IS NULL AND other.parked_at IS NULL
      AND (other.made_at > %(since)s AND told.read_at IS NULL
           OR other.attempts = 0 AND other.sent_at IS NULL))
RETURNING id, provider
"""
# Who hands over waits for no disk: should the server lose this, it is handed over again under its
# own key, as after any death between the two.
FINISH = """
UPDATE outreach_delivery
   SET sent_at = %(at)s, provider = %(provider)s, provider_id = %(provider_id)s, reason = ''
  FROM (SELECT set_config('synchronous_commit', 'off', true)) AS patience
 WHERE id = %(id)s AND sent_at IS NULL AND dropped_at IS NULL AND parked_at IS NULL
"""


class Channel(models.TextChoices):
    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class DeliveryQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(**dict.fromkeys(ENDS))

    def due(self, at: dt.datetime) -> Self:
        """Those to hand over now, the longest overdue first."""
        return self.open().filter(next_at__lte=at).order_by("next_at", "pk")

    def parked(self) -> Self:
        """Those that failed at every try, or cannot be delivered: a person has to look."""
        return self.exclude(parked_at=None).filter(closed_at=None)


class Delivery(models.Model):
    """``id`` is also the key by which the provider knows a second try of the same.

    ``provider`` has it, or may have it: then no other gets it.

    Open until the provider took it (``sent_at``), until it was no longer wanted (``dropped_at``)
    or until every try failed (``parked_at``). A receipt of the provider adds ``delivered_at`` or
    ``bounced_at`` later, which take nothing back; ``complained_at`` is when the member called it
    unwanted.
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
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)
    provider = models.CharField(max_length=100, blank=True, db_default="")
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
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(parked_at__isnull=False, closed_at__isnull=False, closed_by__isnull=False),
                name="somebody_closes_a_parked_delivery",
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
                "parked_at",
                condition=Q(parked_at__isnull=False, closed_at=None),
                name="deliveries_given_up",
            ),
            models.Index(
                "provider_id", condition=~Q(provider_id=""), name="deliveries_by_provider_id"
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    def write(self, *, unless_since: dt.datetime | None) -> bool:
        """Store a new one. False where another stands for it: one that waits, or was made since
        then and is not read yet; None: none stands for this one."""
        told = {name: getattr(self, name) for name in NEW} | {"since": unless_since}
        told |= {"message": self.message_id, "member": self.message.member_id}
        with connection.cursor() as cursor:
            cursor.execute(WRITE, told)
            stored = cursor.fetchone()
        if stored:
            self.id, self.provider = stored
        return stored is not None

    def begin(self, at: dt.datetime) -> bool:
        """Count a try before it is made. False when there were enough: it is parked then."""
        if self.attempts >= len(WAITS):
            self.park(at, self.reason or "the worker ended while it sent this")
            return False
        self._save(attempts=self.attempts + 1, next_at=at + WAITS[self.attempts])
        return True

    def wait(self, until: dt.datetime) -> None:
        """It may leave later; looking at it was no try."""
        self._save(next_at=until)

    def finish(self, at: dt.datetime, provider_id: str, *, provider: str) -> None:
        """The provider took it."""
        told = {"at": at, "id": self.pk, "provider": provider, "provider_id": provider_id[:200]}
        with connection.cursor() as cursor:
            cursor.execute(FINISH, told)

    def retry(self, at: dt.datetime, reason: str, *, provider: str = "") -> None:
        """It failed for now; after the last try a person has to look."""
        told = {"reason": reason[:300]} | ({"provider": provider} if provider else {})
        Delivery.objects.open().filter(pk=self.pk).update(next_at=at, **told)
        if self.attempts >= len(WAITS):
            self.park(at, reason)

    def bounce(self, at: dt.datetime, reason: str) -> bool:
        """Its address does not take it, now or later. False if we knew that."""
        told = {"bounced_at": at, "reason": reason[:300]}
        Delivery.objects.open().filter(pk=self.pk).update(dropped_at=at)
        return bool(Delivery.objects.filter(pk=self.pk, bounced_at=None).update(**told))

    def deliver(self, at: dt.datetime) -> None:
        """The provider says that it arrived, or at least that it has it."""
        Delivery.objects.open().filter(pk=self.pk).update(sent_at=at, reason="")
        Delivery.objects.filter(pk=self.pk, delivered_at=None).update(delivered_at=at)

    def park(self, at: dt.datetime, reason: str) -> None:
        Delivery.objects.open().filter(pk=self.pk).update(parked_at=at, reason=reason[:300])

    def close(self, at: dt.datetime, by: User) -> bool:
        """Somebody looked, and it needs no more tries. False if nobody has to."""
        cls = type(self)
        return bool(cls.objects.parked().filter(pk=self.pk).update(closed_at=at, closed_by=by))

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
