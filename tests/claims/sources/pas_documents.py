"""Requests for approval and their answers as Da Vinci PAS 2.2.1 sends them, made by us."""

from typing import Any

from tests.claims.sources.fhir_documents import ADJUDICATION, PAS, concept

X12 = "https://codesystem.x12.org/005010"
LOINC = "http://loinc.org"
REVIEWER = f"{PAS}/extension-claimResponseReviewer"
PATIENT = {"reference": "Patient/p1"}


def extension(name: str, **value: Any) -> dict:
    return {"url": f"{PAS}/extension-{name}"} | value


def answered(
    number: int, action: str, *, granted: dict | None = None, **more: Any
) -> dict[str, Any]:
    """A line of an answer. ``number_given`` is the approval's, ``until`` its last day.

    ``granted`` are the inner extensions of what was approved: name to value.
    """
    inner: list[dict] = [
        extension("reviewActionCode", valueCodeableConcept=concept(f"{X12}/306", action))
    ]
    if "number_given" in more:
        inner.insert(0, {"url": "number", "valueString": more.pop("number_given")})
    if "because" in more:
        code, words = more.pop("because")
        coding = {"system": f"{X12}/886", "code": code, "display": words}
        inner.append({"url": "reasonCode", "valueCodeableConcept": {"coding": [coding]}})
    outer = []
    if "until" in more:
        period = {"start": more.pop("since", "2026-10-05"), "end": more.pop("until")}
        outer.append(extension("itemPreAuthPeriod", valuePeriod=period))
    if granted:
        details = [{"url": name} | value for name, value in granted.items()]
        outer.append(extension("itemAuthorizedDetail", extension=details))
    adjudication = {
        "extension": [extension("reviewAction", extension=inner)],
        "category": concept(ADJUDICATION, "submitted"),
    }
    return {"extension": outer, "itemSequence": number, "adjudication": [adjudication]} | more


def service(words: str) -> dict:
    return {"valueCodeableConcept": {"text": words}}


def how_many(number: float, unit: str = "") -> dict:
    return {"valueQuantity": {"value": number} | ({"unit": unit} if unit else {})}


def answer(*items: dict, **more: Any) -> dict:
    """A ClaimResponse to the request PA-1, of October 2."""
    return {
        "resourceType": "ClaimResponse",
        "id": "response-1",
        "identifier": [{"system": "trace", "value": "PA-1"}],
        "status": "active",
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "preauthorization",
        "patient": PATIENT,
        "created": "2026-10-02T11:02:00-05:00",
        "requestor": {"display": "Lakeside Clinic"},
        "request": {"reference": "Claim/request-1"},
        "outcome": "complete",
        "item": list(items),
    } | more


def request(*services: tuple[str, int], urgent: bool = False, **more: Any) -> dict:
    """The Claim that asks for (service, how many), of October 1."""
    items = [
        {
            "sequence": number,
            "productOrService": {"text": words},
            "quantity": {"value": quantity},
        }
        for number, (words, quantity) in enumerate(services, 1)
    ]
    level = [extension("levelOfServiceCode", valueCodeableConcept=concept(f"{X12}/1338", "U"))]
    return {
        "resourceType": "Claim",
        "id": "request-1",
        "extension": level if urgent else [],
        "identifier": [{"system": "trace", "value": "PA-1"}],
        "status": "active",
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "preauthorization",
        "patient": PATIENT,
        "created": "2026-10-01T09:00:00-05:00",
        "provider": {"display": "Lakeside Clinic"},
        "item": items,
    } | more


def person_reviewed(flag: bool) -> dict:
    return {"url": REVIEWER, "extension": [{"url": "wasHumanReviewedFlag", "valueBoolean": flag}]}


def communication_request(*contents: str, **more: Any) -> dict:
    return {
        "resourceType": "CommunicationRequest",
        "id": "asked-1",
        "status": "active",
        "payload": [{"contentString": content} for content in contents],
    } | more


def task(*codes: str, **more: Any) -> dict:
    return {
        "resourceType": "Task",
        "id": "task-1",
        "status": "requested",
        "reasonReference": {"reference": "Claim/request-1"},
        "input": [
            {
                "type": concept("PASTempCodes", "attachments-needed"),
                "valueCodeableConcept": concept(LOINC, code),
            }
            for code in codes
        ],
    } | more


def bundle(*resources: dict, kind: str = "collection") -> dict:
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [
            {
                "fullUrl": f"http://example.org/fhir/{one['resourceType']}/{one.get('id', '')}",
                "resource": one,
            }
            for one in resources
        ],
    }
