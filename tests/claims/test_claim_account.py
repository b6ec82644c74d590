"""A claim says what its account says: card, row, sums and questions never contradict the ledger."""

import pytest
from msgspec.structs import replace

from claims.facts import Adjustment, ClaimState, EntryType, Line, OnAccount
from tests import make
from tests.claims.cases import answer, claim, words

S = ClaimState


def account(left: int, **more: object) -> OnAccount:
    plain = {"id": "0199acc0", "billed": 18000, "paid": 0, "taken_off": 14400, "asked": 0}
    return OnAccount(left=left, **(plain | more))


def paid_claim(*accounts: OnAccount, state: ClaimState = S.PAID, owes: int = 3600):
    amounts = {"plan_paid": 14400, "member_owes": owes, "billed": 18000}
    facts = claim(state, said={"amounts": make.Amounts(**amounts), "payee": "provider"})
    return replace(facts, accounts=accounts)


def test_without_an_account_the_bill_is_waited_for():
    found = answer(paid_claim())
    assert words(found.call) == "You may still owe Lake Clinic $36.00."
    assert found.amount == "You may owe <bdi>$36.00</bdi>"


def test_a_share_that_was_paid_leaves_nothing_to_do():
    found = answer(paid_claim(account(0, paid=3600)))
    assert words(found.call) == "You paid $36.00. Nothing is left to pay."
    assert found.action.sentence == "You do not need to do anything now."
    assert found.amount == "Nothing left to pay"
    assert found.sums_note == ()
    said = words(found)
    assert "You may owe" not in said
    assert "bill" not in words(found.action)
    assert "No. Nothing is left to pay." in said


def with_lines(facts):
    """What a page shows of a claim beside its sums: a service, why a part is owed."""
    owed = Adjustment("PR", "1", 3600)
    amounts = make.Amounts(billed=18000, plan_paid=14400, member_owes=3600)
    line = Line(number=1, description="Therapy", amounts=amounts, adjustments=(owed,))
    return replace(facts, current=replace(facts.current, lines=(line,)))


def test_a_service_says_what_may_be_owed_until_an_account_knows():
    (line,) = answer(with_lines(paid_claim())).lines
    assert line.owes_label == "You may owe"
    assert "You may owe this part." in words(line.reasons)


@pytest.mark.parametrize("left", [0, 1600])
def test_a_service_says_whose_share_it_is_once_an_account_knows_what_was_paid(left):
    found = answer(with_lines(paid_claim(account(left, paid=3600 - left, asked=left))))
    (line,) = found.lines
    assert (line.owes_label, line.owes) == ("Your share", "<bdi>$36.00</bdi>")
    assert "This part is your share." in words(line.reasons)
    assert "You may owe" not in words(found)


def test_what_changed_is_a_share_too_once_an_account_knows():
    first = replace(paid_claim().current, amounts=make.Amounts(plan_paid=10000, member_owes=8000))
    facts = paid_claim(account(0, paid=3600))
    before = replace(first, effective_on=make.dt.date(2026, 1, 5), event_id="0199aaaa")
    found = answer(replace(facts, history=(facts.current, before)))
    assert "Before: $80.00. Now: $36.00." in words(found)
    assert "You may owe" not in words(found)


def test_a_bill_that_was_sent_is_named_and_can_be_paid():
    found = answer(paid_claim(account(1600, paid=2000, asked=1600)))
    assert words(found.call) == "You paid $20.00. $16.00 is left to pay."
    assert words(found.action.sentence) == "You can pay $16.00 on your Balance page."
    assert words(found.amount) == "$16.00 left to pay"


def test_what_is_on_no_bill_yet_is_waited_for():
    found = answer(paid_claim(account(18000)))
    assert words(found.call) == "You may still owe $36.00. It is not on a bill yet."
    assert "until Lake Clinic sends you a bill" in words(found.action)


def test_a_share_that_was_paid_in_part_is_not_asked_for_whole_because_the_bill_is_old():
    found = answer(paid_claim(account(2500, billed=3000, taken_off=0, paid=500), owes=1000))
    assert words(found.call) == "You paid $5.00. You may still owe $5.00. It is not on a bill yet."
    assert words(found.amount) == "You may owe $5.00"


@pytest.mark.parametrize("owes", [0, 3600])
def test_a_bill_above_the_share_is_not_to_be_paid_before_asking(owes):
    found = answer(paid_claim(account(5000, asked=5000), owes=owes))
    assert "Ask us before you pay" in words(found.call) or "ask us before you pay" in words(
        found.call
    )
    assert found.action.kind == "call"
    assert words(found.amount) == "$50.00 left to pay"
    assert "Your bill asks for more. Ask us before you pay it." in found.sums_note


def test_what_an_insurer_or_a_person_still_looks_at_is_not_to_be_paid():
    waiting = answer(paid_claim(account(3600, asked=3600, waiting=True)))
    assert "Do not pay $36.00 yet" in words(waiting.call)
    assert waiting.amount == "Do not pay yet"
    disputed = answer(paid_claim(account(3600, disputed=True)))
    assert "You do not have to pay it while we check." in words(disputed.call)
    assert {waiting.action.sentence, disputed.action.sentence} == {
        "You do not need to do anything now."
    }


def test_an_appeal_stays_the_first_thing_to_do():
    facts = paid_claim(account(9000, asked=9000), state=S.PARTIALLY_DENIED, owes=11000)
    current = replace(facts.current, adjustments=(Adjustment("PR", "204", 8000),))
    found = answer(replace(facts, current=current, notice_on=make.dt.date(2026, 3, 1)))
    assert found.action.kind == "appeal"
    assert words(found.call) == "$90.00 is left to pay."


def test_two_accounts_of_one_claim_are_one_sum_and_two_blocks():
    found = answer(paid_claim(account(1000, asked=1000), account(600, asked=600, id="other")))
    assert words(found.amount) == "$16.00 left to pay"
    assert len(found.beside) == 2


@pytest.fixture
def paid_at_large(maya):
    """The payment names no claim, and has paid it all the same."""
    found = make.claim(maya, S.PAID, number="CLM-35", member_owes=3600, plan_paid=14400)
    account = make.balance(maya, 0)
    make.entry(account, 18000, claim_number="CLM-35")
    make.entry(account, -14400, claim=found, type=EntryType.PAYER_PAYMENT)
    make.entry(account, -3600)
    return found


@pytest.mark.parametrize("address", ["/", "/claims/", "/claims/?show=done", "/search/?q=CLM-35"])
def test_every_list_says_that_nothing_is_left(as_maya, paid_at_large, address):
    page = as_maya.get(address).content.decode()
    assert "Nothing left to pay" in page
    assert "You may owe" not in page


def test_lines_partly_linked_and_partly_numbered_are_one_block(as_maya, paid_at_large):
    page = as_maya.get(paid_at_large.get_absolute_url())
    assert page.content.decode().count("On your balance") == 1
    assert "You do not need to do anything now." in page.content.decode()


def test_the_number_of_somebody_elses_claim_is_nobodys_account(as_omar, omar, paid_at_large):
    make.claim(omar, S.PAID, number="CLM-35", member_owes=3600)
    make.balance(omar, 100)
    assert "You may owe <bdi>$36.00</bdi>" in as_omar.get("/claims/").content.decode()


@pytest.mark.parametrize("state", [S.IN_PROCESS, S.WITH_OTHER_PAYER, S.REVERSED])
def test_T48_a_bill_asks_for_nothing_while_its_claim_is_undecided(as_maya, maya, state):
    waits = make.claim(maya, state)
    bill = make.balance(maya, 3600)
    bill.entries.update(claim=waits, statement=bill.statements.get())
    assert "You do not owe anything now." in as_maya.get("/").content.decode()
    page = as_maya.get(bill.get_absolute_url()).content.decode()
    assert "an insurer still has to decide" in page
    assert (
        "An insurer still has to decide" in as_maya.get(waits.get_absolute_url()).content.decode()
    )


def test_a_later_word_of_the_ledger_ends_the_wait(as_maya, maya):
    waits = make.claim(maya, S.WITH_OTHER_PAYER, member_owes=22000)
    bill = make.balance(maya, 22000)
    bill.entries.update(claim=waits, statement=bill.statements.get())
    on = waits.state_on + make.DAY
    make.entry(bill, -22000, claim=waits, type=EntryType.PAYER_PAYMENT, effective_on=on)
    page = as_maya.get(waits.get_absolute_url()).content.decode()
    assert "Nothing is left to pay." in page
    assert "You do not owe anything." in as_maya.get(bill.get_absolute_url()).content.decode()
