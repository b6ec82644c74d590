"""FHIR documents for tests, made by us: what no open sample holds, such as a denied claim."""

import datetime as dt
import io
import json
from typing import Any

from claims.facts import ClaimRecord
from claims.sources import Record, fhir
from claims.sources.refusal import NotNeeded, Refusal

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
C4BB = "http://hl7.org/fhir/us/carin-bb/CodeSystem"
ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication"
CARC = "https://x12.org/codes/claim-adjustment-reason-codes"
GROUP = "https://x12.org/codes/claim-adjustment-group-codes"
RARC = "https://x12.org/codes/remittance-advice-remark-codes"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
PAS = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition"


def concept(system: str, *codes: str) -> dict:
    return {"coding": [{"system": system, "code": code} for code in codes]}


def amount(category: str, dollars: Any, currency: str = "USD") -> dict:
    money = {"value": dollars, "currency": currency}
    return {"category": concept(ADJUDICATION, category), "amount": money}


def reason(
    carc: str, group: str = "", dollars: Any = None, slice_: str = "adjustmentreason"
) -> dict:
    codes = [{"system": CARC, "code": carc}]
    if group:
        codes.insert(0, {"system": GROUP, "code": group})
    made = {
        "category": concept(f"{C4BB}/C4BBAdjudicationDiscriminator", slice_),
        "reason": {"coding": codes},
    }
    if dollars is not None:
        made["amount"] = {"value": dollars, "currency": "USD"}
    return made


def item(number: int, *rows: dict, **more: Any) -> dict:
    return {
        "sequence": number,
        "productOrService": {"text": f"Service {number}"},
        "servicedDate": "2026-09-01",
        "adjudication": list(rows),
    } | more


def eob(**more: Any) -> dict:
    """A finished claim of Patient/p1 of which nothing is said but that it is finished."""
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": "eob-1",
        "identifier": [
            {"type": concept(f"{C4BB}/C4BBIdentifierType", "uc"), "system": "x", "value": "CLM-1"}
        ],
        "status": "active",
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "claim",
        "patient": {"reference": "Patient/p1"},
        "created": "2026-10-02",
        "outcome": "complete",
        "provider": {"display": "Orange Medical Group"},
        "insurance": [{"focal": True, "coverage": {"reference": "Coverage/c1"}}],
    } | more


def payment(kind: str) -> dict:
    return {"type": concept(f"{C4BB}/C4BBPayerClaimPaymentStatusCode", kind), "date": "2026-10-05"}


def review(*actions: str, **more: Any) -> dict:
    """A ClaimResponse of Da Vinci PAS with one line for each action."""
    items = []
    for number, action in enumerate(actions, 1):
        code = {
            "url": f"{PAS}/extension-reviewActionCode",
            "valueCodeableConcept": concept("https://codesystem.x12.org/005010/306", action),
        }
        extension = {"url": f"{PAS}/extension-reviewAction", "extension": [code]}
        row = {"extension": [extension], "category": concept(ADJUDICATION, "submitted")}
        items.append({"itemSequence": number, "adjudication": [row]})
    return {
        "resourceType": "ClaimResponse",
        "id": "response-1",
        "identifier": [{"system": "trace", "value": "PA-1"}],
        "status": "active",
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "preauthorization",
        "patient": {"reference": "Patient/p1"},
        "created": "2026-10-02",
        "outcome": "complete",
        "item": items,
    } | more


def ndjson(*resources: dict) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in resources)


def read(text: bytes | dict, source: str = "fhir") -> list[Record | Refusal | NotNeeded]:
    """Everything that a file yields."""
    if isinstance(text, dict):
        text = json.dumps(text).encode()
    return list(fhir.parse(io.BytesIO(text), source=source, received_at=NOW))


def claim(resource: dict) -> ClaimRecord:
    """The one claim that a resource becomes, whatever warnings come with it."""
    records = [one for one in read(resource) if isinstance(one, ClaimRecord)]
    assert len(records) == 1, read(resource)
    return records[0]


def refusals(text: bytes | dict) -> list[Refusal]:
    return [one for one in read(text) if isinstance(one, Refusal)]
