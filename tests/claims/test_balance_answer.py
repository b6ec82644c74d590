"""A balance's answer asks only for what is due, and says whose every other cent is."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claims.answers.answer import Answer, DateBasis, Freshness, Tag
from claims.answers.balance import balance_answer
from claims.answers.words import plain
from claims.facts import BalanceFacts, EntryType, Guard, SourceFacts
from tests.claims.cases import words
from tests.claims.dead_ends import assert_complete
from tests.claims.test_due import entries_strategy, entry, statement, statements_strategy

NOW = dt.datetime(2026, 11, 23, 5, 58, tzinfo=dt.UTC)  # 23:58 on November 22 in Chicago
ZONE = "America/Chicago"
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
BILLING = SourceFacts(slug="ledger", kind="billing", heard_at=NOW - dt.timedelta(minutes=9))


def balance(*entries, bills=(), **fields) -> BalanceFacts:
    plain_fields = {
        "id": "0190",
        "number": "A-77",
        "title": "Lakeside Clinic",
        "source": BILLING,
        "guard": Guard.NONE,
    }
    return BalanceFacts(entries=entries, statements=tuple(bills), **plain_fields | fields)


def answer(facts: BalanceFacts, **options) -> Answer:
    return balance_answer(facts, now=NOW, zone=ZONE, **options)


def owing(cents: int = 8420, **bill) -> BalanceFacts:
    return balance(
        entry(cents, id="a", statement="S1", description="Office visit", claim_id="77"),
        bills=[statement(**bill)],
    )


balance_facts = st.builds(
    BalanceFacts,
    id=st.just("0190"),
    number=st.sampled_from(["", "A-77"]),
    title=st.sampled_from(["", "Lakeside Clinic"]),
    source=st.builds(
        SourceFacts,
        slug=st.just("ledger"),
        kind=st.just("billing"),
        heard_at=st.one_of(st.none(), st.just(NOW), st.just(NOW - 9 * DAY)),
    ),
    entries=entries_strategy.map(tuple),
    statements=statements_strategy.map(tuple),
    guard=st.sampled_from(list(Guard)),
    conflict=st.booleans(),
)


@settings(deadline=None)  # the first to speak reads the catalogue
@given(balance_facts)
def test_no_balance_is_a_dead_end(facts):
    found = answer(facts)
    assert_complete(found, TODAY)
    brief = answer(facts, brief=True)
    for field in ("headline", "action", "date", "tag", "freshness_line", "amount", "rank"):
        assert getattr(brief, field) == getattr(found, field)


@given(balance_facts)
def test_a_doubtful_balance_asks_for_no_money(facts):
    found = answer(facts)
    if found.freshness in (Freshness.CONFLICT, Freshness.NEVER):
        assert found.tag == Tag.CHECKING or not facts.conflict
    if facts.conflict:
        assert not found.action.required
        assert not found.sums


def test_what_you_owe_comes_first_with_its_day():
    found = answer(owing(late_fee=1500))
    assert plain(found.headline) == "You owe $84.20. Pay by Saturday, December 12."
    assert plain(found.call) == (
        "If it is not paid by Saturday, December 12, there is a late fee of $15.00 on top."
    )
    assert plain(found.action.sentence) == "You need to pay $84.20."
    assert plain(found.action.days_left) == "You have 20 days."
    assert (found.date.basis, found.date.source) == (DateBasis.STATEMENT, "S1")
    assert found.tag == Tag.WAITING_FOR_YOU


@pytest.mark.parametrize(
    ("fee", "words"),
    [(0, "There is no late fee."), (None, "Your bill does not name a late fee.")],
)
def test_a_late_fee_is_never_left_open(fee, words):
    assert plain(answer(owing(late_fee=fee)).call) == words


def test_a_bill_whose_day_has_passed_is_not_due_in_the_future():
    found = answer(owing(sent=-50, due=-3))
    assert plain(found.headline) == "You owe $84.20."
    assert plain(found.date.sentence) == "It was due on Thursday, November 19."
    assert found.date.basis == DateBasis.LATE
    assert found.action.due_on is None


def test_the_last_day_is_a_whole_day_where_the_member_is():
    assert answer(owing(due=0)).action.days_left == "Today is the last day."


def test_nothing_owed_is_said_plainly():
    found = answer(
        balance(
            entry(500, id="a", statement="S1"),
            entry(-500, EntryType.MEMBER_PAYMENT, id="b", ago=2),
            bills=[statement()],
        )
    )
    assert found.headline == "You do not owe anything."
    assert found.settled
    assert plain(found.date.sentence) == "Nothing has changed since Friday, November 20."


def test_credit_is_said_as_credit():
    found = answer(balance(entry(-1250, EntryType.MEMBER_PAYMENT, id="a")))
    assert plain(found.headline) == "You have $12.50 in credit."


def test_t38_money_with_the_second_insurer_is_not_asked_for():
    share = {"claim_number": "CLM-1", "statement": "S1", "description": "Knee X-ray"}
    waiting = entry(22000, id="a", with_payer=True, payer="Second Plan", **share)
    found = answer(balance(waiting, bills=[statement()]))
    assert found.headline == "You do not owe anything now."
    assert plain(found.call) == "Do not pay $220.00 yet: an insurer still has to decide."
    group = found.groups[0]
    assert plain(group.heading) == "Do not pay these yet"
    assert plain(group.note) == (
        "We are waiting for Second Plan. You see it here when it has decided."
    )
    paid = entry(-22000, EntryType.PAYER_PAYMENT, id="b", claim_number="CLM-1")
    settled = answer(balance(paid, entry(22000, id="a", **share), bills=[statement()]))
    assert settled.headline == "You do not owe anything."
    assert plain(settled.sums[-1].amount) == "$0.00"


def test_t48_a_bill_sent_while_the_insurer_decides_asks_for_nothing():
    waiting = entry(30000, id="a", with_payer=True, statement="S1", claim_number="CLM-1")
    found = answer(balance(waiting, bills=[statement()]))
    assert not found.action.required
    assert plain(found.sums[0].amount) == "$0.00"


def test_a_disputed_item_is_paused_in_words():
    disputed = entry(4000, id="a", statement="S1", disputed=True, description="Crutches")
    found = answer(balance(disputed, bills=[statement()]))
    group = found.groups[0]
    assert plain(group.note) == (
        "We are checking “Crutches”. You do not have to pay it while we check."
    )


def test_a_bill_of_which_a_part_is_disputed_does_not_read_as_paused():
    disputed = entry(4000, id="a", statement="S1", disputed=True, description="Crutches")
    rest = entry(9000, id="b", statement="S1", description="Office visit")
    bills = {
        plain(fact.value)
        for group in answer(balance(disputed, rest, bills=[statement()])).groups
        if group.heading == "Your bills"
        for fact in group.facts
    }
    assert [bill.split(": ")[1] for bill in bills] == ["we are checking a part of it, not all"]


def test_t42_a_letter_about_a_wrong_bill_must_arrive_within_60_days():
    bill = statement(due=30)
    bill = type(bill)(
        number="S1",
        transmitted_on=dt.date(2026, 4, 15),
        due_on=dt.date(2026, 5, 10),
        closing=8420,
    )
    facts = balance(entry(8420, id="a", statement="S1", ago=230), bills=[bill])
    at = dt.datetime(2026, 6, 14, 18, tzinfo=dt.UTC)
    dispute = balance_answer(facts, now=at, zone=ZONE).options[-1]
    assert "It must reach us by Sunday, June 14." in plain(dispute.text)
    late = balance_answer(facts, now=at + DAY, zone=ZONE).options[-1]
    assert late.last_date == ""
    assert "June 14" not in plain(late.text)


def test_why_you_owe_it_adds_up_and_links_to_the_claim():
    facts = balance(
        entry(-2000, EntryType.MEMBER_PAYMENT, id="b", statement="S1", ago=3),
        entry(8420, id="a", statement="S1", description="Office visit", claim_id="77", ago=9),
        bills=[statement()],
    )
    why = answer(facts).groups[0]
    assert [plain(fact.label) for fact in why.facts] == [
        "Office visit, November 13",
        "You paid, November 19",
        "You owe now",
    ]
    assert [plain(fact.value) for fact in why.facts] == ["$84.20", "-$20.00", "$64.20"]
    assert why.facts[0].url == "/claims/77/"


def test_what_lowers_it_is_one_sum_where_lines_do_not_explain_it():
    facts = balance(
        entry(-2000, EntryType.MEMBER_PAYMENT, id="b", ago=3),  # names neither bill nor service
        entry(8420, id="a", statement="S1", description="Office visit", ago=9),
        bills=[statement()],
    )
    why = {plain(fact.label): plain(fact.value) for fact in answer(facts).groups[0].facts}
    assert why["Paid or taken off already"] == "-$20.00"


def test_a_late_fee_that_is_not_charged_is_said_not_to_be_in_the_amount():
    found = answer(owing(late_fee=2500, sent=-50, due=-3))
    assert plain(found.call) == ("A late fee of $25.00 can be added now. It is not in the $84.20.")
    (unpaid,) = [group for group in found.groups if group.heading == "If you do not pay"]
    assert unpaid.note.endswith("You can still ask for a plan.")


def test_a_late_fee_that_is_charged_is_said_to_be_in_the_amount():
    facts = owing(late_fee=2500, sent=-50, due=-30)
    fee = entry(2500, EntryType.INTEREST, id="f", statement="S1", ago=20)
    found = answer(replace(facts, entries=(fee, *facts.entries)))
    assert plain(found.headline) == "You owe $109.20."
    assert plain(found.call) == "The late fee of $25.00 is already in the $109.20."
    assert "Interest, November 2" in [plain(fact.label) for fact in found.groups[0].facts]


def test_the_least_that_a_bill_asks_for_is_what_must_be_paid_by_its_day():
    found = answer(owing(51_000, minimum=5000, late_fee=0))
    assert plain(found.headline) == "You owe $510.00. Pay at least $50.00 by Saturday, December 12."
    assert plain(found.action.sentence) == "You need to pay at least $50.00."
    assert plain(found.call) == (
        "That is the least you must pay by then. $460.00 is left after it. There is no late fee."
    )
    assert "You can pay in up to 12 months." in words(found.groups)


def test_what_was_paid_since_the_bill_counts_for_its_least():
    facts = owing(51_000, minimum=5000)
    part, all_of_it = (
        entry(-cents, EntryType.MEMBER_PAYMENT, id="b", statement="S1", ago=1)
        for cents in (2000, 5000)
    )
    found = answer(replace(facts, entries=(part, *facts.entries)))
    assert "Pay at least $30.00" in plain(found.headline)
    found = answer(replace(facts, entries=(all_of_it, *facts.entries)))
    assert plain(found.headline) == "You owe $460.00."
    assert not found.action.required
    assert plain(found.action.sentence) == (
        "You can pay the rest, $460.00, by Saturday, December 12."
    )


@pytest.mark.parametrize("minimum", [8420, 9000, None])
def test_a_least_that_is_all_of_it_is_all_of_it(minimum):
    assert plain(answer(owing(minimum=minimum)).headline) == (
        "You owe $84.20. Pay by Saturday, December 12."
    )


def test_spreading_the_cost_is_the_same_words_for_everyone():
    notes = {
        group.note
        for cents in (100, 10**7)
        for group in answer(owing(cents)).groups
        if group.heading == "Spread the cost"
    }
    assert len(notes) == 1


def test_the_history_is_a_sentence_first_then_points_then_a_table():
    found = answer(
        balance(
            entry(-23580, EntryType.PAYER_PAYMENT, id="b", ago=100),
            entry(32000, id="a", ago=400),
        )
    )
    assert plain(found.series.sentence) == "It was $320.00 in November 2025. It is $84.20 now."
    assert found.series.points[0] == (dt.date(2025, 11, 1), 32000)
    assert found.series.points[-1] == (TODAY, 8420)
    assert len(found.series.table.rows) == len(found.series.points)


def test_each_bill_says_where_it_stands():
    found = answer(
        balance(
            entry(-500, EntryType.MEMBER_PAYMENT, id="c", ago=2),
            entry(900, id="b", statement="S2"),
            entry(400, id="a", statement="S1", ago=60),
            bills=[
                statement("S2", closing=900),
                statement("S1", sent=-50, due=-20, closing=400),
            ],
        )
    )
    bills = found.groups[-1]
    assert bills.heading == "Your bills"
    assert [plain(fact.value) for fact in bills.facts] == [
        "$9.00: partly paid",
        "$4.00: nothing left to pay",
    ]


def test_an_account_of_which_nothing_came_yet_says_so():
    found = answer(balance())
    assert found.freshness == Freshness.NEVER
    assert found.headline == "We do not have this balance yet."


def test_an_entry_of_a_later_day_counts_nowhere_on_the_page():
    on_bill = entry(8420, id="a", statement="S1")
    later = entry(500, id="b", ago=-27_000, statement="S1")
    paid_later = entry(-700, EntryType.MEMBER_PAYMENT, id="c", ago=-2)
    with_later = answer(balance(on_bill, later, paid_later, bills=[statement()]))
    without = answer(balance(on_bill, bills=[statement()]))
    assert with_later == without
    assert plain(with_later.sums[-1].amount) == "$84.20"
    assert with_later.series.points[-1] == (TODAY, 8420)


def test_an_entry_counts_once_the_day_has_come_here_or_with_us():
    """It is still November 22 in Chicago and already November 23 where we are."""
    tomorrow = answer(balance(entry(500, id="a", ago=-1)))
    assert plain(tomorrow.sums[-1].amount) == "$5.00"
    assert tomorrow.series.points[-1] == (TODAY, 500)
    in_honolulu = balance_answer(balance(entry(500, id="a", ago=-2)), now=NOW, zone=ZONE)
    assert plain(in_honolulu.sums[-1].amount) == "$0.00"
    in_tokyo = balance_answer(balance(entry(500, id="a", ago=-1)), now=NOW, zone="Asia/Tokyo")
    assert plain(in_tokyo.sums[-1].amount) == "$5.00"
