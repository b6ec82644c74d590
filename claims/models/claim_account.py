"""The accounts that have lines about some claims: one query, whoever's claims they are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from msgspec.structs import replace

from accounts.models import Member
from claims.answers.balance_case import counts_until
from claims.answers.claim_balance import with_accounts
from claims.answers.words import local_date
from claims.facts import AccountLines, ClaimFacts, StatementFacts
from claims.models.balance import Balance, said_by_member
from claims.models.ledger_entry import UNDECIDED, entry_of

# Every line of each account that has one about a claim, or about a version it replaced: a payment
# may name no claim and still have paid it. A line that only has a claim's number is about the claim
# of that number. Without the accounts on which two systems disagree: what is owed there is unknown.
LINES = """
WITH asked AS MATERIALIZED (
  SELECT id, id AS head, member_id, number FROM claims_claim WHERE id = ANY(%(claims)s)
   UNION ALL
  SELECT id, superseded_by_id, member_id, number FROM claims_claim
   WHERE superseded_by_id = ANY(%(claims)s)
), account AS MATERIALIZED (
  SELECT balance.id, balance.member_id, balance.by_member FROM claims_balance balance
   WHERE balance.member_id IN (SELECT member_id FROM asked) AND NOT balance.conflict
     AND EXISTS (
       SELECT FROM claims_ledgerentry line JOIN asked ON asked.member_id = balance.member_id
        WHERE line.balance_id = balance.id AND (line.claim_id = asked.id
              OR line.claim_id IS NULL AND line.claim_number = NULLIF(asked.number, '')))
)
SELECT line.balance_id, line.id, line.external_id, line.type, line.cents, line.effective_on,
       line.description, line.payer, coalesce(claim.superseded_by_id, claim.id, named.head),
       claim.id IS NULL OR claim.member_id = account.member_id, line.claim_number,
       line.order_id, line.order_number, statement.number, line.with_payer, line.reversal_of,
       line.disputed_at, coalesce(head.state, claim.state),
       coalesce(head.state_on, claim.state_on), line.agreed,
       statement.transmitted_on, statement.due_on, statement.closing, account.by_member
  FROM account JOIN claims_ledgerentry line ON line.balance_id = account.id
  LEFT JOIN claims_claim claim ON claim.id = line.claim_id
  LEFT JOIN claims_claim head ON head.id = claim.superseded_by_id
  LEFT JOIN claims_statement statement ON statement.id = line.statement_id
  LEFT JOIN LATERAL (
    SELECT head FROM asked WHERE line.claim_id IS NULL AND asked.member_id = account.member_id
       AND asked.number = NULLIF(line.claim_number, '') ORDER BY head LIMIT 1
  ) named ON true
 ORDER BY line.effective_on DESC, line.posted_at DESC, line.id DESC
"""


def on_accounts(
    claims: list[ClaimFacts],
    at: dt.datetime,
    zone: str,
    accounts: list[AccountLines] | None = None,
    *,
    reader: Member | None = None,
) -> list[ClaimFacts]:
    """The same claims, each with what its member's accounts hold about it at that moment (UTC).

    ``accounts`` are those of `accounts_of`, where they were read already. ``reader`` is the member
    whose page it is for: somebody who helps them reads only the accounts that they may see.
    """
    known = accounts_of(claims) if accounts is None else accounts
    if known and reader is not None and reader.acting:
        shown = set(Balance.objects.for_member(reader).values_list("pk", flat=True))
        known = [account for account in known if UUID(account.id) in shown]
    today, until = local_date(at, zone), counts_until(at, zone)
    return with_accounts(claims, known, today=today, until=until) if known else claims


def on_accounts_as_if(
    facts: ClaimFacts, at: dt.datetime, zone: str, accounts: list[AccountLines]
) -> ClaimFacts:
    """The same of a claim that is not as the database has it: its bill follows its state here."""
    undecided_on = facts.state_on if facts.state in UNDECIDED else None
    as_if = [
        replace(
            account,
            entries=tuple(
                replace(entry, undecided_on=undecided_on) if entry.claim_id == facts.id else entry
                for entry in account.entries
            ),
        )
        for account in accounts
    ]
    return on_accounts([facts], at, zone, as_if)[0]


def accounts_of(claims: Iterable[ClaimFacts]) -> list[AccountLines]:
    """All lines of each account that has one about a claim; no query where there can be none."""
    asked = [facts.id for facts in claims if facts.on_account]
    if not asked:
        return []
    entries: dict[Any, list] = defaultdict(list)
    sent: dict[Any, dict[str, StatementFacts]] = defaultdict(dict)
    told: dict[Any, Any] = {}
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"claims": asked})
        for *line, transmitted_on, due_on, closing, by_member in cursor:
            account, entry = line[0], entry_of(line)
            told[account] = by_member
            entries[account].append(entry)
            if entry.statement:
                sent[account][entry.statement] = StatementFacts(
                    number=entry.statement,
                    transmitted_on=transmitted_on,
                    due_on=due_on,
                    closing=closing,
                )
    return [
        AccountLines(
            id=str(pk),
            entries=tuple(lines),
            statements=tuple(sent[pk].values()),
            by_member=said_by_member(told[pk]),
        )
        for pk, lines in entries.items()
    ]
