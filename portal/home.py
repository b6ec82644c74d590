"""Gathers a member's own things for the first page. Few queries, however much a member has."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import Member
from claims.answers.answer import Answer, Tag
from claims.answers.balance import balance_answer
from claims.answers.claim import claim_answer
from claims.answers.order import order_answer
from claims.answers.words import local_date, money, say
from claims.due import due_now
from claims.facts import BalanceFacts
from claims.models import Balance, Claim, Order
from claims.views.listing import brief

#: Rows of one kind that the first page reads; the lists have the rest.
MOST_OPEN = 20
MOST_DONE = 5
MOST_SHOWN = 10


def at_home(member: Member) -> dict[str, Any]:
    """The context of the first page: three lists of brief answers, most urgent first."""
    at, zone = now(), member.time_zone
    claims, orders = Claim.objects.for_member(member), Order.objects.for_member(member)
    accounts = Balance.objects.for_member(member).recent().facts()
    going = [
        *brief(claims.open()[:MOST_OPEN].facts(), claim_answer, at, zone),
        *brief(orders.open()[:MOST_OPEN].facts(), order_answer, at, zone),
        *brief(accounts, balance_answer, at, zone),
    ]
    over = [
        *brief(claims.over()[:MOST_DONE].facts(), claim_answer, at, zone),
        *brief(orders.done().recent()[:MOST_DONE].facts(), order_answer, at, zone),
    ]
    return sorted_out(going, over) | {
        "hello": say(_("Hello, {name}"), name=member.preferred_name or member.legal_name),
        "balance": balance_words(accounts, local_date(at, zone)),
    }


def balance_words(accounts: list[BalanceFacts], today: dt.date) -> str:
    """What all accounts ask for together, in one sentence."""
    due = sum(
        due_now(account.entries, account.statements, today)
        for account in accounts
        if not account.conflict  # then nothing is asked for: two systems disagree
    )
    if due:
        return say(_("You owe {amount} in all."), amount=money(due))
    return _("You do not owe anything now.")


def sorted_out(going: list[Answer], over: list[Answer]) -> dict[str, Any]:
    """Which list each answer stands in. A settled one is done, whatever its state is called."""
    everything = going + over
    needs = [answer for answer in everything if needs_you(answer)]
    coming = [answer for answer in everything if not needs_you(answer) and not is_done(answer)]
    done = [answer for answer in everything if not needs_you(answer) and is_done(answer)]
    return {
        "needs": sorted(needs, key=urgency)[:MOST_SHOWN],
        "coming": sorted(coming, key=urgency)[:MOST_SHOWN],
        "done": sorted(done, key=day_of, reverse=True)[:MOST_DONE],
        "is_empty": not everything,
    }


def is_done(answer: Answer) -> bool:
    """Decided, even where an appeal is still possible; and an account that asks for nothing."""
    return answer.settled or answer.tag in (Tag.DONE, Tag.NOT_AGREED)


def urgency(answer: Answer) -> int:
    return answer.rank


def day_of(answer: Answer) -> dt.date:
    return answer.date.on or dt.date.min


def needs_you(answer: Answer) -> bool:
    """The member must do something, or may appeal while there is time."""
    if answer.action.required or answer.tag == Tag.WAITING_FOR_YOU:
        return True
    return answer.tag == Tag.NOT_AGREED and not answer.settled
