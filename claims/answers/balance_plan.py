"""What a balance says of a payment plan: the next payment, a missed one, and all that follow."""

import datetime as dt

from claims.answers.answer import Action, DateBasis, DateLine, Fact, Group
from claims.answers.balance_case import BalanceCase
from claims.answers.words import count_days, day, join, money, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.instalments import PlanStanding


def plan_headline(case: BalanceCase, plan: PlanStanding) -> str:
    """For a balance that the plan has wholly."""
    if plan.missed:
        words = _("You owe {amount}. A payment of {missed} was due on {date}.")
        assert plan.missed_on is not None
        return say(
            words,
            amount=money(case.due),
            missed=money(plan.missed),
            date=day(plan.missed_on, today=case.today),
        )
    assert plan.next is not None
    return say(
        _("You owe {amount}. Your plan: pay {part} by {date}."),
        amount=money(case.due),
        part=money(plan.next.cents),
        date=day(plan.next.on, today=case.today),
    )


def plan_action(case: BalanceCase, plan: PlanStanding) -> Action:
    """Its day stands in the headline."""
    words = _("You need to pay {amount}.")
    if plan.next is None or plan.missed:
        sentence = say(words, amount=money(plan.missed))
        return Action(sentence=sentence, required=True, kind="pay")
    return Action(
        sentence=say(words, amount=money(plan.next.cents)),
        required=True,
        due_on=plan.next.on,
        days_left=days_left(plan.next.on, case.today),
        kind="pay",
    )


def days_left(on: dt.date, today: dt.date) -> str:
    left = (on - today).days
    if left == 0:
        return _("Today is the last day.")
    if left == 1:
        return _("Tomorrow is the last day.")
    return say(_("You have {days}."), days=count_days(left))


def plan_date(case: BalanceCase, plan: PlanStanding) -> DateLine:
    if plan.next is not None:
        says = say(_("Your plan says {date}."), date=day(plan.next.on, today=case.today))
        return DateLine(
            sentence=says if plan.missed else _("The date is from your plan."),
            basis=DateBasis.STATEMENT,
            on=plan.next.on,
            source=plan.plan.id,
            kind=DateKind.BILL,
        )
    assert plan.missed_on is not None
    return DateLine(
        sentence=say(_("It was due on {date}."), date=day(plan.missed_on, today=case.today)),
        basis=DateBasis.LATE,
        on=plan.missed_on,
        source=plan.plan.id,
        kind=DateKind.BILL,
    )


def plan_sentence(case: BalanceCase, plan: PlanStanding) -> str:
    """What else the member has to know about it."""
    today = case.today
    parts: list[str] = []
    if plan.missed and plan.next:
        words = _("You can still pay it, and your plan goes on. The next is {part} on {date}.")
        parts.append(say(words, part=money(plan.next.cents), date=day(plan.next.on, today=today)))
    elif plan.missed:
        parts.append(_("You can still pay it. It is the last of your plan."))
    if not case.in_plan_only and plan.next:
        words = _("{amount} of it is in your plan. The next payment is {part} on {date}.")
        parts.append(
            say(
                words,
                amount=money(plan.left),
                part=money(plan.next.cents),
                date=day(plan.next.on, today=today),
            )
        )
    if case.in_plan_only and not plan.missed and len(plan.open) > 1:
        parts.append(say(_("Your plan ends on {date}."), date=day(plan.open[-1].on, today=today)))
    return join(*parts)


def plan_group(case: BalanceCase) -> Group | None:
    """Each payment that is still to come, and where the plan is read and ended."""
    plan = case.plan
    if plan is None:
        return None
    rows = [
        Fact(
            day(one.on, today=case.today),
            say(_("{amount}: missed"), amount=money(one.cents))
            if one.on < case.today
            else money(one.cents),
        )
        for one in plan.open
    ]
    rows.append(Fact(_("Your plan"), _("See the plan"), plan_url(case)))
    return Group(heading=_("Your payment plan"), facts=tuple(rows))


def plan_url(case: BalanceCase) -> str:
    return f"/balances/{case.facts.id}/plan/"
