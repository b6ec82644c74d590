"""What a member answered, as the plan's systems read it: the Task that asked, completed (CDex).

A Bundle holds the Task, a DocumentReference for each file, and a QuestionnaireResponse for each
form. Where a request came another way than as a Task, the Task is made from it. Pure.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

PAS = "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes"
HREX = "http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp"
SDC = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"
NUMBERS = {"loinc": "http://loinc.org", "508": "https://x12.org/codes/claim-status-codes"}
#: How an output of a Task is named, by what the Task is for.
OUTPUTS = {
    "attachment-request-questionnaire": (PAS, "questionnaire-context"),
    "data-request-questionnaire": (SDC, "questionnaire-response"),
}
DATA = (HREX, "data-value")


class SentFile(Struct, frozen=True, kw_only=True):
    """``content`` is None where files are fetched otherwise."""

    id: str
    line: str
    media_type: str
    size: int
    received_at: dt.datetime
    content: bytes | None = None


class SentAnswer(Struct, frozen=True, kw_only=True):
    """``questions`` are (name, label, value); a value that is a day is a `date`."""

    id: str
    kind: str
    line: str
    answered_at: dt.datetime
    questions: tuple[tuple[str, str, str | dt.date], ...]


class Done(Struct, frozen=True, kw_only=True):
    """One request that was met. ``resource`` is the Task that made it, None where none did."""

    claim: str
    patient: tuple[str, str] | None
    at: dt.datetime
    lines: tuple[str, ...]
    resource: dict[str, Any] | None = None
    files: Sequence[SentFile] = ()
    answers: Sequence[SentAnswer] = ()


def bundle(done: Done) -> dict[str, Any]:
    """A Bundle of what was sent; what the payer wrote into its Task stays as it was."""
    task = dict(done.resource) if done.resource else _made(done)
    patient = _subject(task)
    sent = [_document(one, patient) for one in done.files]
    sent += [_response(one, task, patient) for one in done.answers]
    task |= {
        "status": "completed",
        "lastModified": _instant(done.at),
        "output": [_output(task, one) for one in sent],
    }
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(done.at),
        "entry": [{"fullUrl": _url(one), "resource": one} for one in (task, *sent)],
    }


def _subject(task: dict[str, Any]) -> dict[str, Any]:
    """The patient, where the Task keeps them inside itself by their identifier."""
    patient = task.get("for", {})
    inside = patient.get("reference", "").removeprefix("#")
    for one in task.get("contained", []):
        if inside and one.get("id") == inside and one.get("identifier"):
            return {"identifier": one["identifier"][0]}
    return patient


def _made(done: Done) -> dict[str, Any]:
    """A Task for what was asked in another way, by the payer's own number of the claim."""
    needed = {"coding": [{"system": PAS, "code": "attachments-needed"}]}
    system, value = done.patient or ("", "")
    patient = {"for": {"identifier": {"system": system, "value": value}}} if value else {}
    return {
        "resourceType": "Task",
        "id": hashlib.sha256(f"{done.claim}:{done.lines}".encode()).hexdigest()[:32],
        "intent": "order",
        "code": {"coding": [{"system": PAS, "code": "attachment-request-code"}]},
        **patient,
        "reasonReference": {"identifier": {"value": done.claim}},
        "input": [{"type": needed, "valueCodeableConcept": _concept(one)} for one in done.lines],
    }


def _document(one: SentFile, patient: dict[str, Any]) -> dict[str, Any]:
    attachment: dict[str, Any] = {"contentType": one.media_type, "size": one.size}
    if one.content is not None:
        digest = hashlib.sha1(one.content, usedforsecurity=False).digest()  # FHIR's own choice
        attachment["hash"] = base64.b64encode(digest).decode()
        attachment["data"] = base64.b64encode(one.content).decode()
    return {
        "resourceType": "DocumentReference",
        "id": one.id,
        "status": "current",
        "type": _concept(one.line),
        "subject": patient,
        "date": _instant(one.received_at),
        "content": [{"attachment": attachment}],
    }


def _response(one: SentAnswer, task: dict[str, Any], patient: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": one.id,
        "questionnaire": _questionnaire(task) or f"urn:porchlight:questionnaire:{one.kind}",
        "status": "completed",
        "subject": patient,
        "authored": _instant(one.answered_at),
        "item": [
            {"linkId": name, "text": label, "answer": [_value(value)]}
            for name, label, value in one.questions
        ],
    }


def _value(value: str | dt.date) -> dict[str, str]:
    if isinstance(value, dt.date):
        return {"valueDate": value.isoformat()}
    return {"valueString": value}


def _questionnaire(task: dict[str, Any]) -> str:
    """The one that the payer asked to be filled in."""
    return next((one["valueCanonical"] for one in task["input"] if "valueCanonical" in one), "")


def _output(task: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    asked = [coding.get("code", "") for coding in task.get("code", {}).get("coding", [])]
    form = sent["resourceType"] == "QuestionnaireResponse"
    named = (OUTPUTS[code] for code in asked if form and code in OUTPUTS)
    system, code = next(named, DATA)
    return {
        "type": {"coding": [{"system": system, "code": code}]},
        "valueReference": {"reference": f"{sent['resourceType']}/{sent['id']}"},
    }


def _concept(line: str) -> dict[str, Any]:
    system, colon, code = line.partition(":")
    if colon and system in NUMBERS:
        return {"coding": [{"system": NUMBERS[system], "code": code}]}
    return {"text": line}


def _url(resource: dict[str, Any]) -> str:
    return f"urn:porchlight:{resource['resourceType']}:{resource['id']}"


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
