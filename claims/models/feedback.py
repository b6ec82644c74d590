"""Whether an answer answered the question."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import Member
from accounts.models.key import key


class FeedbackQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's own words, which are for nobody who helps them."""
        return self.none() if member.acting else self.filter(member=member)

    def give(
        self, member: Member, subject: str, subject_id: uuid.UUID, *, answered: bool
    ) -> "Feedback":
        """Keep a press; a second one within a day takes the place of the first."""
        at = now()
        press, _made = self.filter(given_at__gt=at - dt.timedelta(days=1)).update_or_create(
            member=member,
            subject=subject,
            subject_id=subject_id,
            defaults={"answered": answered, "given_at": at},
        )
        press.refresh_from_db()
        return press


class Feedback(models.Model):
    """One press of "Did this answer your question?". ``subject_id`` is a claim, order or balance.

    ``question`` is what they still want to know, in their words; health may be in it, so it is
    never logged and stands in no URL.
    """

    class Subject(models.TextChoices):
        CLAIM = "claim"
        ORDER = "order"
        BALANCE = "balance"

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="feedback")
    subject = models.CharField(max_length=10, choices=Subject)
    subject_id = models.UUIDField()
    answered = models.BooleanField()
    question = models.TextField(blank=True, max_length=2000)
    given_at = models.DateTimeField()

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(subject__in=["claim", "order", "balance"]),
                name="feedback_subjects_are_known",
            )
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/feedback/{self.pk}/"

    def ask(self, question: str) -> None:
        """Keep what the member still wants to know."""
        Feedback.objects.filter(pk=self.pk).update(question=question, answered=False)
        self.question, self.answered = question, False
