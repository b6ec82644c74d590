"""A lawsuit, an audit or an investigation: nothing of a member is deleted until it is over."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models.key import key
from accounts.models.member import Member
from accounts.models.user import User


class LegalHoldQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def holds(self, member: Member) -> bool:
        return self.standing().filter(member=member).exists()


class LegalHold(models.Model):
    """Stands until somebody lifts it; both who and why are kept."""

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="legal_holds")
    why = models.TextField(max_length=1000)
    placed_at = models.DateTimeField(default=now)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="a_legal_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="who_lifts_a_legal_hold_is_named",
            ),
            models.UniqueConstraint(
                "member", condition=Q(lifted_at=None), name="one_legal_hold_of_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"legal hold {self.pk}"

    def lift(self, *, by: User) -> bool:
        """End it. False when somebody did before."""
        standing = LegalHold.objects.standing().filter(pk=self.pk)
        lifted = standing.update(lifted_at=now(), lifted_by=by)
        self.refresh_from_db()
        return bool(lifted)
