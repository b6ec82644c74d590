"""One claim of a remittance: CLP and what follows it (loop 2100), as our one record of it."""

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from claims.amounts import all_adjustments, outcome, shares
from claims.explanations.statuses import REMITTANCE, Status
from claims.facts import (
    Adjustment,
    Amounts,
    ClaimRecord,
    ClaimState,
    ClaimUse,
    Happening,
    Line,
)
from claims.sources.values import text, unlikely_receipt
from claims.sources.x12 import people
from claims.sources.x12.adjustments import adjustments, remarks
from claims.sources.x12.dates import Days
from claims.sources.x12.heading import Heading
from claims.sources.x12.identity import identity
from claims.sources.x12.lines import care, kind, line
from claims.sources.x12.reading import Reading, Wrong
from claims.sources.x12.segments import Segment

ENCODE = msgspec.json.Encoder().encode
RECEIVED, SINCE, UNTIL = "050", "232", "233"  # DTM01
PATIENT, INSURED, CORRECTED, CARE = "QC", "IL", "74", "82"  # NM101
GROUP, AUTHORIZATION = "1L", "G1"  # REF01
UNKNOWN = Status(ClaimState.UNRECOGNISED)


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
    days = care(lines, (found.days.get(SINCE), found.days.get(UNTIL)))
    received_on = _received_on(found, days[0], head, reading)
    told = _decided(_happening(clp, found, lines, received_on, head, reading), clp.element(2))
    about = _about(clp, found, told, head, days)
    # Neither the envelope nor what depends on the day of reading: the same twice is one content.
    said = (about, told.state, told.code, told.amounts, told.adjustments, told.remarks, told.lines)
    stated = (found.days.get(RECEIVED), head.made_on, head.paid_on, head.reference)
    return ClaimRecord(
        source=reading.source,
        content_hash=sha256(ENCODE((said, stated))).hexdigest(),
        happening=told,
        unrecognised=_unrecognised(clp, told),
        line=reading.line,
        **about,
    )


def _about(
    clp: Segment,
    found: Found,
    told: Happening,
    head: Heading,
    days: Days,
) -> dict[str, Any]:
    """What does not change from one statement about a claim to the next, by the record's fields."""
    names, references = found.names, found.references
    patient = people.patient(names.get(PATIENT), names.get(INSURED), names.get(CORRECTED))
    estimate = told.state is ClaimState.ESTIMATE_ONLY
    return {
        "patient": patient,
        "called": people.called(names.get(PATIENT) or names.get(INSURED)),
        "use": ClaimUse.PREDETERMINATION if estimate else ClaimUse.CLAIM,
        "kind": kind(told.lines, institutional=found.inpatient),
        "service": next((one.description for one in told.lines if one.description), ""),
        "service_from": days[0],
        "service_to": days[1],
        "provider": head.payee or _carer(found),
        "plan": text(references.get(GROUP, ""), 120),
        "patient_account": text(clp.element(1), 80),
        "authorization_number": text(references.get(AUTHORIZATION, ""), 80),
        **identity(clp, references, head.payer, patient, days),
    }


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
    received_on: dt.date | None,
    head: Heading,
    reading: Reading,
) -> Happening:
    """What the remittance states, before anything is concluded from it."""
    billed, paid = reading.cents(clp, 3), reading.cents(clp, 4)
    if billed is None or paid is None:
        missing = "CLP03" if billed is None else "CLP04"
        raise Wrong(missing, "an amount in dollars and cents", "none")
    return Happening(
        source=reading.source,
        state=ClaimState.UNRECOGNISED,
        received_at=reading.received_at,
        effective_on=head.stated_on,
        code_system="x12:CLP02",
        code=text(f"835:{clp.element(2)}", 120),
        amounts=Amounts(billed=billed, plan_paid=paid, member_owes=reading.cents(clp, 5)),
        adjustments=tuple(found.why),
        remarks=tuple(dict.fromkeys(found.notes)),
        lines=lines,
        received_on=received_on,
        paid_on=head.paid_on if paid > 0 else None,
        payee="provider" if paid > 0 else "",
        payment_reference=head.reference if paid else "",
    )


def _decided(told: Happening, code: str) -> Happening:
    """With the state that CLP02 means, or that the amounts add up to, and what the member owes."""
    status = REMITTANCE.get(code, UNKNOWN)
    owes = told.amounts.member_owes
    if owes is None:
        # Each cent of the bill is paid or adjusted, or the claim is held. So what no PR states is
        # owed by somebody else.
        owes = shares(all_adjustments(told)).member or 0
    return replace(
        told,
        state=outcome(told) if status.derive else status.state or ClaimState.UNRECOGNISED,
        waiting_for=status.waiting_for,
        amounts=replace(told.amounts, member_owes=owes),
    )


def _unrecognised(clp: Segment, happening: Happening) -> tuple[tuple[str, str], ...]:
    if happening.state is not ClaimState.UNRECOGNISED:
        return ()
    return (("x12:CLP02", text(clp.element(2), 120)),)


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


def _carer(found: Found) -> str:
    nm1 = found.names.get(CARE)
    return people.name(nm1) if nm1 else ""
