"""Remittances (835) from the file through the database to what the member reads."""

import datetime as dt
import re

import pytest

from claims.answers.answer import Answer
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import ClaimState, HoldReason
from claims.models import Claim, ClaimEvent, Hold
from tests import make
from tests.claims.sources.reading import SAMPLES
from tests.claims.sources.x12_files import about, claim, remittance, service, status_file
from tests.claims.store.landing import HOUR, NOW, counts, land

pytestmark = pytest.mark.django_db

CHICAGO = "America/Chicago"
KEPT = (Claim, ClaimEvent, Hold)


def answer(number: str) -> Answer:
    """What the member reads of the claim with this number, of those they can see."""
    found = Claim.objects.visible().get(number=number)
    return claim_answer(found.facts(), now=NOW, zone=CHICAGO)


def rows(found: Answer) -> dict[str, str]:
    return {row.label: plain(row.amount) for row in found.sums}


def words(found: Answer) -> str:
    return plain(f"{found}")


def take_in_sample(name: str) -> None:
    path = SAMPLES / "x12" / name
    if not path.exists():
        pytest.skip("the samples are not here")
    land("x12", path.read_text())


def kept() -> list[int]:
    return [model.objects.count() for model in KEPT]


PARTLY = claim(
    "380",
    "120",
    *service("200", "120", "CO*45*50", "PR*2*30"),
    *service("100", "0", "CO*97*100"),
    *service("80", "0", "PR*204*80"),
    owes="110",
)


def test_T22_a_part_paid_claim_tells_each_cents_owner_and_offers_an_appeal():
    land("x12", remittance(PARTLY))
    found = answer("CN-1")
    assert Claim.objects.get().state == ClaimState.PARTIALLY_DENIED
    assert plain(found.headline) == "We paid $120.00 to ORANGE MEDICAL GROUP on Sunday, May 10."
    assert plain(found.call) == "You may still owe ORANGE MEDICAL GROUP $110.00."
    assert rows(found)["You may owe"] == "$110.00"
    assert rows(found)["Taken off the bill"] == "$150.00"
    assert rows(found)["Your plan paid"] == "$120.00"
    assert "You owe $0 for this part." in found.lines[1].reasons[0]
    assert "Your plan does not cover this service." in found.lines[2].reasons[0]
    assert found.action.sentence == "You can ask us how to appeal.", "no letter's day is stated"
    assert "appeal" in [option.kind for option in found.options]


def test_T23_a_second_payers_claim_of_the_samples():
    take_in_sample("lfh-secondary-payment.835")
    found = answer("05630626430")
    assert rows(found)["Amount billed"] == "$751.50"
    assert rows(found)["Your plan paid"] == "$310.00"
    assert rows(found)["You may owe"] == "$220.00"
    assert rows(found)["Your share: deductible"] == "$150.00"
    assert rows(found)["Your share: coinsurance"] == "$70.00"
    assert rows(found)["Your other plan paid"] == "$136.50"
    assert rows(found)["Taken off the bill"] == "$85.00"


def test_T24_what_the_claim_paid_counts_and_not_what_its_lines_did():
    take_in_sample("lfh-managed-care.835")
    found = answer("94060555410000")
    assert rows(found)["Your plan paid"] == "$450.00"
    assert rows(found)["You may owe"] == "$300.00"
    assert rows(found)["Taken off the bill"] == "$50.00"
    assert "500.00" in found.lines[0].paid


def test_T25_a_price_above_the_bill_is_no_negative_discount():
    take_in_sample("lfh-cob-contractural-adjustment.835")
    found = answer("50650619501")
    assert rows(found)["Your plan paid"] == "$34.00"
    assert rows(found)["Our price is above the bill by"] == "$9.00"
    assert "-$" not in words(found)
    assert "discount" not in words(found)


def test_T27_a_payment_taken_back_and_refused_is_one_claim_that_is_refused():
    land("x12", remittance(claim("120", "120", *service("120", "120")), on="20260401"))
    later = remittance(
        claim("-120", "-120", *service("-120", "-120"), status="22"),
        claim("120", "0", *service("120", "0", "PR*96*120"), status="4"),
        on="20260601",
    )
    land("x12", later, at=NOW + HOUR)
    held = Claim.objects.visible().get()
    assert (held.state, held.version) == (ClaimState.DENIED, 3)
    paid = [event.plan_paid for event in held.events.all()]
    assert sum(paid) == 0
    assert held.notice_on is None, "an 835 is no letter: no appeal clock runs from it"
    assert rows(answer("CN-1"))["You may owe"] == "$120.00"


def test_a_correction_under_a_new_number_takes_the_place_of_its_original():
    land("x12", remittance(claim("120", "100", "CAS*CO*45*20"), on="20260401"))
    land(
        "x12",
        remittance(
            claim("-120", "-100", "CAS*CO*45*-20", "REF*F8*CN-1", status="22", number="CN-2"),
            claim("120", "110", "CAS*CO*45*10", "REF*F8*CN-1", number="CN-2"),
            on="20260601",
        ),
        at=NOW + HOUR,
    )
    visible = Claim.objects.visible().get()
    assert (visible.number, visible.state) == ("CN-2", ClaimState.PAID)
    assert rows(answer("CN-2"))["Your plan paid"] == "$110.00"
    assert {one.state for one in visible.facts().history} == {"paid", "reversed"}


def test_T29_one_control_number_of_two_people_is_two_claims():
    maya, omar = (
        make.member(name, number=number, legal_name=legal) for name, number, legal in PEOPLE
    )
    shared = {"number": "CN-7", "account": "A-7"}
    land(
        "x12",
        remittance(
            claim("60", "60", member="M-1001", **shared),
            claim("90", "90", member="M-1002", name="HADDAD*OMAR", **shared),
        ),
    )
    assert Claim.objects.for_member(maya).get().current.plan_paid == 60_00
    assert Claim.objects.for_member(omar).get().current.plan_paid == 90_00


PEOPLE = (("Maya", "M-1001", "Maya Smith"), ("Omar", "M-1002", "Omar Haddad"))


def test_T39_a_dependents_claim_is_not_among_those_of_whom_they_are_insured_with():
    maya = make.member("Maya", number="M-1001", legal_name="Maya Smith")
    clp, *_ = claim("60", "60")
    insured = "NM1*IL*1*SMITH*MAYA****MI*M-1001"
    land("x12", remittance([clp, "NM1*QC*1*SMITH*ZOE", insured]))
    assert not Claim.objects.for_member(maya).exists()
    assert Claim.objects.get().member.number == ""


def test_T31_what_the_provider_must_fix_pushes_no_appeal():
    land(
        "x12",
        remittance(
            claim("915.39", "0", "CAS*CO*16*500.04", "CAS*OA*A7*415.35", status="4"),
        ),
    )
    found = answer("CN-1")
    assert Claim.objects.get().state == ClaimState.DENIED
    assert found.headline == "Not paid, and you owe $0 for it."
    assert plain(found.options[0].title) == "Ask ORANGE MEDICAL GROUP to correct it"
    assert "appeal" not in [option.kind for option in found.options]


def test_T32_a_file_twice_and_in_a_new_envelope_changes_nothing():
    text = remittance(PARTLY, claim("60", "60", number="CN-2"))
    assert counts(land("x12", text)) == (2, 0, 0)
    before = kept()
    changed_at = Claim.objects.values_list("changed_at")
    told = list(changed_at)
    assert counts(land("x12", text, at=NOW + HOUR)) == (0, 2, 0)
    again = text.replace("*000000001", "*000000002").replace("*1147*1*X", "*0815*9*X")
    again = again.replace("GE*1*1~", "GE*1*9~")
    assert counts(land("x12", again, at=NOW + HOUR)) == (0, 2, 0)
    assert kept() == before
    assert list(changed_at) == told, "nothing that a member could be told of"


def test_a_claim_that_does_not_add_up_is_held_and_its_member_reads_that_we_check():
    make.member("Maya", number="M-1001", legal_name="Maya Smith")
    batch = land("x12", remittance(claim("120", "100", "CAS*CO*45*19.99")))
    assert (batch.held, batch.landed, batch.refused) == (1, 0, 0)
    hold = Hold.objects.get()
    assert hold.reason == HoldReason.OUT_OF_BALANCE
    found = answer("CN-1")
    assert "checking" in plain(found.headline)
    assert not re.search(r"\$\d", words(found)), "no number that may be wrong"


def test_a_payment_taken_back_that_we_never_heard_of_is_held_until_it_comes():
    land("x12", remittance(claim("-120", "-100", "CAS*CO*45*-20", status="22"), on="20260601"))
    assert Hold.objects.open().get().reason == HoldReason.ORPHAN_REVERSAL
    original = remittance(claim("120", "100", "CAS*CO*45*20"), on="20260401")
    land("x12", original, at=NOW + HOUR)
    assert not Hold.objects.open().exists()
    assert Claim.objects.get().state == ClaimState.REVERSED


def test_what_was_held_lands_when_it_comes_right():
    land("x12", remittance(claim("120", "100", "CAS*CO*45*19.99")))
    land("x12", remittance(claim("120", "100", "CAS*CO*45*20"), on="20260520"), at=NOW + HOUR)
    assert Claim.objects.get().state == ClaimState.PAID
    assert not Hold.objects.open().exists()


def test_a_status_after_the_remittance_leaves_what_it_says_of_money():
    land("x12", remittance(PARTLY))
    before = rows(answer("CN-1"))
    again = status_file(about("STC*F1:65*20260512**380*120", day="20260420"))
    assert counts(land("x12", again, at=NOW + HOUR)) == (1, 0, 0)
    assert rows(answer("CN-1")) == before
    assert before["You may owe"] == "$110.00"
    assert len(Claim.objects.get().facts().history) == 2


def test_one_refused_claim_leaves_the_others():
    text = remittance(
        claim("60", "60", number="CN-1"),
        claim("60.001", "60", number="CN-2"),
        claim("60", "60", number="CN-3"),
        paid="180",
    )
    batch = land("x12", text)
    assert counts(batch) == (2, 0, 1)
    (refusal,) = batch.refusals.all()
    assert (refusal.field, refusal.now) == (
        "CLP03",
        "This record was left out. The others landed.",
    )


def test_T38_a_claim_sent_on_to_another_plan_says_do_not_pay_yet():
    land("x12", remittance(claim("751.50", "531.50", "CAS*PR*1*150**2*70", status="19")))
    found = answer("CN-1")
    assert found.call.startswith("Do not pay yet.")
    land(
        "x12",
        remittance(claim("751.50", "751.50"), on="20260601"),
        at=NOW + dt.timedelta(days=1),
    )
    assert rows(answer("CN-1"))["You may owe"] == "$0.00"
