"""Keeps what members were told: each date once, when it is not the one that was said last."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from claims.answers.answer import Answer, DateLine
from claims.answers.standing import basis_of, is_news
from claims.answers.words import local_date
from claims.facts import ClaimFacts, ClaimUse, OrderFacts
from claims.models import Promise

Facts = ClaimFacts | OrderFacts


def keep(
    member: UUID,
    read: Iterable[tuple[Facts, Answer]],
    *,
    at: dt.datetime,
    zone: str,
    seen: bool = True,
) -> int:
    """Store the dates among these answers that this member was not told before; how many.

    No query where nothing is new. Two pages that tell the same date at once store it once.
    """
    news = [
        made
        for facts, answer in read
        if is_news(answer.date, facts.said)
        and (made := promise(member, facts, answer.date, at=at, zone=zone, seen=seen))
    ]
    if news:
        Promise.objects.bulk_create(news, ignore_conflicts=True)
    return len(news)


def promise(
    member: UUID, facts: Facts, line: DateLine, *, at: dt.datetime, zone: str, seen: bool
) -> Promise | None:
    """The row of a date; None for one that is over already where the member is."""
    said_on, on = local_date(at, zone), line.due_on
    if on is None or on < said_on:
        return None
    is_claim = isinstance(facts, ClaimFacts)
    return Promise(
        member_id=member,
        claim_id=facts.id if is_claim else None,
        order_id=None if is_claim else facts.id,
        source_id=source_of(facts, line),
        segment=segment_of(facts, line),
        number=facts.said.number + 1 if facts.said else 1,
        kind=line.kind,
        basis=basis_of(line),
        part=line.part,
        due_on=on,
        said_on=said_on,
        said_at=at,
        seen=seen,
        share=line.share,
        cases=line.cases,
        model=line.model,
        was_on=line.was_on,
        delay=line.delay,
    )


def source_of(facts: Facts, line: DateLine) -> str:
    """Who told us what the date rests on: of a parcel, its carrier's system."""
    if isinstance(facts, OrderFacts):
        parcels = (one for one in facts.shipments if one.tracking_code == line.part)
        parcel = next(parcels, None)
        return parcel.source.slug if parcel else facts.source.slug
    return facts.source.slug


def segment_of(facts: Facts, line: DateLine) -> str:
    """What kind of thing it is; nothing about a person, and no name that says too much."""
    if line.segment:
        return line.segment
    if isinstance(facts, OrderFacts):
        return line.source if line.part else ""
    return facts.kind if facts.use is ClaimUse.CLAIM else facts.use
