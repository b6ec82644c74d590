"""Money lands once and is never changed; what was unknown may be learned later."""

import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.due import owed
from claims.models import Balance, LedgerEntry, Refusal, Statement
from tests import make
from tests.claims.store.landing import HOUR, NOW, counts, land

pytestmark = pytest.mark.django_db


def entry(key: str = "e1", amount: str = "84.20", **fields) -> dict:
    plain = {
        "account": "A-77",
        "member": "M-1001",
        "id": key,
        "type": "charge",
        "amount": amount,
        "effective_on": "2026-03-02",
        "description": "Office visit",
    }
    return plain | fields


def statement(number: str = "S-9", **fields) -> dict:
    plain = {
        "record": "statement",
        "account": "A-77",
        "member": "M-1001",
        "number": number,
        "transmitted_on": "2026-04-15",
        "due_on": "2026-12-10",
        "opening": "0",
        "charges": "84.20",
        "payments": "0",
        "closing": "84.20",
        "account_title": "Lakeside Clinic",
    }
    return plain | fields


def due() -> int:
    facts = Balance.objects.get().facts()
    return owed(facts.entries, facts.statements, NOW.date()).due


def everything() -> tuple:
    return (
        list(Balance.objects.values_list("number", "title", "conflict")),
        sorted(Statement.objects.values_list("number", "closing")),
        sorted(
            LedgerEntry.objects.values_list(
                "external_id", "cents", "statement__number", "with_payer", "claim_number"
            )
        ),
    )


def test_entries_and_statements_make_an_account():
    assert counts(land("ledger", [entry(statement="S-9"), statement()])) == (2, 0, 0)
    balance = Balance.objects.get()
    assert (balance.number, balance.title) == ("A-77", "Lakeside Clinic")
    assert due() == 8420


def test_the_same_file_twice_changes_nothing():
    content = [entry(statement="S-9"), entry("e2", "5"), statement()]
    land("ledger", content)
    before = everything()
    assert counts(land("ledger", content, at=NOW + HOUR)) == (0, 3, 0)
    assert everything() == before
    assert Balance.objects.get().changed_at == NOW


FILES = (
    entry(with_payer="yes", claim="CLM-1"),
    entry(statement="S-9", claim="CLM-1"),
    statement(),
)


@pytest.mark.parametrize("sequence", list(itertools.permutations(range(3))))
def test_files_in_any_order_end_the_same(sequence):
    for number, which in enumerate(sequence):
        land("ledger", FILES[which], at=NOW + number * HOUR)
    land("ledger", FILES[0], at=NOW + 9 * HOUR)
    (line,) = LedgerEntry.objects.all()
    assert (line.statement.number, line.with_payer, line.claim_number) == ("S-9", False, "CLM-1")
    assert due() == 8420


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("cents", {"amount": "84.21"}),
        ("type", {"type": "adjustment"}),
        ("effective_on", {"effective_on": "2026-03-03", "posted_at": "2026-03-02T12:00:00Z"}),
        ("statement", {"statement": "S-10"}),
    ],
)
def test_money_that_was_posted_is_never_changed(field, change):
    land("ledger", entry(statement="S-9"))
    before = everything()
    assert counts(land("ledger", entry(**{"statement": "S-9"} | change))) == (0, 0, 1)
    refusal = Refusal.objects.get()
    assert (refusal.field, "reversal" in refusal.now) == (field, True)
    assert everything() == before


def test_a_reversal_takes_an_entry_back():
    land("ledger", [entry(statement="S-9"), statement()])
    land("ledger", entry("e2", "-84.20", type="reversal", reversal_of="e1"))
    assert due() == 0


def test_a_statement_that_was_sent_is_never_changed():
    land("ledger", statement())
    assert counts(land("ledger", statement(due_on="2026-12-31"))) == (0, 0, 1)
    assert Statement.objects.get().due_on == dt.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (entry("e2", member="M-2002"), "member"),
        (entry("e1", amount="84.21"), "amount"),
        (statement(charges="84.21", closing="84.21"), "number"),
    ],
)
def test_what_contradicts_what_we_hold_is_refused_with_its_line(told, field):
    land("ledger", [entry(), statement()])
    land("ledger", [entry(), told])
    refused = Refusal.objects.get()
    assert (refused.line, refused.field.replace("cents", "amount")) == (2, field)


def test_an_account_never_moves_to_another_member():
    land("ledger", entry())
    batch = land("ledger", [entry("e2"), entry("e3", member="M-2002"), entry("e4")])
    assert counts(batch) == (2, 0, 1)
    assert sorted(LedgerEntry.objects.values_list("external_id", flat=True)) == ["e1", "e2", "e4"]


def test_an_entry_finds_its_claim_and_not_that_of_somebody_else(maya, omar):
    make.claim(omar, number="CLM-7")
    own = make.claim(maya, number="CLM-7")
    land("ledger", entry(member=maya.number, claim="CLM-7"))
    assert LedgerEntry.objects.get().claim == own


def test_two_ids_twice_in_one_file_are_one_entry():
    assert counts(land("ledger", [entry(), entry(), entry(claim="CLM-1")])) == (2, 1, 0)
    assert LedgerEntry.objects.get().claim_number == "CLM-1"


def test_the_example_of_the_format_adds_up_to_what_its_page_says():
    page = Path(settings.BASE_DIR, "docs", "ledger.md").read_text()
    for example in re.findall(r"```csv\n(.*?)```", page, re.DOTALL):
        assert land("ledger", example).refused == 0
    facts = Balance.objects.get().facts()
    account = owed(facts.entries, facts.statements, NOW.date())
    assert (account.due, account.waiting, account.balance) == (6_420, 22_000, 28_420)


PERIOD = {"period_from": "2026-03-01", "period_to": "2026-03-31"}


def test_a_bill_and_a_ledger_that_disagree_are_a_conflict_until_they_agree():
    land("ledger", [entry(statement="S-9", amount="80.00"), statement(**PERIOD)])
    balance = Balance.objects.get()
    assert balance.conflict
    assert balance.checking_until == dt.date(2026, 11, 24)
    land("ledger", entry("e2", "4.20"), at=NOW + HOUR)
    balance.refresh_from_db()
    assert (balance.conflict, balance.checking_until) == (False, None)


def test_a_bill_without_the_money_that_an_insurer_owes_is_no_conflict():
    waiting = entry("e2", "300", with_payer="yes", claim="CLM-1", statement="S-9")
    land("ledger", [entry(statement="S-9"), waiting, statement(**PERIOD)])
    assert not Balance.objects.get().conflict


def test_a_chunk_costs_the_same_queries_for_1_and_for_200():
    def queries(numbers: range) -> int:
        with CaptureQueriesContext(connection) as captured:
            land("ledger", [entry(f"e{n}", account=f"A-{n}") for n in numbers])
        return len(captured)

    queries(range(1))
    assert queries(range(1, 2)) == queries(range(2, 202))
