"""What a member did in the week after a nudge, or after one that was held back to learn from."""

from typing import ClassVar

from django.db import models

from outreach.models.message import Message


class Effect(models.Model):
    """``called``: they asked for a call about it. ``acted``: they sent, chose, paid or appealed.

    ``looked``: they checked it again; None of everybody who does not let their visits be counted.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="effect")
    notice = models.CharField(max_length=40)
    held_out = models.BooleanField()
    called = models.BooleanField()
    acted = models.BooleanField()
    looked = models.BooleanField(null=True)
    measured_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index("notice", "held_out", "measured_at", name="effects_of_a_rule")
        ]

    def __str__(self) -> str:
        return f"effect {self.pk}"
