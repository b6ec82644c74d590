"""The accounts that money lands in: found or made under a lock, set right once it has landed."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from claims.deadlines.calendar import add_business_days
from claims.facts import EntryRecord, Guard, StatementRecord
from claims.models import Balance, ImportBatch
from claims.sources.refusal import Refusal
from claims.store import Landed, entries
from claims.store.copying import columns, copy, named, rows
from claims.store.members import members_for, new_keys

BALANCE = columns(Balance)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('balances of ' || %s, 0))"
HELD = named(
    "SELECT {names} FROM claims_balance WHERE source_id = %s AND number = ANY(%s)", BALANCE
)
TOUCH = """
UPDATE claims_balance b SET changed_at = %s,
       title = coalesce(nullif(t.title, ''), b.title)
  FROM unnest(%s::uuid[], %s::text[]) AS t (id, title) WHERE t.id = b.id RETURNING b.member_id
"""
# The newest statement against the ledger, where the ledger is whole: what came before its period
# adds up to its opening. Money with a payer may or may not stand on it.
CONFLICTS = """
UPDATE claims_balance b
   SET conflict = found.conflict, checking_until = CASE WHEN found.conflict THEN %(until)s::date END
  FROM (
    SELECT s.balance_id,
           sums.before = s.opening AND sums.listed > 0
           AND sums.until <> s.closing AND sums.until - sums.waiting <> s.closing AS conflict
      FROM (SELECT DISTINCT ON (balance_id) * FROM claims_statement
             WHERE balance_id = ANY(%(balances)s) AND period_from IS NOT NULL
             ORDER BY balance_id, transmitted_on DESC, id DESC) s,
           LATERAL (
             SELECT coalesce(sum(cents) FILTER (WHERE effective_on < s.period_from), 0) AS before,
                    coalesce(sum(cents) FILTER (
                      WHERE effective_on <= coalesce(s.period_to, s.transmitted_on)), 0) AS until,
                    coalesce(sum(cents) FILTER (
                      WHERE with_payer
                        AND effective_on <= coalesce(s.period_to, s.transmitted_on)), 0) AS waiting,
                    count(*) FILTER (WHERE statement_id = s.id) AS listed
               FROM claims_ledgerentry e WHERE e.balance_id = s.balance_id) sums
  ) found
 WHERE found.balance_id = b.id AND found.conflict <> b.conflict
"""

Account = dict[str, Any]
CHECK_WITHIN = 2  # business days, for a person to find out which of the two is right


def with_accounts(
    records: Sequence[Any], batch: ImportBatch, landed: Landed
) -> list[tuple[Any, Account]]:
    """Each record with its account, made when it is new; a record about somebody else's refused."""
    rows(LOCK, batch.source_id)  # two imports of one source would each make the same account
    members = members_for(record.customer for record in records)
    numbers = list(dict.fromkeys(record.account for record in records))
    held = (dict(zip(BALANCE, row, strict=True)) for row in rows(HELD, batch.source_id, numbers))
    accounts = {row["number"]: row for row in held}
    first = {one.account: one for one in reversed(records) if one.account not in accounts}
    made = [
        new_account(record, key, members[record.customer], batch)
        for record, key in zip(first.values(), new_keys(len(first)), strict=True)
    ]
    copy("claims_balance", BALANCE, ([row[name] for name in BALANCE] for row in made))
    accounts |= {row["number"]: row for row in made}
    ours = []
    for record in records:
        if accounts[record.account]["member_id"] == members[record.customer]:
            ours.append((record, accounts[record.account]))
        else:
            landed.refusals.append(of_another(record))
    return ours


def new_account(
    record: EntryRecord | StatementRecord, key: uuid.UUID, member: uuid.UUID, batch: ImportBatch
) -> Account:
    return dict.fromkeys(BALANCE) | {
        "id": key,
        "member_id": member,
        "source_id": batch.source_id,
        "number": record.account,
        "title": record.account_title,
        "guard": Guard.UNKNOWN,
        "conflict": False,
        "changed_at": batch.started_at,
    }


def finish(balances: set[uuid.UUID], ours: list[tuple[Any, Account]], batch: ImportBatch) -> None:
    """What follows from new rows: the day of change, links, and whether bill and ledger agree."""
    if not balances:
        return
    titles = dict.fromkeys(balances, "")
    titles |= {
        account["id"]: record.account_title
        for record, account in ours
        if account["id"] in balances and record.account_title
    }
    members = rows(TOUCH, batch.started_at, list(titles), list(titles.values()))
    entries.link(member for (member,) in members)
    until = add_business_days(batch.started_at.date(), CHECK_WITHIN)
    with connection.cursor() as cursor:
        cursor.execute(CONFLICTS, {"balances": list(balances), "until": until})


def of_another(record: EntryRecord | StatementRecord) -> Refusal:
    return Refusal(
        line=record.line,
        field="member",
        expected="the member of the account that we hold under this number",
        found="another member",
        now="This record was left out: an account never moves from one person to another.",
    )
