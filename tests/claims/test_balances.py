"""Balances: sums that must agree, however long the ledger is."""

import datetime as dt

from accounts.clock import now
from claims.models import Balance, LedgerEntry
from tests import make

TODAY = dt.date(2026, 6, 15)


def test_ten_thousand_lines_are_read_by_three_queries(maya, django_assert_num_queries):
    balance = make.balance(maya, 0)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            balance=balance,
            external_id=f"E{number}",
            type="charge",
            cents=100,
            effective_on=TODAY,
            posted_at=now(),
        )
        for number in range(10_000)
    )
    with django_assert_num_queries(3):
        facts = Balance.objects.with_answer().get().facts()
    assert sum(entry.cents for entry in facts.entries) == 1_000_000


def test_a_line_leads_to_the_claim_that_replaced_the_one_it_names(maya):
    old, new = make.claim(maya), make.claim(maya)
    old.superseded_by = new
    old.save()
    balance = make.balance(maya, 0)
    make.entry(balance, 100, claim=old)
    assert balance.facts().entries[0].claim_id == str(new.pk)


def test_a_line_about_somebody_elses_claim_leads_nowhere(maya, omar):
    balance = make.balance(maya, 0)
    make.entry(balance, 100, claim=make.claim(omar), claim_number="CLM-7")
    entry = balance.facts().entries[0]
    assert (entry.claim_id, entry.claim_number) == ("", "CLM-7")


def test_a_line_of_a_later_day_says_from_when_it_counts(as_maya, maya):
    balance = make.balance(maya, 8420)
    make.entry(balance, 500, effective_on=dt.date(2100, 12, 31))
    for address in (balance.get_absolute_url(), "/balances/"):
        page = as_maya.get(address).content.decode()
        assert page.count("Not counted yet: from <bdi>Friday, December 31, 2100</bdi>.") == 1
    home = as_maya.get("/").content.decode()
    assert "$89.20" not in home
