"""A month of calls lived through: people book, specialists call, fall ill, forget and come back.

Every half-hour at which something may happen the worker looks after calls and tells members, as it
does each minute. What was promised is then held against what became of it.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import time_machine
from msgspec import Struct

from accounts.models import Member
from outreach import talk
from outreach.call_telling import tell_of_calls
from outreach.models import (
    Booking,
    BookingChange,
    CallRequest,
    Keeper,
    Specialist,
    TimeOff,
)
from outreach.scheduling.absence import be_away
from outreach.scheduling.book import Ask, book
from outreach.scheduling.keeping import look_after_cases
from outreach.scheduling.need import Need
from outreach.scheduling.replace import look_after, try_later
from tests import make

Kind, State = BookingChange.Kind, Booking.State
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
OWNED_UP = 25 * MINUTE
OURS = {Kind.MOVED, Kind.HANDED, Kind.LAPSED, Kind.MISSED, Kind.NO_ANSWER}


class Month(Struct):
    """What happened, by kind; and each promise of which nobody can say what became, in words."""

    happened: Counter[str]
    broken: list[str]


def live(
    *, first: dt.date, days: int, specialists: list[Specialist], members: list[Member], seed: int
) -> Month:
    dice, happened = random.Random(seed), Counter[str]()
    claims = {one.pk: make.claim(one) for one in members}
    for number in range(days):
        morning = dt.datetime.combine(first + number * DAY, dt.time(12), dt.UTC)
        with time_machine.travel(morning, tick=False):
            begin_day(dice, morning, specialists, members, claims, happened)
            look(morning)
        work(dice, morning, happened)
    end = dt.datetime.combine(first + days * DAY, dt.time(12), dt.UTC)
    return Month(happened, list(unkept(end)))


def begin_day(dice, at, specialists, members, claims, happened) -> None:
    """Some ask for a call, and sometimes somebody calls in sick."""
    for member in dice.sample(members, k=len(members) // 3):
        need = Need(topic="claim", subject="claim", subject_id=claims[member.pk].pk)
        asked = Ask(need=need, phone="+13125550142", key=uuid4(), by=None)
        happened["booked" if book(member, asked, at) else "no time"] += 1
    who = dice.choice(specialists)
    if dice.random() < 0.3 and not TimeOff.objects.filter(specialist=who, during__contains=at):
        be_away(who, at, at + dice.choice((1, 1, 2, 9)) * DAY, "sick", by=who.user, at=at)
        happened["sick"] += 1


def work(dice: random.Random, morning: dt.datetime, happened: Counter[str]) -> None:
    """Each call of the day in its turn: held, forgotten, or nobody picked up."""
    at = morning
    while coming := next_call(at, morning + DAY):
        at = coming.starts_at + MINUTE
        with time_machine.travel(at, tick=False):
            happened[call(dice, coming, at)] += 1
            look(at)
        with time_machine.travel(at + OWNED_UP, tick=False):
            look(at + OWNED_UP)


def next_call(after: dt.datetime, until: dt.datetime) -> Booking | None:
    ahead = Booking.objects.booked().filter(
        during__startswith__gt=after, during__startswith__lt=until
    )
    return ahead.select_related("member", "specialist").order_by("during", "pk").first()


def call(dice: random.Random, booked: Booking, at: dt.datetime) -> str:
    fate = dice.random()
    if fate < 0.1:
        return "forgotten"
    if fate < 0.2:
        booked.no_answer(by=booked.specialist)
        if booked.tries == 2:
            try_later(booked, at, by=booked.specialist)
        return "no answer"
    begun = talk.begin(booked.specialist, booked)
    talk.verify(begun, ["name", "number"], actor=booked.specialist)
    agreed = talk.Said(kind="agreed", text="Call back", owner="us", due_on=at.date() + 2 * DAY)
    talk.end(begun, [agreed], by=booked.specialist)
    return "called"


def look(at: dt.datetime) -> None:
    look_after(at)
    look_after_cases(at)
    tell_of_calls(at + 2 * MINUTE)


def unkept(at: dt.datetime) -> Iterator[str]:
    """Promises of a time that were neither kept, nor moved with notice, nor owned up to."""
    for booked in Booking.objects.prefetch_related("changes"):
        changes = sorted(booked.changes.all(), key=lambda one: (one.at, one.pk))
        yield from (f"{booked}: {problem}" for problem in problems(booked, changes, at))
    for asked in CallRequest.objects.open().filter(subject="claim"):
        if not Keeper.objects.filter(member=asked.member_id, subject_id=asked.subject_id).exists():
            yield f"{asked} has no keeper"
    for away in TimeOff.objects.all():
        left = Booking.objects.booked().filter(
            specialist=away.specialist_id, during__overlap=away.during
        )
        yield from (f"{one} is with somebody who is away" for one in left)


def problems(booked: Booking, changes: list[BookingChange], at: dt.datetime) -> Iterator[str]:
    last = changes[-1]
    if booked.state == State.BOOKED and booked.starts_at + OWNED_UP < at and not booked.tries:
        yield "was forgotten"
    if booked.state == State.CALLED and last.at > booked.call_by:
        yield "was called late"
    for one in changes:
        if one.kind in OURS and one.at < at - DAY and told_late(one):
            yield f"its member was told too late that it was {one.kind}"


def told_late(change: BookingChange) -> bool:
    return change.told_at is None or change.told_at > change.at + 10 * MINUTE
