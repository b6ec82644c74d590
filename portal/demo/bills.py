"""What members of the demo did about their bills."""

import datetime as dt

from django.utils import translation

from accounts.models import Member
from claims.answers.balance_case import balance_case
from claims.answers.payment_plan import terms
from claims.instalments import schedule
from claims.models import Balance, LedgerEntry
from claims.store import bill_disputes, payment_plans
from portal.demo.members.daniel import DISPUTED
from portal.demo.members.luis import ON_A_PLAN
from portal.demo.people import BY_SLUG, Person


def act(people: list[Person], now: dt.datetime) -> None:
    if BY_SLUG["daniel"] in people:
        question(BY_SLUG["daniel"], now - dt.timedelta(days=2))
    if BY_SLUG["luis"] in people:
        agree_on_plan(BY_SLUG["luis"], ON_A_PLAN, now - dt.timedelta(days=22))


def question(person: Person, at: dt.datetime) -> None:
    """Daniel says that an item of his bill is wrong."""
    member = Member.objects.get(number=person.number)
    line = LedgerEntry.objects.get(balance__member=member, description=DISPUTED)
    bill_disputes.dispute(
        member,
        line.balance_id,
        f"entry {line.pk}",
        by=member.user,
        reason="not_mine",
        words="I called the day before and moved this appointment.",
        at=at,
    )


def agree_on_plan(person: Person, account: str, at: dt.datetime) -> None:
    """Four months, from two days later on; the first was paid since."""
    member = Member.objects.get(number=person.number)
    balance = Balance.objects.get(member=member, number=account)
    case = balance_case(balance.facts(), now=at, zone=person.zone)
    plan = schedule(case.due, case.today + dt.timedelta(days=2), 4)
    with translation.override(person.language):
        words = terms(plan, case.today).kept
    payment_plans.agree(
        member,
        balance.pk,
        total=case.due,
        months=4,
        first_on=plan[0].on,
        terms=words,
        by=member.user,
        at=at,
    )
