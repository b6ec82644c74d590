"""One dispute of a bill in finished words: where it stands, what the member said, what follows."""

import datetime as dt

from msgspec import Struct

from claims.answers.answer import Fact, Moment, Tag
from claims.answers.words import day, join, local_date, money, say
from claims.answers.words import gettext as _
from claims.deadlines.balance import estimate_dispute_until
from claims.explanations.dispute_outcomes import OUTCOMES
from claims.explanations.states import tag_label
from claims.facts import DisputeFacts, DisputeOutcome


class Told(Struct, frozen=True, kw_only=True):
    """What stands beside the facts: the member's words, and the estimate where there was one."""

    reason: str
    words: str
    estimate: int | None = None
    billed_on: dt.date | None = None


class Step(Struct, frozen=True, kw_only=True):
    title: str
    at: dt.datetime
    words: str = ""
    agreed: int | None = None


class DisputePage(Struct, frozen=True, kw_only=True):
    title: str
    tag: Tag
    tag_label: str
    headline: str
    action: str
    next: str
    answer: str
    said: tuple[Fact, ...]
    more: tuple[str, ...]
    timeline: tuple[Moment, ...]
    is_open: bool


def dispute_page(
    facts: DisputeFacts, told: Told, steps: tuple[Step, ...], *, today: dt.date, zone: str
) -> DisputePage:
    """``steps`` newest first; ``today`` is the member's."""
    is_open = facts.outcome is DisputeOutcome.OPEN
    tag = Tag.WAITING_FOR_US if is_open else Tag.DONE
    checking = _("We are checking “{item}”. You do not have to pay it while we check.")
    answered = next((step for step in steps if step.words), None)
    return DisputePage(
        title=say("{name}", name=facts.name),
        tag=tag,
        tag_label=tag_label(tag),
        headline=say(checking, item=facts.name) if is_open else _(OUTCOMES[facts.outcome]),
        action=_("You do not need to do anything now.")
        if is_open
        else join(_after(facts, answered), _pay_by(facts, today)),
        next=_clocks(facts, today) if is_open else "",
        answer=say("{words}", words=answered.words) if answered else "",
        said=_said(facts, told, today),
        more=tuple(filter(None, (_estimate(facts, told, today),))),
        timeline=tuple(_moment(step, today, zone) for step in steps),
        is_open=is_open,
    )


def _clocks(facts: DisputeFacts, today: dt.date) -> str:
    """12 CFR 1026.13(c): both days are the latest, and no weekend moves them."""
    parts: list[str] = []
    if facts.acknowledged_on is None and facts.acknowledge_by >= today:
        first = _("By {date} we write to you that we are looking at it.")
        parts.append(say(first, date=day(facts.acknowledge_by, today=today)))
    if facts.resolve_by >= today:
        last = _("We tell you what we found by {date} at the latest.")
    else:
        last = _("We said that we would tell you by {date}. We are late, and we are sorry.")
    parts.append(say(last, date=day(facts.resolve_by, today=today)))
    if not facts.in_time:
        parts.append(
            _("It came later than the 60 days that the law gives. We check it all the same.")
        )
    return join(*parts)


def _after(facts: DisputeFacts, answered: Step | None) -> str:
    if facts.outcome is DisputeOutcome.RIGHT:
        return _("It is off what you owe. If somebody asks you for it, call us before you pay.")
    if facts.outcome is DisputeOutcome.PARTLY and answered and answered.agreed is not None:
        return say(_("You owe {amount} for it in all."), amount=money(answered.agreed))
    return _("It is part of what you owe again.")


def _pay_by(facts: DisputeFacts, today: dt.date) -> str:
    """12 CFR 1026.13(g): they get as long to pay it as the bill gave, and ten days at least."""
    if facts.pay_by is None or facts.pay_by < today:
        return ""
    words = _("You have until {date} to pay it. Nobody may call it late before.")
    return say(words, date=day(facts.pay_by, today=today))


def _said(facts: DisputeFacts, told: Told, today: dt.date) -> tuple[Fact, ...]:
    found = [
        Fact(_("What"), say("{name}", name=facts.name)),
        Fact(_("Amount"), money(facts.cents)),
        Fact(_("Why it is wrong"), told.reason),
        Fact(_("What you told us"), say("{words}", words=told.words)),
    ]
    if told.estimate is not None:
        found.append(Fact(_("The estimate"), money(told.estimate)))
    found.append(Fact(_("Came in on"), day(facts.received_on, today=today)))
    return tuple(found)


def _estimate(facts: DisputeFacts, told: Told, today: dt.date) -> str:
    """45 CFR 149.620: far above an estimate, somebody outside decides. The bill's date is taken
    for the day it came, which gives the earlier and so the safer day."""
    if told.estimate is None or told.billed_on is None:
        return ""
    until = estimate_dispute_until(told.billed_on, estimate=told.estimate, billed=facts.cents)
    if until is None:
        return _("It is less than $400 above the estimate. So only we can look at it, and we do.")
    if until < today:
        return say(
            _("The last day to ask somebody outside to decide was {date}."),
            date=day(until, today=today),
        )
    return say(
        _(
            "It is $400 or more above the estimate. If you did not use insurance, you can ask "
            "somebody outside to decide. Start by {date}. It costs $25. Call us: we tell you how."
        ),
        date=day(until, today=today),
    )


def _moment(step: Step, today: dt.date, zone: str) -> Moment:
    on = local_date(step.at, zone)
    return Moment(
        title=step.title,
        when=day(on, today=today),
        iso=on.isoformat(),
        text=say("{words}", words=step.words) if step.words else "",
    )
