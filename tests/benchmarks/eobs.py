"""ExplanationOfBenefits of 6 to 10 KB, as long as real ones are."""

import json
import random

C4BB = "http://hl7.org/fhir/us/carin-bb/CodeSystem"
ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication"
CARC = "https://x12.org/codes/claim-adjustment-reason-codes"


def concept(system: str, code: str, display: str = "") -> dict:
    return {"coding": [{"system": system, "code": code, "display": display or code.title()}]}


def money(cents: int) -> dict:
    return {"value": cents / 100, "currency": "USD"}


def totals(items: list[dict]) -> list[dict]:
    """Of each amount that the lines state, their sum: a claim that does not add up is held."""
    sums: dict[str, int] = {}
    for item in items:
        for row in item["adjudication"]:
            code = row["category"]["coding"][0]["code"]
            if row["category"]["coding"][0]["system"] == ADJUDICATION:
                sums[code] = sums.get(code, 0) + round(row["amount"]["value"] * 100)
    return [
        {"category": concept(ADJUDICATION, name), "amount": money(cents)}
        for name, cents in sums.items()
    ]


def amounts(billed: int, share: int) -> list[dict]:
    split = {"submitted": billed, "eligible": billed - share, "deductible": share // 2}
    split |= {"copay": share // 4, "benefit": billed - 2 * share}
    return [
        {"category": concept(ADJUDICATION, name), "amount": money(cents)}
        for name, cents in split.items()
    ]


def line(number: int, rng: random.Random) -> dict:
    billed, share = rng.randrange(4_000, 90_000), rng.randrange(0, 2_000)
    rows = amounts(billed, share)
    rows.append(
        {
            "category": concept(f"{C4BB}/C4BBAdjudicationDiscriminator", "adjustmentreason"),
            "reason": concept(CARC, rng.choice(["45", "3", "1", "96", "97", "45", "45"])),
            "amount": money(share),
        }
    )
    status = concept(f"{C4BB}/C4BBPayerAdjudicationStatus", "innetwork")
    category = concept(f"{C4BB}/C4BBAdjudicationDiscriminator", "benefitpaymentstatus")
    rows.append({"category": category, "reason": status})
    place = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
    return {
        "sequence": number,
        "careTeamSequence": [1],
        "diagnosisSequence": [1],
        "productOrService": concept("http://www.ama-assn.org/go/cpt", "99213", "Visit to a doctor"),
        "servicedDate": f"2026-0{rng.randrange(1, 9)}-1{rng.randrange(0, 9)}",
        "locationCodeableConcept": concept(place, "11", "Office"),
        "quantity": {"value": 1},
        "adjudication": rows,
    }


def eob(number: int, people: int, rng: random.Random) -> dict:
    """One finished professional claim, as long as real ones are."""
    profile = "StructureDefinition/C4BB-ExplanationOfBenefit-Professional-NonClinician"
    info = f"{C4BB}/C4BBSupportingInfoType"
    items = [line(one, rng) for one in range(1, rng.randrange(3, 6))]
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": f"eob-{number}",
        "meta": {
            "lastUpdated": "2026-10-12T09:14:11+00:00",
            "profile": [f"http://hl7.org/fhir/us/carin-bb/{profile}|2.0.0"],
        },
        "identifier": [
            {
                "type": concept(f"{C4BB}/C4BBIdentifierType", "uc", "Unique Claim ID"),
                "system": "https://plan.example/fhir/EOBIdentifier",
                "value": f"CLM{number:012}",
            }
        ],
        "status": "active",
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "claim",
        "patient": {"reference": f"Patient/{number % people}"},
        "billablePeriod": {"start": "2026-01-01", "end": "2026-09-30"},
        "created": "2026-10-02T00:00:00+00:00",
        "insurer": {"reference": "Organization/Payer1", "display": "Example Health Plan"},
        "provider": {"reference": "Organization/Provider1", "display": "Orange Medical Group"},
        "outcome": "complete",
        "careTeam": [
            {
                "sequence": one,
                "provider": {"reference": f"Practitioner/{one}", "display": "A Practitioner"},
                "role": concept(f"{C4BB}/C4BBClaimCareTeamRole", "rendering"),
            }
            for one in (1, 2)
        ],
        "supportingInfo": [
            {"sequence": 1, "category": concept(info, "clmrecvddate"), "timingDate": "2026-09-30"},
            {
                "sequence": 2,
                "category": concept(info, "patientaccountnumber"),
                "valueString": f"ACC-{number}",
            },
        ],
        "diagnosis": [
            {
                "sequence": 1,
                "diagnosisCodeableConcept": concept("http://hl7.org/fhir/sid/icd-10-cm", "M54.5"),
                "type": [
                    concept("http://terminology.hl7.org/CodeSystem/ex-diagnosistype", "principal")
                ],
            }
        ],
        "insurance": [{"focal": True, "coverage": {"reference": "Coverage/Coverage1"}}],
        "item": items,
        "total": totals(items),
        "payment": {
            "type": concept(f"{C4BB}/C4BBPayerClaimPaymentStatusCode", "paid"),
            "date": "2026-10-05",
            "amount": money(rng.randrange(0, 90_000)),
        },
    }


def file_of(records: int) -> bytes:
    """NDJSON of so many claims, a dozen for each person."""
    rng, people = random.Random(7), max(records // 12, 1)
    return b"".join(
        json.dumps(eob(number, people, rng), separators=(",", ":")).encode() + b"\n"
        for number in range(records)
    )
