"""What two sources say of one claim is one claim; what may be two is two."""

import pytest

from accounts.models import MemberIdentifier
from claims.facts import ClaimState, ClaimUse, Guard, HoldReason
from claims.models import Claim, ClaimName, Hold
from tests import make
from tests.claims.store.versions import FIRST, land, said, seen, undone

pytestmark = pytest.mark.django_db
S = ClaimState


@pytest.fixture(autouse=True)
def two_sources(db):
    make.source("fhir")
    make.source("remittance")


def of_remittance(state: ClaimState, day: int, **more):
    return said(state, day, **{"source": "remittance", "key": "x-1"} | more)


def test_a_second_sources_word_joins_the_claim_of_the_first():
    land(said(S.IN_PROCESS, 2), of_remittance(S.PAID, 5, paid=12_000, owes=3_000))
    claim = Claim.objects.get()
    assert (claim.state, claim.version, claim.source_id) == (S.PAID, 2, "fhir")


def test_it_is_the_same_whichever_speaks_first():
    told = said(S.IN_PROCESS, 2), of_remittance(S.PAID, 5, paid=12_000, owes=3_000)
    one_way = undone(*told)
    assert undone(*reversed(told)) == one_way


def test_what_was_joined_stays_joined_without_number_and_days():
    land(
        said(S.IN_PROCESS, 2),
        of_remittance(S.PAID, 5, paid=12_000),
        of_remittance(S.REVERSED, 9, paid=-12_000, number="", service_from=None, service_to=None),
    )
    assert [(one.state, one.version) for one in Claim.objects.all()] == [(S.REVERSED, 3)]


def test_hearing_it_twice_changes_nothing():
    told = said(S.IN_PROCESS, 2), of_remittance(S.PAID, 5, paid=12_000)
    land(*told)
    before = seen()
    land(*told, *told)
    assert seen() == before


@pytest.mark.parametrize(
    "other",
    [
        {"number": "CLM-2"},
        {"number": ""},
        {"service_from": FIRST.replace(month=7), "service_to": FIRST.replace(month=7)},
        {"service_from": None, "service_to": None},
        {"patient": ("urn:plan", "M-2002")},
        {"use": ClaimUse.PREAUTHORIZATION},
    ],
    ids=["number", "no number", "other days", "no days", "another person", "a request"],
)
def test_what_may_be_another_claim_stays_one(other):
    land(said(S.IN_PROCESS, 2), of_remittance(S.PAID, 5, **other))
    assert Claim.objects.count() == 2
    assert not ClaimName.objects.exists()


def test_two_that_fit_join_nothing():
    land(said(S.PAID, 2), said(S.PAID, 3, key="CLM-1b"), of_remittance(S.PAID, 5))
    assert Claim.objects.count() == 3


def test_one_that_two_fit_joins_neither():
    land(said(S.PAID, 2), of_remittance(S.PAID, 5), of_remittance(S.PAID, 6, key="x-2"))
    assert Claim.objects.count() == 3


def test_never_across_members_even_when_they_share_a_plan(maya, omar):
    for member, value in ((maya, "M-1001"), (omar, "M-2002")):
        MemberIdentifier.objects.create(member=member, system="urn:plan", value=value)
    land(said(S.IN_PROCESS, 2), of_remittance(S.PAID, 5, patient=("urn:plan", "M-2002")))
    assert Claim.objects.for_member(maya).get().state == S.IN_PROCESS
    assert Claim.objects.for_member(omar).get().state == S.PAID


def test_no_source_lifts_a_guard_that_another_put_up():
    land(said(S.IN_PROCESS, 2, guard=Guard.MENTAL_HEALTH), of_remittance(S.PAID, 5))
    assert Claim.objects.get().guard == Guard.MENTAL_HEALTH


def test_two_that_decide_differently_on_one_day_are_held_until_they_agree():
    land(said(S.PAID, 5, paid=100), of_remittance(S.DENIED, 5, paid=0))
    claim = Claim.objects.get()
    assert set(claim.conflict) == {S.PAID, S.DENIED}
    assert claim.held == HoldReason.SOURCES_DISAGREE
    assert Hold.objects.open().get().source_id == "remittance"
    land(said(S.DENIED, 8, paid=0))
    claim.refresh_from_db()
    assert (claim.conflict, claim.held, claim.state) == ([], "", S.DENIED)
    assert not Hold.objects.open().exists()


def test_a_joined_claim_keeps_its_chain_of_versions():
    land(
        said(S.PAID, 2, paid=100),
        of_remittance(S.PAID, 2, paid=100),
        said(S.DENIED, 9, key="CLM-1b", number="CLM-1b", replaces="CLM-1"),
        of_remittance(S.PAID, 3, paid=100),
    )
    shown = Claim.objects.visible().get()
    assert (shown.external_key, shown.state, shown.version) == ("CLM-1b", S.DENIED, 4)
