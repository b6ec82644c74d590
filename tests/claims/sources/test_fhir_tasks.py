"""What a payer asks for as a FHIR Task (Da Vinci CDex): asked of its owner, and answered."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from accounts.models import MemberIdentifier
from claims.facts import ClaimState, ClaimUse, TaskRecord, WaitingFor
from claims.models import AskedTask, Claim, Document
from claims.sources.refusal import NotNeeded
from claims.store.request_answers import advance
from tests import make
from tests.claims.sources.reading import SAMPLES, read
from tests.claims.store.landing import HOUR, NOW, land

FOLDER = "davinci-cdex-task"
PAS = "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes"


def cdex(name: str) -> dict[str, Any]:
    path = SAMPLES / FOLDER / f"cdex-task-{name}.json"
    if not path.exists():
        pytest.skip("the samples are not here")
    return json.loads(path.read_text())


def task(*lines: str, status: str = "requested", number: str = "T-1", **more: Any) -> dict:
    """A Task of our own, which Maya has to do."""
    patient = {"identifier": {"system": "urn:plan", "value": "M-1001"}}
    needed = {"coding": [{"system": PAS, "code": "attachments-needed"}]}
    plain = {
        "resourceType": "Task",
        "id": number,
        "identifier": [{"system": "urn:payer", "value": number}],
        "status": status,
        "intent": "order",
        "code": {"coding": [{"system": PAS, "code": "attachment-request-code"}]},
        "for": patient,
        "owner": patient,
        "reasonReference": {"identifier": {"value": "CLM-1"}},
        "lastModified": "2026-11-20T10:00:00Z",
        "restriction": {"period": {"end": "2026-12-01"}},
        "input": [{"type": needed, "valueCodeableConcept": coded(one)} for one in lines],
    }
    return plain | more


def coded(line: str) -> dict:
    if not line.startswith("loinc:"):
        return {"text": line}
    return {"coding": [{"system": "http://loinc.org", "code": line.removeprefix("loinc:")}]}


def found(resource: dict) -> Any:
    return read("fhir", json.dumps(resource))[0]


@pytest.mark.parametrize(
    ("name", "state", "wanted"),
    [
        ("example19", ClaimState.PENDED_INFO, "loinc:11506-3"),
        ("example22", ClaimState.PENDED_INFO, "fhir:questionnaire"),
        ("example26", ClaimState.PENDED_INFO, "fhir:questionnaire"),
        ("example1", ClaimState.PENDED_INFO, "fhir:query"),
        ("inline-example4", ClaimState.PENDED_INFO, "request for patient's active conditions"),
        ("example24", ClaimState.IN_PROCESS, ""),
        ("example5", ClaimState.IN_PROCESS, ""),
    ],
)
def test_a_sample_says_what_is_asked_of_whom(name, state, wanted):
    one = found(cdex(name))
    assert isinstance(one, TaskRecord)
    told = one.claim.happening
    assert (told.state, told.wanted) == (state, wanted)
    owner = WaitingFor.PROVIDER if state is ClaimState.PENDED_INFO else WaitingFor.NOBODY
    assert told.waiting_for is owner


def test_a_sample_says_by_when_of_whom_and_about_which_claim():
    one = found(cdex("example20"))
    assert one.number == "trackingid789"
    assert one.claim.key == "Preauth123"
    assert one.claim.use is ClaimUse.PREAUTHORIZATION
    assert one.claim.happening.wanted_by == dt.date(2022, 6, 21)
    assert one.claim.patient == ("http://example.org/cdex/payer/member-ids", "Member123")


@pytest.mark.parametrize("name", ["example7", "example9"])
def test_a_task_about_no_claim_is_not_needed(name):
    assert isinstance(found(cdex(name)), NotNeeded)


def test_what_the_patient_owns_is_asked_of_the_member():
    told = found(task("loinc:11506-3")).claim.happening
    assert told.waiting_for is WaitingFor.MEMBER


def test_a_status_that_fhir_does_not_have_is_refused():
    assert found(task("x", status="sleeping")).field == "status"


@pytest.fixture
def maya_on_the_plan(maya, settings, tmp_path):
    settings.PORTAL_NOW = NOW
    settings.KEPT_DOCUMENTS = tmp_path
    MemberIdentifier.objects.create(member=maya, system="urn:plan", value="M-1001")
    return maya


@pytest.mark.django_db
def test_a_task_says_nothing_of_a_claim_but_what_is_asked(maya_on_the_plan):
    claim = make.claim(
        maya_on_the_plan, external_key="CLM-1", kind="professional", use="preauthorization"
    )
    land("fhir", task("loinc:11506-3"))
    claim.refresh_from_db()
    assert (claim.state, claim.kind, claim.use) == (
        "pended_info",
        "professional",
        "preauthorization",
    )


@pytest.mark.django_db
def test_two_tasks_of_one_file_are_one_request(maya_on_the_plan):
    later = {"restriction": {"period": {"end": "2026-12-20"}}}
    land("fhir", [task("loinc:11506-3"), task("loinc:18748-4", number="T-2", **later)])
    claim = Claim.objects.select_related("current").get()
    assert claim.current.wanted == "loinc:11506-3\nloinc:18748-4"
    assert claim.current.wanted_by == dt.date(2026, 12, 1)
    assert AskedTask.objects.count() == 2


@pytest.mark.django_db
def test_what_nobody_has_words_for_is_still_a_task_with_a_person(maya_on_the_plan, as_maya):
    land("fhir", task("loinc:99999-9"))
    claim = Claim.objects.get()
    shown = as_maya.get(f"/claims/{claim.pk}/send/").content.decode()
    assert "We need something from you" in shown
    assert "Talk to a person" in shown


def answered(claim: Claim, slug: str, browser: Any, text: str) -> None:
    browser.post(f"/claims/{claim.pk}/send/{slug}/instead/", {"text": text})


def exported(*arguments: str) -> list[dict]:
    out = io.StringIO()
    call_command("export_answers", "fhir", *arguments, stdout=OutputWrapper(out))
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("example19", ("http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp", "data-value")),
        ("example28", (PAS, "questionnaire-context")),
        ("example26", ("http://hl7.org/fhir/uv/sdc/CodeSystem/temp", "questionnaire-response")),
    ],
)
def test_a_sample_goes_back_completed_and_otherwise_as_it_came(
    maya_on_the_plan, as_maya, name, output
):
    """The provider's work in the sample, given to the patient."""
    came = cdex(name)
    came["owner"] = came["for"]
    MemberIdentifier.objects.create(
        member=maya_on_the_plan,
        system="http://example.org/cdex/payer/member-ids",
        value="Member123",
    )
    land("fhir", came)
    claim = Claim.objects.get()
    slug = claim.current.wanted.replace(":", "-")
    answered(claim, slug, as_maya, "I only have a receipt")
    (back,) = exported()
    done, response = (one["resource"] for one in back["entry"])
    changed = {"status", "lastModified", "output"}
    assert {k: v for k, v in done.items() if k not in changed} == {
        k: v for k, v in came.items() if k not in changed
    }
    assert done["status"] == "completed"
    (given,) = done["output"]
    coding = given["type"]["coding"][0]
    assert (coding["system"], coding["code"]) == output
    assert given["valueReference"]["reference"] == f"QuestionnaireResponse/{response['id']}"
    assert response["item"][0]["answer"] == [{"valueString": "I only have a receipt"}]
    # A plan's own system would read it as a Task that is done.
    assert found(done).claim.happening.state is ClaimState.IN_PROCESS


@pytest.mark.django_db
def test_files_go_back_with_their_kind_and_content(maya_on_the_plan, settings):
    from claims.documents import receive

    land("fhir", task("loinc:11506-3"))
    claim = Claim.objects.get()
    about = f"claim:{claim.pk}"
    sent = io.BytesIO(b"%PDF-1.7")
    one = receive(maya_on_the_plan, maya_on_the_plan.user, about, "loinc-11506-3", sent, at=NOW)
    Document.objects.filter(pk=one.pk).update(
        state="received", kind="pdf", next_at=None, checked_at=NOW
    )
    settings.PORTAL_NOW = NOW + HOUR
    advance(claim.pk)
    (back,) = exported("--files")
    document = back["entry"][1]["resource"]
    assert document["resourceType"] == "DocumentReference"
    attachment = document["content"][0]["attachment"]
    assert (attachment["contentType"], attachment["data"]) == ("application/pdf", "JVBERi0xLjc=")
    assert "data" not in exported()[0]["entry"][1]["resource"]["content"][0]["attachment"]


@pytest.mark.django_db
def test_what_was_asked_another_way_goes_back_as_a_task_too(maya_on_the_plan, as_maya):
    claim = make.claim(
        maya_on_the_plan, "pended_info", waiting_for="member", wanted="508:279", external_key="C-9"
    )
    answered(claim, "508-279", as_maya, "A receipt")
    (back,) = exported("--since", "2026-11-22T00:00:00Z")
    done = back["entry"][0]["resource"]
    assert done["reasonReference"] == {"identifier": {"value": "C-9"}}
    assert done["for"]["identifier"] == {"system": "urn:plan", "value": "M-1001"}
    assert exported("--since", "2026-11-23T00:00:00Z") == []


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [("nobody",), ("fhir", "--since", "today")])
def test_a_wrong_word_in_the_command_is_said(wrong):
    make.source("fhir")
    with pytest.raises(CommandError):
        call_command("export_answers", *wrong)
