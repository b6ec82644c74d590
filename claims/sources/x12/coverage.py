"""Which plans a 271 says that a person is covered by."""

import datetime as dt
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Self

import msgspec
from msgspec import Struct

from claims.explanations.service_types import WHOLE_PLAN
from claims.facts import CoverageRecord, Program
from claims.sources.refusal import NotNeeded
from claims.sources.values import text
from claims.sources.x12.dates import between
from claims.sources.x12.reading import Reading
from claims.sources.x12.segments import Segment

ENCODE = msgspec.json.Encoder().encode
ACTIVE = "1"  # EB01
PLAN_NUMBERS = ("18", "6P", "1L")  # REF01: of the plan, of the group
MEDICARE = {"MA": "Part A", "MB": "Part B"}  # EB04; the same names as of FHIR
RELATIONSHIPS = {"01": "spouse", "18": "self", "19": "child"}  # INS02
# A 271 does not say which of several plans pays first: what enrolment says comes before it.
LAST = 9


class Benefit(Struct, frozen=True):
    """One EB, the kinds of care that it is for, and what follows it."""

    eb: Segment
    services: tuple[str, ...]
    following: list[Segment]

    @classmethod
    def of(cls, eb: Segment, repetition: str) -> Self:
        stated = eb.element(3).split(repetition) if repetition else [eb.element(3)]
        services = sorted({text(one, 10) for one in stated} - {""})
        return cls(eb, tuple(services), [])


class Insured(Struct, frozen=True, kw_only=True):
    """The person, and what the file says of them as a whole."""

    patient: tuple[str, str]
    number: str
    as_of: dt.datetime
    about: list[Segment]


def coverages(
    benefits: Iterable[Benefit], person: Insured, reading: Reading
) -> Iterator[CoverageRecord | NotNeeded]:
    """The plans of which a benefit says that they cover the person, each once."""
    known = set()
    for one in benefits:
        if one.eb.element(1) != ACTIVE:
            continue
        if one.services and WHOLE_PLAN not in one.services:
            yield NotNeeded("271 EB 1 of one kind of care")
            continue
        plan, name, program = _plan(one, person, reading.source)
        if not plan:
            yield NotNeeded("271 EB 1 without a plan")
        elif plan not in known:
            known.add(plan)
            yield _coverage(one, person, (plan, name, program), reading)


def _plan(one: Benefit, person: Insured, source: str) -> tuple[str, str, Program]:
    """(identifier, name, law) of a plan; what one payer calls "18" is not another's."""
    part = MEDICARE.get(one.eb.element(4), "")
    if part:
        return part, "", Program.ORIGINAL_MEDICARE
    name = text(one.eb.element(5), 200)
    for segments in (one.following, person.about):
        for qualifier in PLAN_NUMBERS:
            for ref in segments:
                if ref.id == "REF" and ref.element(1) == qualifier and ref.element(2):
                    return f"{source}:{text(ref.element(2), 80)}"[:120], name, Program.OTHER
    return (f"{source}:{name}"[:120] if name else ""), name, Program.OTHER


def _coverage(
    one: Benefit, person: Insured, plan: tuple[str, str, Program], reading: Reading
) -> CoverageRecord:
    since, until = between(one.following, reading)
    if since is None and until is None:
        since, until = between(person.about, reading)
    ins = next((each for each in person.about if each.id == "INS"), None)
    stated: dict[str, Any] = {
        "patient": person.patient,
        "plan": plan[0],
        "plan_name": plan[1],
        "program": plan[2],
        "subscriber_id": person.number,
        "relationship": RELATIONSHIPS.get(ins.element(2), "other") if ins else "self",
        "position": LAST,
        "starts_on": since,
        "ends_on": until,
    }
    return CoverageRecord(
        source=reading.source, content_hash=sha256(ENCODE(stated)).hexdigest(), **stated
    )
