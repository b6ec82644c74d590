"""Claims that cannot be understood alone: parts of a split one, and two plans for one care."""

import pytest

from accounts.clock import now
from accounts.models import MemberIdentifier
from claims.answers.claim import claim_answer
from claims.facts import ClaimState, Program
from claims.models import Claim
from claims.views.listing import stands_in
from tests import make
from tests.claims.store.versions import FIRST, land, said
from tests.claims.test_claims import filters_with, home_with

pytestmark = pytest.mark.django_db
S = ClaimState
CARE = {"patient_account": "LAKE-77"}


@pytest.fixture(autouse=True)
def hers(maya):
    """What the sources call M-1001 is Maya."""
    MemberIdentifier.objects.create(member=maya, system="urn:plan", value="M-1001")
    make.plan(Program.ERISA_SELF, identifier="FIRST", name="First Plan")
    make.plan(Program.ERISA_SELF, identifier="SECOND", name="Second Plan")


def page(browser, number: str) -> str:
    return browser.get(Claim.objects.get(number=number).get_absolute_url()).content.decode()


def part(letter: str, day: int, state: S = S.PAID, **more):
    name = f"CLM-1{letter}"
    return said(state, day, **{"key": name, "number": name, "replaces": "CLM-1"} | more)


@pytest.mark.parametrize("parts_first", [True, False])
def test_a_split_claim_shows_its_parts_and_they_lead_back(as_maya, parts_first):
    split = said(S.RECEIVED, 1), said(S.SPLIT, 3)
    parts = part("A", 6, paid=4_000, owes=0), part("B", 7, S.DENIED, paid=0)
    land(*(*parts, *split) if parts_first else (*split, *parts))
    assert Claim.objects.visible().count() == 3
    whole = page(as_maya, "CLM-1")
    assert "We split this claim into <bdi>2</bdi> claims." in whole
    for letter in "AB":
        assert Claim.objects.get(number=f"CLM-1{letter}").get_absolute_url() in whole
    assert "Part of another claim" in page(as_maya, "CLM-1A")
    assert Claim.objects.get(number="CLM-1").get_absolute_url() in page(as_maya, "CLM-1A")
    rows = as_maya.get("/claims/").content.decode()
    assert rows.count("part of <bdi>CLM-1</bdi>") == 2
    assert "into <bdi>2</bdi> claims" in rows


def test_parts_are_known_by_the_providers_number_too(as_maya):
    land(
        said(S.SPLIT, 3, **CARE),
        part("A", 6, replaces="", paid=4_000, **CARE),
        part("B", 6, replaces="", paid=1_000, patient_account="OTHER"),
    )
    whole = page(as_maya, "CLM-1")
    assert Claim.objects.get(number="CLM-1A").get_absolute_url() in whole
    assert Claim.objects.get(number="CLM-1B").get_absolute_url() not in whole


def first_plan(**more):
    told = {"paid": 12_000, "owes": 3_000, "plan": "FIRST", **CARE}
    return said(S.WITH_OTHER_PAYER, 4, **told | more)


def second_plan(state: S, day: int, **more):
    told = {"key": "S-9", "number": "S-9", "plan": "SECOND", **CARE}
    return said(state, day, **told | more)


def test_T38_nothing_is_due_before_the_second_plan_decides_and_then_what_it_leaves(as_maya):
    land(first_plan())
    alone = page(as_maya, "CLM-1")
    assert "Do not pay yet." in alone
    land(second_plan(S.IN_PROCESS, 6))
    waiting = page(as_maya, "CLM-1")
    assert "Do not pay yet." in waiting
    assert "Your other plan" in waiting
    land(second_plan(S.PAID, 9, paid=3_000, owes=0))
    both = page(as_maya, "CLM-1")
    assert "Both of your plans have decided." in both
    assert "You owe <bdi>Lakeside Clinic</bdi> nothing for it." in both
    assert "Do not pay yet." not in both
    assert Claim.objects.get(number="S-9").get_absolute_url() in both
    assert "First Plan" in page(as_maya, "S-9")
    assert as_maya.get("/claims/").content.decode().count("You owe $0") == 2


def test_what_the_second_plan_leaves_is_what_is_owed(as_maya):
    land(first_plan(), second_plan(S.PAID, 9, paid=1_000, owes=2_000))
    assert "You may owe after both" in page(as_maya, "CLM-1")
    assert as_maya.get("/claims/").content.decode().count("You may owe <bdi>$20.00</bdi>") == 2


@pytest.mark.parametrize(
    "other",
    [
        {"patient_account": "OTHER"},
        {"patient_account": ""},
        {"plan": "FIRST"},
        {"service_from": FIRST.replace(month=8), "service_to": FIRST.replace(month=8)},
    ],
    ids=["number", "no number", "same plan", "other days"],
)
def test_what_may_be_other_care_is_not_shown_as_the_other_plans(as_maya, other):
    land(first_plan(), second_plan(S.PAID, 9, paid=3_000, owes=0, **other))
    assert "Your other plan decides" in page(as_maya, "CLM-1").replace("your other", "Your other")
    assert "Both of your plans" not in page(as_maya, "CLM-1")


def test_two_that_may_be_the_other_plans_are_neither(as_maya):
    land(
        first_plan(),
        second_plan(S.PAID, 9, paid=3_000, owes=0),
        second_plan(S.PAID, 9, paid=0, owes=0, key="S-10", number="S-10"),
    )
    assert "Both of your plans" not in page(as_maya, "CLM-1")


def test_a_doubtful_word_of_the_other_plan_decides_nothing(as_maya):
    land(first_plan(), second_plan(S.PAID, 9, paid=3_000, owes=0))
    Claim.objects.filter(number="S-9").update(conflict=["paid", "denied"])
    assert "Do not pay yet." in page(as_maya, "CLM-1")


SECONDS = {
    "both decided": {},
    "not decided": {"state": S.IN_PROCESS, "owes": None, "paid": None},
    "an amount is missing": {"owes": None},
    "denied": {"state": S.DENIED, "paid": 0, "owes": 3_000},
    "another care": {"patient_account": "OTHER"},
    "the same plan": {"plan": "FIRST"},
    "in doubt": {},
    "two that may be it": {},
    "alone": None,
}


@pytest.mark.parametrize("case", SECONDS)
def test_home_and_the_filters_agree_where_two_plans_decide(maya, case):
    land(first_plan())
    if (more := SECONDS[case]) is not None:
        told = {"state": S.PAID, "day": 9, "paid": 3_000, "owes": 0} | more
        land(second_plan(**told))
        if case == "two that may be it":
            land(second_plan(**told, key="S-10", number="S-10"))
    if case == "in doubt":
        Claim.objects.filter(number="S-9").update(conflict=["paid", "denied"])
    for claim in Claim.objects.for_member(maya):
        stands = [stands_in(claim_answer(claim.brief(), now=now(), zone=maya.time_zone))]
        assert filters_with(Claim, maya, claim, claim_answer) == stands
        assert home_with(maya, claim) == stands
    first = filters_with(Claim, maya, Claim.objects.get(number="CLM-1"), claim_answer)
    assert first == (["done"] if case in ("both decided", "denied") else ["us"])


def test_our_own_doubt_keeps_a_claim_with_us_though_both_plans_decided(maya):
    land(first_plan(), second_plan(S.PAID, 9, paid=3_000, owes=0))
    Claim.objects.filter(number="CLM-1").update(conflict=["paid", "with_other_payer"])
    doubtful = Claim.objects.get(number="CLM-1")
    assert filters_with(Claim, maya, doubtful, claim_answer) == home_with(maya, doubtful) == ["us"]


def test_another_members_claim_is_never_part_of_mine(as_maya, omar):
    MemberIdentifier.objects.create(member=omar, system="urn:plan", value="M-2002")
    land(first_plan(), second_plan(S.PAID, 9, owes=0, patient=("urn:plan", "M-2002")))
    assert "Your other plan</h2>" not in page(as_maya, "CLM-1")
