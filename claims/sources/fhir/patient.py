"""Patient: a person, and how to reach them."""

import re
from hashlib import sha256
from typing import Any

import msgspec
import phonenumbers

from claims.facts import MemberRecord
from claims.sources.fhir import header
from claims.sources.fhir.shapes import Address, ContactPoint, Patient
from claims.sources.fhir.values import Reading, Wrong

ENCODE = msgspec.json.Encoder().encode
LONGEST_NUMBER = 40
IS_POSSIBLE = phonenumbers.ValidationResult.IS_POSSIBLE
MEMBER_NUMBER = "MB"  # HL7 v2-0203; C4BB asks for it
# How we call people whom other files name: whoever could say that one of them is theirs would be
# shown what is another's.
OURS = re.compile(r"^(?:member_number|x12/dependent|[-\w]+/Patient)$")


def read(patient: Patient, reading: Reading) -> MemberRecord:
    """The record; a telephone number that is none is left out and noted."""
    names: dict[str, Any] = {
        "identifiers": _identifiers(patient, reading),
        "number": _number(patient),
        "legal_name": _name(patient, ("official", "usual", "")),
        "preferred_name": _preferred(patient),
        "language": _language(patient),
        "born_on": reading.date(patient.birth_date, "birthDate"),
        "phones": _phones(patient.telecom, reading),
        "emails": tuple(
            one.value.strip().lower()
            for one in patient.telecom
            if one.system == "email" and "@" in one.value
        ),
        "postal": tuple(found for one in patient.address if (found := _lines(one))),
    }
    return MemberRecord(
        source=reading.source,
        content_hash=sha256(ENCODE(names)).hexdigest(),
        line=reading.line,
        **names,
    )


def _identifiers(patient: Patient, reading: Reading) -> tuple[tuple[str, str], ...]:
    named = [(f"{reading.source}/Patient", patient.id)] if patient.id else []
    for one in patient.identifier:
        if not one.system or not one.value or header.is_state_number(one):
            continue
        if OURS.fullmatch(one.system):
            reading.warn("identifier.system", "a system of the sender", "a name of ours")
        else:
            named.append((one.system, one.value.strip()))
    named = list(dict.fromkeys(named))
    found = [one for one in named if header.fits(*one)]
    if len(found) < len(named):
        reading.warn("identifier.value", *header.TOO_LONG)
    if not found:
        raise Wrong("identifier", "an id or an identifier with its system", "neither")
    return tuple(found)


def _number(patient: Patient) -> str:
    """The plan's member number that is valid now."""
    for one in patient.identifier:
        codes = {coding.code for coding in one.type.coding} if one.type else set()
        if MEMBER_NUMBER in codes and one.value and not (one.period and one.period.end):
            return one.value.strip() if len(one.value.strip()) <= LONGEST_NUMBER else ""
    return ""


def _name(patient: Patient, uses: tuple[str, ...]) -> str:
    for use in uses:
        for name in patient.name:
            if name.use == use:
                return header.full_name(name)
    return ""


def _preferred(patient: Patient) -> str:
    """What they are called: a nickname they gave, else the first given name."""
    for name in sorted(patient.name, key=lambda one: one.use != "nickname"):
        if name.use not in ("old", "maiden", "temp") and name.given:
            return name.given[0][:100]
    return ""


def _language(patient: Patient) -> str:
    for one in sorted(patient.communication, key=lambda one: not one.preferred):
        if one.language and one.language.coding and one.language.coding[0].code:
            return one.language.coding[0].code[:12]
    return ""


def _phones(given: list[ContactPoint], reading: Reading) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for number, one in enumerate(given):
        if one.system not in ("phone", "sms") or one.use == "old" or not one.value:
            continue
        if phone := e164(one.value):
            found.setdefault(phone, one.use[:30])
        else:
            reading.warn(
                f"telecom[{number}].value",
                "a telephone number that exists in the US or starts with +",
                f"{sum(c.isdigit() for c in one.value)} digits",
            )
    return tuple(found.items())


def e164(text: str) -> str:
    """The number as +13125550142; "" when it cannot be dialled."""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != IS_POSSIBLE:
        return ""  # among them numbers that lack their area code
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _lines(one: Address) -> str:
    """A postal address, a line per line; "" when it names no street or place to write to."""
    if not one.line or not one.city:
        return ""
    place = " ".join(part for part in (f"{one.city},", one.state, one.postal_code) if part)
    return "\n".join([*one.line, place.strip(" ,")])
