"""When the demo's specialists work, what they are trained for and how they can talk."""

import datetime as dt

from msgspec import Struct

from accounts.models import User
from outreach.models import CallRequest, Skill, Specialist, Team, Topic, WorkingHours
from portal.demo.people import BY_SLUG

PHONE, INTERPRETER = CallRequest.Way.PHONE, CallRequest.Way.INTERPRETER
TEXT_RELAY, SIGN_LANGUAGE = CallRequest.Way.TEXT_RELAY, CallRequest.Way.SIGN_LANGUAGE
EARLY = ((dt.time(8), dt.time(12)), (dt.time(12, 30), dt.time(16, 30)))
LATE = ((dt.time(11), dt.time(15)), (dt.time(15, 30), dt.time(19, 30)))
WEEKDAYS = range(5)


class Desk(Struct, frozen=True, kw_only=True):
    slug: str
    topics: tuple[str, ...]
    shifts: tuple[tuple[dt.time, dt.time], ...] = EARLY
    zone: str = "America/New_York"
    languages: tuple[str, ...] = ("en",)
    ways: tuple[str, ...] = (PHONE, INTERPRETER)


DESKS = (
    Desk(
        slug="lena",
        topics=(Topic.CLAIM, Topic.DENIAL, Topic.BALANCE),
        languages=("en", "es"),
        ways=(PHONE, INTERPRETER, TEXT_RELAY),
    ),
    Desk(
        slug="omar",
        topics=(Topic.CLAIM, Topic.BALANCE),
        shifts=LATE,
        zone="America/Chicago",
        ways=(PHONE, INTERPRETER, TEXT_RELAY, SIGN_LANGUAGE),
    ),
    Desk(slug="ines", topics=(Topic.ORDER, Topic.BALANCE), languages=("en", "es"), shifts=LATE),
    Desk(slug="ruth", topics=(Topic.CLAIM, Topic.DENIAL, Topic.ORDER, Topic.BALANCE)),
)


def keep_desks(slugs: set[str], now: dt.datetime) -> None:
    """All but the orders people are a team, of which one stays free for whoever rings."""
    team = Team.objects.create(name="Claims", at_once=2)
    for desk in DESKS:
        if desk.slug in slugs:
            keep_desk(desk, team if Topic.CLAIM in desk.topics else None, now)


def keep_desk(desk: Desk, team: Team | None, now: dt.datetime) -> None:
    person = BY_SLUG[desk.slug]
    made = Specialist.objects.create(
        user=User.objects.get(email=person.email),
        name=person.name,
        team=team,
        zone=desk.zone,
        languages=list(desk.languages),
        ways=list(desk.ways),
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(specialist=made, weekday=weekday, opens=opens, closes=closes)
        for weekday in WEEKDAYS
        for opens, closes in desk.shifts
    )
    trained = now.date() - dt.timedelta(days=400)
    Skill.objects.bulk_create(
        Skill(specialist=made, topic=topic, trained_on=trained) for topic in desk.topics
    )
