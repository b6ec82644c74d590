"""Who looks after a member's case, and how it passes from one person to another."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.models.key import key
from outreach.models.call_request import CallRequest

CASES = ("claim", "order", "balance")


class KeeperQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)


class Keeper(models.Model):
    """The one person who looks after a thing that its member has had contact about.

    An appeal is a case of its claim. There is always somebody: ``user`` is changed and never
    emptied, and passes on when they go (`outreach.scheduling.keeping`).
    """

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="keepers", db_index=False)
    subject = models.CharField(max_length=10, choices=CallRequest.Subject)
    subject_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    objects = KeeperQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member", "subject", "subject_id", name="a_case_has_one_keeper"
            ),
            models.CheckConstraint(
                condition=Q(subject__in=CASES), name="keepers_look_after_known_things"
            ),
        ]

    def __str__(self) -> str:
        return f"keeper {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/desk/cases/{self.pk}/"


class HandOverQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that nobody has accepted or refused."""
        return self.filter(answered_at=None)

    def relayed(self) -> Self:
        """Those that took effect, or may yet, and that no member wished for."""
        return self.exclude(accepted=False).exclude(reason=HandOver.Reason.WISH)


class HandOver(models.Model):
    """A case passes from ``giver`` to ``taker``: only once the other has accepted it.

    Where nobody asked (``asked_by`` None) the giver was gone, or their member wished for somebody
    else: that is accepted at once. ``alarmed_at`` is when a supervisor was told that it was not the
    first of its case.
    """

    class Reason(models.TextChoices):
        SKILL = "skill", _("Somebody else knows more about this")
        LANGUAGE = "language", _("Somebody else speaks their language")
        LOAD = "load", _("I have too many cases to look after this one well")
        AWAY = "away", _("I am away, or work elsewhere")
        WISH = "wish", _("They asked for somebody else")

    id = key()
    keeper = models.ForeignKey(Keeper, models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="nobody_hands_over_to_themselves"
            ),
            models.CheckConstraint(
                condition=Q(accepted=None, answered_at=None)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name="an_answer_to_a_hand_over_has_a_time",
            ),
            models.UniqueConstraint(
                "keeper", condition=Q(answered_at=None), name="one_hand_over_of_a_case_at_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index("asked_at", condition=Q(answered_at=None), name="hand_overs_to_answer"),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
