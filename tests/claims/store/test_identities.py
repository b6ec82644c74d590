"""A source that does not enroll introduces nobody and changes nobody; what it tried is told."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Address, Member, MemberIdentifier, Phone
from claims.models import Claim, ImportBatch, Refusal
from portal.demo.sources import SOURCES, keep_sources
from tests import make
from tests.claims.sources.fhir_documents import eob
from tests.claims.store.landing import HOUR, NOW, counts, land
from tests.claims.store.test_members import person

pytestmark = pytest.mark.django_db

BORN = {"birthDate": "1980-05-17"}
MAYA = {"name": [{"use": "official", "family": "Example", "given": ["Maya"]}]}
STRANGER = {
    "name": [{"use": "official", "family": "Stranger", "given": ["Sly"]}],
    "telecom": [
        {"system": "email", "value": "sly@example.com"},
        {"system": "phone", "value": "3125550199"},
    ],
    "address": [{"line": ["1 Elsewhere"], "city": "Nowhere"}],
}


@pytest.fixture
def joined(db) -> Member:
    """Somebody whom the plan enrolled, and who has not signed up yet."""
    found = make.member("Maya", signs_in=False, number="M-1001")
    MemberIdentifier.objects.create(member=found, system="https://plan.example", value="M-1001")
    Address.objects.create(member=found, kind="email", value="maya@example.com")
    return found


def take(*resources: dict, at: dt.datetime = NOW) -> ImportBatch:
    return land("fhir", list(resources), at=at)


def everything(member: Member) -> list:
    told = Member.objects.filter(pk=member.pk).values_list("number", "legal_name", "born_on")
    reached = [*Address.objects.values_list("value"), *Phone.objects.values_list("number")]
    return [*told, *reached, Member.objects.count()]


def names(member: Member) -> set[tuple[str, str]]:
    return set(member.identifiers.values_list("system", "value"))


@pytest.mark.parametrize("known_by", [BORN, MAYA, BORN | MAYA], ids=["birthday", "name", "both"])
def test_it_adds_its_own_key_to_a_member_whom_it_names_rightly(joined, known_by):
    before = everything(joined)
    assert counts(take(person("7", "M-1001") | known_by)) == (1, 0, 0)
    assert ("fhir/Patient", "7") in names(joined)
    assert everything(joined) == before
    take(eob(patient={"reference": "Patient/7"}), at=NOW + HOUR)
    assert Claim.objects.get().member == joined


def test_it_changes_nothing_about_a_member_whom_it_names_rightly(joined):
    before = everything(joined)
    batch = take(person("7", "M-1001") | STRANGER | BORN)
    assert counts(batch) == (1, 0, 0)
    assert everything(joined) == before
    told = Refusal.objects.get()
    assert told.warning
    assert told.found == "another name, telephone number, e-mail address, postal address"
    assert "does not enroll" in told.now
    assert counts(take(person("7", "M-1001") | BORN, at=NOW + HOUR)) == (0, 1, 0)
    assert Refusal.objects.count() == 1, "what agrees is not told"


@pytest.mark.parametrize(
    "wrong",
    [{"birthDate": "1970-01-01"}, {"birthDate": "1970-01-01"} | MAYA, STRANGER, {}],
    ids=["another birthday", "another birthday, the name", "another name", "neither"],
)
def test_it_adds_nothing_to_a_member_whom_it_knows_too_little(joined, wrong):
    before = everything(joined), names(joined)
    assert counts(take(person("7", "M-1001") | wrong)) == (0, 0, 1)
    assert (everything(joined), names(joined)) == before
    told = Refusal.objects.get()
    assert told.expected == "the date of birth or the name of that member"
    assert "M-1001" not in repr(vars(told))


def test_it_gives_a_member_no_name_but_its_own_key(joined):
    more = person("7", "M-1001") | BORN
    more["identifier"] = [*more["identifier"], {"system": "https://other.example", "value": "M-2"}]
    take(more)
    assert names(joined) == {("https://plan.example", "M-1001"), ("fhir/Patient", "7")}


def test_it_introduces_nobody():
    assert counts(take(person("7", "M-9") | MAYA | BORN)) == (0, 0, 1)
    assert not Member.objects.exists()
    assert Refusal.objects.get().expected == "someone whom a source that enrolls has named"


def test_it_does_not_introduce_the_person_of_its_own_claims_either():
    take(eob(patient={"reference": "Patient/7"}))
    assert counts(take(person("7", "M-9") | MAYA | BORN, at=NOW + HOUR)) == (0, 0, 1)
    waiting = Member.objects.get()
    assert (waiting.number, waiting.legal_name, waiting.born_on) == ("", "", None)


def test_its_key_never_moves_from_one_member_to_another(joined):
    make.member("Omar", signs_in=False, number="M-2002")
    take(person("7", "M-1001") | BORN)
    assert counts(take(person("7", "M-2002") | BORN, at=NOW + HOUR)) == (0, 0, 1)
    assert ("fhir/Patient", "7") in names(joined)


def test_a_source_that_enrolls_corrects_a_member(joined):
    make.source("fhir", enrolls=True)
    assert counts(take(person("7", "M-1001") | STRANGER)) == (1, 0, 0)
    joined.refresh_from_db()
    assert joined.legal_name == "Sly Stranger"
    assert Address.objects.filter(value="sly@example.com", member=joined).exists()


def test_nobody_signs_up_by_an_address_that_another_feed_put_there(client: Client, joined):
    take(person("7", "M-1001") | STRANGER | BORN)
    assert Member.objects.may_join().with_email("sly@example.com") is None
    assert Member.objects.may_join().with_email("maya@example.com") == joined


def test_a_new_source_does_not_enroll_and_one_of_the_demo_does():
    keep_sources(NOW)
    enrolling = [slug for slug in SOURCES if make.source(slug).enrolls]
    assert enrolling == ["fhir"]
    assert not make.source("north").enrolls
