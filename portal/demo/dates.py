"""Dates that members of the demo were told, and the day that a specialist named for one of them."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import User
from claims.answers.claim import claim_answer
from claims.deadlines.calendar import add_business_days
from claims.facts import Delay
from claims.models import Claim, Promise
from claims.store.promise_settlement import settle
from claims.store.promises import keep, name_day
from portal.demo.members.grace import DECIDED_TOO_LATE
from portal.demo.members.tom import DATES_THAT_MOVED
from portal.demo.people import Person

TOLD_BEFORE = (*DATES_THAT_MOVED, DECIDED_TOO_LATE)
NAMED_BY_A_PERSON = "CLM-6060"
WITHOUT_A_DATE = ("CLM-2048", NAMED_BY_A_PERSON)  # of Maya and Luis
THEIR_DAY = 3  # business days from now


def look(numbers: Iterable[str], at: dt.datetime) -> None:
    """Their members read these claims then, so that we are held to the dates that they read."""
    for claim in Claim.objects.filter(number__in=numbers).select_related("member", "source"):
        facts, zone = claim.facts(), claim.member.time_zone
        answer = claim_answer(facts, now=at, zone=zone)
        keep(claim.member_id, [(facts, answer)], at=at, zone=zone)


def mend(by: Person, now: dt.datetime) -> None:
    """See what was not kept; where there was no date, a specialist names one."""
    settle(now)
    for undated in Promise.objects.undated().filter(claim__number=NAMED_BY_A_PERSON):
        on = add_business_days(now.date(), THEIR_DAY)
        who = User.objects.get(email=by.email)
        name_day(undated, on, delay=Delay.NOT_KNOWN, by=who, at=now, told=True)
