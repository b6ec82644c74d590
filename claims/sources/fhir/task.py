"""Task: what a payer asks somebody for before it decides (Da Vinci CDex), outside of a PAS bundle.

It is a statement of the claim that it names: the claim waits for whoever has to do it. A Task
beside an answer was read with that answer (`claims.sources.fhir.asked`) and is not needed here.
"""

from hashlib import sha256

import msgspec

from claims.facts import ClaimRecord, ClaimState, ClaimUse, Happening, TaskRecord, WaitingFor
from claims.sources.fhir import asked, header
from claims.sources.fhir.shapes import Identifier, Reference, Task
from claims.sources.fhir.values import Reading, Wrong, day
from claims.sources.refusal import NotNeeded, shape

S = ClaimState
STATES = {
    **dict.fromkeys(asked.OPEN_TASK, S.PENDED_INFO),
    # They have it, or need it no more, or know that there is none: the work on the claim goes on.
    **dict.fromkeys(("completed", "cancelled", "failed", "rejected"), S.IN_PROCESS),
}
NO_REQUEST = frozenset({"draft", "entered-in-error"})
ENCODE = msgspec.json.Encoder().encode


def read(task: Task, reading: Reading) -> TaskRecord | NotNeeded:
    """The record; a Task that asks for nothing about a claim is not needed."""
    key = _key(task.reason)
    if reading.answered or task.status in NO_REQUEST or not key:
        return NotNeeded("Task")
    if task.status not in STATES:
        raise Wrong("status", "a status of a Task in FHIR R4", shape(task.status))
    happening = _happening(task, reading)
    patient = header.patient(task.patient, task, reading)
    use = _use(task)
    said = (key, patient, use, happening.state, happening.effective_on, happening.code)
    wanted = (happening.waiting_for, happening.wanted, happening.wanted_by, happening.note)
    record = ClaimRecord(
        source=reading.source,
        key=key,
        content_hash=sha256(ENCODE((said, wanted, _number(task)))).hexdigest(),
        patient=patient,
        happening=happening,
        number=key[:80],
        use=use,
        kind=None,
        urgency=None,
        guard=header.guard(task.meta),
        line=reading.line,
    )
    return TaskRecord(claim=record, number=_number(task))


def _happening(task: Task, reading: Reading) -> Happening:
    state = STATES[task.status]
    waits = state is S.PENDED_INFO
    wanted = asked.wanted_of(task) or ("fhir:task",)
    period = task.restriction.period if task.restriction else None
    changed = next((one for one in (task.last_modified, task.authored_on) if one), "")
    return Happening(
        source=reading.source,
        state=state,
        received_at=reading.received_at,
        effective_on=day(changed) if changed else None,
        code_system="fhir:task",
        code=f"{_code(task)}/{task.status}"[:120],
        waiting_for=_who(task) if waits else WaitingFor.NOBODY,
        wanted=asked.fitting(wanted) if waits else "",
        wanted_by=reading.date(period.end, "restriction.period.end")
        if waits and period and period.end
        else None,
        note=task.status_reason.text[:2000] if task.status_reason else "",
    )


def _key(reason: Reference | None) -> str:
    """The claim that it is about, as the payer calls it."""
    if reason is None:
        return ""
    if reason.identifier and reason.identifier.value:
        return reason.identifier.value.strip()[:200]
    return reason.reference.removeprefix("urn:uuid:").rsplit("/", 1)[-1][:200]


def _number(task: Task) -> str:
    """By which the payer knows its request again: the tracking number, else the resource's id."""
    return next((one.value for one in task.identifier if one.value), task.id)[:200]


def _who(task: Task) -> WaitingFor:
    """The owner acts: the member, where that is the patient; else the provider's side."""
    owner, patient = task.owner, task.patient
    if owner is None or patient is None:
        return asked.who((owner,))
    same = owner.reference and owner.reference == patient.reference
    return WaitingFor.MEMBER if same or _same(owner, patient) else asked.who((owner,))


def _same(owner: Reference, patient: Reference) -> bool:
    one, other = owner.identifier or Identifier(), patient.identifier or Identifier()
    return bool(one.value) and (one.system, one.value) == (other.system, other.value)


def _use(task: Task) -> ClaimUse | None:
    """None where the Task does not say, so that the claim stays what it is."""
    for coding in task.reason_code.coding if task.reason_code else ():
        if coding.system.endswith("/claim-use"):
            return header.use(coding.code)
    return None


def _code(task: Task) -> str:
    return next((one.code for one in task.code.coding if one.code), "") if task.code else ""
