"""The answer about one order: facts, rules and *now* in, one finished `Answer` out."""

import datetime as dt
from typing import Any

from claims.answers.answer import Answer, Tag
from claims.answers.order_action import action
from claims.answers.order_case import Lateness, OrderCase, order_case
from claims.answers.order_doing import beside, doing, is_late
from claims.answers.order_headline import caption, headline, name, second_sentence, title
from claims.answers.order_law import law, rules
from claims.answers.order_options import options
from claims.answers.order_parts import (
    details,
    next_steps,
    parcels,
    questions,
    timeline,
    unknown_codes,
    why,
)
from claims.answers.order_standing import date_as_said
from claims.answers.person import orders_specialist, portal_phone
from claims.answers.words import gettext as _
from claims.answers.words import in_one_language, money, plain
from claims.explanations.states import tag_label
from claims.facts import OrderFacts, OrderState

# The same scale as claims: what the member must do, what is late, what we check, what moves.
RANK_REQUIRED, RANK_LATE, RANK_CHECKING, RANK_OURS, RANK_SETTLED = 50, 100, 400, 500, 900


@in_one_language
def order_answer(facts: OrderFacts, *, now: dt.datetime, zone: str, brief: bool = False) -> Answer:
    """What every face shows about an order, in the language that is active.

    ``now`` is UTC, ``zone`` the member's. ``brief`` builds what a list row prints, and needs no
    steps.
    """
    case = order_case(facts, now=now, zone=zone)
    act = action(case)
    thing = title(facts)
    tag = _tag(case, required=act.required)
    card: dict[str, Any] = {
        "subject": "order",
        "subject_id": facts.id,
        "url": f"/orders/{facts.id}/",
        "title": thing,
        "quiet_title": _quiet_title(case, thing),
        "caption": caption(facts),
        "name": name(facts),
        "tag": tag,
        "tag_label": tag_label(tag),
        "headline": headline(case),
        "action": act,
        "date": date_as_said(case),
        "freshness": case.freshness,
        "freshness_line": case.freshness_line,
        "person_first": case.person_first or case.state == OrderState.STALE or is_late(case),
        "person_group": orders_specialist(),
        "phone": portal_phone(),
        "guarded": case.guarded,
        "amount": "" if facts.total is None else money(facts.total),
        "law": law(case),
        "call": second_sentence(case),
        "rank": _rank(case, required=act.required),
        "settled": case.settled,
    }
    return Answer(**card) if brief else Answer(**card, **_rest(case))


def _rest(case: OrderCase) -> dict[str, Any]:
    """What only the page of the order shows."""
    return {
        "doing": doing(case),
        "beside": beside(case),
        "why": why(case),
        "steps": next_steps(case),
        "options": options(case),
        "questions": questions(case),
        "groups": parcels(case),
        "details": details(case),
        "timeline": timeline(case),
        "rules": rules(case),
        "unknown_codes": unknown_codes(case),
    }


def _quiet_title(case: OrderCase, thing: str) -> str:
    """Plain text for <title>: says nothing about a guarded item."""
    if case.guarded:
        return _("Your order")
    return _("{thing}: {status}").format(thing=plain(thing), status=_(case.words.title))


def _tag(case: OrderCase, *, required: bool) -> Tag:
    if required:
        return Tag.WAITING_FOR_YOU
    with_us = not case.doubt and (case.owed or case.cancelling)
    return Tag.WAITING_FOR_US if with_us else case.words.tag


def _rank(case: OrderCase, *, required: bool) -> int:
    if required:
        return RANK_REQUIRED
    if case.doubt:
        return RANK_CHECKING
    if is_late(case) or case.lateness != Lateness.NONE or case.unshipped_late or case.troubled:
        return RANK_LATE
    if case.state == OrderState.STALE:
        return RANK_CHECKING
    return RANK_SETTLED if case.settled else RANK_OURS
