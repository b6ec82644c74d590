"""Keeps what members were told: each date once, when it is not the one that was said last."""

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import attrgetter
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from accounts.models import User
from claims.answers.answer import Answer, DateBasis, DateLine
from claims.answers.claim_case import case_of
from claims.answers.claim_expected import kind_of_decision
from claims.answers.standing import basis_of, is_news
from claims.answers.words import local_date
from claims.facts import ClaimFacts, ClaimUse, Delay, OrderFacts
from claims.models import Claim, Promise

Facts = ClaimFacts | OrderFacts
TRIES = 3  # to follow another page that says another date of the same thing at once
SAME = attrgetter("due_on", "kind", "basis", "part", "share", "outcome")
NOW_SEEN = """
WITH told AS (SELECT unnest(%(things)s::uuid[]) AS thing, unnest(%(numbers)s::int[]) AS number),
     found AS (
  SELECT said.id FROM told JOIN claims_promise said USING (number)
   WHERE said.claim_id = told.thing
   UNION ALL
  SELECT said.id FROM told JOIN claims_promise said USING (number)
   WHERE said.order_id = told.thing
)
UPDATE claims_promise SET seen = true
 WHERE id = ANY(ARRAY(SELECT id FROM claims_promise
                       WHERE id = ANY(ARRAY(SELECT id FROM found)) AND NOT seen
                       ORDER BY id FOR NO KEY UPDATE))
"""
SAID_ONCE = ("a_date_of_a_claim_is_said_once", "a_date_of_an_order_is_said_once")


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
    news, known = [], []
    for facts, answer in read:
        if is_news(answer.date, facts.said):
            made = promise(member, facts, answer.date, at=at, zone=zone, seen=seen)
            news += [made] if made else []
        elif facts.said and not facts.said.seen and answer.date.due_on:
            known.append((facts.id, facts.said.number))
    store(news)
    if seen and known:
        now_seen(known)
    return len(news)


def now_seen(dates: list[tuple[str, int]]) -> None:
    """These were noted at night, and are told to the member only now."""
    things, numbers = zip(*dates, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(NOW_SEEN, {"things": [*things], "numbers": [*numbers]})


def store(news: list[Promise]) -> None:
    """Each after what was said of the same thing, also where another page said it meanwhile.

    Always in one order: of two lists with the same rows, neither waits for what the other holds.
    """
    for _try in range(TRIES):
        if not news:
            return
        news = sorted(news, key=thing)
        try:
            with transaction.atomic():
                Promise.objects.bulk_create(news)
        except IntegrityError as error:
            if error.__cause__.diag.constraint_name not in SAID_ONCE:  # type: ignore[union-attr]
                raise
            news = list(after_others(news))
        else:
            return


def after_others(news: Iterable[Promise]) -> Iterator[Promise]:
    """Those that differ from the date that another page has said since, each as the next."""
    about = Q(claim__in=[one.claim_id for one in news if one.claim_id])
    about |= Q(order__in=[one.order_id for one in news if one.order_id])
    newest = Promise.objects.filter(about).order_by("claim", "order", "-number")
    said = {thing(one): one for one in newest.distinct("claim", "order")}
    for one in news:
        last = said.get(thing(one))
        if last is None or last.number < one.number:
            yield one
        elif SAME(one) != SAME(last):
            one.number = last.number + 1
            follows = (one.kind, one.part) == (last.kind, last.part) and one.due_on != last.due_on
            one.was_on, one.delay = last.due_on if follows else None, Delay.NOT_KNOWN
            yield one


def thing(promise: Promise) -> str:
    return str(promise.claim_id or promise.order_id)


def name_day(
    before: Promise, on: dt.date, *, delay: Delay, by: User, at: dt.datetime, told: bool
) -> None:
    """A person gives their word on a day, after one that was broken or where there was none.

    ``told``: they told the member. What is to be decided is what its claim waits for now.
    """
    zone = before.member.time_zone
    (facts,) = Claim.objects.filter(pk=before.claim_id).facts()
    kind = kind_of_decision(case_of(facts, now=at, zone=zone))
    newest = Promise.objects.filter(claim=before.claim_id).order_by("-number")[0]
    follows = newest.kind == kind
    store(
        [
            Promise(
                member_id=before.member_id,
                claim_id=before.claim_id,
                source_id=before.source_id,
                segment=before.segment,
                number=newest.number + 1,
                kind=kind,
                basis=DateBasis.PROMISE,
                due_on=on,
                said_on=local_date(at, zone),
                said_at=at,
                said_by=by,
                seen=told,
                was_on=newest.due_on if follows else None,
                delay=delay if follows else Delay.NOT_KNOWN,
            )
        ]
    )


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
    return kind_of(facts)


def kind_of(facts: Facts) -> str:
    """Which kind of claim; of orders there is one."""
    if isinstance(facts, OrderFacts):
        return ""
    return facts.kind if facts.use is ClaimUse.CLAIM else facts.use
