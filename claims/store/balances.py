"""Balances: entries and statements land once; money that was posted never changes.

What is sent again may only teach us more: which claim, order or statement an entry belongs to, and
that no payer owes it any more. The rest needs a reversal (docs/ledger.md).
"""

import uuid
from collections.abc import Sequence
from typing import Any

from claims.facts import EntryRecord, StatementRecord
from claims.models import ImportBatch, LedgerEntry, Statement
from claims.sources.refusal import Refusal
from claims.store import Landed, merging
from claims.store.accounts import finish, with_accounts
from claims.store.copying import columns, copy, named, rows

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

HELD_STATEMENTS = named(
    "SELECT balance_id, {names} FROM claims_statement WHERE balance_id = ANY(%s)", TOLD
)
HELD_ENTRIES = named(
    "SELECT {names} FROM claims_ledgerentry"
    " JOIN unnest(%s::uuid[], %s::text[]) AS asked (balance_id, external_id)"
    " USING (balance_id, external_id)",
    ENTRY,
)


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
