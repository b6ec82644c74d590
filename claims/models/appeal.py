"""An appeal against a decision, from its first draft to what was decided on it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models import Member
from accounts.models.key import key
from claims.facts import AppealLevel, AppealOutcome, AppealState, AppealStep
from claims.models.claim import Claim, choices
from claims.models.withheld import claims_for

LONGEST_STATEMENT = 20_000  # characters: ten printed pages


class AppealQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's; of those who help, what they may see of claims."""
        theirs = self.filter(member=member)
        if member.acting is None:
            return theirs
        shown = claims_for(Claim.objects.filter(member=member), member.acting)
        return theirs.filter(claim__in=shown).exclude(state=AppealState.DRAFT)

    def draft_of(self, member: Member, claim: Claim) -> "Appeal | None":
        return self.filter(member=member, claim=claim, state=AppealState.DRAFT).first()

    def open(self) -> Self:
        """Begun or sent, and not ended."""
        return self.filter(state__in=Appeal.OPEN)

    def filed(self) -> Self:
        """They wait for a decision."""
        return self.filter(state=AppealState.FILED)

    def ended(self) -> Self:
        """Decided or taken back."""
        return self.filter(state__in=(AppealState.DECIDED, AppealState.WITHDRAWN))


class Appeal(models.Model):
    """What a member asks us to decide again. Change it by `claims.store.appeals` alone.

    ``filed_on`` and ``due_on`` are legal dates in the plan's zone, ``filed_at`` the instant that
    counts. ``last_on`` is the last day as it stood when it was filed. ``about_event`` is the
    decision it is against, by the key of `ClaimEvent`, with what the plan paid by it.
    """

    class Speaker(models.TextChoices):
        MYSELF = "myself", _("I speak for myself")
        PERSON = "person", _("A person I trust, like a relative or a friend")
        DOCTOR = "doctor", _("My doctor, or someone else who treats me")
        LAWYER = "lawyer", _("A lawyer")

    OPEN = (AppealState.DRAFT, AppealState.FILED)

    id = key()
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="appeals", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="appeals")
    level = models.CharField(max_length=10, choices=choices(AppealLevel))
    state = models.CharField(max_length=10, choices=choices(AppealState), default=AppealState.DRAFT)
    statement = models.TextField(blank=True, max_length=LONGEST_STATEMENT)
    speaker = models.CharField(max_length=10, choices=Speaker, blank=True)
    speaker_name = models.CharField(max_length=200, blank=True)
    fast = models.BooleanField(null=True, blank=True)
    fast_reason = models.TextField(blank=True, max_length=2000)
    doctor_agrees = models.BooleanField(default=False)
    keep_benefits = models.BooleanField(null=True, blank=True)
    late_reason = models.TextField(blank=True, max_length=2000)
    answered = models.JSONField(default=list, blank=True)  # the steps that were gone through
    begun_at = models.DateTimeField(default=now)
    saved_at = models.DateTimeField(default=now)

    reference = models.CharField(max_length=20, unique=True, null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    automatic = models.BooleanField(default=False)
    last_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    about_event = models.BigIntegerField(null=True, blank=True)
    paid_before = models.BigIntegerField(null=True, blank=True)
    reviewer = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=choices(AppealOutcome), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "claim",
                "level",
                condition=Q(state__in=["draft", "filed"]),
                name="one_open_appeal_for_a_claim_and_level",
            ),
            models.CheckConstraint(
                condition=Q(level__in=list(AppealLevel)), name="appeal_levels_are_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", filed_at=None, reference=None, ended_at=None)
                | Q(filed_at__isnull=False, filed_on__isnull=False, reference__isnull=False)
                & (
                    Q(state="filed", ended_at=None, outcome="")
                    | Q(state="withdrawn", ended_at__isnull=False, outcome="")
                    | Q(state="decided", ended_at__isnull=False, decided_on__isnull=False)
                    & Q(outcome__in=list(AppealOutcome))
                ),
                name="an_appeal_is_in_one_state",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("filed_on")),
                name="an_appeal_is_decided_after_it_is_filed",
            ),
        ]
        indexes: ClassVar = [
            models.Index("claim", F("begun_at").desc(), name="appeals_of_a_claim"),
            models.Index("due_on", "id", condition=Q(state="filed"), name="appeals_to_decide"),
            models.Index(
                F("ended_at").desc(),
                F("id").desc(),
                condition=Q(ended_at__isnull=False),
                name="appeals_that_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/appeals/{self.pk}/"

    @property
    def is_late(self) -> bool:
        """It was filed after the last day, as that stood then."""
        return bool(self.filed_on and self.last_on and self.filed_on > self.last_on)


class AppealEvent(models.Model):
    """One step of an appeal: never changed. ``by`` NULL means the portal itself."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="events")
    step = models.CharField(max_length=10, choices=choices(AppealStep))
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=choices(AppealOutcome), blank=True)
    on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=2000)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(step__in=list(AppealStep)), name="appeal_steps_are_known"
            ),
            models.UniqueConstraint(
                "appeal",
                "step",
                condition=Q(step__in=["filed", "decided", "withdrawn", "sent_on"]),
                name="an_appeal_ends_once",
            ),
        ]
        indexes: ClassVar = [models.Index("at", name="appeal_events_by_time")]

    def __str__(self) -> str:
        return f"appeal event {self.pk}"
