"""What made-up members asked us to do with their data: one copy, one due soon, one late."""

import datetime as dt
from collections.abc import Collection

from accounts.models import Member, User
from accounts.regimes import Kind
from accounts.rights.requests import ask, place_hold, work_on
from portal.demo.people import BY_SLUG, Person

DAY = dt.timedelta(days=1)


def ask_for_data(people: Collection[Person], now: dt.datetime) -> None:
    """Each of them who is in the demo asks, through the functions of the pages."""
    if BY_SLUG["grace"] in people:
        work_on(ask(member("grace"), Kind.ACCESS, at=now - 2 * DAY, home="elsewhere").pk)
    if BY_SLUG["daniel"] in people:
        ask(
            member("daniel"),
            Kind.CORRECTION,
            at=now - 27 * DAY,
            home="other_state",
            words="Claim CLM-3107 says that the hearing test was not ordered by a doctor.",
            right="Dr. Osei ordered it. The letter is with the clinic.",
        )
    if BY_SLUG["kit"] in people:
        ask(
            member("kit"),
            Kind.CORRECTION,
            at=now - 33 * DAY,
            home="other_state",
            words="The account shows an order that somebody else made on the shared phone.",
        )
    if {BY_SLUG["walter"], BY_SLUG["nadia"]} <= set(people):
        officer = User.objects.get(email=BY_SLUG["nadia"].email)
        place_hold(member("walter"), why="Audit of the plan, case 2026-114", by=officer)


def member(slug: str) -> Member:
    return Member.objects.get(number=BY_SLUG[slug].number)
