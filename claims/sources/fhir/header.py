"""What any FHIR resource about a claim says of itself: which one, whose, what kind, how private."""

import datetime as dt
import re

from claims.facts import ClaimKind, ClaimUse, Guard, Urgency
from claims.sources.fhir.shapes import (
    Category,
    Concept,
    Contained,
    Extension,
    HumanName,
    Identifier,
    Insurance,
    Meta,
    Reference,
    Told,
)
from claims.sources.fhir.values import Reading, Wrong, day
from claims.sources.refusal import shape
from claims.sources.values import day_after

KINDS = {kind.value: kind for kind in ClaimKind}
# HL7 v3 ActCode sensitivity labels (terminology.hl7.org CodeSystem v3-ActCode).
GUARDS = {
    "ETH": Guard.SUBSTANCE_USE,
    "ETHUD": Guard.SUBSTANCE_USE,
    "OPIOIDUD": Guard.SUBSTANCE_USE,
    "SUD": Guard.SUBSTANCE_USE,
    "PSY": Guard.MENTAL_HEALTH,
    "PSYTHPN": Guard.MENTAL_HEALTH,
    "BH": Guard.MENTAL_HEALTH,
    "MH": Guard.MENTAL_HEALTH,
    "HIV": Guard.HIV,
    "GDIS": Guard.GENETICS,
    "SDV": Guard.VIOLENCE,
    "VIO": Guard.VIOLENCE,
    "MST": Guard.VIOLENCE,
    "SEX": Guard.REPRODUCTIVE,
    "STD": Guard.REPRODUCTIVE,
    "SEXUALITY": Guard.REPRODUCTIVE,
    "TEENPREG": Guard.REPRODUCTIVE,
    "MINOR": Guard.MINOR,
}
MEDICARE_PART = re.compile(r"(?:^|/)part[-\s]?([abcd])\b", re.IGNORECASE)
# Numbers that only identify a person to the state: never kept, never searched.
LONGEST_IDENTIFIER = 200
TOO_LONG = (f"{LONGEST_IDENTIFIER} characters or fewer", "more")
UNIQUE = frozenset({"uc"})
URGENT = frozenset({"U"})
STATE_NUMBERS = frozenset({"SS", "SB", "DL", "PPN", "TAX", "NI"})


def has_code(concept: Concept | Category | None, codes: frozenset[str]) -> bool:
    return bool(concept) and not codes.isdisjoint([one.code for one in concept.coding])


def key(told: Told) -> str:
    """What identifies the claim within its source, the same for Claim, ClaimResponse and EOB.

    CMS's ``clm_id`` first, as its claim *group* is marked unique too; then the identifier marked
    unique (C4BB ``uc``), then the first, then the resource's own id.
    """
    unique = first = ""
    for one in told.identifier:
        if not one.value:
            continue
        if one.system.endswith("/clm_id"):
            return one.value.strip()
        first = first or one.value
        if not unique and has_code(one.type, UNIQUE):
            unique = one.value
    found = (unique or first or told.id).strip()
    if not found:
        raise Wrong("identifier", "a claim number or an id", "neither")
    return found[:200]


def patient(reference: Reference | None, told: Told | None, reading: Reading) -> tuple[str, str]:
    """(system, value) by which the patient is known, else the record is refused."""
    if reference is None:
        raise Wrong("patient", "a reference to the patient", "nothing")
    if reference.identifier and reference.identifier.value:
        return whole(reference.identifier.system, reference.identifier.value.strip())
    text = reference.reference
    if text.startswith("#") and told is not None:
        for one in told.contained:
            if one.id == text[1:] and (best := best_identifier(one.identifier)):
                return best
    text = reading.patients.get(text, text)
    value = text.removeprefix("urn:uuid:").removeprefix("urn:oid:").rsplit("/", 1)[-1]
    if not value or value.startswith("#"):
        raise Wrong("patient.reference", "a reference to the patient", shape(text) or "nothing")
    return whole(f"{reading.source}/Patient", value)


def best_identifier(given: list[Identifier] | Identifier | None) -> tuple[str, str] | None:
    for one in given if isinstance(given, list) else (given,):
        if one and one.value and one.system and not is_state_number(one):
            return whole(one.system, one.value.strip())
    return None


def whole(system: str, value: str) -> tuple[str, str]:
    """An identifier as it is: one that is cut may be somebody else's."""
    if not fits(system, value):
        raise Wrong("patient.identifier", *TOO_LONG)
    return system, value


def fits(system: str, value: str) -> bool:
    return len(system) <= LONGEST_IDENTIFIER and len(value) <= LONGEST_IDENTIFIER


def is_state_number(one: Identifier) -> bool:
    codes = {coding.code for coding in one.type.coding} if one.type else set()
    return bool(codes & STATE_NUMBERS) or one.system.endswith(("us-ssn", "passportNumber"))


NOT_A_NAME = frozenset({"n/a", "na", "none", "unknown", "-"})


def name_of(reference: Reference | None, told: Told, reading: Reading) -> str:
    """Who is meant, by the name the source gives; "" when it gives none."""
    if reference is None:
        return ""
    text = reference.reference
    name = reading.names.get(text) or reference.display
    if text.startswith("#"):
        for one in told.contained:
            if one.id == text[1:]:
                name = reference.display or display_name(one)
    return "" if name.strip().lower() in NOT_A_NAME else name[:200]


def display_name(one: Contained) -> str:
    """The name of an Organization or of a person."""
    if isinstance(one.name, str):
        return one.name
    return full_name(one.name[0]) if one.name else ""


def full_name(name: HumanName) -> str:
    parts = " ".join([*name.given, name.family]).strip()
    return (parts or name.text)[:200]


def kind(concept: Concept | None) -> ClaimKind:
    for coding in concept.coding if concept else ():
        if coding.code in KINDS:
            return KINDS[coding.code]
    return ClaimKind.OTHER


def use(text: str) -> ClaimUse:
    """STU3 resources name no use, or STU3's own words for it."""
    if text in ("preauthorization", "proposed"):
        return ClaimUse.PREAUTHORIZATION
    return ClaimUse.PREDETERMINATION if text == "predetermination" else ClaimUse.CLAIM


def urgency(told: Told, use: ClaimUse, priority: str = "") -> Urgency:
    """Urgent by FHIR's process priority or X12 1338 "U", else by whether care came first."""
    level = extension(told.extension, "levelOfServiceCode")
    if priority == "stat" or (level and has_code(level.value_concept, URGENT)):
        return Urgency.URGENT
    return Urgency.PRE_SERVICE if use is ClaimUse.PREAUTHORIZATION else Urgency.POST_SERVICE


def extension(given: list[Extension], tail: str) -> Extension | None:
    """The extension whose address ends so; case does not count."""
    if not given:
        return None
    tail = tail.lower()
    return next((one for one in given if one.url.lower().endswith(tail)), None)


def guard(meta: Meta | None) -> Guard:
    """Why this claim says too much about a person. Without a label nobody knows: UNKNOWN."""
    for label in meta.security if meta else ():
        if label.code in GUARDS:
            return GUARDS[label.code]
    return Guard.UNKNOWN


def plan(given: list[Insurance] | Insurance) -> str:
    """The plan as this resource names it, "" when it only points to a Coverage.

    Then the loader takes the one coverage that the member had on the day of service.
    """
    for one in given if isinstance(given, list) else (given,):
        if one.coverage is None or one.focal is False:
            continue
        for text in (one.coverage.display, one.coverage.reference):
            if text and (part := MEDICARE_PART.search(text)):
                return f"Part {part[1].upper()}"
    return ""


def stated_on(
    meta: Meta | None, others: tuple[dt.date | None, ...], reading: Reading
) -> dt.date | None:
    """The day that the source stands by this statement.

    A resource holds as of ``meta.lastUpdated``: by it a correction outranks what it corrects,
    whichever arrives first. Without one, the latest of ``others``, the days that the statement
    itself names: the day it was made, and days of which one that is still to come does not count.
    """
    if meta and meta.last_updated:
        if said := day(meta.last_updated):
            return said
        reading.warn("meta.lastUpdated", "an instant", shape(meta.last_updated))
    today = day_after(reading.received_at)  # somewhere it is tomorrow already
    made, come = next(iter(others), None), [one for one in others if one and one <= today]
    return made if made and made > today else max(come, default=None)
