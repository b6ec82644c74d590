"""What a payer asks of whom before it decides: CommunicationRequest and Task of a PAS bundle.

They say something of the answer beside them, so they are read with it and are no record of their
own. What is wanted stays a code ("loinc:18776-5"); claims.explanations.documents has the words.
"""

import datetime as dt
import re
from collections.abc import Iterable

import msgspec
from msgspec import Struct, field

from claims.facts import WaitingFor
from claims.sources.fhir.shapes import (
    Category,
    ClaimResponse,
    Concept,
    Extension,
    Period,
    Reference,
)
from claims.sources.fhir.values import day

LOINC = re.compile(r"\d{1,6}-\d")
OPEN_TASK = frozenset({"requested", "received", "accepted", "ready", "in-progress", "on-hold"})
OPEN_REQUEST = frozenset({"", "active"})
MOST = 300  # characters of what is wanted


class Payload(Struct, gc=False):
    content: str = field(name="contentString", default="")
    extension: list[Extension] = []


class CommunicationRequest(Struct, gc=False, tag_field="resourceType", tag="CommunicationRequest"):
    id: str = ""
    status: str = ""
    category: list[Concept] = []
    payload: list[Payload] = []
    about: list[Reference] = []
    recipient: list[Reference] = []
    sender: Reference | None = None
    on: str = field(name="occurrenceDateTime", default="")
    until: Period | None = field(name="occurrencePeriod", default=None)


class Input(Struct, gc=False):
    type: Category | None = None
    value: Concept | None = field(name="valueCodeableConcept", default=None)
    text: str = field(name="valueString", default="")


class Restriction(Struct, gc=False):
    period: Period | None = None


class Task(Struct, gc=False, tag_field="resourceType", tag="Task"):
    id: str = ""
    status: str = ""
    focus: Reference | None = None
    reason: Reference | None = field(name="reasonReference", default=None)
    owner: Reference | None = None
    input: list[Input] = []
    restriction: Restriction | None = None


class Asked(Struct, frozen=True):
    """``names`` are the references by which an answer may be meant; ``wanted`` one a line."""

    names: frozenset[str]
    of: WaitingFor
    wanted: tuple[str, ...]
    by: dt.date | None = None


KINDS = ("CommunicationRequest", "Task")
DECODE = msgspec.json.Decoder(CommunicationRequest | Task).decode


def read(document: bytes, full_url: str) -> Asked | None:
    """What is asked for, None when nothing is any more or it cannot be read."""
    try:
        found = DECODE(document)
    except (msgspec.DecodeError, RecursionError):
        return None
    if isinstance(found, Task):
        return _task(found)
    return _request(found, full_url)


def _task(task: Task) -> Asked | None:
    if task.status not in OPEN_TASK:
        return None
    wanted = [
        text
        for one in task.input
        if one.type
        and any(coding.code.startswith("attachments") for coding in one.type.coding)
        and (text := one.text or _coded(one.value))
    ]
    period = task.restriction.period if task.restriction else None
    return Asked(
        names=_names((task.reason, task.focus)),
        of=_who((task.owner,)),
        wanted=tuple(dict.fromkeys(wanted)),
        by=day(period.end) if period and period.end else None,
    )


def _request(request: CommunicationRequest, full_url: str) -> Asked | None:
    if request.status not in OPEN_REQUEST:
        return None
    wanted = [
        f"loinc:{text}" if LOINC.fullmatch(text) else text
        for one in request.payload
        if (text := one.content.strip())
    ] or [text for one in request.category if (text := _coded(one))]
    until = request.until.end if request.until else request.on
    own = {full_url, f"CommunicationRequest/{request.id}"}
    return Asked(
        names=_names(request.about) | own,
        of=_who((request.sender, *request.recipient)),
        wanted=tuple(dict.fromkeys(wanted)),
        by=day(until) if until else None,
    )


def _coded(concept: Concept | None) -> str:
    """``loinc:18776-5``, ``755:15``, else the source's own words."""
    for coding in concept.coding if concept else ():
        if "loinc" in coding.system:
            return f"loinc:{coding.code}"
        if coding.system.endswith("/755"):
            return f"755:{coding.code}"
    return concept.text if concept else ""


def _who(given: Iterable[Reference | None]) -> WaitingFor:
    """The one who has to send it; whoever is no patient is on the provider's side."""
    people = [one for one in given if one]
    if any("Patient/" in one.reference or "RelatedPerson/" in one.reference for one in people):
        return WaitingFor.MEMBER
    return WaitingFor.PROVIDER


def _names(given: Iterable[Reference | None]) -> frozenset[str]:
    return frozenset(one.reference for one in given if one and one.reference)


def of(response: ClaimResponse, asked: Iterable[Asked], *, alone: bool) -> tuple[Asked, ...]:
    """What was asked for before this answer; ``alone``: the bundle has no other answer."""
    means = {one.reference for one in response.communication_request}
    means |= {response.request.reference} if response.request else set()
    means |= {f"ClaimResponse/{response.id}"}
    return tuple(one for one in asked if alone or one.names & means)


def together(asked: tuple[Asked, ...]) -> tuple[WaitingFor, str, dt.date | None]:
    """Of whom, what (one a line) and by when; what is asked of the member goes first."""
    if not asked:
        return WaitingFor.NOBODY, "", None
    who = WaitingFor.PROVIDER
    if any(one.of is WaitingFor.MEMBER for one in asked):
        who = WaitingFor.MEMBER
    mine = [one for one in asked if one.of is who]
    wanted = dict.fromkeys(" ".join(text.split()) for one in mine for text in one.wanted)
    days = [one.by for one in mine if one.by]
    return who, _fitting(wanted), min(days, default=None)


def _fitting(wanted: Iterable[str]) -> str:
    """As many whole entries as the column holds."""
    text = ""
    for one in wanted:
        longer = f"{text}\n{one}" if text else one
        if len(longer) > MOST:
            break
        text = longer
    return text
