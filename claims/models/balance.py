"""What a member owes: a ledger of entries, and the statements that were sent about it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from accounts.models.key import key
from claims.facts import BalanceFacts, EntryFacts, EntryType, Guard, StatementFacts
from claims.models.claim import Claim, choices
from claims.models.order import Order
from claims.models.source import Source


class BalanceQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's: the one door to balances."""
        return self.filter(member=member)

    def with_answer(self) -> Self:
        return self.select_related("source")


class Balance(models.Model):
    """One account of a member with whoever bills them. What is owed is the sum of its entries."""

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="balances")
    source = models.ForeignKey(Source, models.PROTECT, related_name="balances")
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    guard = models.CharField(max_length=20, choices=choices(Guard), default=Guard.UNKNOWN)
    conflict = models.BooleanField(default=False)
    checking_until = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = BalanceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "number", name="an_account_is_held_once")
        ]
        indexes: ClassVar = [
            models.Index(
                "member",
                F("changed_at").desc(),
                F("id").desc(),
                name="balances_of_a_member",
            )
        ]

    def __str__(self) -> str:
        return f"balance {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/balances/{self.pk}/"

    def facts(self) -> BalanceFacts:
        """Its whole ledger and its statements, newest first; two queries."""
        entries = self.entries.select_related("claim", "order", "statement")
        return BalanceFacts(
            id=str(self.pk),
            number=self.number,
            title=self.title,
            source=self.source.facts(),
            entries=tuple(entry.facts() for entry in entries),
            statements=tuple(statement.facts() for statement in self.statements.all()),
            guard=Guard(self.guard),
            conflict=self.conflict,
            checking_until=self.checking_until,
        )


class Statement(models.Model):
    """A bill as it was sent. ``closing`` = opening + charges - payments, in cents."""

    balance = models.ForeignKey(Balance, models.CASCADE, related_name="statements")
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


class LedgerEntry(models.Model):
    """One row of the ledger, in signed cents: positive raises what is owed. Never changed.

    ``with_payer``: a payer still owes this, so it is not due from the member (T48). A later
    entry that settles it names it in ``reversal_of``.
    """

    balance = models.ForeignKey(Balance, models.CASCADE, related_name="entries")
    external_id = models.CharField(max_length=120)
    content_hash = models.CharField(max_length=64)
    type = models.CharField(max_length=20, choices=choices(EntryType))
    cents = models.BigIntegerField()
    effective_on = models.DateField()
    posted_at = models.DateTimeField()
    description = models.CharField(max_length=300, blank=True)
    payer = models.CharField(max_length=200, blank=True)
    with_payer = models.BooleanField(default=False)
    disputed_at = models.DateTimeField(null=True, blank=True)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="entries")
    order = models.ForeignKey(Order, models.SET_NULL, null=True, blank=True, related_name="entries")
    claim_number = models.CharField(max_length=80, blank=True)
    order_number = models.CharField(max_length=80, blank=True)
    statement = models.ForeignKey(
        Statement, models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    reversal_of = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-effective_on", "-posted_at", "-pk"]
        verbose_name_plural = "ledger entries"
        constraints: ClassVar = [
            models.UniqueConstraint("balance", "external_id", name="an_entry_is_held_once"),
            models.CheckConstraint(condition=~Q(cents=0), name="an_entry_moves_money"),
            models.CheckConstraint(
                condition=Q(type__in=list(EntryType)), name="entry_types_are_known"
            ),
        ]

    def __str__(self) -> str:
        return f"ledger entry {self.pk}"

    def facts(self) -> EntryFacts:
        return EntryFacts(
            id=str(self.pk),
            external_id=self.external_id,
            type=EntryType(self.type),
            cents=self.cents,
            effective_on=self.effective_on,
            description=self.description,
            payer=self.payer,
            claim_id=str(self.claim_id or ""),
            claim_number=self.claim_number,
            order_id=str(self.order_id or ""),
            order_number=self.order_number,
            statement=self.statement.number if self.statement else "",
            with_payer=self.with_payer,
            reversal_of=self.reversal_of,
            disputed=self.disputed_at is not None,
        )
