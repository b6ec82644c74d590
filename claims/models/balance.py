"""What a member owes on one account; its lines and statements have files of their own."""

from typing import Any, ClassVar, Self

import msgspec
from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from accounts.models.key import key
from claims.facts import BalanceFacts, ByMember, EntryFacts, Guard
from claims.facts.by_member import NOTHING
from claims.models.claim import choices
from claims.models.ledger_entry import LedgerEntry
from claims.models.source import Source
from claims.models.withheld import balances_for


class BalanceQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's, and what whoever helps them may see: the one door to balances."""
        theirs = self.filter(member=member)
        return balances_for(theirs, member.acting) if member.acting else theirs

    def with_answer(self) -> Self:
        return self.select_related("source").prefetch_related("statements")

    def to_check(self) -> Self:
        """What we asked a person to check: systems disagree."""
        return self.filter(conflict=True)

    def recent(self) -> Self:
        """What changed last comes first."""
        return self.order_by(F("changed_at").desc(), F("id").desc())

    def facts(self) -> list[BalanceFacts]:
        """Each with its whole ledger and statements; three queries for all."""
        balances = list(self.with_answer())
        ledgers = LedgerEntry.objects.filter(balance__in=balances).ledgers()
        return [balance.facts(ledgers[balance.pk]) for balance in balances]


class Balance(models.Model):
    """One account of a member with whoever bills them. What is owed is the sum of its entries."""

    id = key()
    # No index of their own: those below and the constraint begin with these columns.
    member = models.ForeignKey(Member, models.PROTECT, related_name="balances", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="balances", db_index=False)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    guard = models.CharField(max_length=20, choices=choices(Guard), default=Guard.UNKNOWN)
    conflict = models.BooleanField(default=False)
    checking_until = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    # What the member did about it here, as `ByMember`: folded, so that a list asks nothing more.
    by_member = models.JSONField(null=True, blank=True)

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
            ),
            models.Index("checking_until", condition=Q(conflict=True), name="balances_to_check"),
        ]

    def __str__(self) -> str:
        return f"balance {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/balances/{self.pk}/"

    def facts(self, ledger: list[EntryFacts] | None = None) -> BalanceFacts:
        """Its whole ledger and its statements, newest first; two queries, less with a ledger."""
        if ledger is None:
            ledger = self.entries.ledgers()[self.pk]
        return BalanceFacts(
            id=str(self.pk),
            number=self.number,
            title=self.title,
            source=self.source.facts(),
            entries=tuple(ledger),
            statements=tuple(statement.facts() for statement in self.statements.all()),
            guard=Guard(self.guard),
            conflict=self.conflict,
            checking_until=self.checking_until,
            by_member=said_by_member(self.by_member),
        )


def said_by_member(stored: Any) -> ByMember:
    """The column as facts; text where a cursor of our own read it."""
    if not stored:
        return NOTHING
    if isinstance(stored, str):
        return msgspec.json.decode(stored, type=ByMember)
    return msgspec.convert(stored, ByMember)
