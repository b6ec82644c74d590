"""Balances: entries and statements land once; money that was posted never changes.

What is sent again may only teach us more: which claim, order or statement an entry belongs to, and
that no payer owes it any more. The rest needs a reversal (docs/ledger.md).
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from claims.deadlines.calendar import add_business_days
from claims.facts import EntryRecord, Guard, StatementRecord
from claims.models import Balance, ImportBatch, LedgerEntry, Statement
from claims.sources.refusal import Refusal
from claims.store import Landed, entries, merging
from claims.store.copying import columns, copy, named, rows
from claims.store.members import members_for, new_keys

BALANCE = columns(Balance)
STATEMENT = tuple(name for name in columns(Statement) if name != "id")
ENTRY = columns(LedgerEntry)
ENTRY_NEW = tuple(name for name in ENTRY if name != "id")
TOLD = tuple(name for name in STATEMENT if name != "balance_id")
MONEY = ("type", "cents", "effective_on", "posted_at")
# Empty until somebody says it; then it stays.
LEARNED = {
    "description": "description",
    "payer": "payer",
    "claim_number": "claim_number",
    "order_number": "order_number",
    "statement_number": "statement",
    "reversal_of": "reversal_of",
}
WORDS = ("description", "payer")  # the first ones stay
WRITTEN = (*LEARNED, "with_payer", "content_hash")

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('balances of ' || %s, 0))"
HELD = named(
    "SELECT {names} FROM claims_balance WHERE source_id = %s AND number = ANY(%s)", BALANCE
)
HELD_STATEMENTS = named(
    "SELECT balance_id, {names} FROM claims_statement WHERE balance_id = ANY(%s)", TOLD
)
HELD_ENTRIES = named(
    "SELECT {names} FROM claims_ledgerentry"
    " JOIN unnest(%s::uuid[], %s::text[]) AS asked (balance_id, external_id)"
    " USING (balance_id, external_id)",
    ENTRY,
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


def land_statements(records: Sequence[StatementRecord], batch: ImportBatch) -> Landed:
    """Keep each statement as it was sent."""
    landed = Landed()
    ours = with_accounts(records, batch, landed)
    asked = list({account["id"] for _record, account in ours})
    held = {
        (balance, told[TOLD.index("number")]): dict(zip(TOLD, told, strict=True))
        for balance, *told in rows(HELD_STATEMENTS, asked)
    }
    fresh: list[dict] = []
    for record, account in ours:
        row = {name: getattr(record, name) for name in TOLD} | {"balance_id": account["id"]}
        known = held.setdefault((account["id"], record.number), row)
        if known is row:
            fresh.append(row)
            landed.changed += 1
        elif known["content_hash"] == record.content_hash:
            landed.unchanged += 1
        else:
            landed.refusals.append(sent_otherwise(record))
    copy("claims_statement", STATEMENT, ([row[name] for name in STATEMENT] for row in fresh))
    finish({row["balance_id"] for row in fresh}, ours, batch)
    return landed


def land_entries(records: Sequence[EntryRecord], batch: ImportBatch) -> Landed:
    """Add to each ledger what it does not hold yet."""
    landed = Landed()
    ours = with_accounts(records, batch, landed)
    held = held_entries([(account["id"], record.external_id) for record, account in ours])
    fresh: list[dict] = []
    learned: dict[int, dict] = {}
    for record, account in ours:
        key = (account["id"], record.external_id)
        row = held.get(key)
        if row is None:
            held[key] = new_entry(record, account["id"])
            fresh.append(held[key])
            landed.changed += 1
        elif row["content_hash"] == record.content_hash:
            landed.unchanged += 1
        elif problem := contradiction(row, record):
            landed.refusals.append(problem)
        elif learn(row, record):
            learned[id(row)] = row
            landed.changed += 1
        else:
            landed.unchanged += 1
    taught = [row for row in learned.values() if row["id"] is not None]
    copy("claims_ledgerentry", ENTRY_NEW, ([row[name] for name in ENTRY_NEW] for row in fresh))
    merging.update("claims_ledgerentry", ENTRY, WRITTEN, taught)
    finish({row["balance_id"] for row in (*fresh, *taught)}, ours, batch)
    return landed


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


def held_entries(keys: list[tuple[uuid.UUID, str]]) -> dict[tuple[uuid.UUID, str], dict]:
    asked = [balance for balance, _ in keys], [external for _, external in keys]
    found = (dict(zip(ENTRY, row, strict=True)) for row in rows(HELD_ENTRIES, *asked))
    return {(row["balance_id"], row["external_id"]): row for row in found}


def new_entry(record: EntryRecord, balance: uuid.UUID) -> dict[str, Any]:
    row = {name: getattr(record, name, None) for name in ENTRY}
    return row | {"id": None, "balance_id": balance, "statement_number": record.statement}


def contradiction(row: dict[str, Any], record: EntryRecord) -> Refusal | None:
    """What the record says otherwise than the entry that we hold, where only one can be right."""
    for name in MONEY:
        if row[name] != getattr(record, name):
            return posted_otherwise(record, name)
    for name, told in LEARNED.items():
        said = getattr(record, told)
        if name not in WORDS and row[name] and said and row[name] != said:
            return posted_otherwise(record, told)
    return None


def learn(row: dict[str, Any], record: EntryRecord) -> bool:
    """Fill in what was empty. "A payer owes it" only ever ends: an old file cannot undo that."""
    taught = {
        name: getattr(record, told)
        for name, told in LEARNED.items()
        if not row[name] and getattr(record, told)
    }
    if row["with_payer"] and not record.with_payer:
        taught["with_payer"] = False
    if not taught:
        return False
    row |= taught | {"content_hash": record.content_hash}
    return True


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


def posted_otherwise(record: EntryRecord, field: str) -> Refusal:
    return Refusal(
        line=record.line,
        field=field,
        expected="what was posted under this id before",
        found="something else",
        now="This record was left out: post a reversal and a new entry.",
    )


def sent_otherwise(record: StatementRecord) -> Refusal:
    return Refusal(
        line=record.line,
        field="number",
        expected="the statement as it was sent under this number",
        found="other content",
        now="This record was left out: a corrected statement needs a new number.",
    )
