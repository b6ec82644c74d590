"""The lines of a ledger: each one a movement of money, kept as it was told."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.models import Member
from claims.facts import ClaimState, EntryFacts, EntryType
from claims.models.claim import Claim, choices
from claims.models.claim_query import UNDECIDED
from claims.models.claim_share import shares_of
from claims.models.order import Order
from claims.models.search import MOST_WORDS, any_contains, cents_in
from claims.models.statement import Statement
from claims.rank import SHARED


class LedgerEntryQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only lines of this member's accounts, newest first."""
        theirs = self.filter(balance__member=member)
        if member.acting is None:
            return theirs
        from claims.models.balance import Balance

        return theirs.filter(balance__in=Balance.objects.for_member(member).values("pk"))

    def ledgers(self) -> dict[uuid.UUID, list[EntryFacts]]:
        """The lines of each balance, newest first, each with the member's share of its claim.

        Two queries, one where no claim of theirs is decided; no model instance a line.
        """
        found = defaultdict(list)
        lines = list(self.values_list(*COLUMNS))
        decided = {line[8] for line in lines if line[9] and line[17] in SHARED}
        shares = shares_of(decided) if decided else {}
        for line in lines:
            found[line[0]].append(entry_of(line, share=shares.get(line[8])))
        return found

    def facts(self) -> list[EntryFacts]:
        """The lines in their order, one query."""
        return [entry_of(line) for line in self.values_list(*COLUMNS)]

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

    # No index of its own: the one below begins with this column.
    balance = models.ForeignKey(
        "claims.Balance", models.CASCADE, related_name="entries", db_index=False
    )
    external_id = models.CharField(max_length=120)
    content_hash = models.CharField(max_length=64)
    type = models.CharField(max_length=20, choices=choices(EntryType))
    cents = models.BigIntegerField()
    effective_on = models.DateField()
    posted_at = models.DateTimeField()
    description = models.CharField(max_length=300, blank=True)
    payer = models.CharField(max_length=200, blank=True)
    with_payer = models.BooleanField(default=False)
    disputed_at = models.DateTimeField(null=True, blank=True)  # while a dispute is open
    agreed = models.BigIntegerField(
        null=True, blank=True
    )  # cents of its item that are owed at most
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="entries")
    order = models.ForeignKey(Order, models.SET_NULL, null=True, blank=True, related_name="entries")
    claim_number = models.CharField(max_length=80, blank=True)
    order_number = models.CharField(max_length=80, blank=True)
    statement_number = models.CharField(max_length=80, blank=True)  # known before it is sent
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
        indexes: ClassVar = [
            models.Index(
                "balance",
                F("effective_on").desc(),
                F("posted_at").desc(),
                F("id").desc(),
                name="lines_of_a_balance",
            )
        ]

    def __str__(self) -> str:
        return f"ledger entry {self.pk}"


def _says(word: str) -> Q:
    says = any_contains(
        word, "description", "payer", "claim_number", "order_number", "balance__title"
    )
    cents = cents_in(word)
    return says if cents is None else says | Q(cents__in=(cents, -cents))


COLUMNS = (
    "balance_id",
    "id",
    "external_id",
    "type",
    "cents",
    "effective_on",
    "description",
    "payer",
    Coalesce("claim__superseded_by", "claim"),
    Q(claim__member=F("balance__member")) & ~Q(claim__state=ClaimState.HIDDEN),
    "claim_number",
    "order_id",
    "order_number",
    "statement__number",
    "with_payer",
    "reversal_of",
    "disputed_at",
    Coalesce("claim__superseded_by__state", "claim__state"),
    Coalesce("claim__superseded_by__state_on", "claim__state_on"),
    "agreed",
)


def entry_of(line: Sequence, *, share: int | None = None) -> EntryFacts:
    """A row of `COLUMNS`. Somebody else's claim stays a number: its page is not this member's."""
    claim_id, is_own, claim_number = line[8:11]
    return EntryFacts(
        id=str(line[1]),
        external_id=line[2],
        type=EntryType(line[3]),
        cents=line[4],
        effective_on=line[5],
        description=line[6],
        payer=line[7],
        claim_id=str(claim_id) if claim_id and is_own else "",
        claim_number=claim_number or str(claim_id or ""),
        order_id=str(line[11] or ""),
        order_number=line[12],
        statement=line[13] or "",
        with_payer=line[14],
        reversal_of=line[15],
        disputed=line[16] is not None,
        share=share,
        agreed=line[19],
        undecided_on=line[18] if is_own and line[17] in UNDECIDED else None,
    )
