"""What is due is what the member was asked for, and never what a payer still owes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from claims.due import StatementState as State
from claims.due import (
    balance_over_time,
    counted,
    owed,
    pay_by,
    payment_problem,
    statement_state,
)
from claims.facts import EntryFacts, EntryType, StatementFacts

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
CHARGE, PAID, PAYER = EntryType.CHARGE, EntryType.MEMBER_PAYMENT, EntryType.PAYER_PAYMENT


def entry(cents: int, kind: EntryType = CHARGE, *, ago: int = 10, **fields) -> EntryFacts:
    fields.setdefault("id", str(id(fields)))
    return EntryFacts(type=kind, cents=cents, effective_on=TODAY - ago * DAY, **fields)


def statement(number: str = "S1", *, sent: int = -5, due: int = 20, **fields) -> StatementFacts:
    return StatementFacts(
        number=number,
        transmitted_on=TODAY + sent * DAY,
        due_on=TODAY + due * DAY,
        closing=fields.pop("closing", 0),
        **fields,
    )


def test_t38_what_the_second_insurer_still_has_is_not_due_and_then_nothing_is_owed():
    share = {"claim_number": "CLM-1", "statement": "S1"}
    waiting = [entry(22000, with_payer=True, id="a", external_id="e1", **share)]
    account = owed(waiting, [statement()], TODAY)
    assert (account.due, account.waiting, account.balance) == (0, 22000, 22000)
    settled = [
        entry(22000, id="a", external_id="e1", **share),
        entry(-22000, PAYER, id="b", claim_number="CLM-1"),
    ]
    account = owed(settled, [statement()], TODAY)
    assert (account.due, account.balance, account.credit) == (0, 0, 0)


def test_t48_a_statement_sent_while_the_insurer_decides_asks_for_nothing():
    entries = [entry(30000, with_payer=True, id="a", claim_number="CLM-1", statement="S1")]
    assert owed(entries, [statement()], TODAY).due == 0


@pytest.mark.parametrize("cents", [-3000, 0, 8421, 84.20, "50", None, True])
def test_t47_a_payment_that_makes_no_sense_is_refused_in_words(cents):
    assert payment_problem(cents, 8420)


@pytest.mark.parametrize("cents", [1, 5000, 8420])
def test_t47_a_payment_up_to_what_is_due_is_taken(cents):
    assert payment_problem(cents, 8420) == ""


def test_t47_nothing_can_be_paid_when_nothing_is_due():
    assert payment_problem(100, 0)
    assert payment_problem(100, -500)


def test_one_line_with_the_insurer_holds_the_whole_claim():
    entries = [
        entry(10000, id="a", claim_number="CLM-1", statement="S1", with_payer=True),
        entry(5000, id="b", claim_number="CLM-1", statement="S1"),
        entry(2500, id="c", claim_number="CLM-2", statement="S1"),
    ]
    assert owed(entries, [statement()], TODAY).due == 2500


def test_an_insurers_payment_on_a_claim_it_still_works_on_is_no_credit():
    entries = [
        entry(10000, id="a", claim_number="CLM-1", with_payer=True),
        entry(-7000, PAYER, id="b", claim_number="CLM-1"),
        entry(2500, id="c", statement="S1"),
    ]
    account = owed(entries, [statement()], TODAY)
    assert (account.due, account.waiting, account.credit) == (2500, 3000, 0)


def test_a_reversed_entry_does_not_keep_the_claim_waiting():
    entries = [
        entry(10000, id="a", external_id="e1", claim_number="CLM-1", with_payer=True),
        entry(-10000, EntryType.REVERSAL, id="b", claim_number="CLM-1", reversal_of="e1"),
        entry(3000, id="c", claim_number="CLM-1", statement="S1"),
    ]
    account = owed(entries, [statement()], TODAY)
    assert (account.waiting, account.balance, account.due) == (0, 3000, 3000)


def test_a_disputed_item_is_not_due_while_we_check():
    entries = [
        entry(4000, id="a", statement="S1", disputed=True),
        entry(1000, id="b", statement="S1"),
    ]
    account = owed(entries, [statement()], TODAY)
    assert (account.due, account.disputed) == (1000, 4000)


def test_what_no_statement_asks_for_is_not_due_yet():
    account = owed([entry(4000, id="a")], [statement()], TODAY)
    assert (account.due, account.unbilled) == (0, 4000)


def test_a_statement_that_was_not_sent_yet_asks_for_nothing():
    entries = [entry(4000, id="a", statement="S1")]
    assert owed(entries, [statement(sent=1)], TODAY).due == 0
    assert owed(entries, [statement(sent=0)], TODAY).due == 4000


def test_a_payment_pays_the_oldest_bill_first_unless_it_names_another():
    bills = [statement("S1", sent=-40, due=-10), statement("S2", due=20)]
    charges = [entry(5000, id="a", statement="S1"), entry(5000, id="b", statement="S2")]
    account = owed([*charges, entry(-6000, PAID, id="c")], bills, TODAY)
    assert account.by_statement == (("S2", 4000),)
    account = owed([*charges, entry(-6000, PAID, id="c", statement="S2")], bills, TODAY)
    assert account.by_statement == (("S1", 4000),)
    assert account.past_due == 4000


def test_what_is_paid_too_much_is_credit():
    account = owed(
        [entry(5000, id="a", statement="S1"), entry(-6000, PAID, id="b")], [statement()], TODAY
    )
    assert (account.due, account.credit, account.balance) == (0, 1000, -1000)


def test_the_day_to_pay_by_is_the_next_one_that_is_still_to_come():
    bills = [statement("S1", sent=-40, due=-10), statement("S2", due=20), statement("S3", due=5)]
    entries = [entry(5000, id=n, statement=n) for n in ("S1", "S2")]
    account = owed(entries, bills, TODAY)
    assert pay_by(account, bills, TODAY) == TODAY + 20 * DAY
    assert account.past_due == 5000


@pytest.mark.parametrize(
    ("entries", "bill", "state"),
    [
        ([], statement(sent=2), State.DRAFT),
        ([entry(500, id="a", statement="S1")], statement(), State.ISSUED),
        (
            [entry(500, id="a", statement="S1"), entry(-200, PAID, id="b")],
            statement(),
            State.PARTLY_PAID,
        ),
        (
            [entry(500, id="a", statement="S1"), entry(-500, PAID, id="b")],
            statement(),
            State.PAID,
        ),
        ([entry(500, id="a", statement="S1", disputed=True)], statement(), State.DISPUTED),
        ([entry(500, id="a", statement="S1")], statement(sent=-40, due=-1), State.PAST_DUE),
        ([entry(500, id="a", statement="S1")], statement(due=0), State.ISSUED),
        ([entry(500, id="a", statement="S1", with_payer=True)], statement(due=-1), State.ISSUED),
    ],
)
def test_where_a_statement_stands(entries, bill, state):
    assert statement_state(bill, entries, owed(entries, [bill], TODAY), TODAY) == state


def of_claim(cents: int, kind: EntryType = CHARGE, *, share: int = 500, **more) -> EntryFacts:
    return entry(cents, kind, claim_number="CLM-1", share=share, **more)


def test_of_a_claim_no_more_is_due_than_the_members_share():
    account = owed([of_claim(2500, statement="S1")], [statement()], TODAY)
    assert (account.due, account.beyond, account.balance) == (500, 2000, 2500)
    assert account.beyond_asked == (("S1", 2000),)


def test_what_was_paid_of_the_share_is_not_asked_for_again():
    paid = of_claim(-300, PAID, id="b")
    account = owed([of_claim(2500, statement="S1"), paid], [statement()], TODAY)
    assert (account.due, account.beyond) == (200, 2000)


def test_what_is_on_no_bill_yet_is_above_the_share_first():
    entries = [of_claim(500, statement="S1", id="a"), of_claim(13_000, id="b")]
    account = owed(entries, [statement()], TODAY)
    assert (account.due, account.unbilled, account.beyond) == (500, 0, 13_000)


def test_a_payment_for_the_whole_account_pays_only_what_is_owed():
    charges = [of_claim(2500, statement="S1", id="a"), entry(3000, id="b", statement="S2")]
    bills = [statement("S1", due=5), statement("S2", due=20)]
    account = owed([*charges, entry(-2000, PAID, id="c")], bills, TODAY)
    assert (account.due, account.beyond, account.credit) == (1500, 2000, 0)


def test_an_insurers_payment_for_the_whole_account_is_no_credit_of_the_member():
    charge = of_claim(18_000, share=3600, id="a", statement="S1")
    account = owed([charge, entry(-14_400, PAYER, id="b")], [statement()], TODAY)
    assert (account.due, account.beyond, account.credit) == (3600, 0, 0)


def test_a_fee_for_paying_late_is_owed_beside_the_share():
    fee = of_claim(700, EntryType.INTEREST, id="b", statement="S1")
    account = owed([of_claim(2500, statement="S1"), fee], [statement()], TODAY)
    assert (account.due, account.beyond) == (1200, 2000)


def test_a_share_that_nobody_stated_limits_nothing():
    account = owed([of_claim(2500, share=None, statement="S1")], [statement()], TODAY)
    assert (account.due, account.beyond) == (2500, 0)


SHARES = {"CLM-1": 500}  # of the other claim it is not known
NUMBERS = ("S1", "S2", "S3")
entries_strategy = st.lists(
    st.builds(
        EntryFacts,
        id=st.uuids().map(str),
        external_id=st.sampled_from(["", "e1", "e2"]),
        type=st.sampled_from(list(EntryType)),
        cents=st.integers(-(10**7), 10**7).filter(bool),
        effective_on=st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1)),
        claim_number=st.sampled_from(["", "CLM-1", "CLM-2"]),
        order_number=st.sampled_from(["", "ORD-1"]),
        statement=st.sampled_from(["", *NUMBERS]),
        with_payer=st.booleans(),
        disputed=st.booleans(),
        reversal_of=st.sampled_from(["", "e1"]),
    ).map(lambda entry: replace(entry, share=SHARES.get(entry.claim_number))),
    max_size=12,
    unique_by=lambda entry: entry.external_id or entry.id,  # as the database holds them
)
statements_strategy = st.lists(
    st.builds(
        statement,
        st.sampled_from(NUMBERS),
        sent=st.integers(-60, 5),
        due=st.integers(-30, 30),
    ),
    unique_by=lambda s: s.number,
    max_size=3,
)


@given(entries_strategy, statements_strategy)
def test_each_cent_has_one_owner(entries, statements):
    account = owed(entries, statements, TODAY)
    assert account.balance == sum(e.cents for e in entries)
    assert account.balance == (
        account.due
        + account.unbilled
        + account.waiting
        + account.disputed
        + account.beyond
        - account.credit
    )
    assert account.beyond == sum(account.over) >= sum(cents for _s, cents in account.beyond_asked)
    assert 0 <= account.past_due <= account.due
    assert account.credit >= 0
    assert account.unbilled >= 0


@given(entries_strategy, statements_strategy, st.randoms())
def test_the_order_of_the_entries_changes_nothing(entries, statements, random):
    before = owed(entries, statements, TODAY)
    shuffled = list(entries)
    random.shuffle(shuffled)
    after = owed(shuffled, statements, TODAY)
    assert (before.due, before.past_due, before.credit, before.by_statement) == (
        after.due,
        after.past_due,
        after.credit,
        after.by_statement,
    )


@given(entries_strategy, statements_strategy)
def test_no_cent_of_an_item_with_a_payer_or_in_dispute_is_due(entries, statements):
    account = owed(entries, statements, TODAY)
    asked = sum(e.cents for i in account.items if not i.held for e in i.entries if e.cents > 0)
    assert account.due <= asked


@given(entries_strategy)
def test_the_history_ends_at_todays_balance(entries):
    points = balance_over_time(counted(entries, TODAY), TODAY)
    assert points[0][0] == dt.date(2025, 11, 1)
    assert points[-1] == (TODAY, sum(e.cents for e in entries if e.effective_on <= TODAY))
    days = [day for day, _cents in points]
    assert days == sorted(set(days))
