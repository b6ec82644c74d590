"""What a member did about one thing that we asked for, besides sending files; never changed."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.key import key
from claims.facts import ClaimFacts
from claims.models.claim import Claim


class RequestAnswerQuerySet(models.QuerySet):
    def of_claim(self, facts: ClaimFacts) -> Self:
        """All that was answered about a claim and the versions before it, the newest last."""
        its = Q(claim=facts.id) | Q(claim__superseded_by=facts.id)
        return self.filter(its).order_by("answered_at", "pk")

    def in_words(self) -> Self:
        """What a person has to read: something else than what we asked for."""
        return self.filter(kind=RequestAnswer.Kind.INSTEAD)

    def unread(self) -> Self:
        """Of those, what nobody of us has read yet."""
        return self.in_words().filter(read_at=None)


class RequestAnswer(models.Model):
    """One answer to one request: ``request`` is the event that asked, ``task`` what it asked for.

    ``answers`` holds the form's fields by name, as they were typed: an address, another insurer,
    an accident, or words. It says too much to be logged, mailed or put into an address. Of an
    answer nothing changes but that one of us read it.
    """

    class Kind(models.TextChoices):
        COVERAGE = "coverage"
        ADDRESS = "address"
        ACCIDENT = "accident"
        WORDS = "words"
        INSTEAD = "instead"  # they do not have it, and told us what they have
        ALL_SENT = "all_sent"  # there is no more to send, though a file could not be used
        MORE_TIME = "more_time"

    id = key()
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="request_answers")
    request = models.BigIntegerField()
    task = models.SlugField(max_length=50, blank=True, db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    answers: Any = models.JSONField(default=dict, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    objects = RequestAnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("coverage", "address", "accident", "words"),
                        *("instead", "all_sent", "more_time"),
                    ]
                ),
                name="kinds_of_request_answers_are_known",
            ),
            models.UniqueConstraint(
                fields=["claim", "request"],
                condition=Q(kind="more_time"),
                name="a_request_is_moved_once",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="an_answer_is_read_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["answered_at"],
                condition=Q(kind="instead", read_at=None),
                name="answers_in_words",
            )
        ]

    def __str__(self) -> str:
        return f"request answer {self.pk}"

    def read(self, *, by: User, at: dt.datetime) -> bool:
        """Note that one of us read it; False where somebody had."""
        unread = RequestAnswer.objects.unread().filter(pk=self.pk)
        return bool(unread.update(read_by=by, read_at=at))
