"""What a clearing did to one table, written first: without it the database lets no row go."""

from typing import ClassVar

from django.db import models
from django.db.models import Func, Q

from accounts.clock import now
from accounts.models.data_request import DataRequest


class Transaction(Func):
    """The number of the transaction that is under way."""

    function = "txid_current"
    output_field = models.BigIntegerField()


class Sweep(models.Model):
    """One table, once: by the clock of retention, or because a member asked (``request``).

    An append-only table lets rows go in the ``transaction`` of a sweep that names it, and in no
    other. ``before`` is the instant that rows had to be older than; ``rows`` how many went, with
    ``trouble`` in place of the rest.
    """

    table = models.CharField(max_length=63)
    model = models.CharField(max_length=60)
    request = models.ForeignKey(
        DataRequest, models.PROTECT, null=True, blank=True, related_name="+"
    )
    before = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    transaction = models.BigIntegerField(db_default=Transaction(), editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index("transaction", "table", name="sweeps_of_a_transaction"),
            models.Index("model", models.F("at").desc(), name="sweeps_of_a_model"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(request=None) ^ Q(before=None), name="a_sweep_has_one_cause"
            )
        ]

    def __str__(self) -> str:
        return f"sweep {self.pk}"
