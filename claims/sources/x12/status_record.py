"""One claim of a 277 as our records of it: one for each STC, because each has a day of its own."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any, Self

import msgspec
from msgspec import Struct

from claims.explanations import status_codes
from claims.explanations.statuses import CATEGORIES
from claims.facts import Amounts, ClaimRecord, ClaimState, Happening, Line, PersonName
from claims.sources.refusal import NotNeeded
from claims.sources.values import text
from claims.sources.x12.dates import Days, days
from claims.sources.x12.key import NO_NUMBER, claim_key
from claims.sources.x12.lines import care, coded, kind
from claims.sources.x12.reading import Reading, Wrong
from claims.sources.x12.segments import Segment
from claims.sources.x12.standing import Group, category, standing

ENCODE = msgspec.json.Encoder().encode
S = ClaimState
SERVICE = "472"  # DTP01
PAYERS_NUMBER, BILL_TYPE, ACCOUNT = "1K", "BLT", "EJ"  # REF01
DENIED = "F2"
#: States whose page must say what is missing or why, so that a code without words is counted.
EXPLAINED = frozenset({S.PENDED_INFO, S.REJECTED_FRONT_END, S.DENIED, S.PARTIALLY_DENIED})


class Told(Struct, frozen=True, kw_only=True):
    """The segments of one claim, sorted by what they say of it."""

    patient: tuple[str, str]
    called: PersonName | None
    trace: str
    statuses: tuple[Segment, ...]
    references: dict[str, str]
    service: Days
    services: tuple[tuple[Segment, tuple[Segment, ...]], ...]

    @classmethod
    def sorted(
        cls,
        segments: Sequence[Segment],
        patient: tuple[str, str],
        called: PersonName | None,
        reading: Reading,
    ) -> Self:
        starts = [n for n, one in enumerate(segments) if one.id == "SVC"] + [len(segments)]
        whole = segments[: starts[0]]
        parts = pairwise(starts)
        return cls(
            patient=patient,
            called=called,
            trace=text(segments[0].element(2), 80),
            statuses=tuple(one for one in whole if one.id == "STC"),
            references={
                one.element(1): one.element(2) for one in reversed(whole) if one.id == "REF"
            },
            service=_service_days(whole, reading),
            services=tuple((segments[at], tuple(segments[at + 1 : end])) for at, end in parts),
        )

    @property
    def number(self) -> str:
        """The payer's own number of the claim; "" when it gives none."""
        number = self.references.get(PAYERS_NUMBER, "")
        return "" if number in NO_NUMBER else number


def records(told: Told, group: Group, reading: Reading) -> Iterator[ClaimRecord | NotNeeded]:
    """One for each STC of the claim; an error of the exchange says nothing of it."""
    if not told.statuses:
        raise Wrong("STC", "a status of the claim", "none")
    lines = tuple(
        _line(number, svc, following, group.component, reading)
        for number, (svc, following) in enumerate(told.services, 1)
    )
    about = _about(told, group, lines)
    refused = [category(one, group.component) == DENIED for one in _line_statuses(told)]
    for stc in told.statuses:
        code = category(stc, group.component)
        status = CATEGORIES.get(code)
        if status and status.keeps_state:
            kept = "The claim keeps the state that it had."
            reading.warn("STC01", "a status of the claim", f"{code}, an error", kept)
            yield NotNeeded("277 error")
            continue
        if group.acknowledges and not code.startswith("A"):
            reading.warn("STC01", "A or E in a 277CA", code[:3], "The status landed.")
        happening = standing(stc, status, group, lines, refused, reading)
        said = (about, happening.code, _stated(stc, group), lines, refused)
        yield ClaimRecord(
            source=reading.source,
            content_hash=sha256(ENCODE(said)).hexdigest(),
            happening=happening,
            unrecognised=_unrecognised(happening, code),
            line=reading.line,
            **about,
        )


def _about(told: Told, group: Group, lines: tuple[Line, ...]) -> dict[str, Any]:
    """What is the same in every statement about the claim."""
    account = told.references.get(ACCOUNT, "") or told.trace
    since, until = care(lines, told.service)
    days_of_care = {"account": account, "service_from": since, "service_to": until}
    key = claim_key(group.payer, told.number, told.patient, **days_of_care)
    if not key:
        raise Wrong("REF*1K", "a claim number of the payer or the provider", "neither")
    # Before the payer gave it a number, its first words stood under the provider's.
    first = claim_key(group.payer, "", told.patient, **days_of_care) if since else ""
    return {
        "key": key,
        "patient": told.patient,
        "called": told.called,
        "patient_account": text(account, 80),
        "number": text(told.number or account, 80),
        "kind": kind(lines, institutional=bool(told.references.get(BILL_TYPE))),
        "service_from": since,
        "service_to": until,
        "provider": group.provider,
        "replaces": first if told.number else "",
    }


def _stated(stc: Segment, group: Group) -> tuple:
    """What the hash covers: what is said, and not what follows from the day of reading it.

    The days of the file count only where the statement leans on them, or it would be new each day.
    """
    leans = None if stc.element(2) else group.made_on
    received_on = group.received_on if stc.element(1).startswith("A2") else None
    return (*(stc.element(place) for place in (*range(2, 10), 12)), leans, received_on)


def _unrecognised(happening: Happening, code: str) -> tuple[tuple[str, str], ...]:
    """A category that nobody knows; a status without words, where the page owes them."""
    if happening.state is S.UNRECOGNISED:
        return (("x12:STC01-1", text(code, 120)),)
    if happening.state not in EXPLAINED:
        return ()
    return tuple(("x12:STC01-2", one) for one in status_codes.without_words(happening.code))


def _line(
    number: int, svc: Segment, following: Sequence[Segment], component: str, reading: Reading
) -> Line:
    since, until = _service_days(following, reading)
    return Line(
        number=number,
        **coded(svc, component),
        service_from=since,
        service_to=until,
        amounts=Amounts(billed=reading.cents(svc, 2), plan_paid=reading.cents(svc, 3)),
    )


def _line_statuses(told: Told) -> Iterator[Segment]:
    """The last word on each service."""
    for _svc, following in told.services:
        yield from [one for one in following if one.id == "STC"][-1:]


def _service_days(segments: Sequence[Segment], reading: Reading) -> Days:
    found = [one for one in segments if one.id == "DTP" and one.element(1) == SERVICE]
    return days(found[0], reading) if found else (None, None)
