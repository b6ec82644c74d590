"""The demo's inboxes: what the real rules find, decided by the real worker's code."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts.consent import decide
from accounts.models import Activity, Member, User
from outreach import sending
from outreach.appeal_telling import tell_of_appeals
from outreach.document_telling import tell_of_documents
from outreach.finding import find_by_what_is_remembered, find_nudges
from outreach.marks import follow
from outreach.models import Message, Rule
from outreach.models.reach import QUIET_FROM, QUIET_UNTIL
from outreach.nudges import NUDGES
from outreach.quiet_hours import quiet_until
from outreach.recovering import open_recoveries
from outreach.sweep import sweep
from portal.demo.people import BY_SLUG, Person
from portal.demo.then import Then

HERE = "America/Chicago"
REMINDED = ("maya", "daniel", "rosa", "priya", "grace")
OFFERED, CHECKED = "maya", "CLM-2041"
MOST = 500


def begin(now: dt.datetime) -> None:
    """What lands from here on is news."""
    sweep(now)


def write(people: Iterable[Person], now: dt.datetime) -> None:
    """Let members choose, two of us start the rules, and the worker do its work."""
    slugs = {person.slug for person in people}
    for slug in REMINDED:
        if slug in slugs:
            choose(BY_SLUG[slug], "care_reminders", "claims", "orders", "balances")
    if {"ruth", "otis"} <= slugs:
        start_rules(now)
    if OFFERED in slugs:
        check_twice(now)
    at = daytime(now)
    sweep(at)
    tell_of_appeals(at)
    find_by_what_is_remembered(Then(at, HERE).at(0, 6))
    find_nudges(at)
    tell_of_documents(at)
    open_recoveries(at)
    for key in Message.objects.all().claim(at, MOST):
        sending.decide(key, at)


def choose(person: Person, purpose: str, *categories: str) -> None:
    member = Member.objects.select_related("user").get(number=person.number)
    decide(
        member,
        {(purpose, category): True for category in categories},
        by=member.user,
        screen="persona",
        language=member.language,
        key=f"demo:{person.slug}:{purpose}",
    )


def start_rules(now: dt.datetime) -> None:
    ruth, otis = (User.objects.get(email=BY_SLUG[slug].email) for slug in ("ruth", "otis"))
    for nudge in NUDGES.values():
        with transaction.atomic():
            rule = Rule.of(nudge.key, nudge.version)
            rule.propose(ruth, now)
            rule.start(otis, now)


def check_twice(now: dt.datetime) -> None:
    """Maya allows an offer, checks a claim on two nights, and asks to be told of its news."""
    choose(BY_SLUG[OFFERED], "help_after_check", "activity")
    maya = Member.objects.get(number=BY_SLUG[OFFERED].number)
    claim = maya.claims.get(number=CHECKED)
    then = Then(now, maya.time_zone)
    for ago in (-3, -2):
        day = then.day(ago)
        Activity.objects.notice(maya, Activity.Kind.CLAIM, claim.pk, day, guarded=False)
    follow(maya, "claim", claim.pk, at=now)


def daytime(now: dt.datetime) -> dt.datetime:
    """Now, or the last morning when it is night: at night nothing of this is sent."""
    if quiet_until(now, HERE, starts=QUIET_FROM, ends=QUIET_UNTIL) is None:
        return now
    today = Then(now, HERE).at(0, 9)
    return today if today <= now else Then(now, HERE).at(-1, 9)
