"""The consent record's seals: heads of the tree that were signed, and the tree's hashes.

None of it is proof by itself, because an administrator can write here: the proof lies in the places
where the checkpoints went. It makes proofs quick, and says what is still to be done.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q


class SealQuerySet(models.QuerySet):
    def latest_first(self) -> Self:
        return self.order_by("-size")


class Seal(models.Model):
    """A signed head: the first ``size`` rows of the record by (xact, id).

    ``xact`` and ``event`` are those of its last row. ``copied_at``: when the second place had it.
    ``mailed_on``: the last day that officers had it by e-mail.
    """

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    xact = models.BigIntegerField()
    event = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    copied_at = models.DateTimeField(null=True)
    mailed_on = models.DateField(null=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index("size", condition=Q(copied_at=None), name="seals_to_copy"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.size}"


class SealTile(models.Model):
    """256 hashes of the tree, at most; see accounts.proof.tree. Only the last of a level grows."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    def __str__(self) -> str:
        return f"tile {self.level}, {self.index}"


class RecordCheckQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(started_at=None).order_by("asked_at")

    def finished(self) -> Self:
        return self.exclude(finished_at=None).order_by("-finished_at")


class RecordCheck(models.Model):
    """One full check of the record by the stand-alone verifier. The table is the queue.

    ``found`` lists what is wrong as [row or null, kind, sentence]; ``problem`` is why it could not
    be checked at all.
    """

    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField(default=0)
    sealed = models.PositiveBigIntegerField(default=0)
    wrong = models.PositiveBigIntegerField(default=0)
    found = models.JSONField(default=list)
    problem = models.TextField(blank=True)

    objects = RecordCheckQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("started_at",),
                condition=Q(started_at=None),
                nulls_distinct=False,
                name="one_check_of_the_record_waits",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("finished_at").desc(), name="latest_check_of_the_record"),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"

    @property
    def is_whole(self) -> bool:
        return not self.wrong and not self.problem


class GuardWatchQuerySet(models.QuerySet):
    def latest_first(self) -> Self:
        return self.order_by("-last_seen_at")


class GuardWatch(models.Model):
    """What the guards of the record looked like, from a first to a last look in a row.

    ``differences`` are lines: "-" is missing, "+" should not be there. None: as they should be.
    """

    digest = models.CharField(max_length=64)
    differences = models.JSONField(default=list)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    objects = GuardWatchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=F("first_seen_at")), name="guards_seen_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(F("last_seen_at").desc(), name="latest_look_at_guards")]

    def __str__(self) -> str:
        return f"guards {self.digest[:12]}"


class RecordAlarmQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(closed_at=None).order_by("opened_at")

    def untold(self) -> Self:
        """Open, and no officer has had an e-mail about it."""
        return self.open().filter(told_at=None)


class RecordAlarm(models.Model):
    """Something about the proof that an officer must see, until it is well again.

    ``detail`` is in the words of whoever noticed; pages say what it means.
    """

    class Kind(models.TextChoices):
        BROKEN = "broken"
        GUARDS = "guards"
        SEALER = "sealer"
        COPIES = "copies"

    kind = models.CharField(max_length=10, choices=Kind)
    detail = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = RecordAlarmQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind", condition=Q(closed_at=None), name="one_open_record_alarm_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["broken", "guards", "sealer", "copies"]),
                name="a_record_alarm_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"record alarm {self.pk}"
