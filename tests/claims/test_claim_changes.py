"""A claim that was decided again: what changed, why, and what it means for who has paid already."""

import datetime as dt

import pytest
from msgspec.structs import replace

from accounts.models import MemberIdentifier
from claims.facts import Adjustment, Amounts, ClaimState, Line, OnAccount
from claims.models import Claim
from tests.claims.cases import answer, claim, day, happening, words
from tests.claims.store.versions import land, said

S = ClaimState


def cents(paid: int | None, owes: int | None = None) -> dict:
    return {"amounts": Amounts(billed=15_000, plan_paid=paid, member_owes=owes)}


def again(state: S, new: dict, *older, **more):
    """A claim in that state after what was decided before, oldest first."""
    facts = claim(state, said=new, **more)
    return replace(facts, history=(facts.current, *reversed(older)))


def paid(on: str = "2026-02-01", *, plan: int = 12_000, owes: int | None = 3_000):
    return happening(S.PAID, effective_on=day(on), notice_on=day(on), **cents(plan, owes))


def changed(facts) -> str:
    found = [words(group) for group in answer(facts).beside if group.heading == "What changed"]
    return found[0] if found else ""


def test_T27_the_page_says_what_changed_and_why():
    reversal = happening(S.REVERSED, **cents(-12_000))
    new = cents(0, 12_000) | {
        "adjustments": (Adjustment("PR", "96", 12_000),),
        "notice_on": day("2026-03-12"),
    }
    facts = again(S.DENIED, new, paid(), reversal, notice_on=day("2026-03-12"))
    told = changed(facts)
    assert "Before: We paid the claim. Now: We did not agree to pay the claim." in told
    assert "Before: $120.00. Now: $0.00." in told
    assert "Before: $30.00. Now: $120.00." in told
    assert "We decided again on Thursday, March 12." in told
    assert "That letter counts now, and so does its time to appeal." in told
    assert "If you paid $30.00 already, do not pay it twice: $90.00 is left." in told
    assert "Why" in told


def test_the_decision_after_a_reversal_is_the_new_result_and_no_step_back():
    reversal = happening(S.REVERSED, **cents(-12_000))
    told = words(answer(again(S.PAID, cents(9_000), paid(), reversal)).timeline)
    assert "This is the new result." in told
    assert "went back a step" not in told


def test_less_to_pay_than_before_is_to_be_asked_back():
    told = changed(again(S.PAID, cents(14_000, 1_000), paid()))
    assert "If you paid $30.00 already, ask Lake Clinic to give you $20.00 back." in told


def test_the_same_share_is_not_to_be_paid_twice():
    told = changed(again(S.PAID, cents(11_000, 3_000), paid()))
    assert "If you paid it already, do not pay it twice." in told


def test_a_reversal_without_a_correction_says_that_we_work_it_out_again():
    found = answer(again(S.REVERSED, cents(-12_000), paid()))
    assert words(found.headline) == (
        "We took back our payment of $120.00 and are working it out again."
    )
    assert "do not pay twice" in found.call
    told = words(found.beside)
    assert "Before: $120.00. Now: not known yet." in told
    assert "The new one is not made yet." in told


def test_a_payment_that_was_taken_back_gives_no_reasons_to_owe_anything():
    line = Line(
        number=1,
        description="Blood test",
        service_from=day("2026-01-20"),
        amounts=Amounts(billed=-10_000, plan_paid=-7_500),
        adjustments=(Adjustment("PR", "3", -1_000), Adjustment("CO", "45", -1_500)),
    )
    said = words(answer(again(S.REVERSED, cents(-12_000) | {"lines": (line,)}, paid())))
    assert "Blood test" in said
    assert "You may owe this part." not in said
    assert "discount" not in said


@pytest.mark.parametrize(
    "state", [S.VOIDED, S.REPLACED, S.CANCELLED], ids=lambda state: state.value
)
def test_what_no_longer_counts_says_to_call_before_paying(state):
    assert "before you pay" in answer(claim(state)).call


def test_one_decision_told_twice_is_no_change():
    again_told = happening(S.PAID, effective_on=day("2026-02-03"))
    assert not changed(again(S.PAID, cents(12_000, 3_000), paid(), again_told))
    assert not changed(claim(S.PAID, said=cents(12_000, 3_000)))


def test_what_was_owed_is_known_from_the_reasons_of_then():
    older = replace(paid(owes=None), adjustments=(Adjustment("PR", "2", 3_000),))
    assert "Before: $30.00. Now: $10.00." in changed(again(S.PAID, cents(14_000, 1_000), older))


def test_an_account_that_knows_speaks_for_who_paid_already():
    known = OnAccount(id="a", billed=15_000, paid=3_000, taken_off=12_000, left=0, asked=0)
    facts = again(S.PAID, cents(14_000, 1_000), paid(), accounts=(known,))
    assert "If you paid" not in changed(facts)
    assert "What changed" in words(answer(facts).beside)


@pytest.mark.django_db
def test_T27_through_the_store_is_one_claim_with_its_history(as_maya, maya):
    MemberIdentifier.objects.create(member=maya, system="urn:plan", value="M-1001")
    may_10 = dt.date(2026, 5, 10)
    land(said(S.PAID, 1, paid=12_000, owes=3_000, pr="2", notice_on=dt.date(2026, 5, 1)))
    land(said(S.DENIED, 10, paid=0, owes=15_000, pr="96", notice_on=may_10))
    land(said(S.REVERSED, 10, paid=-12_000))
    one = Claim.objects.visible().get()
    assert (one.state, one.version, one.notice_on) == (S.DENIED, 3, may_10)
    assert sum(event.plan_paid for event in one.events.all()) == 0
    page = as_maya.get(one.get_absolute_url()).content.decode()
    assert page.count("What changed") == 1
    assert "Before: <bdi>$30.00</bdi>. Now: <bdi>$150.00</bdi>." in page
    assert as_maya.get("/claims/").content.decode().count("Physical therapy") == 1


def row(**more) -> str:
    found = Claim.objects.visible().get(**more)
    return words(answer(found.brief(), brief=True).headline)


@pytest.fixture
def hers(maya):
    """What the sources call M-1001 is Maya."""
    MemberIdentifier.objects.create(member=maya, system="urn:plan", value="M-1001")


@pytest.mark.parametrize(
    ("owes", "told"),
    [
        (4_500, "Your share went up from $30.00 to $45.00."),
        (1_000, "Your share went down from $30.00 to $10.00."),
        (3_000, ""),
    ],
)
def test_a_list_says_that_the_share_went_up_or_down(as_maya, hers, owes, told):
    land(said(S.PAID, 1, paid=12_000, owes=3_000, pr="2"))
    land(said(S.REVERSED, 10, paid=-12_000))
    land(said(S.PAID, 12, paid=15_000 - owes, owes=owes, pr="2"))
    assert row().endswith(told)
    assert ("Your share went" in row()) == bool(told)
    for path in ("/", "/claims/"):
        page = as_maya.get(path).content.decode()
        assert told in page.replace("<bdi>", "").replace("</bdi>", "")


@pytest.mark.parametrize("newer_first", [False, True])
def test_a_new_version_under_its_own_number_says_so_too(hers, newer_first):
    older = said(S.PAID, 1, paid=12_000, owes=3_000)
    newer = said(S.PAID, 9, paid=9_000, owes=6_000, key="CLM-2", number="CLM-2", replaces="CLM-1")
    for one in (newer, older) if newer_first else (older, newer):
        land(one)
    assert row(number="CLM-2").endswith("Your share went up from $30.00 to $60.00.")


def test_a_status_that_says_less_hides_no_change(hers):
    land(said(S.PAID, 1, paid=12_000, owes=3_000))
    land(said(S.PAID, 5, paid=12_000))
    land(said(S.PAID, 9, paid=9_000, owes=6_000))
    assert row().endswith("Your share went up from $30.00 to $60.00.")
    assert "Before: $30.00. Now: $60.00." in changed(Claim.objects.get().facts())


def test_what_is_in_doubt_says_nothing_of_a_share():
    facts = claim(S.PAID, said=cents(9_000, 6_000), share_before=3_000)
    assert "Your share went up" in words(answer(facts).headline)
    facts = replace(facts, conflict=(S.PAID, S.DENIED))
    assert "Your share" not in words(answer(facts).headline)
