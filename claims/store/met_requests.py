"""Requests that members met, for the plan that asked: what was sent, with the Task that asked."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import MemberIdentifier
from claims.asked import Did, Request, did, lines, request_of
from claims.documents import open_document
from claims.documents.kinds import MEDIA_TYPES, Kind
from claims.facts import ClaimFacts, Happening
from claims.forms.request import FORMS
from claims.models import AskedTask, Claim, Document, RequestAnswer
from claims.models.claim_facts import read
from claims.request_bundle import Done, SentAnswer, SentFile
from claims.store.copying import rows
from claims.store.request_answers import Asked, look

#: Claims of one source about which a member sent or answered something since.
CAME = """
SELECT claim.id FROM claims_claim claim
 WHERE claim.source_id = %s AND claim.id IN (
       SELECT claim_id FROM claims_requestanswer WHERE answered_at >= %s
       UNION
       SELECT substr(about, 7)::uuid FROM claims_document
        WHERE about LIKE 'claim:%%' AND begun_at >= %s)
 ORDER BY claim.id
"""


def met_since(source: str, since: dt.datetime, *, files: bool) -> Iterator[Done]:
    """What was met since then, one claim at a time; ``files``: with their content."""
    for (key,) in rows(CAME, source, since, since):
        found = read([key], whole=True)
        request = request_of(found[0]) if found else None
        met = met_by(found[0], request) if request else None
        if request and met and met.received_at >= since:
            claim = Claim.objects.select_related("member").get(pk=key)
            asked = look(found[0], request, claim.member)
            yield from done(claim, asked, met, files=files)


def met_by(facts: ClaimFacts, request: Request) -> Happening | None:
    """The statement by which we said that all came."""
    for one in facts.history:
        said = did(one)
        if said and (said.what, said.request) == (Did.SENT, request.id):
            return one
    return None


def done(claim: Claim, asked: Asked, met: Happening, *, files: bool) -> Iterator[Done]:
    """One for each Task that asked, else one for the claim."""
    tasks = AskedTask.objects.filter(claim=claim).order_by("pk")
    resources: list[Any] = list(tasks.values_list("resource", flat=True)) or [None]
    number = MemberIdentifier.objects.filter(member=claim.member).order_by("pk")
    named = {task.slug: task.line for task in asked.request.tasks}
    for resource in resources:
        yield Done(
            claim=claim.external_key,
            patient=number.values_list("system", "value").first(),
            at=met.received_at,
            lines=tuple(lines(asked.request.tasks).split("\n")),
            resource=resource,
            files=[
                file_of(one, named[one.task], files=files)
                for one in asked.documents
                if one.state == Document.State.RECEIVED and one.task in named
            ],
            answers=[answer_of(one, named[one.task]) for one in answers_of(asked, named)],
        )


def answers_of(asked: Asked, named: Iterable[str]) -> list[RequestAnswer]:
    return [one for one in asked.answers if one.task in named and one.answers]


def file_of(one: Document, line: str, *, files: bool) -> SentFile:
    assert one.received_at is not None
    return SentFile(
        id=str(one.pk),
        line=line,
        media_type=MEDIA_TYPES[Kind(one.kind)],
        size=one.size,
        received_at=one.received_at,
        content=open_document(one).read() if files else None,
    )


def answer_of(one: RequestAnswer, line: str) -> SentAnswer:
    fields = FORMS[one.kind].base_fields
    return SentAnswer(
        id=str(one.pk),
        kind=one.kind,
        line=line,
        answered_at=one.answered_at,
        questions=tuple(
            (name, str(fields[name].label), value)
            for name, value in one.answers.items()
            if name in fields
        ),
    )
