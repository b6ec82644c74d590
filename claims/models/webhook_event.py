"""What sources push to us, as it came: stored first, read by a worker afterwards."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from claims.models.batch import ImportBatch
from claims.models.source import Source

# How long after each try the next is due, also when the try never ended because it was killed.
WAITS = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
)
KEPT = dt.timedelta(days=30)  # the body of an event that was read
PARKED_KEPT = dt.timedelta(days=90)  # and of one that nobody could read


class WebhookEventQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(finished_at=None, parked_at=None)

    def due(self, at: dt.datetime) -> Self:
        """Those to read now, the longest overdue first."""
        return self.waiting().filter(next_at__lte=at).order_by("next_at", "pk")

    def parked(self) -> Self:
        """Those that failed at every try and wait for a person."""
        return self.exclude(parked_at=None)

    def read_in(self, batch: ImportBatch) -> Self:
        """What that import was made of."""
        return self.filter(batch=batch)

    def newest(self) -> Self:
        return self.order_by("-pk")

    def drop_bodies(self, at: dt.datetime) -> int:
        """Forget what was kept long enough; that it came stays. How many."""
        old = Q(finished_at__lt=at - KEPT) | Q(parked_at__lt=at - PARKED_KEPT)
        return self.exclude(body=None).filter(old).update(body=None)


class WebhookEvent(models.Model):
    """One signed request. Its bytes never change, and are forgotten after a time.

    It waits until it is read (``finished_at``, with the ``batch`` that says what became of its
    records) or until every try failed (``parked_at``, with a ``reason`` that holds nothing
    personal).
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="webhook_events")
    system = models.CharField(max_length=40)  # of the key that signed it
    event_id = models.CharField(max_length=200, blank=True)  # the sender's, if it names one
    signed_digest = models.CharField(max_length=64)  # of the time and the body that were signed
    body_digest = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["source", "-id"],
                name="webhook_events_that_failed",
                condition=~Q(parked_at=None),
            ),
            models.Index(
                "next_at",
                "id",
                name="webhook_events_that_wait",
                condition=Q(finished_at=None, parked_at=None),
            ),
            models.Index("finished_at", name="webhook_events_with_a_body", condition=~Q(body=None)),
        ]
        constraints: ClassVar = [
            # The same request again, whatever it calls itself; and the same event, signed again.
            models.UniqueConstraint("source", "signed_digest", name="a_request_is_stored_once"),
            models.UniqueConstraint(
                "source",
                "event_id",
                "body_digest",
                name="a_webhook_event_is_stored_once",
                condition=~Q(event_id=""),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(parked_at=None),
                name="a_webhook_event_ends_once",
            ),
            models.CheckConstraint(
                condition=~Q(body=None, finished_at=None, parked_at=None),
                name="a_webhook_event_that_waits_has_its_body",
            ),
        ]

    def __str__(self) -> str:
        return f"webhook event {self.pk}"

    def begin(self, at: dt.datetime) -> bool:
        """Count a try before it is made, so that one that kills the worker counts too.

        False when there were enough: it is parked then.
        """
        if self.attempts >= len(WAITS):
            self.park(at, self.reason or "the worker ended while it read this")
            return False
        self.next_at = at + WAITS[self.attempts]
        self.attempts += 1
        self.save(update_fields=["next_at", "attempts"])
        return True

    def fail(self, at: dt.datetime, reason: str) -> None:
        """A try ended badly; after the last one a person has to look."""
        self.reason = reason[:300]
        self.save(update_fields=["reason"])
        if self.attempts >= len(WAITS):
            self.park(at, self.reason)

    def park(self, at: dt.datetime, reason: str) -> bool:
        """Leave it to a person. False if it was read meanwhile, or is parked already."""
        self.parked_at, self.reason = at, reason[:300]
        waiting = WebhookEvent.objects.waiting().filter(pk=self.pk)
        return bool(waiting.update(parked_at=at, reason=self.reason))

    def finish(self, at: dt.datetime, batch: ImportBatch | None) -> None:
        """``batch`` is None where the event was no file of records."""
        self.finished_at, self.batch = at, batch
        self.save(update_fields=["finished_at", "batch"])

    def again(self, at: dt.datetime) -> bool:
        """Try a parked one anew. False if it is not parked, or its body is forgotten."""
        parked = WebhookEvent.objects.parked().exclude(body=None).filter(pk=self.pk)
        return bool(parked.update(parked_at=None, attempts=0, next_at=at))
