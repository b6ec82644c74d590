"""What members do about what we asked them for: kept, and told of the claim once it is all here.

Each act is a row first, committed by itself. What follows from it (the claim waits for us again) is
worked out from the rows, so it may be done at once, by the worker, or twice.
"""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from msgspec import Struct
from msgspec.structs import replace

from accounts.clock import now, today
from accounts.models import Member, User
from claims import asked
from claims.answers.words import local_date
from claims.asked import Answered, Came, Did, Request, request_of, standing
from claims.documents.reasons import OURS
from claims.facts import ClaimFacts, ClaimState, WaitingFor
from claims.models import Claim, Document, RequestAnswer
from claims.models.claim_facts import read
from claims.more_time import moved_to
from claims.store.portal_events import say
from claims.store.second_looks import heed

Kind = RequestAnswer.Kind
State = asked.State
GOOD = {
    Document.State.RECEIVED: True,
    Document.State.QUARANTINED: True,  # the check that is missing is ours
    Document.State.REPEATED: True,
    Document.State.REFUSED: False,
}
AGAIN = dt.timedelta(days=7)
NEXT_PAGE = dt.timedelta(minutes=1)
STILL_COMING = dt.timedelta(hours=1)
LOOK_BACK = dt.timedelta(days=120)  # no request waits for longer


def changed(key: UUID) -> None:
    """Something about the files of a claim changed: see to it once that is committed."""
    transaction.on_commit(partial(advance, key))
    transaction.on_commit(partial(heed, key))


class Asked(Struct, frozen=True):
    """One request to a member with all that came for it."""

    facts: ClaimFacts
    request: Request
    documents: list[Document]
    answers: list[RequestAnswer]
    states: dict[str, State]


def look(facts: ClaimFacts, request: Request, member: Member) -> Asked:
    """Two queries."""
    sent = Document.objects.about(member, f"claim:{facts.id}").select_related("repeats")
    documents, answers = list(sent), list(RequestAnswer.objects.of_claim(facts))
    states = standing(request, came(documents, now()), answered(answers))
    return Asked(facts, request, documents, answers, states)


def with_what_came(facts: ClaimFacts, member: Member) -> ClaimFacts:
    """For the page of a claim; no query unless it waits for the member."""
    request = request_of(facts)
    if request is None or not request.open:
        return facts
    states = look(facts, request, member).states
    return replace(facts, sent=tuple((slug, state.value) for slug, state in states.items()))


def answer(
    facts: ClaimFacts, request: Request, slug: str, kind: Kind, words: dict[str, Any], *, by: User
) -> None:
    """Keep what a member answered, and let the claim say so. Pressed twice it is one answer."""
    told = {"claim_id": facts.id, "request": request.id, "task": slug}
    with transaction.atomic():
        Claim.objects.select_for_update().only("pk").get(pk=facts.id)
        newest = RequestAnswer.objects.filter(**told).order_by("-answered_at", "-pk").first()
        if newest is None or (newest.kind, newest.answers) != (kind, words):
            RequestAnswer.objects.create(
                **told, kind=kind, answers=words, answered_by=by, answered_at=now()
            )
    advance(UUID(facts.id))


def move(facts: ClaimFacts, *, by: User) -> dt.date | None:
    """Give the member more time, where the plan allows it; the new day, or None."""
    request = request_of(facts)
    zone = facts.plan.time_zone
    day = moved_to(facts, request, today(zone)) if request else None
    if request is None or day is None:
        return None
    claim = Claim.objects.select_related("plan", "member").get(pk=facts.id)
    moved = Did(Did.MORE_TIME, request.asked_on, request.id)
    try:
        with transaction.atomic():
            RequestAnswer.objects.create(
                claim=claim,
                request=request.id,
                kind=Kind.MORE_TIME,
                answers={"by": day.isoformat()},
                answered_by=by,
                answered_at=now(),
            )
            wanted, _by = _waits_for(facts)
            _say(claim, moved, f"more-time:{request.id}", wanted=wanted, by=day)
    except IntegrityError:
        return None  # a second press of the button, at once
    return day


def advance(key: UUID) -> bool:
    """Let the claim say what of a request is here; True where that was news.

    Also where the payer, who may not have what we have yet, asks for the same things again, and
    where a late check found that what we had is of no use.
    """
    found = read([key], whole=True)
    request = request_of(found[0]) if found else None
    if request is None or not (request.open or request.sent):
        return False
    facts = found[0]
    claim = Claim.objects.select_related("plan", "member").get(pk=key)
    seen = look(facts, request, claim.member)
    states, found_answers = seen.states, seen.answers
    here = asked.here(
        (one for one in request.tasks if states[one.slug] is State.HAVE),
        {one.task for one in found_answers if one.kind == Kind.INSTEAD},
    )
    left = [one for one in request.tasks if states[one.slug] is not State.HAVE]
    wanted, by = asked.lines(left), request.by
    if not left:
        what = Did.SENT
    elif request.sent:
        what, by = Did.BACK, _later(by, today(claim.member.time_zone))
    else:
        by = _given_back(request, seen.documents, claim)
        was_ours = request.moved_to is not None and not request.extended
        moved = Did.OURS if was_ours else Did.MORE_TIME
        what = Did.OURS if by != request.by else Did.PART if here else moved
    if (request.sent and not left) or (left and (wanted, by) == _waits_for(facts)):
        return False
    done = Did(what, request.asked_on, request.id)
    return _say(claim, done, f"{what}:{request.current}:{wanted}", wanted=wanted, by=by, here=here)


def _later(by: dt.date | None, on: dt.date) -> dt.date | None:
    """Time to send something again: what we said too early was our mistake."""
    return by and max(by, on + AGAIN)


def _given_back(request: Request, documents: Iterable[Document], claim: Claim) -> dt.date | None:
    """The day by which we need it; later where a file came in time and we failed to keep it."""
    by, zones = request.by, (claim.member.time_zone, claim.plan.time_zone if claim.plan else "UTC")
    for one in documents:
        if by is None or one.reason not in OURS or one.begun_at < request.asked_at:
            continue
        on = min(local_date(one.begun_at, zone) for zone in zones)
        by = max(by, on + AGAIN) if on <= by else by
    return by


def _say(
    claim: Claim,
    done: Did,
    key: str,
    *,
    wanted: str = "",
    by: dt.date | None = None,
    here: str = "",
) -> bool:
    waits = done.what != Did.SENT
    return say(
        claim,
        ClaimState.PENDED_INFO if waits else ClaimState.IN_PROCESS,
        at=now(),
        key=key,
        code=done.code(),
        waiting_for=WaitingFor.MEMBER if waits else WaitingFor.NOBODY,
        wanted=wanted,
        wanted_by=by,
        note=here,
    )


def _waits_for(facts: ClaimFacts) -> tuple[str, dt.date | None]:
    return (facts.current.wanted, facts.current.wanted_by) if facts.current else ("", None)


def came(documents: Iterable[Document], at: dt.datetime) -> list[Came]:
    """The files of a claim as they count by now.

    One that stopped halfway counts for an hour. A good one counts after a minute only, because the
    next page of it may be on its way.
    """
    return [
        Came(
            task=one.task,
            at=one.received_at or one.begun_at,
            good=None if _is_fresh(one, at) else GOOD.get(one.state),
            batch=one.batch,
            had=one.state == Document.State.REPEATED,
            told_at=one.checked_at,
        )
        for one in documents
        if one.state != Document.State.RECEIVING or at - one.begun_at < STILL_COMING
    ]


def _is_fresh(one: Document, at: dt.datetime) -> bool:
    return one.state != Document.State.REFUSED and at - (one.received_at or at) < NEXT_PAGE


def answered(rows: Iterable[RequestAnswer]) -> list[Answered]:
    """Those that answer a task."""
    return [Answered(one.task, one.answered_at) for one in rows if one.task]


#: Claims that wait for their member, of those about whom something came lately.
WAITING = """
SELECT claim.id FROM claims_claim claim JOIN claims_claimevent now ON now.id = claim.current_id
 WHERE claim.state = 'pended_info' AND now.waiting_for = 'member' AND claim.id IN (
       SELECT claim_id FROM claims_requestanswer WHERE answered_at > %(since)s
       UNION
       SELECT substr(about, 7)::uuid FROM claims_document
        WHERE about LIKE 'claim:%%' AND begun_at > %(since)s)
"""


def advance_all(at: dt.datetime) -> int:
    """See what a worker that was killed left undone, and what payers asked again; how many."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"since": at - LOOK_BACK})
        waiting = [key for (key,) in cursor.fetchall()]
    return sum(advance(key) for key in waiting)
