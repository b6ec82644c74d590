"""What a FHIR file is shows in its content; what cannot be read is refused with its reason."""

import gzip
import json

import pytest

from claims.facts import ClaimRecord, ClaimState, CoverageRecord, MemberRecord, Program
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.fhir_documents import claim, concept, eob, ndjson, read, refusals, review

PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [
        {"type": concept("v2-0203", "MB"), "system": "https://plan.example", "value": "M100"},
        {"type": concept("v2-0203", "SS"), "system": "ssn", "value": "999-99-9999"},
        {"type": concept("v2-0203", "PPN"), "system": "passport", "value": "X1"},
    ],
    "name": [
        {"use": "official", "family": "Smith", "given": ["Maya", "J."]},
        {"use": "nickname", "given": ["May"]},
    ],
    "telecom": [
        {"system": "phone", "value": "(312) 555-0142", "use": "mobile"},
        {"system": "phone", "value": "555-0142"},
        {"system": "email", "value": "Maya@Example.com"},
    ],
    "birthDate": "1984-07-02",
    "address": [
        {"line": ["1 Main St"], "city": "Chicago", "state": "IL", "postalCode": "60601"},
        {"state": "IL"},
    ],
    "communication": [{"language": concept("urn:ietf:bcp:47", "es"), "preferred": True}],
}


def test_ndjson_is_read_line_by_line_and_a_bad_line_costs_only_itself():
    text = ndjson(eob()) + b"{ broken\n\n" + ndjson(eob(id="2"))
    found = read(text)
    assert [type(one) for one in found] == [ClaimRecord, Refusal, ClaimRecord]
    assert found[1].line == 2
    assert found[1].expected == "JSON"


def test_a_bad_first_line_costs_only_itself():
    found = read(b'{"resourceType": "Expl\n' + ndjson(eob(), eob()))
    assert [type(one) for one in found] == [Refusal, ClaimRecord, ClaimRecord]
    assert found[0].line == 1


def test_one_resource_may_be_spread_over_lines():
    assert isinstance(read(json.dumps(eob(), indent=2).encode())[0], ClaimRecord)


def test_gzip_and_a_byte_order_mark_do_not_matter():
    text = b"\xef\xbb\xbf" + ndjson(eob(), eob())
    assert len(read(gzip.compress(text))) == 2


def test_a_gzip_file_cut_short_is_refused_after_what_it_held():
    whole = gzip.compress(ndjson(*(eob(id=str(n), note="x" * n) for n in range(2000))))
    found = read(whole[: len(whole) // 2])
    assert isinstance(found[0], ClaimRecord)
    assert "cut short" in found[-1].found


def test_an_array_of_resources_is_read():
    assert len(read(json.dumps([eob(), eob()]).encode())) == 2


def test_a_bundle_knows_the_people_and_places_it_holds():
    organization = {"resourceType": "Organization", "id": "o1", "name": "Orange Medical Group"}
    response = review(
        "A1", patient={"reference": "urn:uuid:1"}, requestor={"reference": "urn:uuid:2"}
    )
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": "urn:uuid:0", "resource": response},
            {"fullUrl": "urn:uuid:1", "resource": PATIENT},
            {"fullUrl": "urn:uuid:2", "resource": organization},
            {"fullUrl": "urn:uuid:3"},
        ],
    }
    record, member, skipped = [
        one for one in read(bundle) if not (isinstance(one, Refusal) and one.warning)
    ]
    assert record.provider == "Orange Medical Group"
    assert record.patient in member.identifiers
    assert skipped == NotNeeded("Organization")


def test_a_bundle_in_a_bundle_is_read():
    inner = {"resourceType": "Bundle", "entry": [{"resource": eob()}]}
    outer = {"resourceType": "Bundle", "entry": [{"resource": inner}]}
    assert isinstance(read(outer)[0], ClaimRecord)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"ISA*00*          *00*", "an X12 file. Import it as x12"),
        (b"\xef\xbb\xbfISA*00*", "an X12 file. Import it as x12"),
        (b"ST*835*1234~BPR*I*19", "an X12 file. Import it as x12"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"", "an empty file"),
        (b"  \n ", "an empty file"),
        (b"interactions:\n- request", "something else"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(text, found):
    (refusal,) = refusals(text)
    assert refusal.found == found
    assert refusal.now == "Nothing of this file was taken."


def test_json_that_is_not_fhir_is_refused():
    assert refusals(b'{"tracking_code": "1Z"}')[0].field == "resourceType"


def test_a_field_of_the_wrong_type_is_named():
    (refusal,) = refusals(eob(item={"sequence": 1}))
    assert refusal.field == "item"
    assert "array" in refusal.expected


def test_a_text_that_no_database_holds_is_refused():
    assert refusals(eob(id="a\x00b"))[0].found == "a NUL character in a text"


def test_deep_nesting_is_refused_and_not_a_crash():
    text = b'{"resourceType":"Patient","id":"1","name":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert isinstance(read(text)[0], Refusal)


def test_a_report_repeats_no_personal_value():
    resource = eob(created="Maya Smith 1984", patient={"reference": "#maya-smith"})
    told = " ".join(
        f"{one.field} {one.expected} {one.found} {one.now}" for one in refusals(resource)
    )
    assert "aya" not in told
    assert "1984" not in told


# People and coverages


@pytest.mark.parametrize("system", ["member_number", "x12/dependent", "other-plan/Patient"])
def test_no_patient_takes_a_name_by_which_we_know_somebody_of_another_source(system):
    named = {"system": system, "value": "M-2|SMITH|ZOE"}
    told = PATIENT | {"identifier": [*PATIENT["identifier"], named]}
    member = next(one for one in read(told) if isinstance(one, MemberRecord))
    assert system not in dict(member.identifiers)
    assert "a name of ours" in [one.found for one in refusals(told)]


def test_an_identifier_that_is_too_long_is_never_cut_to_somebody_elses():
    named = {"system": "https://plan.example", "value": "M" * 201}
    told = PATIENT | {"identifier": [named]}
    member = next(one for one in read(told) if isinstance(one, MemberRecord))
    assert member.identifiers == (("fhir/Patient", "p1"),)
    (refusal,) = refusals(eob(patient={"identifier": named}))
    assert refusal.field == "patient.identifier"


def test_a_patient_is_a_member_with_ways_to_reach_them():
    member = next(one for one in read(PATIENT) if isinstance(one, MemberRecord))
    assert member.identifiers == (("fhir/Patient", "p1"), ("https://plan.example", "M100"))
    assert member.number == "M100"
    assert member.legal_name == "Maya J. Smith"
    assert member.preferred_name == "May"
    assert member.language == "es"
    assert member.phones == (("+13125550142", "mobile"),)
    assert member.emails == ("maya@example.com",)
    assert member.postal == ("1 Main St\nChicago, IL 60601",)


def test_a_number_that_cannot_be_dialled_is_left_out_and_said():
    (warning,) = refusals(PATIENT)
    assert warning.field == "telecom[1].value"
    assert warning.found == "7 digits"


@pytest.mark.parametrize(
    ("more", "plan", "program"),
    [
        (
            {"class": [{"type": concept("x", "plan"), "value": "Part C"}]},
            "Part C",
            "medicare_advantage",
        ),
        ({"type": concept("https://nahdo.org/sopt", "211")}, "fhir:Organization/1", "medicaid_mco"),
        ({"grouping": {"subPlan": "Part A"}}, "Part A", "original_medicare"),
        ({"class": [{"type": concept("x", "plan"), "value": "GR5"}]}, "fhir:GR5", "other"),
    ],
)
def test_a_coverage_names_its_plan_and_only_a_stated_law(more, plan, program):
    coverage = {
        "resourceType": "Coverage",
        "id": "c1",
        "status": "active",
        "beneficiary": {"reference": "Patient/p1"},
        "payor": [{"reference": "Organization/1"}],
        "period": {"start": "2026-01-01"},
        "relationship": concept("x", "child"),
    }
    (record,) = read(coverage | more)
    assert isinstance(record, CoverageRecord)
    assert (record.plan, record.program) == (plan, Program(program))
    assert record.relationship == "child"


def test_the_same_content_has_the_same_hash_whenever_it_comes():
    assert claim(eob()).content_hash == claim(eob()).content_hash
    assert claim(eob()).content_hash != claim(eob(outcome="queued")).content_hash


def test_a_queued_answer_of_fiss_stays_in_process():
    cms = "https://bluebutton.cms.gov/resources/variables/fiss"
    row = {
        "category": concept("x", "denialreason"),
        "reason": concept(f"{cms}/aco-red-rarc", "rarc"),
    }
    response = review(outcome="queued", use="claim", item=[{"adjudication": [row]}])
    response |= {
        "created": "IGNORED_FIELD",
        "extension": [
            {"url": f"{cms}/curr-status", "valueCoding": {"code": "a"}},
            {"url": f"{cms}/recd-dt-cymd", "valueDate": "2026-09-20"},
            {"url": f"{cms}/curr-tran-dt-cymd", "valueDate": "2026-09-25"},
        ],
    }
    told = claim(response).happening
    assert told.state is ClaimState.IN_PROCESS
    assert str(told.received_on) == "2026-09-20"
    assert str(told.effective_on) == "2026-09-25"
    assert told.code == "active/queued/cms:a"
