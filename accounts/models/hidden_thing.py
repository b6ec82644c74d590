"""What a member hides from everyone who helps them, and what they show one of them in spite of it.

``subject`` is a claim, an order or a balance; approvals are claims. Guarded things are hidden
without a row.
"""

from typing import ClassVar

from django.db import models

from accounts.clock import now
from accounts.models.member import Member
from accounts.models.trusted_person import TrustedPerson


class HiddenThing(models.Model):
    """“Hide this from people who help me.”"""

    member = models.ForeignKey(Member, models.CASCADE, related_name="hidden_things", db_index=False)
    subject = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    hidden_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member", "subject", "subject_id", name="a_thing_is_hidden_once"
            ),
        ]

    def __str__(self) -> str:
        return f"hidden thing {self.pk}"


class SharedThing(models.Model):
    """A grant of its own: this one person may see this one thing, private or hidden."""

    trusted_person = models.ForeignKey(
        TrustedPerson, models.CASCADE, related_name="shared_things", db_index=False
    )
    subject = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    shared_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "trusted_person", "subject", "subject_id", name="a_thing_is_shared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"shared thing {self.pk}"
