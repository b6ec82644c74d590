"""A claim under a member's number that names somebody else is held, and shown to nobody."""

import datetime as dt

import pytest

from accounts.models import Member, Role
from claims.facts import HoldReason
from claims.models import Balance, Claim, Hold, Source
from claims.store import settlement
from claims.store.outcomes import Resolution
from tests import make
from tests.claims.sources.fhir_documents import concept
from tests.claims.sources.x12_files import about, claim, remittance, service, status_file
from tests.claims.store.landing import HOUR, NOW, counts, land
from tests.claims.test_sources import page, text

pytestmark = pytest.mark.django_db
WHOLE = service("200.00", "120.00", "CO*45*50.00", "PR*2*30.00")


@pytest.fixture
def father(db):
    return make.member("Daniel", number="M-1001", legal_name="Daniel Reed")


def remitted(name: str, number: str = "CN-1", paid: str = "120.00") -> str:
    """``name`` is last, first, middle, prefix and suffix, as many as there are."""
    clp, _maya, *rest = claim("200.00", paid, *WHOLE, number=number, owes="30")
    parts = "*".join((name.split("*") + [""] * 5)[:5])
    return remittance([clp, f"NM1*QC*1*{parts}*MI*M-1001", *rest])


def of(name: str, **more: str) -> None:
    land("x12", remitted(name, **more))


def settle(hold: Hold, resolution: Resolution) -> None:
    """Two people agree, where it takes two."""
    one, other = (make.user(role=Role.OPERATOR) for _ in range(2))
    looked_at = settlement.seen(hold)
    if not settlement.propose(hold.pk, resolution, by=one, why="asked", looked_at=looked_at):
        settlement.confirm(hold.pk, by=other, why="asked", looked_at=settlement.seen(hold))


def test_a_sons_claim_under_his_fathers_number_never_reaches_the_father(father):
    batch = land("x12", remitted("REED*TIM"))
    assert (batch.landed, batch.held) == (0, 1)
    hold = Hold.objects.get()
    assert hold.reason == HoldReason.ANOTHER_NAME
    assert hold.line
    assert not Claim.objects.for_member(father).exists()
    assert not Claim.objects.to_check().exists()


@pytest.mark.parametrize("name", ["REED*DANIEL", "reed*daniel", "REED*DANIEL*P", "REED"])
def test_the_members_own_claim_lands_however_it_is_written(father, name):
    of(name)
    assert Claim.objects.for_member(father).get().state == "paid"


def test_a_junior_is_not_his_father_of_the_same_name(father):
    of("REED*DANIEL***JR")
    assert not Claim.objects.for_member(father).exists()


def test_a_status_is_held_as_a_remittance_is(father):
    land("x12", status_file(about("STC*P1:20*20260502")))
    assert Hold.objects.get().reason == HoldReason.ANOTHER_NAME
    assert not Claim.objects.for_member(father).exists()


def test_what_does_not_balance_either_is_first_of_all_somebody_elses(father):
    of("REED*TIM", paid="119.00")
    assert Hold.objects.get().reason == HoldReason.ANOTHER_NAME
    assert not Claim.objects.for_member(father).exists()


def test_a_claim_that_the_father_has_says_only_that_we_check_it(father):
    of("REED*DANIEL")
    land("x12", remitted("REED*TIM"), at=NOW + HOUR)
    shown = Claim.objects.for_member(father).get()
    assert (shown.held, shown.version, shown.state) == (HoldReason.ANOTHER_NAME, 1, "paid")


def test_a_sound_record_beside_it_is_shown_and_lifts_no_hold(father):
    of("REED*TIM")
    land("x12", remitted("REED*DANIEL"), at=NOW + HOUR)
    assert Claim.objects.for_member(father).get().state == "paid"
    assert Hold.objects.open().exists()


def test_who_settles_it_sees_both_names_and_no_other_member_does(father, as_otto):
    of("REED*TIM*A")
    hold = Hold.objects.get()
    said = text(page(as_otto, hold.get_absolute_url()))
    assert "Name in the record TIM A REED Name that the plan has Daniel Reed" in said
    assert "TIM" not in as_otto.get("/holds/").content.decode()


def test_the_same_file_twice_is_held_once(father):
    of("REED*TIM")
    assert counts(land("x12", remitted("REED*TIM"), at=NOW + HOUR)) == (0, 1, 0)
    assert Hold.objects.count() == Claim.objects.count() == 1


def test_people_may_say_that_it_is_the_members_nickname_and_it_passes_from_then_on(father):
    of("REED*DANNY")
    settle(Hold.objects.get(), Resolution.USE)
    assert Claim.objects.for_member(father).get().state == "paid"
    of("REED*DANNY", number="CN-2")
    assert Claim.objects.for_member(father).count() == 2
    of("REED*TIM", number="CN-3")
    assert Claim.objects.for_member(father).count() == 2


def test_people_may_say_that_it_is_somebody_else_and_nobody_sees_it(father):
    of("REED*TIM")
    settle(Hold.objects.get(), Resolution.KEEP)
    assert not Claim.objects.for_member(father).exists()
    of("REED*TIM", number="CN-2")
    assert Hold.objects.open().count() == 1, "what was decided once holds for no other claim"


def test_once_the_plan_calls_the_member_so_the_same_file_lands(father):
    of("REED*DANNY")
    father.legal_name = "Danny Reed"
    father.save()
    land("x12", remitted("REED*DANNY"), at=NOW + HOUR)
    assert Claim.objects.for_member(father).get().state == "paid"
    assert Hold.objects.get().state == Hold.State.RELEASED


def test_what_a_member_calls_himself_opens_nobodys_claims(father):
    father.preferred_name = "Tim"
    father.save()
    of("REED*TIM")
    assert not Claim.objects.for_member(father).exists()


def test_his_ledger_leads_to_no_claim_that_he_may_not_see(father):
    of("REED*TIM")
    entry = {"account": "A", "member": "M-1001", "id": "e", "type": "charge", "amount": "30"}
    land("ledger", entry | {"effective_on": "2026-05-11", "claim": "CN-1"})
    (line,) = Balance.objects.get().facts().entries
    assert (line.claim_number, line.claim_id) == ("CN-1", "")


def test_names_cost_a_query_for_all_records_of_a_chunk(father, django_assert_max_num_queries):
    of("REED*DANIEL", number="CN-0")
    many = [
        claim("60", "60", name=name, number=f"CN-{n}-{name}")
        for n in range(30)
        for name in ("REED*DANIEL", "REED*TIM")
    ]
    with django_assert_max_num_queries(70):
        land("x12", remittance(*many))


# Claims that came before anybody said who has the number


def introduce(at: dt.datetime = NOW + HOUR) -> Member:
    """A source that enrolls says who M-1001 is."""
    Source.objects.update_or_create(slug="fhir", defaults={"kind": "claims", "enrolls": True})
    person = {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [
            {"type": concept("v2-0203", "MB"), "system": "https://plan.example", "value": "M-1001"}
        ],
        "name": [{"use": "official", "family": "Reed", "given": ["Daniel"]}],
    }
    land("fhir", person, at=at)
    return Member.objects.get(legal_name="Daniel Reed")


@pytest.fixture
def both_came_first(db) -> Member:
    """A claim of father and son each, then who has their number."""
    of("REED*DANIEL", number="CN-1")
    of("REED*TIM", number="CN-2")
    return introduce()


def test_once_the_number_has_a_name_what_names_another_is_hidden(both_came_first):
    assert Claim.objects.for_member(both_came_first).get().number == "CN-1"
    hold = Hold.objects.get()
    assert (hold.reason, hold.source_id) == (HoldReason.ANOTHER_NAME, "x12")


def test_what_comes_later_about_it_shows_it_to_nobody(both_came_first):
    again = remitted("REED*TIM", number="CN-2").replace("CHECK-1", "CHECK-2")
    land("x12", again, at=NOW + 2 * HOUR)
    land("x12", remitted("REED*DANIEL", number="CN-2"), at=NOW + 3 * HOUR)
    assert Claim.objects.for_member(both_came_first).get().number == "CN-1"
    introduce(NOW + 4 * HOUR)
    assert Claim.objects.for_member(both_came_first).get().number == "CN-1"


def test_people_see_both_names_of_it_and_may_show_it(both_came_first, as_otto):
    hold = Hold.objects.get()
    said = text(page(as_otto, hold.get_absolute_url()))
    assert "Name in the record TIM REED Name that the plan has Daniel Reed" in said
    settle(hold, Resolution.USE)
    assert Claim.objects.for_member(both_came_first).count() == 2


def test_what_landed_before_and_people_let_pass_passes_from_then_on(both_came_first):
    settle(Hold.objects.get(), Resolution.USE)
    of("REED*TIM", number="CN-3")
    assert Claim.objects.for_member(both_came_first).count() == 3
    of("REED*ANN", number="CN-4")
    assert Hold.objects.open().count() == 1


def corrected(name: str, number: str) -> str:
    """A claim that stands for CN-2, under another number."""
    return remitted(name, number=number).replace("NM1*QC", "REF*F8*CN-2~NM1*QC")


@pytest.mark.parametrize("resolution", [Resolution.USE, Resolution.KEEP])
def test_what_stands_for_a_hidden_claim_is_hidden_with_it_until_people_have_settled_it(
    db, resolution
):
    of("REED*DANIEL", number="CN-1")
    of("REED*TIM", number="CN-2")
    land("x12", corrected("REED", "CN-3"), at=NOW + HOUR)
    father = introduce(NOW + 2 * HOUR)
    shown = Claim.objects.for_member(father)
    assert [one.number for one in shown.all()] == ["CN-1"]
    land("x12", corrected("REED", "CN-3").replace("CHECK-1", "CHECK-2"), at=NOW + 3 * HOUR)
    assert [one.number for one in shown.all()] == ["CN-1"]
    settle(Hold.objects.get(), resolution)
    assert {one.number: one.state for one in shown.all()} == {"CN-1": "paid", "CN-3": "paid"}


def test_what_comes_to_stand_for_a_hidden_claim_is_hidden_with_it(both_came_first):
    land("x12", corrected("REED", "CN-3"), at=NOW + 2 * HOUR)
    assert [one.number for one in Claim.objects.for_member(both_came_first)] == ["CN-1"]


def test_people_may_leave_it_hidden_for_good(both_came_first):
    settle(Hold.objects.get(), Resolution.KEEP)
    assert Claim.objects.for_member(both_came_first).get().number == "CN-1"
    land("x12", remitted("REED*TIM", number="CN-2"), at=NOW + 2 * HOUR)
    assert Claim.objects.for_member(both_came_first).get().number == "CN-1"
    assert not Hold.objects.open().exists()
