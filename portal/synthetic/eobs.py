"""Claims, as a plan's FHIR server says what became of them (CARIN Blue Button 2.0)."""

import datetime as dt
from typing import Any

from portal.synthetic.dice import Dice, Table

C4BB = "http://hl7.org/fhir/us/carin-bb/CodeSystem"
ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication"
CARC = "https://x12.org/codes/claim-adjustment-reason-codes"
GROUP = "https://x12.org/codes/claim-adjustment-group-codes"
DAYS = 730  # of care, before the feed ends

# What became of a hundred claims.
OUTCOMES = Table({"paid": 72, "partiallypaid": 10, "denied": 8, "queued": 7, "error": 2, "void": 1})
KINDS = Table({"professional": 70, "institutional": 12, "pharmacy": 14, "oral": 3, "vision": 1})
LINES = Table({1: 48, 2: 24, 3: 14, 4: 8, 6: 4, 12: 2})
# Why a line was refused; CARC by how often payers say it.
REFUSALS = Table({"16": 24, "197": 16, "96": 15, "50": 13, "29": 8, "18": 8, "109": 8, "27": 8})
SERVICES = (
    ("99213", "Visit to a doctor"),
    ("99214", "Long visit to a doctor"),
    ("97110", "Exercises with a therapist"),
    ("80053", "Blood test"),
    ("71046", "X-ray of the chest"),
    ("90686", "Flu shot"),
    ("92014", "Eye exam"),
    ("J3490", "Medicine"),
)
PLACES = (
    "Lakeside Clinic",
    "Orange Medical Group",
    "River Hospital",
    "Hill Street Pharmacy",
    "Northside Imaging",
    "Harbor Family Practice",
)


def number_of(claim: int) -> str:
    return f"SYNC{claim + 1:010}"


def eob(seed: int, claim: int, person: int, until: dt.date) -> dict[str, Any]:
    dice = Dice(seed, 3, claim)
    outcome = dice.of(OUTCOMES)
    served = until - dt.timedelta(dice.between(1, DAYS))
    sent = min(served + dt.timedelta(dice.between(1, 20)), until)
    decided = min(sent + dt.timedelta(dice.between(3, 40)), until)
    rows = [line(dice, number + 1, served, outcome) for number in range(dice.of(LINES))]
    sums = {name: sum(row[name] for row in rows) for name in MONEY}
    told = header(dice, claim, person, outcome)
    told |= {
        "meta": {"lastUpdated": f"{decided}T{dice.between(6, 22):02}:15:00+00:00"},
        "billablePeriod": {"start": served.isoformat(), "end": served.isoformat()},
        "created": decided.isoformat(),
        "supportingInfo": [received(sent)],
        "item": [item(row, outcome) for row in rows],
        "total": amounts(sums, outcome),
    }
    if outcome in ("paid", "partiallypaid", "denied"):
        told["payment"] = {
            "type": concept(f"{C4BB}/C4BBPayerClaimPaymentStatusCode", outcome),
            "date": decided.isoformat(),
            "amount": money(sums["benefit"]),
        }
    return told


def header(dice: Dice, claim: int, person: int, outcome: str) -> dict[str, Any]:
    place = dice.pick(PLACES)
    unique = concept(f"{C4BB}/C4BBIdentifierType", "uc")
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": f"syn-eob-{claim + 1}",
        "identifier": [
            {"type": unique, "system": "https://plan.example/claim", "value": number_of(claim)}
        ],
        "status": "cancelled" if outcome == "void" else "active",
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", dice.of(KINDS)),
        "use": "claim",
        "patient": {"reference": f"Patient/syn-{person + 1}"},
        "insurer": {"display": "Example Health Plan"},
        "provider": {"display": place},
        "outcome": outcome if outcome in ("queued", "error") else "complete",
        "insurance": [{"focal": True, "coverage": {"reference": f"Coverage/syn-cov-{person + 1}"}}],
    }


MONEY = (
    "submitted",
    "eligible",
    "discount",
    "deductible",
    "copay",
    "coinsurance",
    "noncovered",
    "benefit",
)


def line(dice: Dice, number: int, served: dt.date, outcome: str) -> dict[str, Any]:
    """One service and its money, in cents; what was agreed is what is paid and what is owed."""
    billed = dice.between(2_500, 90_000)
    refused = outcome == "denied" or (outcome == "partiallypaid" and number % 2 == 1)
    allowed = 0 if refused else billed * dice.between(40, 90) // 100
    deductible = allowed * dice.pick((0, 0, 0, 20, 100)) // 100
    copay = min(dice.pick((0, 0, 1_500, 3_000)), allowed - deductible)
    coinsurance = (allowed - deductible - copay) * dice.pick((0, 10, 20)) // 100
    return {
        "number": number,
        "service": dice.pick(SERVICES),
        "on": served,
        "why": dice.of(REFUSALS) if refused else "",
        "submitted": billed,
        "eligible": allowed,
        "discount": 0 if refused else billed - allowed,
        "deductible": deductible,
        "copay": copay,
        "coinsurance": coinsurance,
        "noncovered": billed if refused else 0,
        "benefit": allowed - deductible - copay - coinsurance,
    }


def item(row: dict[str, Any], outcome: str) -> dict[str, Any]:
    code, words = row["service"]
    product = concept("http://www.ama-assn.org/go/cpt", code)
    product["coding"][0]["display"] = words
    rows = amounts(row, outcome)
    if outcome not in ("queued", "error"):
        rows += reasons(row)
    return {
        "sequence": row["number"],
        "productOrService": product,
        "servicedDate": row["on"].isoformat(),
        "quantity": {"value": 1},
        "adjudication": rows,
    }


def reasons(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Each part of the bill that the plan did not pay, under its group and code of X12."""
    parts = [
        ("CO", "45", row["discount"]),
        ("PR", "1", row["deductible"]),
        ("PR", "3", row["copay"]),
        ("PR", "2", row["coinsurance"]),
        ("CO" if row["why"] in ("16", "18", "29") else "PR", row["why"], row["noncovered"]),
    ]
    category = concept(f"{C4BB}/C4BBAdjudicationDiscriminator", "adjustmentreason")
    return [
        {
            "category": category,
            "reason": {"coding": [{"system": GROUP, "code": group}, {"system": CARC, "code": why}]},
            "amount": money(cents),
        }
        for group, why, cents in parts
        if cents
    ]


def amounts(row: dict[str, Any], outcome: str) -> list[dict[str, Any]]:
    """What is known: of a claim that nobody has decided, only the bill."""
    known = ("submitted",) if outcome in ("queued", "error") else MONEY
    return [{"category": concept(ADJUDICATION, name), "amount": money(row[name])} for name in known]


def received(on: dt.date) -> dict[str, Any]:
    category = concept(f"{C4BB}/C4BBSupportingInfoType", "clmrecvddate")
    return {"sequence": 1, "category": category, "timingDate": on.isoformat()}


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def money(cents: int) -> dict[str, Any]:
    return {"value": cents / 100, "currency": "USD"}
