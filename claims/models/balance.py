"""What a member owes on one account; its lines and statements have files of their own."""

import uuid
from collections import defaultdict
from typing import ClassVar, Self

from django.db import connection, models
from django.db.models import F, Sum

from accounts.models import Member
from accounts.models.key import key
from claims.facts import BalanceFacts, Guard, Pool, StatementFacts
from claims.models.claim import choices
from claims.models.source import Source

#: Entries that an answer reads one by one; the sums count all of them.
LATEST = 100


class BalanceQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's: the one door to balances."""
        return self.filter(member=member)

    def with_answer(self) -> Self:
        return self.select_related("source").prefetch_related("statements")

    def recent(self) -> Self:
        """What changed last comes first."""
        return self.order_by(F("changed_at").desc(), F("id").desc())

    def facts(self) -> list[BalanceFacts]:
        """What a list row of each reads; three queries for all."""
        balances = list(self.with_answer())
        sums = pools_of([balance.pk for balance in balances])
        return [balance.brief(sums[balance.pk]) for balance in balances]


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

    def brief(self, pools: list[Pool]) -> BalanceFacts:
        """What a list row reads; needs `with_answer`, and no further query."""
        return self._facts(pools=tuple(pools), statements=self._statements())

    def facts(self) -> BalanceFacts:
        """Sums of the whole ledger, its statements and its latest entries; four queries."""
        latest = self.entries.with_answer()[:LATEST]
        days = self.entries.order_by("effective_on").values_list("effective_on")
        return self._facts(
            pools=tuple(pools_of([self.pk])[self.pk]),
            statements=self._statements(),
            entries=tuple(entry.facts() for entry in latest),
            changes=tuple(days.annotate(cents=Sum("cents"))),
        )

    def _statements(self) -> tuple[StatementFacts, ...]:
        return tuple(statement.facts() for statement in self.statements.all())

    def _facts(self, **parts) -> BalanceFacts:
        return BalanceFacts(
            id=str(self.pk),
            number=self.number,
            title=self.title,
            source=self.source.facts(),
            guard=Guard(self.guard),
            conflict=self.conflict,
            checking_until=self.checking_until,
            **parts,
        )


def pools_of(balances: list[uuid.UUID]) -> dict[uuid.UUID, list[Pool]]:
    """The ledgers of accounts summed by fate, as `claims.due.pools` does; one query."""
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(POOLS, [balances])
        for balance, statement, waiting, disputed, charged, credited in cursor:
            found[balance].append(
                Pool(
                    statement=statement,
                    waiting=waiting,
                    disputed=disputed,
                    charged=int(charged),
                    credited=int(credited),
                )
            )
    return found


# An item is a claim, an order, or a line that names neither. One line of it that waits for a payer
# or is disputed holds all of it.
POOLS = """
WITH line AS (
  SELECT e.balance_id, e.cents, COALESCE(s.number, '') AS statement,
         e.disputed_at IS NOT NULL AS disputed,
         e.with_payer AND NOT EXISTS (
           SELECT FROM claims_ledgerentry taken
           WHERE taken.balance_id = e.balance_id AND taken.reversal_of = e.external_id
         ) AS waiting,
         COALESCE('claim ' || COALESCE(e.claim_id::text, NULLIF(e.claim_number, '')),
                  'order ' || COALESCE(e.order_id::text, NULLIF(e.order_number, '')),
                  'entry ' || e.id) AS item
  FROM claims_ledgerentry e LEFT JOIN claims_statement s ON s.id = e.statement_id
  WHERE e.balance_id = ANY(%s)
), held AS (
  SELECT balance_id, cents, statement,
         bool_or(waiting) OVER same AS waiting, bool_or(disputed) OVER same AS disputed
  FROM line WINDOW same AS (PARTITION BY balance_id, item)
)
SELECT balance_id, statement, waiting, disputed,
       COALESCE(sum(cents) FILTER (WHERE cents > 0), 0),
       COALESCE(sum(cents) FILTER (WHERE cents < 0), 0)
FROM held GROUP BY balance_id, statement, waiting, disputed
ORDER BY statement, waiting, disputed
"""
