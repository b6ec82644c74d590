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
    ClaimResponse,
    Concept,
    Extension,
    Period,
    Reference,
    Task,
)
from claims.sources.fhir.values import day

LOINC = re.compile(r"\d{1,6}-\d")
OPEN_TASK = frozenset({"requested", "received", "accepted", "ready", "in-progress", "on-hold"})
OPEN_REQUEST = frozenset({"", "active"})
NAMING = ("attachments", "data-code")  # inputs that name a thing
BY_MACHINE = {
    "data-query": "fhir:query",
    "questionnaire": "fhir:questionnaire",
    "questionnaire-context": "fhir:questionnaire",
}
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
    period = task.restriction.period if task.restriction else None
    return Asked(
        names=_names((task.reason, task.focus)),
        of=who((task.owner,)),
        wanted=wanted_of(task),
        by=day(period.end) if period and period.end else None,
    )


def wanted_of(task: Task) -> tuple[str, ...]:
    """What a Task asks for. Questions and searches, which are for machines, have no words here."""
    found: list[str] = []
    for one in task.input:
        codes = [coding.code for coding in one.type.coding] if one.type else []
        if any(code.startswith(NAMING) for code in codes):
            found.append(one.text or _coded(one.value))
        found += [BY_MACHINE[code] for code in codes if code in BY_MACHINE]
    return tuple(dict.fromkeys(" ".join(text.split()) for text in found if text))


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
        of=who((request.sender, *request.recipient)),
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


def who(given: Iterable[Reference | None]) -> WaitingFor:
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
    return who, fitting(wanted), min(days, default=None)


def fitting(wanted: Iterable[str]) -> str:
    """As many whole entries as the column holds."""
    text = ""
    for one in wanted:
        longer = f"{text}\n{one}" if text else one
        if len(longer) > MOST:
            break
        text = longer
    return text
