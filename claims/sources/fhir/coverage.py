"""Coverage: which plan a person has, since when, and the law that runs its clocks if stated."""

from hashlib import sha256
from typing import Any

import msgspec

from claims.facts import CoverageRecord, Program
from claims.sources.fhir import header
from claims.sources.fhir.shapes import Coverage, Identifier, Told
from claims.sources.fhir.values import Reading, Wrong

ENCODE = msgspec.json.Encoder().encode
PARTS = {
    "Part A": Program.ORIGINAL_MEDICARE,
    "Part B": Program.ORIGINAL_MEDICARE,
    "Part C": Program.MEDICARE_ADVANTAGE,
    "Part D": Program.PART_D,
}
# NAHDO source of payment typology (nahdo.org/sopt): 11 Medicare managed care, 121 Medicare fee
# for service, 211 Medicaid HMO. The others do not decide which law applies.
PAYMENT_TYPES = {
    "11": Program.MEDICARE_ADVANTAGE,
    "111": Program.MEDICARE_ADVANTAGE,
    "121": Program.ORIGINAL_MEDICARE,
    "211": Program.MEDICAID_MCO,
}
RELATIONSHIPS = {"01": "spouse", "18": "self", "19": "child"}


def read(coverage: Coverage, reading: Reading) -> CoverageRecord:
    plan, name = _plan(coverage, reading)
    since = until = None
    if coverage.period:
        since = reading.date(coverage.period.start, "period.start")
        until = reading.date(coverage.period.end, "period.end")
    if since and until and until < since:
        reading.warn("period.end", "a day not before its start", "an earlier one")
        until = None
    about: dict[str, Any] = {
        "patient": _beneficiary(coverage, reading),
        "plan": plan,
        "plan_name": name,
        "program": _program(coverage, plan),
        "subscriber_id": coverage.subscriber_id[:80],
        "relationship": _relationship(coverage),
        "position": min(max(coverage.order or 1, 1), 99),
        "starts_on": since,
        "ends_on": until,
        "cancelled": coverage.status in ("cancelled", "entered-in-error"),
    }
    return CoverageRecord(
        source=reading.source, content_hash=sha256(ENCODE(about)).hexdigest(), **about
    )


def _beneficiary(coverage: Coverage, reading: Reading) -> tuple[str, str]:
    told = Told(contained=coverage.contained)
    try:
        return header.patient(coverage.beneficiary, told, reading)
    except Wrong as wrong:
        raise Wrong("beneficiary", wrong.expected, wrong.found) from None


def _plan(coverage: Coverage, reading: Reading) -> tuple[str, str]:
    """(identifier, name) of the plan: its class or group, its part of Medicare, or its payer."""
    for find in (_class, _part, _payor):
        identifier, name = find(coverage, reading)
        if identifier:
            # What one payer calls "GR5" is not another's; the parts of Medicare are the same.
            known = identifier in PARTS
            return identifier if known else f"{reading.source}:{identifier}"[:120], name[:200]
    raise Wrong("class", "a plan, a group or a payor", "none of them")


def _class(coverage: Coverage, _reading: Reading) -> tuple[str, str]:
    for word in ("plan", "group"):
        for one in coverage.classes:
            codes = {coding.code for coding in one.type.coding} if one.type else set()
            value = one.value.value if isinstance(one.value, Identifier) else one.value
            if word in codes and value:
                return value, one.name
    return "", ""


def _part(coverage: Coverage, _reading: Reading) -> tuple[str, str]:
    if coverage.grouping and (found := coverage.grouping.sub_plan or coverage.grouping.plan):
        return found, ""
    codes = [coding.code for coding in coverage.type.coding] if coverage.type else []
    return next((code for code in codes if code in PARTS), ""), ""


def _payor(coverage: Coverage, reading: Reading) -> tuple[str, str]:
    for one in coverage.payor:
        name = header.name_of(one, Told(contained=coverage.contained), reading)
        identifier = (one.identifier and one.identifier.value) or one.reference.lstrip("#") or name
        if identifier:
            return identifier, name
    return "", ""


def _program(coverage: Coverage, plan: str) -> Program:
    if plan in PARTS:
        return PARTS[plan]
    for coding in coverage.type.coding if coverage.type else ():
        if coding.system.endswith("sopt") and coding.code in PAYMENT_TYPES:
            return PAYMENT_TYPES[coding.code]
    return Program.OTHER


def _relationship(coverage: Coverage) -> str:
    given = coverage.relationship.coding if coverage.relationship else []
    code = given[0].code if given else "self"
    return RELATIONSHIPS.get(code, code)[:20] or "self"
