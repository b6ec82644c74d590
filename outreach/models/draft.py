"""What stands of the summary of a call before a person has sent it: typed, or drafted by a tool."""

from typing import ClassVar

from django.db import models

from accounts.models.key import key
from outreach.models.call import Call


class Draft(models.Model):
    """Read by whoever writes the summary, and gone when it is written.

    A tool's is made where the member allows it: ``lines`` are as `outreach.talk.Said`, and
    ``digest`` is of what it was made from, so that the same text makes one draft. Of what was typed
    ``lines`` are the boxes of the form, and ``digest`` says whose.
    """

    class Origin(models.TextChoices):
        NOTES = "notes"
        CALL = "call"
        TYPED = "typed"

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
