"""What we worked out about a member, and what they told us never to work out again."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.key import key
from accounts.models.member import Member
from accounts.models.preference import Preference

ALLOWED = ("calls", "choices")
"""The categories that anything may be worked out from. Whatever is not named here is refused by
the database, so health and what nobody sorted yet cannot come in."""


class InferenceQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)


class Inference(models.Model):
    """One guess, from facts that the member can be told: ``times`` of them said the same.

    ``value`` is a code that the guess's words know (`accounts.persona_words`).
    """

    class About(models.TextChoices):
        CALL_TIME = "call_time", _("When you want calls")

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="inferences")
    about = models.CharField(max_length=20, choices=About)
    category = models.CharField(max_length=20)
    value = models.CharField(max_length=20)
    times = models.PositiveSmallIntegerField()
    worked_out_at = models.DateTimeField()

    objects = InferenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(category__in=ALLOWED), name="nothing_is_inferred_of_what_is_guarded"
            ),
            models.CheckConstraint(
                condition=Q(about__in=["call_time"]), name="inferences_are_about_something_known"
            ),
            models.UniqueConstraint("member", "about", name="one_inference_about_a_thing"),
        ]

    def __str__(self) -> str:
        return f"inference {self.pk}"

    @property
    def told_as(self) -> Preference.About:
        """Where the member's own word about the same goes, which wins over ours."""
        return {Inference.About.CALL_TIME: Preference.About.BEST_TIME}[Inference.About(self.about)]


class SuppressionQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def suppress(self, member: Member, about: str) -> None:
        """Forget our guess about that, and never make it again; the caller's transaction."""
        self.get_or_create(member=member, about=about, defaults={"since": now()})
        Inference.objects.filter(member=member, about=about).delete()


class Suppression(models.Model):
    """The member forgot or corrected this guess, so it does not come back. It keeps no value."""

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="suppressions")
    about = models.CharField(max_length=20)
    since = models.DateTimeField()

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("member", "about", name="a_guess_is_suppressed_once"),
        ]

    def __str__(self) -> str:
        return f"suppression {self.pk}"
