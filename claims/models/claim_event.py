"""What a source said about a claim: append-only, with lines, adjustments and remarks."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from claims.facts import Amounts, ClaimState, ServiceUnit, WaitingFor
from claims.models.claim import Claim, choices
from claims.models.source import Source

AMOUNTS = Amounts.__struct_fields__


class AmountColumns(models.Model):
    """The cents of a claim event or line, one column each; NULL means "not stated"."""

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
        abstract = True


class ClaimEvent(AmountColumns):
    """One statement of one source. Never changed: a correction is a later event.

    ``effective_on`` is a legal date (plan's zone); ``received_at`` is when we heard (UTC). The
    same ``content_hash`` twice for a claim is the same event.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="events", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
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


class ClaimLine(AmountColumns):
    """One service line of a claim event."""

    event = models.ForeignKey(ClaimEvent, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    description = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=40, blank=True)
    code_system = models.CharField(max_length=120, blank=True)
    service_from = models.DateField(null=True, blank=True)
    service_to = models.DateField(null=True, blank=True)
    review_action = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=8, choices=choices(ServiceUnit), blank=True)
    good_until = models.DateField(null=True, blank=True)
    network = models.CharField(max_length=5, blank=True)
    remarks = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("event", "number", name="a_line_number_is_used_once")
        ]

    def __str__(self) -> str:
        return f"claim line {self.pk}"


class ClaimAdjustment(models.Model):
    """Why an amount differs from the bill (X12 CAS); of a line, or of the claim (line NULL)."""

    event = models.ForeignKey(ClaimEvent, models.CASCADE, related_name="adjustments")
    line = models.PositiveIntegerField(null=True, blank=True)  # ClaimLine.number
    group = models.CharField(max_length=2, blank=True)
    carc = models.CharField(max_length=20)
    cents = models.BigIntegerField(null=True, blank=True)
    quantity = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(group__in=["", "CO", "PR", "OA", "PI", "CR"]),
                name="adjustment_groups_are_known",
            )
        ]

    def __str__(self) -> str:
        return f"claim adjustment {self.pk}"
