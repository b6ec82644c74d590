"""A decision outlives words of work that go on after it: paid stays paid until it is taken back."""

import datetime as dt

import pytest
from msgspec.structs import replace

from accounts.clock import now
from claims.answers.answer import Answer, Tag
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import Amounts, ClaimState, WaitingFor
from claims.models import Claim
from claims.rank import STANDS
from claims.views.listing import stands_in
from tests import make
from tests.claims.cases import answer as answer_of
from tests.claims.cases import claim as facts_of
from tests.claims.cases import day, happening, words
from tests.claims.sources.x12_files import about, claim, remittance, status_file
from tests.claims.store.landing import HOUR, NOW, land
from tests.claims.test_claims import filters_with, home_with

S = ClaimState
PAID = remittance(claim("150", "120", "CAS*PR*2*30", owes="30"))  # on May 10
PENDING = "STC*P1:20*20260514**150"
AGAIN = "We are looking at it again."
MAY_14 = dt.date(2026, 5, 14)


@pytest.fixture
def maya(db):
    return make.member("Maya", number="M-1001", legal_name="Maya Smith")


def status(*stc: str, at: dt.datetime = NOW + HOUR) -> None:
    text = status_file(about(*stc, day="20260420")).replace("LAKE CLINIC", "ORANGE MEDICAL GROUP")
    assert land("x12", text, at=at).landed == len(stc)


def held() -> Claim:
    return Claim.objects.visible().get(number="CN-1")


def answer(*, brief: bool = False) -> Answer:
    one = held()
    facts = one.brief() if brief else one.facts()
    return claim_answer(facts, now=NOW + HOUR, zone="America/Chicago", brief=brief)


def test_a_pending_status_after_the_payment_says_what_was_paid_and_that_we_look_again(maya):
    land("x12", PAID)
    status(PENDING)
    assert (held().state, held().reopened_on) == (S.PAID, MAY_14)
    for found in (answer(), answer(brief=True)):
        assert plain(found.headline) == (
            f"We paid $120.00 to ORANGE MEDICAL GROUP on Sunday, May 10. {AGAIN}"
        )
        assert plain(found.amount) == "You may owe $30.00"
        assert found.tag is Tag.WAITING_FOR_US
        assert "for the new answer yet" in found.date.sentence
    assert plain(answer().call) == "You may still owe ORANGE MEDICAL GROUP $30.00. This may change."


def test_no_clock_of_a_first_decision_runs_for_what_was_decided(maya):
    land("x12", PAID)
    status(PENDING)
    of_law = {"plan": make.plan(), "received_on": dt.date(2026, 11, 1)}
    Claim.objects.update(**of_law)
    assert "must be decided by" not in words(answer())
    Claim.objects.update(state=S.IN_PROCESS, reopened_on=None)
    assert "must be decided by" in words(answer()), "this plan has a law"


@pytest.mark.parametrize("state", sorted([*STANDS, S.PENDED_INFO]), ids=lambda state: state.value)
@pytest.mark.parametrize("letter_on", [None, dt.date(2026, 3, 1)], ids=["no letter", "letter"])
def test_home_and_the_filters_agree_on_what_is_looked_at_again(maya, state, letter_on):
    amounts = {"billed": 15_000, "plan_paid": 0, "member_owes": 15_000}
    made = make.claim(maya, state, notice_on=letter_on, reopened_on=MAY_14, **amounts)
    stands = [stands_in(claim_answer(made.brief(), now=now(), zone=maya.time_zone))]
    assert filters_with(Claim, maya, made, claim_answer) == stands
    assert home_with(maya, made) == stands
    assert stands[0] != "done"


def test_the_payment_that_comes_after_its_later_status_is_no_less_a_payment(maya):
    land("x12", status_file(about(PENDING, day="20260420")))
    assert held().state == S.IN_PROCESS
    land("x12", PAID, at=NOW + HOUR)
    assert (held().state, held().reopened_on) == (S.PAID, MAY_14)


def test_the_new_decision_ends_the_wait(maya):
    land("x12", PAID)
    status(PENDING)
    land(
        "x12",
        remittance(
            claim("-150", "-120", "CAS*PR*2*-30", status="22"),
            claim("150", "130", "CAS*PR*2*20", owes="20"),
            on="20260520",
        ),
        at=NOW + 2 * HOUR,
    )
    assert (held().state, held().reopened_on) == (S.PAID, None)
    assert AGAIN not in words(answer(brief=True))
    assert plain(answer(brief=True).amount) == "You may owe $20.00"


def test_a_status_that_only_repeats_the_decision_ends_the_wait_and_keeps_its_amounts(maya):
    land("x12", PAID)
    status(PENDING, "STC*F1:65*20260518**150*120")
    assert (held().state, held().reopened_on) == (S.PAID, None)
    assert plain(answer(brief=True).amount) == "You may owe $30.00"


@pytest.mark.parametrize("category", ["A1:20", "A2:20", "A4:35", "A7:21"])
def test_a_word_of_the_exchange_promises_no_second_look(maya, category):
    land("x12", PAID)
    status(f"STC*{category}*20260514**150")
    assert (held().state, held().reopened_on) == (S.PAID, None)
    assert AGAIN not in words(answer())


def test_what_was_taken_back_stays_taken_back_while_work_goes_on(maya):
    land("x12", PAID)
    back = remittance(claim("-150", "-120", "CAS*PR*2*-30", status="22"), on="20260512")
    land("x12", back, at=NOW + HOUR)
    status(PENDING, at=NOW + 2 * HOUR)
    assert held().state == S.REVERSED
    assert plain(answer().headline) == (
        "We took back our payment of $120.00 and are working it out again."
    )
    assert "must be decided by" not in words(answer())


def test_what_only_the_member_can_send_is_asked_for_and_the_payment_still_said(maya):
    land("x12", PAID)
    status("STC*P3:294:QC*20260514**150")
    found = answer()
    assert held().state == S.PENDED_INFO
    assert found.action.required
    assert stands_in(found) == "you"
    assert plain(found.call) == f"We paid $120.00 on Sunday, May 10. {AGAIN}"
    assert "decide" not in found.date.sentence


def test_a_refusal_that_is_looked_at_again_can_still_be_appealed():
    refused = {"amounts": Amounts(billed=15_000, plan_paid=0, member_owes=15_000)}
    notice = {"notice_on": day("2026-03-01"), "reopened_on": day("2026-03-15")}
    found = answer_of(facts_of(S.DENIED, said=refused, **notice))
    assert found.action.kind == "appeal"
    assert found.headline == f"We did not agree to pay this claim. {AGAIN}"
    assert stands_in(found) == "you"


def test_the_other_plan_is_waited_for_without_a_deadline_of_ours():
    waits = {"waiting_for": WaitingFor.OTHER_PAYER}
    found = answer_of(facts_of(S.WITH_OTHER_PAYER, said=waits, reopened_on=day("2026-03-15")))
    assert found.headline == f"We sent this claim on to your other plan. {AGAIN}"
    assert found.call.startswith("Do not pay yet.")
    assert "must be decided by" not in words(found)


def test_a_bill_for_it_is_asked_about_before_it_is_paid(as_maya, maya):
    paid = make.claim(
        maya, S.PAID, member_owes=3000, plan_paid=12_000, reopened_on=dt.date(2026, 5, 14)
    )
    bill = make.balance(maya, 3000)
    bill.entries.update(claim=paid, statement=bill.statements.get())
    page = as_maya.get(paid.get_absolute_url()).content.decode()
    assert "before you pay." in page
    assert "This may change." in page


def test_a_newer_version_that_is_checked_says_what_the_older_one_paid():
    facts = facts_of(S.IN_PROCESS)
    paid = happening(
        S.PAID, effective_on=day("2026-02-01"), amounts=Amounts(billed=15_000, plan_paid=12_000)
    )
    found = answer_of(replace(facts, history=(facts.current, paid)))
    assert plain(found.call) == f"We paid $120.00 on Sunday, February 1. {AGAIN}"
    back = happening(S.REVERSED, effective_on=day("2026-02-09"))
    found = answer_of(replace(facts, history=(facts.current, back, paid)))
    assert "We paid" not in found.call
