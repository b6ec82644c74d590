"""What a second source calls a claim that we hold already."""

from typing import ClassVar

from django.db import models

from claims.models.claim import Claim
from claims.models.source import Source


class ClaimName(models.Model):
    """The key under which ``source`` speaks of a claim that another source told us of first.

    Kept, because a later word of it need not have the number and days by which the two were found
    to be one.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="names", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    external_key = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "external_key", name="a_name_is_of_one_claim"),
            models.UniqueConstraint("claim", "source", name="a_source_has_one_name_for_a_claim"),
        ]

    def __str__(self) -> str:
        return f"claim name {self.pk}"
