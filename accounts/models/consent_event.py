"""What members decided about what is known of them: a ledger, and how it stands now.

The database writes the ledger's number, time, nonce and digests itself (see the migration and
docs/consent.md) and refuses to change or delete a row, whoever asks. Add rows only by
`accounts.consent.decide` and its neighbours.
"""

import datetime as dt
from functools import partial
from typing import ClassVar, Self
from uuid import UUID

from django.db import connections, models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

#: The member by the random name `Member.subject`; no row of a member must be there for it.
known_by = partial(
    models.ForeignKey,
    "accounts.Member",
    models.DO_NOTHING,
    to_field="subject",
    db_column="subject",
    related_name="+",
    db_index=False,
    db_constraint=False,
)
WORD = r"^[a-z][a-z0-9_]*$"


class Decision(models.TextChoices):
    """Not for members' eyes: pages show what stands, in words of the catalogue."""

    GRANT = "grant"
    WITHDRAW = "withdraw"
    PAUSE = "pause"
    RESUME = "resume"
    EXPIRE = "expire"


class Who(models.TextChoices):
    """Who decided."""

    MEMBER = "member"
    TRUSTED = "trusted"
    GUARDIAN = "guardian"
    OFFICER = "officer"
    SIGNAL = "signal"
    PAPER = "paper"
    PORTAL = "portal"


class ConsentEventQuerySet(models.QuerySet):
    def of(self, subject: UUID) -> Self:
        """One member's ledger, newest first."""
        return self.filter(subject=subject).order_by("-seq")

    def replaced(self, before: dt.datetime | None = None) -> Self:
        """Those that do not stand any more, because a later row is about the same."""
        later = ConsentEvent.objects.filter(
            subject=OuterRef("subject"),
            purpose=OuterRef("purpose"),
            category=OuterRef("category"),
            seq__gt=OuterRef("seq"),
        )
        if before is None:
            return self.filter(Exists(later))
        return self.filter(Exists(later.filter(recorded_at__lt=before)), recorded_at__lt=before)

    def prune(self) -> int:
        """Let the content of these rows go, and keep their digests; how many.

        In the transaction of a `Sweep` that names the ledger. The database refuses a row that
        stands.
        """
        keys = list(self.values_list("pk", flat=True))
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT accounts_consent_prune(%s::bigint[])", [keys])
            return cursor.fetchone()[0]


class ConsentEvent(models.Model):
    """One decision about one purpose and category.

    ``subject_id`` is the member's random name (`Member.subject`), so that the proof can outlive
    the person's data. ``effective_at`` is when they decided, ``recorded_at`` when we knew of it;
    what we may do follows the second. ``receipt`` joins the rows of one interaction; ``key`` makes
    doing it twice the same as once. ``by`` is who was signed in (a user's id). ``xact`` is the
    transaction that wrote it: a sealer takes the rows below the horizon, by (xact, id).
    """

    subject = known_by()
    seq = models.PositiveIntegerField(db_default=0, editable=False)
    receipt = models.UUIDField()
    key = models.CharField(max_length=100)
    purpose = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    decision = models.CharField(max_length=10, choices=Decision)
    effective_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(null=True)
    wording = models.BinaryField(max_length=32, null=True)
    language = models.CharField(max_length=5)
    screen = models.CharField(max_length=100)
    who = models.CharField(max_length=10, choices=Who)
    through = models.CharField(max_length=30)
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    xact = models.BigIntegerField(db_default=0, editable=False)
    nonce = models.BinaryField(max_length=16, db_default=b"", editable=False)
    previous = models.BinaryField(max_length=32, db_default=b"", editable=False)
    hash = models.BinaryField(max_length=32, db_default=b"", editable=False)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("subject", "seq", name="consent_events_are_numbered"),
            models.UniqueConstraint(
                "subject", "key", "purpose", "category", name="a_decision_is_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="consent_decision_is_known"
            ),
            models.CheckConstraint(condition=Q(who__in=Who.values), name="consent_who_is_known"),
            models.CheckConstraint(
                condition=Q(through__regex=WORD), name="consent_through_is_a_word"
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.GRANT) | Q(wording__isnull=False),
                name="a_grant_names_what_was_shown",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "purpose",
                "category",
                "subject",
                F("recorded_at").desc(),
                F("seq").desc(),
                include=["decision", "valid_until", "version"],
                name="consent_as_of",
            ),
            models.Index("xact", "id", name="consent_events_to_seal"),
        ]

    def __str__(self) -> str:
        return f"consent event {self.pk}"


class ConsentNow(models.Model):
    """How one purpose and category of a member stands: the last row of the ledger about it.

    The database keeps it, in the statement that writes the ledger; nobody else may write it.
    """

    pk = models.CompositePrimaryKey("subject", "purpose", "category")
    subject = known_by()
    purpose = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    event = models.ForeignKey(
        ConsentEvent, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    decision = models.CharField(max_length=10, choices=Decision)
    recorded_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(null=True)
    who = models.CharField(max_length=10, choices=Who)
    through = models.CharField(max_length=30)

    def __str__(self) -> str:
        return f"consent to {self.purpose}, {self.category}"


class ConsentPruned(models.Model):
    """What is left of a row of the ledger whose content was let go: its place and its digest.

    The database writes it in the statement that takes the row away. With it the member's chain
    and the sealed tree are as whole as before; ``rule`` says why the content went.
    """

    class Rule(models.TextChoices):
        AGED = "aged"
        ASKED = "asked"

    id = models.BigIntegerField(primary_key=True)
    xact = models.BigIntegerField()
    subject = known_by()
    seq = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)
    rule = models.CharField(max_length=10, choices=Rule)
    pruned_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "consents pruned"
        constraints: ClassVar = [
            models.UniqueConstraint("subject", "seq", name="pruned_rows_are_numbered"),
            models.CheckConstraint(
                condition=Q(rule__in=["aged", "asked"]), name="a_row_is_pruned_by_a_rule"
            ),
        ]
        indexes: ClassVar = [models.Index("xact", "id", name="pruned_rows_in_sealed_order")]

    def __str__(self) -> str:
        return f"consent event {self.pk}, pruned"
