"""One claim of a remittance: CLP and what follows it (loop 2100), as our one record of it."""

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from claims.amounts import all_adjustments, outcome, shares
from claims.explanations.statuses import REMITTANCE
from claims.facts import (
    Adjustment,
    Amounts,
    ClaimKind,
    ClaimRecord,
    ClaimState,
    ClaimUse,
    Happening,
    Line,
    WaitingFor,
)
from claims.sources.values import text, unlikely_receipt
from claims.sources.x12 import people
from claims.sources.x12.adjustments import adjustments, remarks
from claims.sources.x12.heading import Heading
from claims.sources.x12.identity import identity
from claims.sources.x12.reading import Reading, Wrong
from claims.sources.x12.segments import Segment
from claims.sources.x12.service import line

ENCODE = msgspec.json.Encoder().encode
RECEIVED, SINCE, UNTIL = "050", "232", "233"  # DTM01
PATIENT, INSURED, CORRECTED, CARE = "QC", "IL", "74", "82"  # NM101
GROUP, AUTHORIZATION = "1L", "G1"  # REF01
KINDS = {"AD": ClaimKind.ORAL, "N4": ClaimKind.PHARMACY, "NU": ClaimKind.INSTITUTIONAL}


class Found(Struct):
    """The segments of one claim, sorted by what they say of it."""

    names: dict[str, Segment] = {}
    references: dict[str, str] = {}
    days: dict[str, dt.date | None] = {}
    why: list[Adjustment] = []
    notes: list[str] = []
    services: list[tuple[Segment, list[Segment]]] = []
    inpatient: bool = False


def record(segments: Sequence[Segment], head: Heading, reading: Reading) -> ClaimRecord:
    """The record of a CLP and its segments. Raises `Wrong` for one that cannot be taken."""
    clp = segments[0]
    found = _sorted(segments, reading)
    lines = tuple(
        line(number, svc, following, head.component, reading)
        for number, (svc, following) in enumerate(found.services, 1)
    )
    happening = _happening(clp, found, lines, head, reading)
    since, until = _service_days(found, lines)
    received_on = _received_on(found, since, head, reading)
    if received_on:
        happening = replace(happening, received_on=received_on)
    names = found.names
    patient = people.patient(names.get(PATIENT), names.get(INSURED), names.get(CORRECTED))
    about: dict[str, Any] = {
        "patient": patient,
        "use": ClaimUse.PREDETERMINATION
        if happening.state is ClaimState.ESTIMATE_ONLY
        else ClaimUse.CLAIM,
        "kind": _kind(found, lines),
        "service": next((one.description for one in lines if one.description), ""),
        "service_from": since,
        "service_to": until,
        "provider": head.payee or _carer(found),
        "plan": text(found.references.get(GROUP, ""), 120),
        "authorization_number": text(found.references.get(AUTHORIZATION, ""), 80),
        **identity(clp, found.references, head.payer, patient, (since, until)),
    }
    said = (about, happening.state, happening.effective_on, happening.code, happening.amounts)
    more = (happening.adjustments, happening.remarks, happening.lines, happening.received_on)
    payment = (happening.paid_on, happening.payment_reference)
    return ClaimRecord(
        source=reading.source,
        content_hash=sha256(ENCODE((said, more, payment))).hexdigest(),
        happening=happening,
        unrecognised=_unrecognised(clp, happening),
        line=reading.line,
        **about,
    )


def _sorted(segments: Sequence[Segment], reading: Reading) -> Found:
    found = Found()
    following: list[Segment] | None = None
    for segment in segments[1:]:
        if segment.id == "SVC":
            following = []
            found.services.append((segment, following))
        elif following is not None:
            following.append(segment)
        else:
            _sort(segment, found, reading)
    return found


def _sort(segment: Segment, found: Found, reading: Reading) -> None:
    """Note what a segment says of the whole claim."""
    if segment.id == "CAS":
        found.why.extend(adjustments(segment, reading))
    elif segment.id == "NM1":
        found.names.setdefault(segment.element(1), segment)
    elif segment.id == "REF":
        found.references.setdefault(segment.element(1), segment.element(2))
    elif segment.id == "DTM":
        found.days.setdefault(segment.element(1), reading.day(segment, 2))
    elif segment.id in ("MIA", "MOA"):
        found.inpatient = found.inpatient or segment.id == "MIA"
        found.notes.extend(remarks(segment))


def _happening(
    clp: Segment,
    found: Found,
    lines: tuple[Line, ...],
    head: Heading,
    reading: Reading,
) -> Happening:
    billed, paid = reading.cents(clp, 3), reading.cents(clp, 4)
    for place, cents in (("CLP03", billed), ("CLP04", paid)):
        if cents is None:
            raise Wrong(place, "an amount in dollars and cents", "none")
    code = clp.element(2)
    status = REMITTANCE.get(code)
    told = Happening(
        source=reading.source,
        state=status.state if status and status.state else ClaimState.UNRECOGNISED,
        received_at=reading.received_at,
        effective_on=head.stated_on,
        code_system="x12:CLP02",
        code=text(f"835:{code}", 120),
        waiting_for=status.waiting_for if status else WaitingFor.NOBODY,
        amounts=Amounts(billed=billed, plan_paid=paid, member_owes=reading.cents(clp, 5)),
        adjustments=tuple(found.why),
        remarks=tuple(dict.fromkeys(found.notes)),
        lines=lines,
        paid_on=head.paid_on if paid and paid > 0 else None,
        payee="provider" if paid and paid > 0 else "",
        payment_reference=head.reference if paid else "",
    )
    changes: dict[str, Any] = {}
    if status and status.derive:
        changes["state"] = outcome(told)
    if told.amounts.member_owes is None:
        # Each cent of the bill is paid or adjusted, or the claim is held; so what no PR states
        # is owed by somebody else.
        owes = shares(all_adjustments(told)).member or 0
        changes["amounts"] = replace(told.amounts, member_owes=owes)
    return replace(told, **changes) if changes else told


def _unrecognised(clp: Segment, happening: Happening) -> tuple[tuple[str, str], ...]:
    if happening.state is not ClaimState.UNRECOGNISED:
        return ()
    return (("x12:CLP02", text(clp.element(2), 120)),)


def _service_days(found: Found, lines: tuple[Line, ...]) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of care: the lines know better than the claim's statement period."""
    since = [one.service_from for one in lines if one.service_from]
    until = [one.service_to for one in lines if one.service_to]
    if since and until:
        return min(since), max(until)
    first, last = found.days.get(SINCE), found.days.get(UNTIL)
    if first and last and last < first:
        last = None
    return first or last, last or first


def _received_on(
    found: Found, since: dt.date | None, head: Heading, reading: Reading
) -> dt.date | None:
    """The day the payer got the claim; it starts the decision clock, so it must be plausible."""
    day = found.days.get(RECEIVED)
    if day is None:
        return None
    wrong = unlikely_receipt(
        day, heard=reading.received_at, decided=head.stated_on, care_from=since
    )
    if wrong:
        reading.warn("DTM*050", "the day on which the payer received the claim", wrong)
    return None if wrong else day


def _kind(found: Found, lines: tuple[Line, ...]) -> ClaimKind:
    if found.inpatient:
        return ClaimKind.INSTITUTIONAL
    for one in lines:
        if kind := KINDS.get(one.code_system.removeprefix("x12:")):
            return kind
    return ClaimKind.OTHER


def _carer(found: Found) -> str:
    nm1 = found.names.get(CARE)
    return people.name(nm1) if nm1 else ""
