"""One run of an import: what came in, what was refused and why."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from claims.models.source import Source


class ImportBatch(models.Model):
    """One file taken in. ``finished_at`` NULL means cut short: running it again is safe."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=500)
    file_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveBigIntegerField(default=0)
    landed = models.PositiveBigIntegerField(default=0)  # records that changed something
    unchanged = models.PositiveBigIntegerField(default=0)
    held = models.PositiveBigIntegerField(default=0)  # until a person has looked
    refused = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "import batches"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=models.F("started_at")),
                name="a_batch_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"import batch {self.pk}"


class Refusal(models.Model):
    """One record that we could not take: where it stands, what was expected, what happens now.

    ``found`` never holds a personal value: it describes ("a date in 20002316"), codes only.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals")
    line = models.PositiveBigIntegerField(null=True, blank=True)  # 1-based; record no. in a bundle
    field = models.CharField(max_length=200, blank=True)
    expected = models.CharField(max_length=300)
    found = models.CharField(max_length=300, blank=True)
    now = models.CharField(max_length=300)
    warning = models.BooleanField(default=False)  # the record landed without this field

    def __str__(self) -> str:
        return f"refusal {self.pk}"


class UnrecognisedCode(models.Model):
    """A code without a row in our tables: counted, and given to a person to look at."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="unrecognised_codes")
    system = models.CharField(max_length=120)
    code = models.CharField(max_length=120)
    times = models.PositiveBigIntegerField(default=1)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "system", "code", name="a_code_is_counted_once")
        ]

    def __str__(self) -> str:
        return f"unrecognised {self.system} {self.code}"
