"""What a source said about a claim: append-only, with lines, adjustments and remarks."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from claims.facts import Amounts, ClaimState, WaitingFor
from claims.models.claim import Claim, choices
from claims.models.source import Source

AMOUNTS = Amounts.__struct_fields__


class Verbatim(models.JSONField):
    """JSON that PostgreSQL keeps as the text it came as: it is read whole, and never searched.

    To take it apart as jsonb cost an import as much as all the rest of an event.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "json"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        return value  # psycopg has read it


class ClaimEvent(models.Model):
    """One statement of one source. Never changed: a correction is a later event.

    ``effective_on`` is a legal date (plan's zone); ``received_at`` is when we heard (UTC). The
    same ``content_hash`` twice for a claim is the same event. ``lines`` and ``adjustments`` (of the
    whole claim) are `claims.facts.Line` and `claims.facts.Adjustment` as JSON, without what was not
    stated. They are read and written with their event, never without it.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="events", db_index=False)
    # That of its claim, or a source of its own; each check of a key costs an import 5 µs a row.
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=24, choices=choices(ClaimState))
    effective_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField()
    code_system = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=120, blank=True)
    waiting_for = models.CharField(max_length=12, choices=choices(WaitingFor), blank=True)
    wanted = models.CharField(max_length=300, blank=True)
    wanted_by = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    received_on = models.DateField(null=True, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    human_reviewed = models.BooleanField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    payee = models.CharField(max_length=10, blank=True)
    payment_reference = models.CharField(max_length=80, blank=True)
    remarks = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    lines = Verbatim(default=list, blank=True)
    adjustments = Verbatim(default=list, blank=True)
    # Cents; NULL means "not stated".
    billed = models.BigIntegerField(null=True, blank=True)
    allowed = models.BigIntegerField(null=True, blank=True)
    plan_paid = models.BigIntegerField(null=True, blank=True)
    member_owes = models.BigIntegerField(null=True, blank=True)
    written_off = models.BigIntegerField(null=True, blank=True)
    deductible = models.BigIntegerField(null=True, blank=True)
    copay = models.BigIntegerField(null=True, blank=True)
    coinsurance = models.BigIntegerField(null=True, blank=True)
    not_covered = models.BigIntegerField(null=True, blank=True)
    other_payer_paid = models.BigIntegerField(null=True, blank=True)
    paid_by_member = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "claim", "source", "content_hash", name="a_claim_event_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(ClaimState)),
                name="claim_event_states_are_known",
            ),
            models.CheckConstraint(
                condition=Q(payee__in=["", "member", "provider"]),
                name="payees_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"claim event {self.pk}"
