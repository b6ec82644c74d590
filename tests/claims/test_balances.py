"""Balances: sums that must agree, however long the ledger is."""

import datetime as dt
import random

import pytest

from accounts.clock import now
from claims.due import account, by_item, changes_over_time, owed, pools
from claims.models import LedgerEntry, Statement
from tests import make

TODAY = dt.date(2026, 6, 15)


def scrambled_ledger(maya, chance: random.Random, lines: int):
    """An account with lines of every kind: of claims, of orders, of neither; held and not."""
    balance = make.balance(maya, 0)
    statements = [
        Statement.objects.create(
            balance=balance,
            number=f"ST-{month}",
            content_hash=str(month),
            transmitted_on=dt.date(2026, month, 1),
            due_on=dt.date(2026, month, 25),
            opening=0,
            charges=0,
            payments=0,
            closing=0,
        )
        for month in (3, 4, 5, 6, 7)
    ]
    claims = [make.claim(maya) for _ in range(3)]
    orders = [make.order(maya) for _ in range(2)]
    for number in range(lines):
        make.entry(
            balance,
            chance.choice([-7000, -2500, -100, 100, 900, 4000]),
            external_id=f"E{number}",
            effective_on=TODAY - dt.timedelta(days=chance.randrange(0, 500)),
            claim=chance.choice([None, None, *claims]),
            claim_number=chance.choice(["", "", "CLM-X"]),
            order=chance.choice([None, None, *orders]),
            order_number=chance.choice(["", "", "ORD-X"]),
            statement=chance.choice([None, *statements]),
            with_payer=chance.random() < 0.2,
            reversal_of=f"E{chance.randrange(lines)}" if chance.random() < 0.2 else "",
            disputed_at=now() if chance.random() < 0.1 else None,
        )
    return balance


@pytest.mark.parametrize("seed", range(4))
def test_the_database_sums_a_ledger_as_the_rule_does(maya, seed):
    balance = scrambled_ledger(maya, random.Random(seed), 60)
    entries = [entry.facts() for entry in LedgerEntry.objects.select_related("statement")]
    facts = balance.facts()
    assert set(facts.pools) == set(pools(by_item(entries)))
    whole = owed(entries, facts.statements, TODAY)
    assert account(facts, TODAY) == whole
    assert whole.balance == sum(entry.cents for entry in entries)


def test_the_changes_of_a_ledger_end_at_its_balance(maya):
    balance = scrambled_ledger(maya, random.Random(7), 60)
    points = changes_over_time(balance.facts().changes, TODAY)
    assert points[-1][1] == sum(LedgerEntry.objects.values_list("cents", flat=True))
