"""What members were shown when they decided: one text a purpose, version and language."""

from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class WordingQuerySet(models.QuerySet):
    def showing(self, digests: Collection[bytes]) -> Self:
        """The texts that rows of the ledger name by their digests."""
        return self.filter(sha256__in=digests)

    def of(self, purpose: str) -> Self:
        """Every text of a purpose, the newest version first."""
        return self.filter(purpose=purpose).order_by("-version", "language")


class Wording(models.Model):
    """Published once and never changed: the database refuses it, and checks the digest.

    ``material``: what it says is not what the version before it said, so that those who agreed
    to the older one are asked again. ``note`` says why; ``author`` and ``approver`` are two people
    or roles, never the same.
    """

    purpose = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField()
    sha256 = models.BinaryField(max_length=32)
    material = models.BooleanField()
    note = models.TextField()
    author = models.CharField(max_length=100)
    approver = models.CharField(max_length=100)
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "purpose", "version", "language", name="one_wording_per_version_and_language"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_wording_says_something"),
            models.CheckConstraint(condition=~Q(author=F("approver")), name="wordings_take_two"),
        ]

    def __str__(self) -> str:
        return f"wording {self.purpose} {self.version} {self.language}"
