"""What a member sent about a claim that did not wait for it, so that one of us looks again."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, User
from accounts.models.key import key
from claims.facts import SecondLookFacts
from claims.models.claim import Claim
from claims.models.document import Document


class SecondLookQuerySet(models.QuerySet):
    def of_claim(self, claim: str) -> Self:
        """Those of a claim and of the versions before it, the newest first."""
        its = Q(claim=claim) | Q(claim__superseded_by=claim)
        return self.filter(its).order_by("-asked_at", "-pk")

    def open(self) -> Self:
        """One of us has to look at them."""
        return self.filter(ended_at=None)


class SecondLook(models.Model):
    """No appeal, and it moves no day of one. ``until`` is the day by which we said that we answer.

    Files are those about the claim that came from ``asked_at`` until it ended and that no request
    waited for. Of a row nothing changes but how it ended, with ``words`` for the member.
    """

    class Kind(models.TextChoices):
        FILES = "files", _("Files")
        COVERAGE = "coverage", _("Other coverage")
        WORDS = "words", _("Something in words")

    class Outcome(models.TextChoices):
        AGAIN = "again", _("We look at the claim again")
        STAYS = "stays", _("It does not change the decision")
        KEPT = "kept", _("We put it with the claim")

    id = key()
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="second_looks")
    kind = models.CharField(max_length=10, choices=Kind)
    answers: Any = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    words = models.TextField(max_length=2000, blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "claim",
                "kind",
                condition=Q(ended_at=None),
                name="one_second_look_of_a_kind_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["files", "coverage", "words"]),
                name="kinds_of_second_looks_are_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="", words="")
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                & Q(outcome__in=["again", "stays", "kept"])
                & ~Q(words=""),
                name="a_second_look_ends_with_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index("until", "id", condition=Q(ended_at=None), name="second_looks_to_take")
        ]

    def __str__(self) -> str:
        return f"second look {self.pk}"

    def facts(self) -> SecondLookFacts:
        return SecondLookFacts(
            asked_at=self.asked_at,
            until=self.until,
            ended_at=self.ended_at,
            outcome=self.outcome,
            words=self.words,
        )

    def end(self, outcome: str, words: str, *, by: User, at: dt.datetime) -> bool:
        """Answer it; False where somebody had."""
        told = {"outcome": outcome, "words": words, "ended_by": by, "ended_at": at}
        return bool(SecondLook.objects.open().filter(pk=self.pk).update(**told))

    def documents(self, member: Member) -> models.QuerySet[Document]:
        """What was sent since, and was checked."""
        sent = Document.objects.about(member, f"claim:{self.claim_id}")
        sent = sent.filter(state=Document.State.RECEIVED, received_at__gte=self.asked_at)
        return sent.filter(received_at__lte=self.ended_at) if self.ended_at else sent
