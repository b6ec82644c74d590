"""ClaimResponse: Da Vinci PAS decisions, and CMS claims still being worked on (FISS, MCS)."""

import datetime as dt

from claims.facts import Amounts, ClaimRecord, ClaimState, ClaimUse, Happening, Line
from claims.sources.fhir import amounts, approval, asked, header, lines, reasons, record, review
from claims.sources.fhir.eob import FINAL, OUTCOMES
from claims.sources.fhir.shapes import ClaimResponse
from claims.sources.fhir.values import Reading

STATUS = ("fiss/curr-status", "fiss-status", "mcs/status-code", "mcs-status")
RECEIVED = ("fiss/recd-dt-cymd", "mcs/claim-receipt-date")
OPEN = (ClaimState.IN_PROCESS, ClaimState.PENDED_INFO)
CHANGED = ("fiss/curr-tran-dt-cymd", "mcs/status-date")


def read(response: ClaimResponse, reading: Reading) -> ClaimRecord:
    request = approval.use_of(response.use)
    rows = lines.read(response.item, reading, request=request)
    why = reasons.read(response.adjudication, reading, "adjudication")
    state, unrecognised = _state(response, rows, reading)
    wanted = asked.of(response, reading.asked, alone=reading.alone) if state in OPEN else ()
    who, what, by = asked.together(wanted)
    created = reading.date(response.created, "created")
    changed = _date(response, CHANGED, reading)
    happening = Happening(
        source=reading.source,
        state=ClaimState.PENDED_INFO if wanted else state,
        received_at=reading.received_at,
        effective_on=changed or header.stated_on(response.meta, (created,), reading),
        code_system="fhir:claimresponse",
        code=_code(response, rows),
        waiting_for=who,
        wanted=what,
        wanted_by=by,
        note=_note(response),
        amounts=_amounts(response, reading),
        adjustments=why.adjustments,
        remarks=why.remarks,
        lines=rows,
        received_on=_date(response, RECEIVED, reading)
        # An open answer comes within seconds (PAS): the request came on the first one's day.
        or (created if request and state in OPEN else None),
        notice_on=created if state in FINAL else None,
        human_reviewed=approval.human_reviewed(response),
        paid_on=reading.date(response.payment.date, "payment.date") if response.payment else None,
    )
    return record.build(
        response,
        reading,
        happening,
        provider=header.name_of(response.requestor, response, reading),
        authorization=response.pre_auth_ref or approval.number(response.item),
        authorized=response.pre_auth_period or approval.period(response.item),
        says_urgency=False,
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
    if decided := review.state(actions, outcome=outcome):
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
    for item in response.item:
        notes += [words for _code, words in approval.reasons(item) if words]
    if " " in response.disposition.strip():
        notes.insert(0, response.disposition.strip())
    return "\n".join(dict.fromkeys(notes))[:2000]
