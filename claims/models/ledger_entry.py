"""The lines of a ledger: each one a movement of money, kept as it was told."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Member
from claims.facts import EntryFacts, EntryType
from claims.models.claim import Claim, choices
from claims.models.order import Order
from claims.models.search import MOST_WORDS, any_contains, cents_in
from claims.models.statement import Statement


class LedgerEntryQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only lines of this member's accounts, newest first."""
        return self.filter(balance__member=member)

    def with_answer(self) -> Self:
        """Load in one query what a row reads."""
        return self.select_related("statement")

    def matching(self, words: str) -> Self:
        """Those in which every word stands: what, who, a number or the amount."""
        entries = self
        for word in words.split()[:MOST_WORDS]:
            entries = entries.filter(_says(word))
        return entries


class LedgerEntry(models.Model):
    """One row of the ledger, in signed cents: positive raises what is owed. Never changed.

    ``with_payer``: a payer still owes this, so it is not due from the member (T48). A later
    entry that settles it names it in ``reversal_of``.
    """

    balance = models.ForeignKey("claims.Balance", models.CASCADE, related_name="entries")
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

    objects = LedgerEntryQuerySet.as_manager()

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


def _says(word: str) -> Q:
    says = any_contains(
        word, "description", "payer", "claim_number", "order_number", "balance__title"
    )
    cents = cents_in(word)
    return says if cents is None else says | Q(cents__in=(cents, -cents))
