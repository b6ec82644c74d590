"""What some of the demo's members chose and told us, and what was noted and worked out by that.

All of it through the functions that the pages call, in the order in which it happened.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from accounts.consent import decide
from accounts.consent.catalogue import PURPOSES
from accounts.models import Activity, Member, Preference
from claims.facts import Guard
from outreach.guesses import work_out
from outreach.models import Booking, Specialist
from portal.demo.people import BY_SLUG, Person
from portal.demo.then import Then

SEE, HELP, REMEMBER = "see_what_i_checked", "help_after_check", "remember_choices"

#: Who decided what, so many days ago; the oldest first.
DECIDED = (
    ("maya", 20, SEE, True),
    ("maya", 20, REMEMBER, True),
    ("june", 30, REMEMBER, True),
    ("daniel", 14, SEE, True),
    ("rosa", 9, SEE, True),
    ("daniel", 7, SEE, False),
    ("daniel", 7, HELP, True),
)
TOLD = (
    ("maya", Preference.About.BEST_TIME, "After 5, never on Fridays"),
    ("maya", Preference.About.MATTERS, "Explain it in plain steps"),
    ("june", Preference.About.CAREFUL, "Leave no message. Others listen to it."),
)
CHECKED = (("daniel", 1), ("rosa", 2))
"""Who opened their newest claim so many days ago; Maya did, too (`portal.demo.messages`)."""

CALLED = ("june", (21, 12, 5), 14)
"""Who was called so many days ago, at that hour where they are."""


def choose(people: Iterable[Person], now: dt.datetime) -> None:
    """What these people did; whoever is not there did nothing."""
    members = {
        person.slug: Member.objects.select_related("user").get(number=person.number)
        for person in people
        if person.number
    }
    for slug, days, purpose, on in DECIDED:
        if slug in members:
            turn(members[slug], purpose, on, now - dt.timedelta(days=days))
    for slug, about, words in TOLD:
        if slug in members:
            Preference.objects.tell(members[slug], about, words)
    for slug, days in CHECKED:
        if slug in members:
            check(members[slug], Then(now, BY_SLUG[slug].zone).day(-days))
    if CALLED[0] in members:
        call(members[CALLED[0]], now)


def turn(member: Member, purpose: str, on: bool, at: dt.datetime) -> None:
    """One switch of "What we remember about you"."""
    decide(
        member,
        {(purpose, category): on for category in PURPOSES[purpose].categories},
        by=member.user,
        screen="/me/",
        language=member.language,
        key=uuid4().hex,
        effective_at=at,
    )
    member.refresh_from_db(fields=["keeps_activity"])


def check(member: Member, day: dt.date) -> None:
    """As the page of their newest claim notes it."""
    claim = member.claims.filter(guard=Guard.NONE).order_by("-received_on", "number").first()
    if claim:
        Activity.objects.notice(member, Activity.Kind.CLAIM, claim.pk, day, guarded=False)


def call(member: Member, now: dt.datetime) -> None:
    """Calls that took place at the same time of the day, and what the night makes of them."""
    _slug, days_ago, hour = CALLED
    lena = Specialist.objects.filter(name=BY_SLUG["lena"].name).first()
    if lena is None:
        return
    then = Then(now, member.time_zone)
    for days in days_ago:
        begins = then.at(-days, hour)
        Booking.objects.create(
            member=member,
            specialist=lena.user,
            during=(begins, begins + dt.timedelta(minutes=30)),
            state=Booking.State.CALLED,
            phone=member.preferred_phone(),
            key=uuid4(),
            made_at=begins - dt.timedelta(days=1),
        )
    work_out(member)
