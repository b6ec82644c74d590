"""What Da Vinci PAS says of an approval: number, days, how many, who was asked, who decided."""

import datetime as dt

import pytest

from claims.facts import ClaimRecord, ClaimState, ServiceUnit, Urgency, WaitingFor
from tests.claims.sources.fhir_documents import claim, eob, item, read, refusals
from tests.claims.sources.pas_documents import (
    answer,
    answered,
    bundle,
    communication_request,
    how_many,
    person_reviewed,
    request,
    service,
    task,
)

S = ClaimState
TWELVE = {"productOrServiceCode": service("Nurse at home"), "quantity": how_many(12, "visits")}


def records(*resources: dict) -> list[ClaimRecord]:
    return [one for one in read(bundle(*resources)) if isinstance(one, ClaimRecord)]


def test_an_approved_line_says_what_how_many_and_until_when():
    record = claim(
        answer(answered(1, "A1", number_given="A-1", until="2026-12-31", granted=TWELVE))
    )
    (line,) = record.happening.lines
    assert (line.description, line.quantity, line.unit) == ("Nurse at home", 12, ServiceUnit.VISIT)
    assert line.good_until == dt.date(2026, 12, 31)
    assert record.service == "Nurse at home"
    assert record.authorization_number == "A-1"
    assert record.authorization_from == dt.date(2026, 10, 5)
    assert record.authorization_to == dt.date(2026, 12, 31)


def test_days_that_were_only_asked_for_are_no_days_of_an_approval():
    record = claim(answer(answered(1, "A4", until="2026-12-31")))
    assert record.authorization_to is None
    assert record.happening.lines[0].good_until is None


def test_lines_approved_for_different_days_make_an_approval_from_the_first_to_the_last():
    record = claim(
        answer(
            answered(1, "A1", since="2026-10-05", until="2026-11-30"),
            answered(2, "A6", since="2026-10-12", until="2026-12-31"),
            answered(3, "A3", until="2027-12-31"),
        )
    )
    assert record.authorization_from == dt.date(2026, 10, 5)
    assert record.authorization_to == dt.date(2026, 12, 31)


@pytest.mark.parametrize("number", [0, -2, 1.5, 10_000_000])
def test_what_is_no_number_of_visits_is_not_kept(number):
    record = claim(answer(answered(1, "A1", granted={"quantity": how_many(number)})))
    assert record.happening.lines[0].quantity is None


def test_a_request_says_how_many_were_asked_for_and_when_it_came():
    record = claim(request(("Nurse at home", 20)))
    assert record.happening.lines[0].quantity == 20
    assert record.happening.received_on == dt.date(2026, 10, 1)


def test_an_answer_does_not_say_how_urgent_the_request_was():
    assert claim(request(("MRI", 1), urgent=True)).urgency is Urgency.URGENT
    assert claim(answer(answered(1, "A4"))).urgency is None


def test_an_open_answer_came_on_the_day_of_the_request_and_a_decision_says_nothing_of_it():
    assert claim(answer(answered(1, "A4"))).happening.received_on == dt.date(2026, 10, 2)
    assert claim(answer(answered(1, "A1"))).happening.received_on is None


def test_a_communication_request_says_what_was_asked_of_the_provider():
    (record,) = records(
        answer(
            answered(1, "A4"), communicationRequest=[{"reference": "CommunicationRequest/asked-1"}]
        ),
        communication_request("18776-5", "a photo of the wound", occurrenceDateTime="2026-10-20"),
    )
    told = record.happening
    assert told.state is S.PENDED_INFO
    assert told.waiting_for is WaitingFor.PROVIDER
    assert told.wanted == "loinc:18776-5\na photo of the wound"
    assert told.wanted_by == dt.date(2026, 10, 20)


def test_a_task_for_the_patient_is_asked_of_the_member():
    until = {"period": {"end": "2026-10-21"}}
    owner = {"reference": "Patient/p1"}
    (record,) = records(answer(answered(1, "A4")), task("11506-3", owner=owner, restriction=until))
    told = record.happening
    assert (told.waiting_for, told.wanted) == (WaitingFor.MEMBER, "loinc:11506-3")
    assert told.wanted_by == dt.date(2026, 10, 21)


def test_a_request_still_in_process_waits_for_what_was_asked():
    (record,) = records(answer(outcome="queued"), task("11506-3"))
    assert record.happening.state is S.PENDED_INFO


@pytest.mark.parametrize("status", ["completed", "cancelled", "entered-in-error"])
def test_what_is_no_longer_asked_waits_for_nobody(status):
    (record,) = records(answer(answered(1, "A4")), task("11506-3", status=status))
    assert record.happening.waiting_for is WaitingFor.NOBODY


def test_a_decision_waits_for_nobody_whatever_was_asked_before():
    (record,) = records(answer(answered(1, "A1")), task("11506-3"))
    assert record.happening.state is S.APPROVED
    assert record.happening.waiting_for is WaitingFor.NOBODY


def test_of_two_answers_in_a_bundle_each_waits_for_its_own():
    other = answer(answered(1, "A4"), id="response-2", identifier=[{"value": "PA-2"}])
    other["request"] = {"reference": "Claim/request-2"}
    mine, theirs = records(answer(answered(1, "A4")), other, task("11506-3"))
    assert mine.happening.waiting_for is WaitingFor.PROVIDER
    assert theirs.happening.waiting_for is WaitingFor.NOBODY


def test_a_task_that_cannot_be_read_spoils_no_answer():
    (record,) = records(answer(answered(1, "A4")), task("11506-3", input="none"))
    assert record.happening.state is S.PENDED_INFO


@pytest.mark.parametrize("flag", [True, False])
def test_the_answer_says_whether_a_person_decided(flag):
    told = claim(answer(answered(1, "A3"), extension=[person_reviewed(flag)])).happening
    assert told.human_reviewed is flag
    assert claim(answer(answered(1, "A3"))).happening.human_reviewed is None


def test_a_reviewers_reason_is_kept_as_code_and_in_the_plans_words():
    told = claim(answer(answered(1, "A3", because=("0V", "Try physical therapy first")))).happening
    assert told.lines[0].remarks == ("0V",)
    assert told.note == "Try physical therapy first"


@pytest.mark.parametrize(
    ("outcome", "state"), [("complete", S.UNRECOGNISED), ("queued", S.IN_PROCESS)]
)
def test_an_action_nobody_knows_may_be_a_decision_unless_there_is_none_yet(outcome, state):
    document = answer(answered(1, "A1"), answered(2, "ZZ"), outcome=outcome)
    record = claim(document)
    assert record.happening.state is state
    assert record.unrecognised == (("x12:306", "ZZ"),)
    assert refusals(document)[0].warning


def test_a_notification_holds_the_bundle_of_an_answer():
    inner = bundle(answer(answered(1, "A4")), task("11506-3"))
    parameters = {"resourceType": "Parameters", "id": "status"}
    (record,) = records(parameters, inner)
    assert record.happening.waiting_for is WaitingFor.PROVIDER


def test_cms_says_when_a_request_came_and_how_many_were_approved():
    url = "https://bluebutton.cms.gov/fhir/StructureDefinition"
    line = item(1) | {
        "extension": [
            {"url": f"{url}/PA-DECISION", "valueCoding": {"code": "A"}},
            {"url": f"{url}/PA-REQ-REC-DT", "valueDate": "2026-09-20"},
            {"url": f"{url}/SERVICE-CNTS", "valueUnsignedInt": 6},
        ]
    }
    told = claim(eob(use="preauthorization", item=[line])).happening
    assert told.state is S.APPROVED
    assert told.received_on == dt.date(2026, 9, 20)
    assert told.lines[0].quantity == 6
