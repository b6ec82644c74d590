"""Whether an answer answered the question."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.models.key import key


class Feedback(models.Model):
    """One press of "Did this answer your question?". ``subject_id`` is a claim, order or balance.

    ``headline`` keeps the sentence that the member judged; the latest press of a day counts.
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
