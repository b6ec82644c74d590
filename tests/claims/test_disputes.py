"""What a member says is wrong on a bill: it rests at once, somebody answers, and they read it."""

import datetime as dt
import html
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from accounts.clock import now
from claims.answers.balance import balance_answer
from claims.answers.dispute import Told, dispute_page
from claims.answers.words import plain
from claims.facts import DisputeFacts, DisputeOutcome
from claims.models import Dispute, DisputeEvent
from claims.store import bill_disputes
from outreach.dispute_telling import tell_of_disputes
from outreach.models import Message
from outreach.sending import send_due
from tests import make
from tests.accounts.test_trusted_people import helping

DAY = dt.timedelta(days=1)
SAID = Told(reason="The amount is wrong", words="Twice.")
WRONG = {"reason": "amount", "words": "They charged me twice."}


@pytest.fixture
def balance(maya):
    return make.billed(maya, 9000, 6500)


def text(page) -> str:
    return re.sub(r"<[^>]+>", "", html.unescape(page.content.decode()))


def new(balance) -> str:
    return f"{balance.get_absolute_url()}disputes/new/"


def headline(balance) -> str:
    balance.refresh_from_db()
    found = balance_answer(balance.facts(), now=now(), zone=balance.member.time_zone)
    return plain(found.headline)


def keys(page) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)"', page.content.decode())


def test_an_item_that_is_questioned_rests_at_once_everywhere(as_maya, balance):
    page = as_maya.get(new(balance))
    assert "Service 1: $90.00" in text(page)
    (item,) = [k for k in keys(page) if k == f"entry {balance.entries.get(cents=6500).pk}"]
    told = as_maya.post(new(balance), WRONG | {"item": item}, follow=True)
    assert "We are checking “Service 2”. You do not have to pay it while we check." in text(told)
    assert "They charged me twice." in text(told)
    home, listed = text(as_maya.get("/")), text(as_maya.get("/balances/"))
    page = text(as_maya.get(balance.get_absolute_url()))
    for face in (home, listed, page):
        assert "You owe $90.00. Pay by" in face
        assert "$155.00. Pay" not in face
    assert "We are checking $65.00. You do not have to pay it while we check." in page
    assert "We tell you what we found by" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what is wrong."),
        ({"item": "entry 0"}, "Choose one of these. The rest is not asked of you now."),
        ({"reason": ""}, "Choose why it is wrong."),
        ({"words": " "}, "Write a few words about what is wrong."),
        ({"reason": "estimate"}, "Enter the amount of the estimate."),
        ({"estimate": "a lot"}, "Enter an amount in dollars and cents, like 25.00."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(as_maya, balance, typed, said):
    page = as_maya.post(new(balance), WRONG | typed)
    assert said in text(page)
    assert not Dispute.objects.exists()


def test_the_same_item_is_questioned_once(maya, balance):
    told = make.dispute(balance)
    with pytest.raises(bill_disputes.CannotDispute):
        bill_disputes.dispute(maya, balance.pk, told.item, by=maya.user, at=now(), **WRONG)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.create(
            balance=balance,
            member=maya,
            item=told.item,
            entries=told.entries,
            name="x",
            cents=1,
            received_at=now(),
            received_on=now().date(),
            **WRONG,
        )


def test_a_correction_of_the_ledger_still_counts_while_we_check(balance):
    told = make.dispute(balance)
    assert told.name == "Service 1"
    assert headline(balance).startswith("You owe $65.00.")
    charge = balance.entries.get(cents=9000)
    make.entry(balance, -9000, type="reversal", reversal_of=charge.external_id)
    facts = balance.facts()
    answer = balance_answer(facts, now=now(), zone=balance.member.time_zone)
    assert plain(answer.headline).startswith("You owe $65.00.")
    assert plain(answer.sums[-1].amount) == "$65.00"


@pytest.mark.parametrize(
    ("decision", "agreed", "owes", "said"),
    [
        ("right", "", "You owe $65.00.", "You were right. You do not owe it."),
        ("partly", "40.00", "You owe $105.00.", "You owe $40.00 for it in all."),
        ("upheld", "", "You owe $155.00.", "The bill was right."),
    ],
)
def test_somebody_answers_and_the_member_reads_it(
    as_sana, as_maya, balance, decision, agreed, owes, said
):
    told = make.dispute(balance)
    assert "Service 1: $90.00" in text(as_sana.get("/disputes/"))
    words = "We asked the clinic. See the new bill."
    typed = {"decision": decision, "agreed": agreed, "words": words}
    page = as_sana.post(f"{told.get_absolute_url()}answer/", typed, follow=True)
    assert "The member reads your answer now." in text(page)
    assert "Nothing waits for an answer." in text(page)
    read = text(as_maya.get(told.get_absolute_url()))
    assert said in read
    assert words in read
    assert headline(balance).startswith(owes)
    assert "What we found" in text(as_maya.get(balance.get_absolute_url()))


def test_who_was_not_right_has_as_long_to_pay_as_the_bill_gave(maya, sana):
    balance = make.billed(maya, 9000, 6500, sent=-40, due=-10)
    told = make.dispute(balance)
    bill_disputes.answer(told, DisputeOutcome.UPHELD, by=sana, words="It is right.")
    told.refresh_from_db()
    assert told.pay_by == told.ended_on + 30 * DAY
    balance.refresh_from_db()
    found = balance_answer(balance.facts(), now=now(), zone=maya.time_zone)
    assert "Pay by" in plain(found.headline)
    assert "We checked what you asked about." in plain(found.date.sentence)
    assert "$65.00 of it was due on" in plain(found.call)
    page = dispute_page(told.facts(), SAID, (), today=told.ended_on, zone="America/Chicago")
    assert "Nobody may call it late before." in plain(page.action)


def test_what_was_wrong_stays_off_until_the_ledger_says_so_itself(as_maya, sana, balance):
    told = make.dispute(balance)
    bill_disputes.answer(told, DisputeOutcome.RIGHT, by=sana, words="It was charged twice.")
    page = text(as_maya.get(balance.get_absolute_url()))
    assert "We agreed with you that this is wrong." in page
    charge = balance.entries.get(cents=9000)
    make.entry(balance, -9000, type="reversal", reversal_of=charge.external_id)
    assert headline(balance).startswith("You owe $65.00.")
    assert "More than your share" not in text(as_maya.get(balance.get_absolute_url()))


def test_word_that_we_look_at_it_is_told_once_and_ends_nothing(as_sana, as_maya, balance):
    told = make.dispute(balance)
    typed = {"decision": "looking", "words": "I asked the clinic today."}
    for _ in range(2):
        as_sana.post(f"{told.get_absolute_url()}answer/", typed)
    assert told.events.filter(what="acknowledged").count() == 1
    assert "I asked the clinic today." in text(as_maya.get(told.get_absolute_url()))
    assert headline(balance).startswith("You owe $65.00.")


def test_it_can_be_taken_back_and_is_owed_again(as_maya, balance):
    told = make.dispute(balance)
    asked = text(as_maya.get(f"{told.get_absolute_url()}withdrawal/"))
    assert "$90.00 is part of what you owe again." in asked
    page = as_maya.post(f"{told.get_absolute_url()}withdrawal/", follow=True)
    assert "You took it back." in text(page)
    assert headline(balance).startswith("You owe $155.00.")
    as_maya.post(f"{told.get_absolute_url()}withdrawal/")
    assert told.events.filter(what="withdrawn").count() == 1


def test_an_answer_after_it_was_taken_back_changes_nothing(sana, balance):
    told = make.dispute(balance)
    bill_disputes.withdraw(told, by=balance.member.user)
    assert not bill_disputes.answer(told, DisputeOutcome.RIGHT, by=sana, words="Yes.")
    assert headline(balance).startswith("You owe $155.00.")


def test_the_pages_ask_no_more_for_what_the_member_did(as_maya, maya):
    """Plans, payments and disputes stand beside the balance: lists and pages ask nothing more."""
    balance = make.billed(maya, 9000, 6500)
    pages = ("/", "/balances/", balance.get_absolute_url())
    before = [queries(as_maya, page) for page in pages]
    make.dispute(balance)
    bill_disputes.withdraw(Dispute.objects.get(), by=maya.user)
    make.dispute(balance)
    make.payment(balance)
    assert [queries(as_maya, page) for page in pages] == before


def queries(browser, page: str) -> int:
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        browser.get(page)
    return len(asked)


def test_a_document_about_it_is_read_by_who_answers(as_maya, as_sana, maya, balance):
    told = make.dispute(balance)
    about = f"dispute:{told.pk}"
    page = as_maya.get(told.get_absolute_url()).content.decode()
    assert f"/documents/for/{about}/" in page
    sent = make.document(maya, about, b"Paid on May 2")
    assert "bill.txt" in text(as_maya.get(told.get_absolute_url()))
    address = f"{told.get_absolute_url()}documents/{sent.pk}/"
    assert address in as_sana.get(f"{told.get_absolute_url()}answer/").content.decode()
    assert b"".join(as_sana.get(address).streaming_content) == b"Paid on May 2"
    other = make.dispute(make.billed(maya, 100))
    assert as_sana.get(f"{other.get_absolute_url()}documents/{sent.pk}/").status_code == 404


def test_the_member_is_told_of_an_answer_once(maya, sana, balance):
    told = make.dispute(balance)
    bill_disputes.acknowledge(told, by=sana, words="We asked the clinic.")
    bill_disputes.answer(told, DisputeOutcome.UPHELD, by=sana, words="It is right.")
    for _ in range(2):
        tell_of_disputes(now())
    send_due()
    titles = set(Message.objects.filter(member=maya).values_list("title", flat=True))
    assert titles == {
        "We are looking at what you said is wrong on a bill",
        "We answered what you said is wrong on a bill",
    }
    assert Message.objects.count() == 2


def test_what_happened_to_it_is_never_changed(balance):
    make.dispute(balance)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisputeEvent.objects.update(words="Something else.")


def test_staff_do_not_read_what_a_private_account_was_for(as_sana, maya):
    told = make.dispute(make.billed(maya, 5000, guard="unknown"))
    for address in ("/disputes/", f"{told.get_absolute_url()}answer/"):
        page = text(as_sana.get(address))
        assert "Something for $50.00" in page
        assert "Service 1" not in page


def test_somebody_who_helps_reads_it_and_is_shown_no_buttons(maya, balance):
    told = make.dispute(balance)
    browser = helping(make.trusted_person(maya, make.user("tom@example.com"), "see_balance"))
    page = browser.get(told.get_absolute_url())
    assert "We are checking “Service 1”." in text(page)
    assert "withdrawal" not in page.content.decode()
    assert "/disputes/new/" not in browser.get(balance.get_absolute_url()).content.decode()


RECEIVED = dt.date(2026, 6, 10)
FACTS = DisputeFacts(
    id="1",
    entries=("7",),
    name="Crutches",
    cents=140_000,
    received_on=RECEIVED,
    acknowledge_by=dt.date(2026, 7, 10),
    resolve_by=dt.date(2026, 9, 8),
)


def test_t42_the_days_of_the_law_are_shown(maya):
    told = Dispute(received_on=RECEIVED, sent_on=dt.date(2026, 4, 15), cents=1, entries=[7])
    facts = told.facts()
    assert (facts.acknowledge_by, facts.resolve_by) == (FACTS.acknowledge_by, FACTS.resolve_by)
    assert facts.in_time
    page = dispute_page(facts, SAID, (), today=RECEIVED, zone="America/Chicago")
    assert "By Friday, July 10 we write to you" in plain(page.next)
    assert "by Tuesday, September 8 at the latest." in plain(page.next)
    late = Dispute(received_on=dt.date(2026, 6, 15), sent_on=dt.date(2026, 4, 15), cents=1)
    late.entries = [7]
    assert not late.facts().in_time


@pytest.mark.parametrize(
    ("billed", "said"),
    [(139_999, "less than $400 above"), (140_000, "Start by Thursday, December 3.")],
)
def test_t43_far_above_an_estimate_somebody_outside_may_decide(billed, said):
    told = Told(
        reason="It is more than the estimate that I got",
        words="More.",
        estimate=100_000,
        billed_on=dt.date(2026, 8, 5),
    )
    facts = replace(FACTS, cents=billed)
    page = dispute_page(facts, told, (), today=dt.date(2026, 8, 6), zone="America/Chicago")
    assert said in plain(page.more[0])


def test_pressed_twice_it_leads_to_what_was_told_first(as_maya, balance):
    item = f"entry {balance.entries.get(cents=6500).pk}"
    first, second = (as_maya.post(new(balance), WRONG | {"item": item}) for _press in range(2))
    assert first.url == second.url == Dispute.objects.get().get_absolute_url()


@pytest.mark.parametrize(("less", "ends"), [(1, True), (0, False), (-50_000, False)])
def test_right_in_part_is_less_than_it_costs_whatever_was_paid_or_taken_off(
    as_sana, maya, less, ends
):
    balance = make.billed(maya, 9000)
    for cents, what in ((-1000, "adjustment"), (-3000, "member_payment")):
        make.entry(balance, cents, type=what)
    balance.entries.update(order_number="O-1")
    told = make.dispute(balance)
    assert told.cents == 5000
    agreed = f"{(8000 - less) / 100:.2f}"
    said = {"decision": "partly", "agreed": agreed, "words": "The rest is right."}
    page = as_sana.post(f"{told.get_absolute_url()}answer/", said)
    assert Dispute.objects.open().exists() is not ends
    assert ends or "Enter less than $80.00." in page.text


def test_the_day_of_what_happened_is_ours_and_not_that_of_greenwich(balance):
    told = make.dispute(balance)
    told.acknowledged_at = dt.datetime(2026, 8, 5, 0, 30, tzinfo=dt.UTC)  # New York: August 4
    assert told.facts().acknowledged_on == dt.date(2026, 8, 4)


def test_whoever_changes_a_dispute_holds_its_balance_first(sana, balance):
    """Else two of us wait for each other."""
    told = make.dispute(balance)
    with CaptureQueriesContext(connection) as queries:
        assert bill_disputes.acknowledge(told, by=sana)
    asked = [one["sql"] for one in queries]
    held = next(at for at, sql in enumerate(asked) if "FOR UPDATE" in sql)
    assert held < next(at for at, sql in enumerate(asked) if 'UPDATE "claims_dispute"' in sql)
