"""A bill as it was sent to a member."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from claims.facts import StatementFacts


class Statement(models.Model):
    """A bill as it was sent. ``closing`` = opening + charges - payments, in cents."""

    balance = models.ForeignKey("claims.Balance", models.CASCADE, related_name="statements")
    number = models.CharField(max_length=80)
    content_hash = models.CharField(max_length=64)
    transmitted_on = models.DateField()
    due_on = models.DateField()
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    opening = models.BigIntegerField()
    charges = models.BigIntegerField()
    payments = models.BigIntegerField()
    closing = models.BigIntegerField()
    minimum = models.BigIntegerField(null=True, blank=True)
    late_fee = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-transmitted_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("balance", "number", name="a_statement_is_held_once"),
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("charges") - F("payments")),
                name="a_statement_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("transmitted_on")),
                name="due_after_it_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"

    def facts(self) -> StatementFacts:
        return StatementFacts(
            number=self.number,
            transmitted_on=self.transmitted_on,
            due_on=self.due_on,
            closing=self.closing,
            minimum=self.minimum,
            late_fee=self.late_fee,
        )
