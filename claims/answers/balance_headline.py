"""What is owed in one sentence, what to do about it in one more, and the day of both."""

from claims.answers.answer import Action, DateBasis, DateLine
from claims.answers.balance_case import BalanceCase
from claims.answers.balance_plan import (
    days_left,
    plan_action,
    plan_date,
    plan_headline,
    plan_sentence,
)
from claims.answers.date_line import checking, fact, no_date
from claims.answers.words import day, join, money, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.facts import BalanceFacts


def caption(facts: BalanceFacts) -> str:
    return say(_("Account {number}"), number=facts.number) if facts.number else ""


def name(facts: BalanceFacts) -> str:
    """The short name in a list."""
    return say("{name}", name=facts.title) if facts.title else caption(facts) or _("Your balance")


def headline(case: BalanceCase) -> str:
    account = case.account
    if case.never:
        return _("We do not have this balance yet.")
    if case.doubt:
        return _("We are checking this balance.")
    if case.plan and case.in_plan_only:
        return plan_headline(case, case.plan)
    if case.due:
        return _owed(case)
    if account.credit:
        return say(_("You have {amount} in credit."), amount=money(account.credit))
    if case.settled:
        return _("You do not owe anything.")
    return _("You do not owe anything now.")


def second_sentence(case: BalanceCase) -> str:
    """The late fee, and what is not asked for yet."""
    if case.doubt:
        return ""
    plan = plan_sentence(case, case.plan) if case.plan else ""
    parts = (_above(case), _part_overdue(case), _least(case), plan, late_fee(case), _not_yet(case))
    return join(*parts)


def action(case: BalanceCase) -> Action:
    """Its day stands in the headline; what is not to be paid now may stand between the two."""
    if not case.due:
        return Action(sentence=_("You do not need to do anything now."))
    if case.plan and case.in_plan_only:
        return plan_action(case, case.plan)
    words = _("You need to pay {amount}.")
    if case.pay_by is None:
        sentence = say(words, amount=money(case.outside_plan))
        return Action(sentence=sentence, required=True, kind="pay")
    if case.minimum == 0:
        rest = _("You can pay the rest, {amount}, by {date}.")
        values = {"amount": money(case.due), "date": day(case.pay_by, today=case.today)}
        return Action(sentence=say(rest, **values), due_on=case.pay_by, kind="pay")
    if case.minimum:
        words = _("You need to pay at least {amount}.")
    return Action(
        sentence=say(words, amount=money(case.minimum or case.outside_plan)),
        required=True,
        due_on=case.pay_by,
        days_left=days_left(case.pay_by, case.today),
        kind="pay",
    )


def date_line(case: BalanceCase) -> DateLine:
    """The day on the bill; else since when nothing has changed."""
    if case.doubt:
        until = None if case.never else case.facts.checking_until
        return checking(case.today, until=until, by=case.told_by)
    if case.plan and case.in_plan_only:
        return plan_date(case, case.plan)
    bill = case.bill
    if case.due and case.pay_by is not None:
        words = _("The date is from your bill.")
        if case.minimum == 0:
            words = _("Your bill says {date}.")
        if case.pay_by == case.grace_by:
            words = _("We checked what you asked about. You have until {date} to pay it.")
        return DateLine(
            sentence=say(words, date=day(case.pay_by, today=case.today)),
            basis=DateBasis.STATEMENT,
            on=case.pay_by,
            source=bill.number if bill else "",
            kind=DateKind.BILL,
        )
    if case.due and bill is not None:
        return DateLine(
            sentence=say(_("It was due on {date}."), date=day(bill.due_on, today=case.today)),
            basis=DateBasis.LATE,
            on=bill.due_on,
            source=bill.number,
            kind=DateKind.BILL,
        )
    changed = [e.effective_on for e in case.facts.entries if e.effective_on <= case.today]
    if case.account.waiting or case.account.disputed or not changed:
        return no_date(case.today, by=case.told_by)
    return fact(_("Nothing has changed since {date}."), max(changed), today=case.today)


def late_fee(case: BalanceCase) -> str:
    """What paying late costs, if the bill says so."""
    bill = case.bill
    if not case.due or bill is None:
        return ""
    if case.in_plan_only:
        return _("There is no late fee while you keep to your plan.")
    if bill.late_fee is None:
        return _("Your bill does not name a late fee.")
    if bill.late_fee == 0:
        return _("There is no late fee.")
    words = _("If it is not paid by {date}, there is a late fee of {fee} on top.")
    if case.late_fee_charged:
        words = _("The late fee of {fee} is already in the {amount}.")
    elif bill.due_on < case.today and case.account.past_due:
        words = _("A late fee of {fee} can be added now. It is not in the {amount}.")
    return say(
        words,
        fee=money(bill.late_fee),
        amount=money(case.due),
        date=day(max(bill.due_on, case.grace_by or bill.due_on), today=case.today),
    )


def _above(case: BalanceCase) -> str:
    if case.account.beyond <= 0:
        return ""
    words = _("Your account shows {amount} more than your share. Do not pay that part.")
    return say(words, amount=money(case.account.beyond))


def _least(case: BalanceCase) -> str:
    """What a bill that may be paid in parts asks for by its day, and what is left then."""
    if case.minimum is None:
        return ""
    if case.minimum == 0:
        return _("You have paid the least that this bill asks for.")
    return say(
        _("That is the least you must pay by then. {rest} is left after it."),
        rest=money(case.due - case.minimum),
    )


def _owed(case: BalanceCase) -> str:
    if case.pay_by is not None and case.minimum != 0:
        words = _("You owe {amount}. Pay by {date}.")
        if case.plan:
            words = _("You owe {amount}. Pay {least} by {date}.")
        if case.minimum:
            words = _("You owe {amount}. Pay at least {least} by {date}.")
        return say(
            words,
            amount=money(case.due),
            least=money(case.minimum or case.outside_plan),
            date=day(case.pay_by, today=case.today),
        )
    return say(_("You owe {amount}."), amount=money(case.due))


def _part_overdue(case: BalanceCase) -> str:
    account, bill = case.account, case.bill
    if case.plan or not 0 < account.past_due < account.due or bill is None:
        return ""
    return say(
        _("{amount} of it was due on {date}."),
        amount=money(account.past_due),
        date=day(bill.due_on, today=case.today),
    )


def _not_yet(case: BalanceCase) -> str:
    """Money that others still decide about, or that no bill asks for."""
    parts = []
    if case.account.waiting > 0:
        parts.append(
            say(
                _("Do not pay {amount} yet: an insurer still has to decide."),
                amount=money(case.account.waiting),
            )
        )
    if case.account.disputed > 0:
        parts.append(
            say(
                _("We are checking {amount}. You do not have to pay it while we check."),
                amount=money(case.account.disputed),
            )
        )
    if case.account.unbilled > 0:
        parts.append(say(_("{amount} is not on a bill yet."), amount=money(case.account.unbilled)))
    return join(*parts)
