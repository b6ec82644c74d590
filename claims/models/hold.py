"""Something that came in and is held back until a person, or what comes later, settles it."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models import Member
from accounts.models.key import key
from claims.facts import HoldReason
from claims.models.batch import ImportBatch
from claims.models.claim import Claim, choices
from claims.models.source import Source


class HoldQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Nothing is settled yet, whether or not someone proposed how."""
        return self.filter(state__in=Hold.OPEN)

    def ended(self) -> Self:
        """Settled by people or by itself."""
        return self.exclude(state__in=Hold.OPEN)

    def of_claim(self, claim: Claim) -> Self:
        return self.filter(claim=claim)

    def with_claim(self) -> Self:
        """What a page of it needs; two queries."""
        decided = HoldDecision.objects.select_related("by").order_by("pk")
        return self.select_related("claim__member", "batch").prefetch_related(
            models.Prefetch("decisions", decided)
        )

    def about(self, reason: str, source: str) -> Self:
        """Of this reason and this source; "" is any."""
        chosen = {"reason": reason} if reason else {}
        return self.filter(**chosen, **{"source": source} if source else {})

    def counts(self) -> list[tuple[str, str, int]]:
        """How many there are of each reason and source."""
        found = self.values_list("reason", "source").annotate(count=models.Count("pk"))
        return list(found.order_by("reason", "source"))

    def soonest_first(self) -> Self:
        """The soonest promise first, so that what is late stands on top."""
        return self.order_by("due_on", "pk")


class Hold(models.Model):
    """One thing held back. While one is open its claim says "We are checking".

    ``record`` is a record that did not land (msgspec's JSON of `ClaimRecord`). NULL means that the
    statements in doubt are there already: ``events`` of one side, ``against`` of the other, by the
    keys of `ClaimEvent`. Those of the side that lost are in ``set_aside``, and the fold leaves
    them out. ``source`` and ``external_key`` name the claim, ``content_hash`` what was said of it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PROPOSED = "proposed", _("Waits for a second person")
        SETTLED = "settled", _("Settled")
        RELEASED = "released", _("Settled by itself")

    class Resolution(models.TextChoices):
        USE = "use", _("Use this record")
        KEEP = "keep", _("Keep what we have")

    OPEN = (State.OPEN, State.PROPOSED)

    id = key()
    source = models.ForeignKey(Source, models.PROTECT, related_name="holds", db_index=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="holds")
    line = models.PositiveBigIntegerField(null=True, blank=True)
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="holds")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    external_key = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=30, choices=choices(HoldReason))
    evidence = models.JSONField(default=list)
    record = models.JSONField(null=True, blank=True)
    events = ArrayField(models.BigIntegerField(), default=list, blank=True)
    against = ArrayField(models.BigIntegerField(), default=list, blank=True)
    set_aside = ArrayField(models.BigIntegerField(), default=list, blank=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    asked_again_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    resolution = models.CharField(max_length=5, choices=Resolution, blank=True)
    changes_answer = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    claim_version = models.PositiveIntegerField(default=0)  # at which we last looked at it again

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "source",
                "external_key",
                "content_hash",
                "reason",
                condition=Q(state__in=["open", "proposed"]),
                name="the_same_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[reason for reason in HoldReason if reason]),
                name="hold_reasons_are_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", resolution="", proposed_by=None, settled_at=None)
                | Q(state="proposed", proposed_by__isnull=False, settled_at=None)
                & Q(resolution__in=["use", "keep"])
                | Q(state="settled", settled_by__isnull=False, settled_at__isnull=False)
                & Q(resolution__in=["use", "keep"])
                | Q(state="released", settled_by=None, settled_at__isnull=False),
                name="a_hold_is_in_one_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled", changes_answer=True)
                | Q(proposed_by__isnull=False) & ~Q(proposed_by=F("settled_by")),
                name="two_people_change_what_a_member_reads",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "external_key"], name="holds_of_a_sources_claim"),
            models.Index(
                "due_on", "id", condition=Q(state__in=["open", "proposed"]), name="open_holds"
            ),
            models.Index(
                F("settled_at").desc(),
                F("id").desc(),
                condition=~Q(state__in=["open", "proposed"]),
                name="ended_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/holds/{self.pk}/"


class HoldDecision(models.Model):
    """One step in the history of a hold: never changed. ``by`` NULL means the portal itself."""

    class What(models.TextChoices):
        OPENED = "opened", _("Held back")
        PROPOSED = "proposed", _("Proposed")
        DECLINED = "declined", _("Not agreed to")
        SETTLED = "settled", _("Settled")
        ASKED = "asked", _("Asked the sender to send it again")
        RELEASED = "released", _("Settled by itself")

    hold = models.ForeignKey(Hold, models.PROTECT, related_name="decisions")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=now)
    what = models.CharField(max_length=10, choices=What)
    resolution = models.CharField(max_length=5, choices=Hold.Resolution, blank=True)
    why = models.TextField(blank=True, max_length=2000)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(by=None, what__in=["opened", "released"])
                | Q(by__isnull=False, what__in=["proposed", "declined", "settled", "asked"]),
                name="people_decide_and_say_who_they_are",
            )
        ]

    def __str__(self) -> str:
        return f"hold decision {self.pk}"
