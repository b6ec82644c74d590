"""A second source completes the claim of another, and decides nothing against it: from files."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Member, MemberIdentifier
from claims.answers.answer import Answer, Freshness, Tag
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import ClaimState, HoldReason
from claims.models import Claim, ClaimName, Hold, Refusal
from tests.claims.sources.fhir_documents import amount, eob, item, payment, reason
from tests.claims.sources.x12_files import about, claim, remittance, service, status_file
from tests.claims.store.landing import HOUR, NOW, counts, land

pytestmark = pytest.mark.django_db
S = ClaimState
DAY = dt.timedelta(days=1)
DECIDED = "2026-11-10T09:00:00Z"


@pytest.fixture(autouse=True)
def known(maya: Member) -> Member:
    """Maya, as FHIR, a stranger's feed and the payer's X12 call her."""
    for system, value in (
        ("fhir/Patient", "p1"),
        ("north/Patient", "p1"),
        ("member_number", "M-1001"),
    ):
        MemberIdentifier.objects.create(member=maya, system=system, value=value)
    Member.objects.filter(pk=maya.pk).update(legal_name="")  # the files call her by many
    return maya


def told(kind: str = "", on: str = DECIDED, **more: Any) -> dict:
    """An ExplanationOfBenefit of claim CN-1 that holds from that instant."""
    plain = {
        "identifier": [{"system": "x", "value": "CN-1"}],
        "item": [item(1, servicedDate="2026-04-20", productOrService={"text": "Therapy"})],
        "meta": {"lastUpdated": on},
        "outcome": "complete" if kind else "queued",
    }
    if kind:
        plain["payment"] = payment(kind)
        dollars = 120 if kind == "paid" else 0
        plain["total"] = [amount("benefit", dollars), amount("memberliability", 150 - dollars)]
    return eob(**plain | more)


def paid(cents: str = "120.00", owes: str = "30.00", on: str = "20261112", **more: str) -> str:
    """The same claim in a remittance of the payer."""
    off = f"{150 - float(cents) - float(owes):.2f}"
    lines = service("150.00", cents, f"CO*45*{off}", f"PR*2*{owes}")
    return remittance(claim("150.00", cents, *lines, owes=owes, **more), on=on)


def reads() -> Answer:
    found = Claim.objects.visible().get()
    return claim_answer(
        Claim.objects.own(found.member, found.pk), now=NOW + 2 * HOUR, zone="America/Chicago"
    )


def is_disputed() -> bool:
    """A person is asked, and the member reads that we check, with no number of either side."""
    answer = reads()
    hold = Hold.objects.open().get()
    assert hold.reason == HoldReason.SOURCES_DISAGREE
    assert (answer.tag, answer.freshness) == (Tag.CHECKING, Freshness.CONFLICT)
    assert "$" not in plain(repr((answer.headline, answer.sums, answer.details)))
    return True


def test_a_remittance_decides_a_claim_that_is_still_pending():
    land("fhir", told())
    land("x12", paid(), at=NOW + HOUR)
    assert "We paid $120.00" in plain(reads().headline)
    assert not Hold.objects.exists()


def test_a_status_says_how_far_a_pending_claim_is():
    land("fhir", told())
    land("x12", status_file(about("STC*P3:317:1P*20261112", day="20260420")), at=NOW + HOUR)
    assert Claim.objects.get().state == S.PENDED_INFO
    assert not Hold.objects.exists()


@pytest.mark.parametrize("stc", ["F1:65*20261112**150*120", "F0:3*20261112", "A2:20*20261112"])
def test_a_status_that_agrees_leaves_the_decision(stc):
    land("fhir", told("paid"))
    before = reads()
    land("x12", status_file(about(f"STC*{stc}", day="20260420")), at=NOW + HOUR)
    assert Claim.objects.get().events.count() == 2
    assert (reads().headline, reads().date) == (before.headline, before.date)
    assert not Hold.objects.exists()


def test_a_decision_stands_while_a_status_says_that_it_is_looked_at_again():
    land("fhir", told("paid"))
    land("x12", status_file(about("STC*P1:20*20261115", day="20260420")), at=NOW + HOUR)
    found = Claim.objects.get()
    assert (found.state, found.reopened_on) == (S.PAID, dt.date(2026, 11, 15))
    assert not Hold.objects.exists()


def test_a_remittance_that_agrees_leaves_the_decision():
    land("fhir", told("paid"))
    land("x12", paid(), at=NOW + HOUR)
    assert Claim.objects.get().current.source_id == "fhir"
    assert "We paid $120.00" in plain(reads().headline)
    assert not Hold.objects.exists()


def test_a_remittance_says_why_where_the_owner_only_says_that_it_is_finished():
    land("fhir", told(outcome="complete"))
    assert Claim.objects.get().state == S.FINALIZED_UNSPECIFIED
    lines = service("150.00", "0", "PR*204*150.00")
    text = remittance(claim("150.00", "0", *lines, owes="150.00"), on="20261112")
    land("x12", text, at=NOW + HOUR)
    assert Claim.objects.get().state == S.DENIED
    assert "does not cover this service" in plain(" ".join(reads().why))


NEWS = {
    "denies": told("denied", "2026-11-15T09:00:00Z"),
    "hides": told("paid", "2026-11-15T09:00:00Z", status="entered-in-error"),
    "voids": told("paid", "2026-11-15T09:00:00Z", status="cancelled"),
    "replaces": told(
        "paid",
        "2026-11-15T09:00:00Z",
        status="cancelled",
        related=[
            {
                "relationship": {"coding": [{"code": "replacedby"}]},
                "claim": {"identifier": {"value": "EVIL-2"}},
            }
        ],
    ),
    "pays otherwise": told(
        "paid",
        "2026-11-15T09:00:00Z",
        total=[amount("benefit", 1), amount("memberliability", 149)],
    ),
}


@pytest.mark.parametrize("news", NEWS)
def test_what_a_stranger_says_of_a_decided_claim_waits_for_a_person(news):
    land("fhir", told("paid"))
    land("fhir", NEWS[news], at=NOW + HOUR, source="north")
    assert ClaimName.objects.get().source_id == "north"
    assert Claim.objects.get().state == S.PAID
    assert is_disputed()


def test_a_reversal_of_another_source_waits_for_a_person_until_the_owner_tells_it_too():
    land("fhir", told("paid"))
    land("x12", paid("-120.00", "0", status="22", on="20261115"), at=NOW + HOUR)
    assert Claim.objects.get().conflict == [S.PAID, S.REVERSED]
    assert is_disputed()
    land("fhir", told("denied", "2026-11-20T09:00:00Z"), at=NOW + 2 * HOUR)
    assert Claim.objects.get().state == S.DENIED
    assert Hold.objects.get().state == Hold.State.RELEASED


def test_a_stranger_voids_no_claim_that_is_still_pending():
    land("fhir", told())
    land("fhir", NEWS["voids"], at=NOW + HOUR, source="north")
    assert Claim.objects.get().state == S.IN_PROCESS
    assert is_disputed()


def test_other_amounts_are_told_to_whoever_settles_it():
    land("fhir", told("paid"))
    land("fhir", NEWS["pays otherwise"], at=NOW + HOUR, source="north")
    assert Hold.objects.get().evidence == [
        {"clue": "paid", "expected": 12_000, "found": 100},
        {"clue": "member_owes", "expected": 3_000, "found": 14_900},
    ]
    said = plain(repr(reads().groups))
    assert "They agree on “We paid the claim”. They do not agree on the amounts." in said


def test_a_stranger_writes_nothing_over_what_the_owner_says_of_the_claim():
    land("fhir", told("paid"))
    before = Claim.objects.values().get()
    strange = told(
        "paid",
        "2026-11-15T09:00:00Z",
        provider={"display": "Evil Clinic"},
        item=[item(1, servicedDate="2026-04-20", productOrService={"text": "Evil words"})],
        preAuthRef=["EVIL"],
        processNote=[{"text": "Call 900-555-0100"}],
    )
    land("fhir", strange, at=NOW + HOUR, source="north")
    after = Claim.objects.values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"version", "authorization_number"}, "only what nobody had said is new"
    assert "900-555" not in repr(reads().groups)


def test_the_owner_writes_over_what_another_source_filled_in():
    land("fhir", told(provider={"display": "Lake Clinic"}))
    land("x12", paid(), at=NOW + HOUR)
    land("fhir", told(provider={"display": "Shore Clinic"}, on="2026-11-11T09:00:00Z"))
    assert Claim.objects.get().provider == "Shore Clinic"


@pytest.mark.parametrize("source", ["fhir", "north"])
@pytest.mark.parametrize(
    "early",
    [{"on": "2026-11-24T09:00:00Z"}, {"meta": {}, "created": "2030-01-01"}],
    ids=["lastUpdated", "created"],
)
def test_nothing_of_a_day_to_come_decides(source, early):
    land("fhir", told("paid"))
    batch = land("fhir", told("denied", **early), at=NOW + HOUR, source=source)
    assert counts(batch) == (0, 0, 1)
    assert Claim.objects.get().state == S.PAID
    assert not Hold.objects.exists()
    assert Refusal.objects.get().expected == "a day that has come"


def test_what_holds_from_tomorrow_is_taken_as_somewhere_it_is_tomorrow():
    land("fhir", told("denied", "2026-11-23T20:00:00Z", item=[denied_line()]))
    assert Claim.objects.get().state == S.DENIED


def denied_line() -> dict:
    return item(1, reason("204", "PR", 150), servicedDate="2026-04-20")
