"""From what a FHIR resource says of a claim to our one record of it."""

import datetime as dt
from hashlib import sha256
from typing import Any

import msgspec

from claims.facts import ClaimRecord, ClaimState, ClaimUse, Happening
from claims.sources.fhir import header, lines
from claims.sources.fhir.shapes import (
    Category,
    Claim,
    Concept,
    ExplanationOfBenefit,
    Period,
    Related,
    SupportingInfo,
    Told,
)
from claims.sources.fhir.values import Reading, Wrong
from claims.sources.refusal import KEPT_WITHOUT, shape
from claims.sources.values import unlikely_receipt

Codes = tuple[tuple[str, str], ...]  # (system, code) without a row in our tables
ENCODE = msgspec.json.Encoder().encode
EARLIER = frozenset({"prior", "replaces"})  # "replaces": Da Vinci PAS
LATER = frozenset({"replacedby", "replaced-by"})
RECEIVED = frozenset({"clmrecvddate"})  # the only date that C4BB calls received by the payer


def build(
    told: Told,
    reading: Reading,
    happening: Happening,
    *,
    provider: str = "",
    service_days: Period | None = None,
    priority: Category | None = None,
    related: list[Related] | tuple[()] = (),
    authorization: str = "",
    authorized: Period | None = None,
    says_urgency: bool = True,
    unrecognised: tuple[tuple[str, str], ...] = (),
) -> ClaimRecord:
    """The record. Its hash covers all but the instant of arrival, so a file read twice is equal."""
    key = header.key(told)
    use = header.use(told.use)
    since, until = _service_days(service_days, happening, reading)
    replaces, replaced_by = _related(related)
    about: dict[str, Any] = {
        "patient": header.patient(told.patient, told, reading),
        "number": key[:80],
        "use": use,
        "kind": header.kind(told.type),
        "urgency": header.urgency(told, use, _first(priority)) if says_urgency else None,
        "service": _service(told, happening),
        "service_from": since,
        "service_to": until,
        "provider": provider,
        "plan": header.plan(told.insurance),
        "guard": header.guard(told.meta),
        "replaces": replaces if replaces != key else "",
        "replaced_by": replaced_by if replaced_by != key else "",
        "authorization_number": authorization[:80],
        "authorization_from": reading.date(authorized.start, "preAuthPeriod")
        if authorized
        else None,
        "authorization_to": reading.date(authorized.end, "preAuthPeriod") if authorized else None,
    }
    said = (key, about, happening.state, happening.effective_on, happening.code, happening.note)
    more = (happening.amounts, happening.adjustments, happening.remarks, happening.lines)
    days = (happening.received_on, happening.notice_on, happening.paid_on, happening.payee)
    asked = (happening.waiting_for, happening.wanted, happening.wanted_by)
    return ClaimRecord(
        source=reading.source,
        key=key,
        content_hash=sha256(
            ENCODE((said, more, days, asked, happening.human_reviewed))
        ).hexdigest(),
        happening=happening,
        unrecognised=unrecognised,
        line=reading.line,
        **about,
    )


def unlisted(status: str) -> ClaimState | None:
    """The state that the record's own status imposes, None for an ordinary active one."""
    if status == "entered-in-error":
        return ClaimState.HIDDEN
    if status == "cancelled":
        return ClaimState.VOIDED
    if status == "draft":
        raise Wrong("status", "a claim that was sent", "draft")
    return None if status in ("active", "") else ClaimState.UNRECOGNISED


def received_on(
    told: ExplanationOfBenefit | Claim,
    given: list[SupportingInfo],
    reading: Reading,
    *,
    use: ClaimUse,
    decided: dt.date | None,
) -> dt.date | None:
    """The day the payer got the claim: it starts the decision clock, so it must be plausible."""
    for number, one in enumerate(given):
        if not one.timing_date or not header.has_code(one.category, RECEIVED):
            continue
        field = f"supportingInfo[{number}].timingDate"
        found = reading.date(one.timing_date, field)
        if found is None:
            return None
        care_from = _first_service_day(told) if use is ClaimUse.CLAIM else None
        wrong = unlikely_receipt(
            found, heard=reading.received_at, decided=decided, care_from=care_from
        )
        if not wrong:
            return found
        reading.warn(field, "the day on which the payer received the claim", wrong, KEPT_WITHOUT)
        return None
    return None


def _first_service_day(told: ExplanationOfBenefit | Claim) -> dt.date | None:
    """When the care began, as far as the lines or the period say; invalid dates say nothing."""
    texts = [told.billable_period.start] if told.billable_period else []
    for item in told.item:
        texts.append(item.serviced_date)
        if item.serviced_period:
            texts.append(item.serviced_period.start)
    days = [found for text in texts if text and (found := header.day(text))]
    return min(days, default=None)


def outcome(given: str | Concept) -> str:
    """R4 gives a code, STU3 a concept."""
    if isinstance(given, str):
        return given
    return given.coding[0].code if given.coding else given.text


def unrecognised(field: str, code: str, reading: Reading) -> tuple[tuple[str, str], ...]:
    """Note a code that we have no row for; the claim lands and says that we are checking."""
    reading.warn(field, "a code of FHIR R4", shape(code), "The claim shows that we are checking.")
    return ((f"fhir:{field}", code[:120]),)


def _service_days(
    period: Period | None, happening: Happening, reading: Reading
) -> tuple[dt.date | None, dt.date | None]:
    since = until = None
    if period:
        since = reading.date(period.start, "billablePeriod.start")
        until = reading.date(period.end, "billablePeriod.end")
    dated = [line for line in happening.lines if line.service_from]
    if dated:  # the lines know better: some servers put the whole year into the period
        since = min([line.service_from for line in dated])
        until = max([line.service_to or line.service_from for line in dated])
    if since and until and until < since:
        reading.warn("billablePeriod.end", "a day not before its start", "an earlier one")
        until = None
    return (since or until), until


def _related(given: list[Related] | tuple[()]) -> tuple[str, str]:
    """The keys of the claims before and after this one."""
    replaces = replaced_by = ""
    for one in given:
        word = _first(one.relationship)
        if word in EARLIER:
            replaces = replaces or _other(one)
        elif word in LATER:
            replaced_by = replaced_by or _other(one)
    return replaces[:200], replaced_by[:200]


def _other(one: Related) -> str:
    reference = msgspec.json.decode(one.reference)
    if isinstance(reference, dict):
        reference = reference.get("value") or reference.get("reference") or ""
    elif not isinstance(reference, str):
        reference = ""
    if not reference and one.claim:
        given = one.claim.identifier
        reference = (given.value if given else "") or one.claim.reference
    return reference.removeprefix("urn:uuid:").rsplit("/", 1)[-1]


def _first(category: Category | None) -> str:
    return category.coding[0].code if category and category.coding else ""


def _service(told: Told, happening: Happening) -> str:
    """Words for the heading: the first line's, else what kind of claim it is."""
    for line in happening.lines:
        if line.description:
            return line.description
    return lines.words(told.type)
