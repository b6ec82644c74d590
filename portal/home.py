"""Gathers a member's own things for the first page. Few queries, however much a member has."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import now
from accounts.models import Member
from claims.answers.answer import Answer, Tag
from claims.answers.balance import balance_answer
from claims.answers.balance_case import balance_case, counts_until
from claims.answers.claim import claim_answer
from claims.answers.claim_balance import by_number, with_accounts
from claims.answers.order import order_answer
from claims.answers.words import local_date, money, say
from claims.facts import AccountLines, BalanceFacts, ClaimFacts, ClaimUse
from claims.models import Balance, Claim, Order
from claims.views.listing import brief, shown, stands_in

#: Rows of one kind that the first page reads; the lists have the rest, and the page says so.
MOST_ASKING = 50
MOST_OPEN = 20
MOST_DONE = 5
MOST_SHOWN = 10
MOST_NEEDS = 5  # the nearest; more at once is a wall
LISTS = {
    "claim": "/claims/",
    "approval": "/approvals/",
    "order": "/orders/",
    "balance": "/balances/",
}


def at_home(member: Member) -> dict[str, Any]:
    """The context of the first page: three lists of brief answers, most urgent first."""
    at, zone = now(), member.time_zone
    today = local_date(at, zone)
    claims, orders = Claim.objects.for_member(member), Order.objects.for_member(member)
    accounts = Balance.objects.for_member(member).recent().facts()
    owing = brief(accounts, balance_answer, at, zone)
    asking, more_asking = first_claims(claims.asking(today), MOST_ASKING)
    with_us, more_with_us = first_claims(claims.waiting_longest(), MOST_OPEN)
    moving, more_moving = first(orders.open(), MOST_OPEN)
    still_open = claims.facts_of(asking) + claims.facts_of(with_us)
    decided = claims.over(today)[:MOST_DONE].facts()
    told = as_accounts_say(still_open + decided, accounts, at, zone)
    going = [
        *shown(member, told[: len(still_open)], claim_answer, at),
        *shown(member, orders.facts_of(moving), order_answer, at),
        *owing,
    ]
    over = [
        *shown(member, told[len(still_open) :], claim_answer, at),
        *brief(orders.done().recent()[:MOST_DONE].facts(), order_answer, at, zone),
    ]
    unread = {
        "needs": more_asking,
        "coming": more_with_us | {"order": more_moving},
    }
    return sorted_out(going, over, unread) | {
        "hello": hello(member),
        "balance": balance_words(accounts, owing, at, zone, shared=bool(member.acting)),
    }


def hello(member: Member) -> str:
    words = _("What {name} shares with you") if member.acting else _("Hello, {name}")
    return say(words, name=member.name)


def first(things: QuerySet, most: int) -> tuple[list[UUID], int]:
    """The first keys and how many more there are; one query."""
    counted = things.annotate(in_all=Window(Count("*"))).values_list("pk", "in_all")
    rows = list(counted[:most])
    return [key for key, _in_all in rows], rows[0][1] - len(rows) if rows else 0


def first_claims(claims: QuerySet, most: int) -> tuple[list[UUID], dict[str, int]]:
    """The same of claims and approvals together, where each kind counts for itself."""
    approval = Q(use=ClaimUse.PREAUTHORIZATION)
    counted = claims.annotate(
        in_all=Window(Count("*")), approvals=Window(Count("pk", filter=approval))
    ).values_list("pk", "use", "in_all", "approvals")
    rows = list(counted[:most])
    if not rows:
        return [], {}
    _key, _use, in_all, approvals = rows[0]
    shown = sum(use == ClaimUse.PREAUTHORIZATION for _key, use, *_counts in rows)
    more_claims = in_all - approvals - (len(rows) - shown)
    return [row[0] for row in rows], {"claim": more_claims, "approval": approvals - shown}


def as_accounts_say(
    claims: list[ClaimFacts], accounts: list[BalanceFacts], at: dt.datetime, zone: str
) -> list[ClaimFacts]:
    """Claims with what the accounts hold about them, without a query: their lines are read."""
    if not any(claim.on_account for claim in claims):
        return claims
    known = [
        by_number(
            AccountLines(
                id=one.id,
                entries=one.entries,
                statements=one.statements,
                by_member=one.by_member,
            ),
            claims,
        )
        for one in accounts
        if not one.conflict
    ]
    today, until = local_date(at, zone), counts_until(at, zone)
    return with_accounts(claims, known, today=today, until=until)


def balance_words(
    accounts: list[BalanceFacts], answers: list[Answer], at: dt.datetime, zone: str, *, shared: bool
) -> str:
    """What all accounts ask for, in one sentence: the one that asks speaks for itself.

    ``shared``: it is read by somebody who helps, and who may not see all that is owed.
    """
    asking = [answer for answer in answers if answer.tag == Tag.WAITING_FOR_YOU]
    if len(asking) == 1:
        return asking[0].headline
    if not asking:
        nothing = _("Nothing that is shared with you has to be paid now.")
        return nothing if shared else _("You do not owe anything now.")
    ids = {answer.subject_id for answer in asking}
    ask = [account for account in accounts if account.id in ids]
    due = sum(balance_case(account, now=at, zone=zone).due for account in ask)
    words = (
        _("{amount} in all, of what is shared with you.")
        if shared
        else _("You owe {amount} in all.")
    )
    return say(words, amount=money(due))


def sorted_out(
    going: list[Answer], over: list[Answer], unread: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Which list each answer stands in. A settled one is done, whatever its state is called.

    ``unread`` says how many more of each kind belong to a list and were not even read.
    """
    everything = going + over
    needs, coming, done = (
        [answer for answer in everything if stands_in(answer) == where]
        for where in ("you", "us", "done")
    )
    needs.sort(key=soonest)
    coming.sort(key=urgency)
    return {
        "needs": needs[:MOST_NEEDS],
        "more_needs": more(needs[MOST_NEEDS:], unread["needs"], "you"),
        "coming": coming[:MOST_SHOWN],
        "more_coming": more(coming[MOST_SHOWN:], unread["coming"], "us"),
        "done": sorted(done, key=day_of, reverse=True)[:MOST_DONE],
        "is_empty": not everything,
    }


def more(hidden: list[Answer], unread: Mapping[str, int], show: str) -> list[dict[str, str]]:
    """For each kind of thing that does not fit: how many there are, and the list that has them.

    ``show`` is the filter under which the lists show the same.
    """
    links = []
    for kind, url in LISTS.items():
        number = sum(answer.url.startswith(url) for answer in hidden) + unread.get(kind, 0)
        if number:
            links.append({"url": f"{url}?show={show}", "words": more_words(kind, number)})
    return links


def more_words(kind: str, number: int) -> str:
    if kind == "claim":
        words = ngettext("and {n} more claim", "and {n} more claims", number)
    elif kind == "approval":
        words = ngettext("and {n} more approval", "and {n} more approvals", number)
    elif kind == "order":
        words = ngettext("and {n} more order", "and {n} more orders", number)
    else:
        words = ngettext("and {n} more account", "and {n} more accounts", number)
    return say(words, n=f"{number:,}")


def soonest(answer: Answer) -> tuple[dt.date, int]:
    """By the day on which the member must or may act; what they must do without a day is first."""
    no_day = dt.date.min if answer.action.required else dt.date.max
    return answer.action.due_on or no_day, answer.rank


def urgency(answer: Answer) -> int:
    return answer.rank


def day_of(answer: Answer) -> dt.date:
    return answer.date.on or dt.date.min
