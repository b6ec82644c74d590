"""People and what covers them land many at a time, and later records see what earlier ones said."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Address, Member, MemberIdentifier, Phone
from claims.models import Coverage, Refusal
from claims.store.batch import Run
from portal.synthetic.feeds import Feed
from tests import make
from tests.claims.sources.fhir_documents import ndjson

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def enrolls(db):
    make.source("fhir", enrolls=True)


def take(*resources) -> Run:
    run = Run("fhir", file_name="people.ndjson", now=NOW)
    run.go(BytesIO(ndjson(*resources)))
    return run


def person(key: str, number: str, **more) -> dict:
    kind = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MB"}]}
    named = [{"type": kind, "system": "https://plan.example", "value": number}]
    return {"resourceType": "Patient", "id": key, "identifier": named} | more


def elsewhere(patient: dict) -> dict:
    """The same number, given by another system."""
    return patient | {"identifier": [patient["identifier"][0] | {"system": "https://new.example"}]}


def queries_of(people: int, seed: int) -> int:
    feed = Feed(seed=seed, until=NOW.date(), members=people, claims=0, orders=0, entries=0)
    text = b"".join(feed.member_lines()).replace(b"syn", b"syn%d" % seed)
    text = text.replace(b"SYN-", b"SYN%d-" % seed)
    run = Run("fhir", file_name="people.ndjson", now=NOW)
    with CaptureQueriesContext(connection) as queries:
        run.go(BytesIO(text))
    assert (run.batch.landed, run.batch.refused) == (2 * people, 0)
    return len(queries)


def test_nothing_goes_in_row_by_row():
    queries_of(20, seed=1)  # makes the plans
    few = queries_of(10, seed=2)
    assert queries_of(900, seed=3) == few
    assert Member.objects.exclude(number="").count() == Coverage.objects.count() == 930
    assert Address.objects.count() == 930


def test_two_records_of_one_person_in_one_file_are_one_person():
    phone = [{"system": "phone", "value": "(312) 555-0142"}]
    named = [{"use": "official", "family": "Smith", "given": ["Maya"]}]
    run = take(person("1", "M1"), person("1", "M1", telecom=phone), person("1", "M1", name=named))
    assert (run.batch.landed, run.batch.unchanged) == (3, 0)
    member = Member.objects.get()
    assert (member.number, member.legal_name) == ("M1", "Maya Smith")
    assert (Phone.objects.count(), MemberIdentifier.objects.count()) == (1, 2)
    assert take(person("1", "M1", telecom=phone, name=named)).batch.unchanged == 1


def test_a_number_that_another_has_stays_theirs_within_a_file_and_after():
    run = take(person("1", "M1"), elsewhere(person("2", "M1")))
    assert run.batch.landed == 2
    assert sorted(Member.objects.values_list("number", flat=True)) == ["", "M1"]
    assert Refusal.objects.get().found == "the number of another member"


def test_someone_who_gets_a_new_number_frees_the_old_one():
    take(person("1", "M1"))
    run = take(person("1", "M2"), elsewhere(person("2", "M1")))
    assert (run.batch.landed, run.batch.refused) == (2, 0)
    numbers = dict(MemberIdentifier.objects.values_list("value", "member__number"))
    assert numbers["2"] == "M1"
    assert numbers["1"] == "M2"


def test_a_coverage_that_is_stated_otherwise_is_corrected_and_not_doubled():
    coverage = {
        "resourceType": "Coverage",
        "id": "c",
        "status": "active",
        "beneficiary": {"reference": "Patient/1"},
        "class": [{"type": {"coding": [{"code": "plan"}]}, "value": "P"}],
        "period": {"start": "2026-01-01"},
    }
    ended = coverage | {"period": {"start": "2026-01-01", "end": "2026-06-30"}}
    assert take(coverage, coverage).batch.unchanged == 1
    assert take(ended).batch.landed == 1
    assert Coverage.objects.get().ends_on == dt.date(2026, 6, 30)
    assert take(coverage, ended, ended).batch.landed == 2
    assert Coverage.objects.get().ends_on == dt.date(2026, 6, 30)
