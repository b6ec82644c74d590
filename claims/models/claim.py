"""A claim: its append-only events, and the state that is folded from them."""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from accounts.models.key import key
from claims.facts import ClaimFacts, ClaimKind, ClaimState, ClaimUse, Guard, HoldReason, Urgency
from claims.models.claim_facts import read
from claims.models.claim_query import TO_CHECK, ClaimQuerySet
from claims.models.plan import Plan
from claims.models.source import Source


def choices(words) -> list[tuple[str, str]]:
    """The members of a StrEnum as choices: outside systems own no state of ours."""
    return [(word.value, word.value) for word in words]


class Claim(models.Model):
    """One claim (or request for approval), identified by its source and ``external_key``.

    Everything from ``state`` down to ``written_off`` is folded from the events by the store and
    is never set by hand. Amounts are integer cents; None means "not stated".
    """

    id = key()
    # No index of their own: those below and the constraints begin with these columns.
    member = models.ForeignKey(Member, models.PROTECT, related_name="claims", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="claims", db_index=False)
    external_key = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="claims", db_index=False
    )
    use = models.CharField(max_length=20, choices=choices(ClaimUse), default=ClaimUse.CLAIM)
    kind = models.CharField(max_length=20, choices=choices(ClaimKind), default=ClaimKind.OTHER)
    urgency = models.CharField(
        max_length=20, choices=choices(Urgency), default=Urgency.POST_SERVICE
    )
    service = models.CharField(max_length=200, blank=True)
    service_from = models.DateField(null=True, blank=True)
    service_to = models.DateField(null=True, blank=True)
    provider = models.CharField(max_length=200, blank=True)
    patient_name = models.CharField(max_length=200, blank=True)
    patient_is_member = models.BooleanField(default=True)
    called = models.TextField(blank=True, db_default="")  # names that stood beside its number
    guard = models.CharField(max_length=20, choices=choices(Guard), default=Guard.UNKNOWN)
    patient_account = models.CharField(max_length=80, blank=True, db_default="")
    authorization_number = models.CharField(max_length=80, blank=True)
    authorization_from = models.DateField(null=True, blank=True)
    authorization_to = models.DateField(null=True, blank=True)
    notice_received_on = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        db_index=False,
    )
    replaces_key = models.CharField(max_length=200, blank=True)
    replaced_by_key = models.CharField(max_length=200, blank=True)

    state = models.CharField(max_length=24, choices=choices(ClaimState))
    state_on = models.DateField(null=True, blank=True)
    # An event is never deleted, and the one that names its claim is checked; so this is not.
    current = models.ForeignKey(
        "ClaimEvent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    conflict = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    received_on = models.DateField(null=True, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    share_before = models.BigIntegerField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    checking_until = models.DateField(null=True, blank=True)
    held = models.CharField(max_length=30, choices=choices(HoldReason), blank=True, db_default="")
    asked_again_on = models.DateField(null=True, blank=True)
    # Of the newest appeal, and whether it waits for us (NULL: no): written with the appeal alone.
    appeal = models.JSONField(null=True, blank=True)
    appealed = models.BooleanField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "external_key", name="a_claim_is_held_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(ClaimState)), name="claim_states_are_known"
            ),
            models.CheckConstraint(
                condition=Q(service_to=None) | Q(service_to__gte=F("service_from")),
                name="a_service_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(superseded_by=F("id")),
                name="a_claim_does_not_replace_itself",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "member",
                F("changed_at").desc(),
                F("id").desc(),
                name="claims_of_a_member",
            ),
            models.Index("checking_until", condition=TO_CHECK, name="claims_to_check"),
            # A member has few approvals among many claims.
            models.Index(
                "member",
                F("changed_at").desc(),
                F("id").desc(),
                condition=Q(use=ClaimUse.PREAUTHORIZATION),
                name="approvals_of_a_member",
            ),
            models.Index(
                fields=["member", "authorization_number"],
                condition=~Q(authorization_number=""),
                name="claims_by_their_approval",
            ),
            # Few claims are in a chain, so that only those are in these indexes.
            models.Index(
                fields=["superseded_by"],
                condition=Q(superseded_by__isnull=False),
                name="claims_by_what_stands_for_them",
            ),
            models.Index(
                fields=["source", "replaces_key"],
                condition=~Q(replaces_key=""),
                name="claims_by_what_they_replace",
            ),
            models.Index(
                fields=["source", "replaced_by_key"],
                condition=~Q(replaced_by_key=""),
                name="claims_by_what_replaces_them",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"

    def get_absolute_url(self) -> str:
        approval = self.use == ClaimUse.PREAUTHORIZATION
        return f"/approvals/{self.pk}/" if approval else f"/claims/{self.pk}/"

    def letter_arrived(self, *, on: dt.date) -> None:
        """Keep the day the member says the decision reached them: the time to appeal runs then."""
        Claim.objects.filter(pk=self.pk).update(notice_received_on=on)
        self.notice_received_on = on

    def brief(self) -> ClaimFacts:
        """What a list row reads; one query."""
        return read([self.pk])[0]

    def facts(self) -> ClaimFacts:
        """Everything: lines, adjustments and history, of this claim and of those it replaced."""
        return read([self.pk], whole=True)[0]
