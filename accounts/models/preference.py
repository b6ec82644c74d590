"""What a member told us about how they want things done, in their own words."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.key import key
from accounts.models.member import Member

LONGEST = 300  # characters


class PreferenceQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def words(self, member: Member, about: str) -> str:
        """What they said about it; "" for nothing."""
        found = self.filter(member=member, about=about).values_list("words", flat=True)
        return found.first() or ""

    def tell(self, member: Member, about: str, words: str) -> None:
        """Keep the member's words; what they said before about it gives way. "" is `forget`."""
        words = words.replace("\0", "").strip()[:LONGEST]
        if not words:
            self.forget(member, about)
            return
        self.update_or_create(
            member=member, about=about, defaults={"words": words, "told_at": now()}
        )

    def forget(self, member: Member, about: str) -> None:
        self.filter(member=member, about=about).delete()


class Preference(models.Model):
    """One thing a member told us. Only the member writes or removes it; we use it by the gate."""

    class About(models.TextChoices):
        BEST_TIME = "best_time", _("When to call you")
        REACH = "reach", _("How to reach you")
        INTERPRETER = "interpreter", _("Interpreter, or another way to talk")
        CAREFUL = "careful", _("What we must be careful about")
        MATTERS = "matters", _("What matters to you")

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="preferences")
    about = models.CharField(max_length=12, choices=About)
    words = models.CharField(max_length=LONGEST)
    told_at = models.DateTimeField()

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(about__in=["best_time", "reach", "interpreter", "careful", "matters"]),
                name="preferences_are_about_something_known",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_preference_has_words"),
            models.UniqueConstraint("member", "about", name="one_preference_about_a_thing"),
        ]

    def __str__(self) -> str:
        return f"preference {self.pk}"
