"""An outside system that tells us things, and how it is doing."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from accounts.clock import now
from claims.facts import DOUBTS, PORTAL, SourceFacts
from claims.limits import Limits, usual


class Source(models.Model):
    """Named by what operators type (``fhir``). ``heard_at`` is its last good batch or heartbeat.

    The freshness line of every answer comes from here and nowhere else. Instants are UTC. A limit
    that is NULL is the usual one of its kind (claims.limits). Only one that ``enrolls`` says who is
    a member: their number, name and birthday, and how to reach them. A shop that ``resends`` sends
    an order again at no cost; one that ``takes_back`` cancels what is on its way.
    """

    class Kind(models.TextChoices):
        CLAIMS = "claims", "claims system"
        ORDERS = "orders", "order system"
        BILLING = "billing", "billing system"
        CARRIER = "carrier", "carrier"
        CONTACT = "contact", "contact system"

    slug = models.SlugField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    enrolls = models.BooleanField(default=False, db_default=False)
    resends = models.BooleanField(default=False, db_default=False)
    takes_back = models.BooleanField(default=False, db_default=False)
    heard_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    check_every = models.DurationField(default=dt.timedelta(hours=1))
    ageing_after = models.DurationField(default=dt.timedelta(hours=6))
    stale_after = models.DurationField(default=dt.timedelta(hours=48))
    created_at = models.DateTimeField(default=now, editable=False)

    late_after = models.DurationField(null=True, blank=True)
    most_refused = models.FloatField(null=True, blank=True)  # share of the records read
    most_unknown = models.FloatField(null=True, blank=True)  # share of the records landed
    fewest_records = models.PositiveIntegerField(null=True, blank=True)  # before a share counts

    # What the last check found (claims.store.readings).
    doubt = models.CharField(max_length=20, blank=True, editable=False)
    doubt_at = models.DateTimeField(null=True, blank=True, editable=False)
    newest_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ageing_after__lte=F("stale_after")),
                name="stale_comes_after_ageing",
            ),
            models.CheckConstraint(
                condition=Q(late_after=None) | Q(late_after__gt=dt.timedelta()),
                name="late_comes_after_some_time",
            ),
            models.CheckConstraint(
                condition=(Q(most_refused=None) | Q(most_refused__gte=0, most_refused__lte=1))
                & (Q(most_unknown=None) | Q(most_unknown__gte=0, most_unknown__lte=1)),
                name="a_limit_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(doubt="", doubt_at=None)
                | Q(doubt__in=[one.value for one in DOUBTS], doubt_at__isnull=False),
                name="a_doubt_has_a_beginning",
            ),
            models.CheckConstraint(condition=~Q(slug=PORTAL), name="the_portal_is_no_source"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"/sources/{self.slug}/"

    def facts(self) -> SourceFacts:
        return SourceFacts(
            slug=self.slug,
            kind=self.kind,
            heard_at=self.heard_at,
            failed_at=self.failed_at,
            check_every=self.check_every,
            ageing_after=self.ageing_after,
            stale_after=self.stale_after,
            doubt=self.doubt,
            doubt_at=self.doubt_at,
            newest_on=self.newest_on,
            resends=self.resends,
            takes_back=self.takes_back,
        )

    def limits(self) -> Limits:
        """Its own limits, and for those that it has not the usual ones of its kind."""
        own = {
            "late_after": self.late_after,
            "most_refused": self.most_refused,
            "most_unknown": self.most_unknown,
            "fewest_records": self.fewest_records,
        }
        return usual(
            self.kind,
            silent_after=max(self.ageing_after, 2 * self.check_every),
            **{name: value for name, value in own.items() if value is not None},
        )

    def heard(self, at: dt.datetime) -> None:
        """Note a sign of life; an older one than we know of changes nothing."""
        Source.objects.filter(pk=self.pk).update(heard_at=Greatest("heard_at", at))

    def failed(self, at: dt.datetime) -> None:
        """Note that we could not reach it."""
        Source.objects.filter(pk=self.pk).update(failed_at=Greatest("failed_at", at))
