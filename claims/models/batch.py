"""One run of an import: what came in, what was refused and why."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate

from accounts.models import User
from claims.models.source import Source

QUIET = dt.timedelta(minutes=10)  # a chunk takes seconds, so nothing runs any more
LINES_TOLD = 5  # of the refusals that say the same
GIVEN_UP = 9  # in place of a number of tries: there is no file to read
MOST_TRIES = 3  # of a run that an operator asked for, and that ends each time without an end


class ImportBatchQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Asked for by an operator, and not run to the end; the longest waiting first."""
        open_runs = self.exclude(rerun_of=None).filter(finished_at=None, tries__lt=MOST_TRIES)
        return open_runs.order_by("pk")

    def recent(self) -> Self:
        return self.order_by("-pk")

    def with_people(self) -> Self:
        """With its source, who started it, and the batch that it runs again."""
        return self.select_related("source", "started_by", "rerun_of")

    def by_day(self, first: dt.date, zone: ZoneInfo) -> dict[dt.date, tuple[int, int]]:
        """(read, refused) of each day from ``first`` on which something came, reruns apart."""
        since = dt.datetime.combine(first, dt.time(), zone)
        days = (
            self.filter(started_at__gte=since, read__gt=0, rerun_of=None)
            .values(day=TruncDate("started_at", tzinfo=zone))
            .annotate(came=models.Sum("read"), left=models.Sum("refused"))
        )
        return {row["day"]: (row["came"], row["left"]) for row in days}


class ImportBatch(models.Model):
    """One file taken in. ``finished_at`` NULL means cut short: running it again is safe.

    A run that an operator asks for is a batch before it starts (``tries`` 0), so that the table
    is the queue. ``started_by`` NULL is the command line.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="batches")
    system = models.CharField(max_length=40, blank=True)  # how the file is read, one of SYSTEMS
    rerun_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="runs")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=500)
    file_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)  # when its last chunk landed
    finished_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveBigIntegerField(default=0)
    landed = models.PositiveBigIntegerField(default=0)  # records that changed something
    unchanged = models.PositiveBigIntegerField(default=0)
    held = models.PositiveBigIntegerField(default=0)  # until a person has looked
    refused = models.PositiveBigIntegerField(default=0)
    left_out = models.PositiveBigIntegerField(default=0)  # fields of records that landed
    unknown = models.PositiveBigIntegerField(default=0)  # codes without a row in our tables
    newest_on = models.DateField(null=True, blank=True)  # the newest day that a record states

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        indexes: ClassVar = [
            models.Index("source", models.F("id").desc(), name="batches_of_a_source")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=models.F("started_at")),
                name="a_batch_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                "rerun_of",
                condition=Q(finished_at=None, tries__lt=MOST_TRIES),
                name="one_run_at_a_time_of_a_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"import batch {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/batches/{self.pk}/"

    def is_waiting(self) -> bool:
        return self.rerun_of_id is not None and self.tries == 0

    def is_cut_short(self, now: dt.datetime) -> bool:
        """Whether it ended before its file did."""
        last_sign = self.seen_at or self.started_at
        return self.finished_at is None and not self.is_waiting() and now - last_sign > QUIET

    def run_again(self, *, by: User, at: dt.datetime) -> "ImportBatch":
        """Ask the worker for another run of the same file; while one is open, that one."""
        asked = {"source": self.source, "system": self.system, "file_name": self.file_name}
        asked |= {"file_hash": self.file_hash, "started_by": by, "started_at": at}
        again, _made = ImportBatch.objects.get_or_create(
            rerun_of=self, finished_at=None, tries__lt=MOST_TRIES, defaults=asked
        )
        return again


class RefusalQuerySet(models.QuerySet):
    def in_order(self) -> Iterator["Refusal"]:
        """Each of them, some thousands at a time."""
        return self.order_by("pk").iterator(chunk_size=2_000)

    def grouped(self) -> models.QuerySet:
        """Those that say the same, the most frequent first, with an example and some lines."""
        some = ArrayAgg("line", order_by="pk", filter=Q(line__isnull=False))
        return (
            self.values("field", "expected", "now", "warning")
            .annotate(
                count=models.Count("pk"),
                example=models.Min("found"),
                first=models.Min("pk"),
                lines=models.Func(some, template=f"(%(expressions)s)[1:{LINES_TOLD}]"),
            )
            .order_by("warning", "-count", "first")
        )


class Refusal(models.Model):
    """One record that we could not take: where it stands, what was expected, what happens now.

    Of a batch that refuses very many the first are kept (claims.store.refusals.MOST_KEPT).
    ``found`` never holds a personal value: it describes ("a date in 20002316"), codes only.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals")
    line = models.PositiveBigIntegerField(null=True, blank=True)  # 1-based; record no. in a bundle
    field = models.CharField(max_length=200, blank=True)
    expected = models.CharField(max_length=300)
    found = models.CharField(max_length=300, blank=True)
    now = models.CharField(max_length=300)
    warning = models.BooleanField(default=False)  # the record landed without this field

    objects = RefusalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"refusal {self.pk}"


class UnrecognisedCodeQuerySet(models.QuerySet):
    def to_note(self) -> Self:
        """With who noted it; those that nobody has noted first, then the most frequent."""
        unnoted_first = models.F("noted_at").desc(nulls_first=True)
        return self.select_related("noted_by").order_by(unnoted_first, "-times", "pk")


class UnrecognisedCode(models.Model):
    """A code without a row in our tables: counted, and given to a person to look at."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="unrecognised_codes")
    system = models.CharField(max_length=120)
    code = models.CharField(max_length=120)
    times = models.PositiveBigIntegerField(default=1)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True, blank=True)  # somebody knows of it
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = UnrecognisedCodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "system", "code", name="a_code_is_counted_once"),
            models.CheckConstraint(
                condition=Q(noted_at=None, noted_by=None)
                | Q(noted_at__isnull=False, noted_by__isnull=False),
                name="a_code_is_noted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"unrecognised {self.system} {self.code}"

    def note(self, *, by: User, at: dt.datetime) -> None:
        """Keep who first said that they know of it."""
        UnrecognisedCode.objects.filter(pk=self.pk, noted_at=None).update(noted_at=at, noted_by=by)
