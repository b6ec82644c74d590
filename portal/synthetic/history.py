"""A plan's last months as its systems told of them: when things came, moved and were done.

How long each takes is thrown here, in working days, so that it is known what our dates are held
against. Nothing of it depends on whose it is.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from claims.deadlines.calendar import business_day, business_days_until
from portal.synthetic.dice import Dice, Table
from portal.synthetic.eobs import C4BB, KINDS, PLACES, concept, line, money, number_of, received
from portal.synthetic.shop import CARRIERS, ITEMS, SHOPS

PAS = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition"
MEMBER = "https://plan.example/member"
CLAIM, REQUEST, ORDER = 11, 12, 13  # kinds of dice

# Working days, and of a hundred how many take so long.
TAKEN_UP = Table({0: 15, 1: 45, 2: 25, 3: 10, 6: 5})
DECIDED = Table({1: 4, 2: 9, 3: 14, 4: 16, 5: 15, 6: 11, 8: 10, 10: 8, 13: 6, 18: 4, 26: 3})
PAID = Table({1: 15, 2: 30, 3: 30, 5: 15, 7: 10})
REVIEWED = Table({1: 10, 2: 20, 3: 25, 4: 20, 5: 13, 7: 8, 9: 4})
SHIPPED = Table({1: 40, 2: 30, 3: 16, 4: 8, 6: 6})
CARRIED = Table({1: 8, 2: 30, 3: 30, 4: 18, 5: 8, 8: 6})
SLOWER = {"institutional": 2, "oral": 1}  # so many times as long
NEVER = 2  # of a hundred
OUTCOMES = Table({"paid": 78, "partiallypaid": 12, "denied": 10})


class Course(Struct, frozen=True, kw_only=True):
    """What became of one thing, and when; ``done`` None: never."""

    number: int
    came: dt.date
    moved: dt.date
    done: dt.date | None


def later(day: dt.date, working_days: int) -> dt.date:
    return business_day(max(business_days_until(day), 1) + working_days) if working_days else day


def claim_course(seed: int, number: int, came: dt.date) -> Course:
    dice = Dice(seed, CLAIM, number)
    moved = later(came, dice.of(TAKEN_UP))
    took = dice.of(DECIDED) * SLOWER.get(kind_of(seed, number), 1)
    return Course(
        number=number,
        came=came,
        moved=moved,
        done=None if dice.chance(NEVER) else later(moved, took),
    )


def kind_of(seed: int, number: int) -> str:
    return Dice(seed, CLAIM + 100, number).of(KINDS)


def claim_told(
    seed: int, course: Course, person: int, *, paid_apart: bool = False
) -> Iterator[tuple[dt.date, dict[str, Any]]]:
    """(the day it was said, the whole claim as it stood), for each time that it was.

    ``paid_apart``: the decision comes without the day of payment, and that some days later.
    """
    yield course.moved, eob(seed, course, person, course.moved, "queued")
    if course.done is None:
        return
    dice = Dice(seed, CLAIM + 200, course.number)
    outcome = dice.of(OUTCOMES)
    decided = eob(seed, course, person, course.done, outcome)
    if not paid_apart or outcome == "denied":
        yield course.done, decided
        return
    del decided["payment"]["date"]
    yield course.done, decided
    paid_on = later(course.done, dice.of(PAID))
    yield paid_on, eob(seed, course, person, paid_on, outcome)


def eob(seed: int, course: Course, person: int, on: dt.date, outcome: str) -> dict[str, Any]:
    """A claim of CARIN Blue Button as of a day."""
    dice = Dice(seed, CLAIM + 300, course.number)
    place = dice.pick(PLACES)
    row = line(dice, 1, course.came - dt.timedelta(dice.between(1, 9)), outcome)
    told = statement("ExplanationOfBenefit", course, person, on)
    told |= {
        "type": concept(
            "http://terminology.hl7.org/CodeSystem/claim-type", kind_of(seed, course.number)
        ),
        "use": "claim",
        "insurer": {"display": "Example Health Plan"},
        "provider": {"display": place},
        "outcome": "queued" if outcome == "queued" else "complete",
        "supportingInfo": [received(course.came)],
        "item": [item(row)],
        "total": [total("submitted", row["submitted"])],
    }
    if outcome != "queued":
        told["total"].append(total("benefit", row["benefit"]))
        told["payment"] = {
            "type": concept(f"{C4BB}/C4BBPayerClaimPaymentStatusCode", outcome),
            "date": on.isoformat(),
            "amount": money(row["benefit"]),
        }
    return told


def item(row: dict[str, Any]) -> dict[str, Any]:
    product = concept("http://www.ama-assn.org/go/cpt", row["service"][0])
    product["coding"][0]["display"] = row["service"][1]
    return {
        "sequence": 1,
        "productOrService": product,
        "servicedDate": row["on"].isoformat(),
        "adjudication": [total("submitted", row["submitted"])],
    }


def total(name: str, cents: int) -> dict[str, Any]:
    category = concept("http://terminology.hl7.org/CodeSystem/adjudication", name)
    return {"category": category, "amount": money(cents)}


def statement(kind: str, course: Course, person: int, on: dt.date) -> dict[str, Any]:
    unique = concept(f"{C4BB}/C4BBIdentifierType", "uc")
    number = number_of(course.number)
    return {
        "resourceType": kind,
        "id": f"history-{course.number + 1}",
        "meta": {"lastUpdated": f"{on}T12:15:00+00:00"},
        "identifier": [{"type": unique, "system": "https://plan.example/claim", "value": number}],
        "status": "active",
        "patient": {"identifier": {"system": MEMBER, "value": f"HIST{person + 1:06}"}},
        "created": on.isoformat(),
    }


def request_told(seed: int, number: int, came: dt.date) -> Iterator[tuple[dt.date, dict[str, Any]]]:
    """A request for approval (Da Vinci PAS): taken in, then decided."""
    course = Course(number=number, came=came, moved=came, done=came)
    told = {
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "preauthorization",
    }
    yield came, statement("ClaimResponse", course, number, came) | told | {"outcome": "queued"}
    done = later(came, Dice(seed, REQUEST, number).of(REVIEWED))
    action = {
        "url": f"{PAS}/extension-reviewAction",
        "extension": [
            {
                "url": f"{PAS}/extension-reviewActionCode",
                "valueCodeableConcept": concept("https://codesystem.x12.org/005010/306", "A1"),
            }
        ],
    }
    submitted = concept("http://terminology.hl7.org/CodeSystem/adjudication", "submitted")
    row = {"itemSequence": 1, "adjudication": [{"extension": [action], "category": submitted}]}
    decided = {"outcome": "complete", "item": [row]}
    yield done, statement("ClaimResponse", course, number, done) | told | decided


def order_told(
    seed: int, number: int, placed: dt.date, until: dt.date
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the order as its shop says it, its parcel as the carrier does up to a day)."""
    dice = Dice(seed, ORDER, number)
    shipped = later(placed, dice.of(SHIPPED))
    arrived = later(shipped, dice.of(CARRIED))
    (name, price), carrier, code = dice.pick(ITEMS), dice.pick(CARRIERS), f"HIST{number + 1:09}"
    order = {
        "@context": "https://schema.org",
        "@type": "Order",
        "orderNumber": f"HISTO{number + 1:06}",
        "orderStatus": "https://schema.org/OrderProcessing",
        "orderDate": placed.isoformat(),
        "customer": {
            "@type": "Person",
            "identifier": {"propertyID": MEMBER, "value": f"HIST{number + 1:06}"},
        },
        "seller": {"@type": "Organization", "name": dice.pick(SHOPS)},
        "price": f"{price // 100}.{price % 100:02}",
        "priceCurrency": "USD",
        "orderedItem": [{"orderedItem": {"@type": "Product", "name": name}}],
        "orderDelivery": {"trackingNumber": code, "carrier": {"name": carrier}},
    }
    days = {
        "pre_transit": placed,
        "in_transit": shipped,
        "out_for_delivery": arrived,
        "delivered": arrived,
    }
    steps = [
        {"status": status, "status_detail": status, "datetime": f"{on}T{hour:02}:00:00Z"}
        for hour, (status, on) in enumerate(days.items(), start=12)
        if on <= until
    ]
    tracker = {
        "object": "Tracker",
        "carrier": carrier,
        "tracking_code": code,
        "status": steps[-1]["status"],
        "updated_at": steps[-1]["datetime"],
        "tracking_details": steps,
    }
    return order, tracker
