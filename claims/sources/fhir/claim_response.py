"""ClaimResponse: Da Vinci PAS decisions, and CMS claims still being worked on (FISS, MCS)."""

import datetime as dt

from claims.facts import Amounts, ClaimRecord, ClaimState, ClaimUse, Happening, Line
from claims.sources.fhir import amounts, header, lines, reasons, record, review
from claims.sources.fhir.eob import FINAL, OUTCOMES
from claims.sources.fhir.shapes import ClaimResponse
from claims.sources.fhir.values import Reading

STATUS = ("fiss/curr-status", "fiss-status", "mcs/status-code", "mcs-status")
RECEIVED = ("fiss/recd-dt-cymd", "mcs/claim-receipt-date")
CHANGED = ("fiss/curr-tran-dt-cymd", "mcs/status-date")


def read(response: ClaimResponse, reading: Reading) -> ClaimRecord:
    rows = lines.read(response.item, reading)
    why = reasons.read(response.adjudication, reading, "adjudication")
    state, unrecognised = _state(response, rows, reading)
    created = reading.date(response.created, "created")
    changed = _date(response, CHANGED, reading)
    happening = Happening(
        source=reading.source,
        state=state,
        received_at=reading.received_at,
        effective_on=changed or header.stated_on(response.meta, (created,), reading),
        code_system="fhir:claimresponse",
        code=_code(response, rows),
        note=_note(response),
        amounts=_amounts(response, reading),
        adjustments=why.adjustments,
        remarks=why.remarks,
        lines=rows,
        received_on=_date(response, RECEIVED, reading),
        notice_on=created if state in FINAL else None,
        paid_on=reading.date(response.payment.date, "payment.date") if response.payment else None,
    )
    return record.build(
        response,
        reading,
        happening,
        provider=header.name_of(response.requestor, response, reading),
        authorization=response.pre_auth_ref or lines.authorization_number(response.item),
        authorized=response.pre_auth_period or lines.authorized_days(response.item),
        unrecognised=unrecognised,
    )


def _state(
    response: ClaimResponse, rows: tuple[Line, ...], reading: Reading
) -> tuple[ClaimState, record.Codes]:
    imposed = record.unlisted(response.status)
    if imposed is ClaimState.UNRECOGNISED:
        return imposed, record.unrecognised("status", response.status, reading)
    if imposed:
        return imposed, ()
    outcome = record.outcome(response.outcome)
    if outcome not in OUTCOMES:
        return ClaimState.UNRECOGNISED, record.unrecognised("outcome", outcome, reading)
    if outcome == "error" or (response.error and outcome != "queued"):
        return ClaimState.NEEDS_CORRECTION, ()
    actions = [row.review_action for row in rows if row.review_action]
    if decided := review.state(actions):
        return decided, review.unknown(actions, reading)
    return _by_outcome(outcome, response), ()


def _by_outcome(outcome: str, response: ClaimResponse) -> ClaimState:
    if outcome in ("queued", "partial", ""):
        return ClaimState.IN_PROCESS
    if header.use(response.use) is ClaimUse.PREDETERMINATION:
        return ClaimState.ESTIMATE_ONLY
    return ClaimState.FINALIZED_UNSPECIFIED


def _code(response: ClaimResponse, rows: tuple[Line, ...]) -> str:
    """Status and outcome, CMS's own status, the reviewers' actions: verbatim, for the record."""
    parts = [response.status, record.outcome(response.outcome)]
    for tail in STATUS:
        found = header.extension(response.extension, tail)
        if found and found.value_coding:
            parts.append(f"cms:{found.value_coding.code}")
    parts += sorted({f"306:{row.review_action}" for row in rows if row.review_action})
    return "/".join(part for part in parts if part)[:120]


def _date(response: ClaimResponse, tails: tuple[str, ...], reading: Reading) -> dt.date | None:
    for tail in tails:
        found = header.extension(response.extension, tail)
        if found and found.value_date:
            return reading.date(found.value_date, tail)
    return None


def _amounts(response: ClaimResponse, reading: Reading) -> Amounts:
    found = amounts.read(response.total, reading, "total")
    return amounts.finished(found)


def _note(response: ClaimResponse) -> str:
    """The payer's own words; a bare code as disposition is none."""
    notes = [note.text for note in response.process_note if note.text]
    if " " in response.disposition.strip():
        notes.insert(0, response.disposition.strip())
    return "\n".join(notes)[:2000]
