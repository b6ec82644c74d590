"""The answer about one account: facts, rules and *now* in, one finished `Answer` out."""

import datetime as dt
from typing import Any

from claims.answers.answer import Answer, Tag
from claims.answers.balance_case import BalanceCase, balance_case
from claims.answers.balance_groups import groups
from claims.answers.balance_headline import (
    action,
    caption,
    date_line,
    headline,
    name,
    second_sentence,
)
from claims.answers.balance_parts import (
    details,
    options,
    rules,
    series,
    sums,
    timeline,
)
from claims.answers.person import billing_specialist, portal_phone
from claims.answers.words import gettext as _
from claims.answers.words import in_one_language
from claims.explanations.states import tag_label
from claims.facts import BalanceFacts

# The same scale as claims: what the member must do, what we check, what others do.
RANK_REQUIRED, RANK_CHECKING, RANK_OURS, RANK_SETTLED = 0, 400, 500, 900
MOST_DAYS = 99


@in_one_language
def balance_answer(
    facts: BalanceFacts, *, now: dt.datetime, zone: str, brief: bool = False
) -> Answer:
    """What every face shows about an account, in the language that is active.

    ``now`` is UTC, ``zone`` the member's. ``brief`` builds only what a list row prints.
    """
    case = balance_case(facts, now=now, zone=zone)
    doing = action(case)
    tag = _tag(case)
    card: dict[str, Any] = {
        "subject": "balance",
        "subject_id": facts.id,
        "url": f"/balances/{facts.id}/",
        "title": _("Your balance"),
        "quiet_title": _("Your balance"),
        "caption": caption(facts),
        "name": name(facts),
        "tag": tag,
        "tag_label": tag_label(tag),
        "headline": headline(case),
        "action": doing,
        "date": date_line(case),
        "freshness": case.freshness,
        "freshness_line": case.freshness_line,
        "person_first": case.person_first,
        "person_group": billing_specialist(),
        "phone": portal_phone(),
        "guarded": case.guarded,
        "call": second_sentence(case),
        "rank": _rank(case, doing.due_on),
        "settled": case.settled,
    }
    return Answer(**card) if brief else Answer(**card, **_rest(case))


def _rest(case: BalanceCase) -> dict[str, Any]:
    """What only the page of the balance shows."""
    return {
        "options": options(case),
        "sums": sums(case),
        "groups": groups(case),
        "series": series(case),
        "details": details(case),
        "timeline": timeline(case),
        "rules": rules(case),
    }


def _tag(case: BalanceCase) -> Tag:
    if case.doubt:
        return Tag.CHECKING
    if case.due:
        return Tag.WAITING_FOR_YOU
    return Tag.DONE if case.settled else Tag.WAITING_FOR_US


def _rank(case: BalanceCase, due_on: dt.date | None) -> int:
    """Lower needs the member sooner."""
    if case.due:
        left = 0 if due_on is None else (due_on - case.today).days
        return RANK_REQUIRED + min(max(left, 0), MOST_DAYS)
    if case.doubt:
        return RANK_CHECKING
    return RANK_SETTLED if case.settled else RANK_OURS
