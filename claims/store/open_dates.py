"""Notes, once a night, the dates of all that is open, whether or not anybody looked.

What a page or a list shows is stored when it is shown. But who looks is who worries, and a hit rate
over those alone would not be that of our dates.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.answers.answer import Answer
from claims.answers.claim import claim_answer
from claims.answers.order import order_answer
from claims.answers.standing import is_news
from claims.answers.words import local_date
from claims.date_kind import DateKind
from claims.deadlines.calendar import ONE_DAY
from claims.facts import ClaimFacts
from claims.models import Claim, DateNight, Order
from claims.models.claim_facts import read
from claims.store.promise_settlement import PAYING
from claims.store.promises import Facts, kind_of, promise, store

AT_ONCE = 500
LATELY = dt.timedelta(days=90)
Counted = tuple[str, str, bool]  # source, which kind of claim, whether there is a date
Owner = tuple[UUID, str]  # the member, and the zone of their days


def note_all(at: dt.datetime) -> None:
    """Store every date that is not the one said last, and count what has none. Twice is once."""
    for thing, things in (
        (DateNight.Thing.CLAIM, Claim.objects.visible().waiting_for_us()),
        (DateNight.Thing.ORDER, Order.objects.waiting_for_us()),
    ):
        counted: Counter[Counted] = Counter()
        for owners in parts_of(things):
            counted += note(things.model, owners, at)
        count(thing, counted, local_date(at, "UTC"))
    for owners in parts_of(to_be_paid(at)):
        note(Claim, owners, at)


@transaction.atomic
def count(thing: DateNight.Thing, counted: Counter[Counted], on: dt.date) -> None:
    """Keep it as the one count of that night."""
    DateNight.objects.filter(noted_on=on, thing=thing).delete()
    DateNight.objects.bulk_create(
        DateNight(
            noted_on=on,
            thing=thing,
            source_id=source,
            segment=segment,
            dated=counted[source, segment, True],
            undated=counted[source, segment, False],
        )
        for source, segment in sorted({(source, segment) for source, segment, _ in counted})
    )


def to_be_paid(at: dt.datetime) -> QuerySet:
    """Decided lately, and no payment was told of yet; many of these have none to come."""
    paid = Q(state__in=PAYING, state_on__gt=at.date() - LATELY)
    unpaid = Q(current__paid_on=None) | Q(current__paid_on__gt=at.date() - ONE_DAY)
    return Claim.objects.visible().done().filter(paid, unpaid)


def parts_of(things: QuerySet) -> Iterator[dict[UUID, Owner]]:
    """The owners of some things after the other, by key: PostgreSQL reads each once."""
    keys = things.order_by("pk").values_list("pk", "member_id", "member__time_zone")
    last: dict[str, Any] = {}
    while part := list(keys.filter(**last)[:AT_ONCE]):
        last = {"pk__gt": part[-1][0]}
        yield {key: (member, zone) for key, member, zone in part}


def note(model: type, owners: dict[UUID, Owner], at: dt.datetime) -> Counter[Counted]:
    """Store what is new of some things; how many have a date, and how many have none."""
    found = [(facts, answer_of(facts, owners, at)) for facts in model.objects.facts_of([*owners])]
    dated = [(facts, answer) for facts, answer in found if is_dated(answer)]
    news = [(facts, answer) for facts, answer in dated if is_news(answer.date, facts.said)]
    made = (
        promise(owner, facts, answer.date, at=at, zone=zone, seen=False)
        for facts, answer in with_reasons(news, owners, at)
        for owner, zone in [owners[UUID(facts.id)]]
    )
    store([one for one in made if one])
    return Counter((one.source.slug, kind_of(one), is_dated(answer)) for one, answer in found)


def is_dated(answer: Answer) -> bool:
    """That we say more by a day is no date of the thing, and promised only to who reads it."""
    return answer.date.due_on is not None and answer.date.kind != DateKind.NEWS


def answer_of(facts: Facts, owners: dict[UUID, Owner], at: dt.datetime) -> Answer:
    zone = owners[UUID(facts.id)][1]
    if isinstance(facts, ClaimFacts):
        return claim_answer(facts, now=at, zone=zone, brief=True)
    return order_answer(facts, now=at, zone=zone, brief=True)


def with_reasons(
    news: list[tuple[Facts, Answer]], owners: dict[UUID, Owner], at: dt.datetime
) -> Iterator[tuple[Facts, Answer]]:
    """Why the date of a claim moved stands in its history, which only few are read with."""
    moved = {facts.id for facts, _answer in news if facts.said and isinstance(facts, ClaimFacts)}
    yield from ((facts, answer) for facts, answer in news if facts.id not in moved)
    for facts in read([UUID(one) for one in moved], whole=True):
        yield facts, answer_of(facts, owners, at)
