"""Lines that a tool drafted for the summary of a call, until a person has written it."""

from typing import ClassVar

from django.db import models

from accounts.models.key import key
from outreach.models.call import Call


class Draft(models.Model):
    """Made where the member allows it, read by whoever writes the summary, gone when it is written.

    ``digest`` is of what it was made from, so that the same text makes one draft.
    """

    class Origin(models.TextChoices):
        NOTES = "notes"
        CALL = "call"

    id = key()
    call = models.ForeignKey(Call, models.CASCADE, related_name="drafts", db_index=False)
    origin = models.CharField(max_length=5, choices=Origin)
    digest = models.CharField(max_length=64)
    lines = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("call", "digest", name="a_text_is_drafted_once"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
