"""What only the page of a balance shows: why, what is not due, how to spread it, its history."""

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import pgettext

from claims.answers.answer import Fact, Moment, Option, Series, Sum, Table
from claims.answers.balance_case import BalanceCase
from claims.answers.balance_plan import plan_url
from claims.answers.person import phone_words, portal_phone
from claims.answers.words import day, join, money, say, short_day
from claims.answers.words import gettext as _
from claims.due import balance_over_time
from claims.explanations.entries import TYPES
from claims.facts import EntryFacts, EntryType
from claims.instalments import MOST_MONTHS

MOST_MOMENTS = 50
PAYMENTS = frozenset({EntryType.MEMBER_PAYMENT, EntryType.PAYER_PAYMENT, EntryType.REFUND})


def sums(case: BalanceCase) -> tuple[Sum, ...]:
    """Whose each cent is; the rows add up to the balance."""
    if case.doubt:
        return ()
    account = case.account
    rows = (
        (_("You owe now"), account.due, True),
        (_("An insurer still has to decide"), account.waiting, False),
        (_("We are checking"), account.disputed, False),
        (_("Not on a bill yet"), account.unbilled, False),
        (_("More than your share"), account.beyond, False),
        (_("Your credit"), -account.credit, False),
    )
    shown = [
        Sum(label=label, amount=money(cents), strong=strong)
        for label, cents, strong in rows
        if cents or strong
    ]
    here = sum(entry.cents for item in account.items for entry in item.entries if entry.on_its_way)
    if here:
        shown.append(Sum(label=_("Your payment, on its way"), amount=money(-here)))
    whole = account.balance - here
    return (*shown, Sum(label=_("Balance of the account"), amount=money(whole)))


def options(case: BalanceCase) -> tuple[Option, ...]:
    if not case.due:
        return ()
    return (
        Option(
            kind="pay",
            title=_to_pay(case),
            text=say(_how_to_pay(), phone=phone_words(portal_phone())),
            url=f"/balances/{case.facts.id}/payments/{'new/' if settings.PAYMENT_PROVIDER else ''}",
            button=_("Pay all or a part"),
            last_date=day(case.pay_by, today=case.today) if case.pay_by else "",
            needs=say(_("Your account number: {number}"), number=case.facts.number),
        ),
        _plan_option(case),
        Option(
            kind="dispute",
            title=_("I think this is wrong"),
            text=_dispute(case),
            last_date=day(case.dispute.notice_by, today=case.today) if case.dispute else "",
            url=f"/balances/{case.facts.id}/disputes/new/",
            button=_("Tell us what is wrong"),
        ),
    )


def _how_to_pay() -> str:
    if settings.PAYMENT_PROVIDER:
        return _(
            "You pay on the page of a payment provider. We do not take card numbers here. "
            "Or call {phone}."
        )
    return _(
        "A billing specialist calls you and takes your payment. Or call {phone}. "
        "We do not take card numbers here."
    )


def _plan_option(case: BalanceCase) -> Option:
    if case.plan:
        return Option(
            kind="plan",
            title=_("See or end your plan"),
            text=_("Which payments are to come, and what you agreed to."),
            url=plan_url(case),
            button=_("See the plan"),
        )
    return Option(
        kind="plan",
        title=_("Set up a plan"),
        text=say(
            _("You can pay in up to {n} months. Choose how many, and read the terms first."),
            n=MOST_MONTHS,
        ),
        url=f"{plan_url(case)}new/",
        button=_("Set up a plan"),
    )


def _to_pay(case: BalanceCase) -> str:
    if case.plan and case.in_plan_only:
        return say(_("Pay {amount}"), amount=money(case.plan.asked))
    if case.minimum:
        return say(_("Pay {least} or more"), least=money(case.minimum))
    return say(_("Pay {amount}"), amount=money(case.due))


def rules(case: BalanceCase) -> tuple[str, ...]:
    return (case.dispute.rule.name,) if case.due and case.dispute else ()


def series(case: BalanceCase) -> Series | None:
    """Twelve months as a step line, with the sentence above and the numbers below."""
    if case.doubt or not case.facts.entries:
        return None
    points = balance_over_time(case.facts.entries, case.today)
    (start, first), (_today, last) = points[0], points[-1]
    return Series(
        sentence=say(
            _("It was {first} in {month}. It is {last} now."),
            first=money(first),
            month=say(
                pgettext("month and year", "{month} {year}"),
                month=MONTHS[start.month],
                year=start.year,
            ),
            last=money(last),
        ),
        points=points,
        table=Table(
            caption=_("Balance over time"),
            head=(_("Day"), _("Balance")),
            rows=tuple(
                (short_day(on, today=case.today), money(cents)) for on, cents in reversed(points)
            ),
        ),
    )


def details(case: BalanceCase) -> tuple[Fact, ...]:
    facts, today = case.facts, case.today
    newest = facts.statements[0] if facts.statements else None
    stated = [
        (_("Account"), facts.title and say("{name}", name=facts.title)),
        (_("Account number"), facts.number and say("{n}", n=facts.number)),
    ]
    if newest is not None:
        stated += [
            (_("Last bill"), say("{n}", n=newest.number)),
            (_("Sent on"), day(newest.transmitted_on, today=today)),
            (_("Amount of the bill"), money(newest.closing)),
        ]
        if newest.minimum is not None:
            stated.append((_("Least you must pay"), money(newest.minimum)))
    return tuple(Fact(label, value) for label, value in stated if value)


def timeline(case: BalanceCase) -> tuple[Moment, ...]:
    """The latest bills and payments, newest first; the page of the account lists every line."""
    bills = [(s.transmitted_on, _bill(case, s.number, s.closing)) for s in case.facts.statements]
    paid = [
        (e.effective_on, Moment(title=_(TYPES[e.type]), when="", text=_paid(e)))
        for e in case.facts.entries
        if e.type in PAYMENTS
    ]
    happened = [(on, moment) for on, moment in bills + paid if on <= case.today]
    return tuple(
        Moment(
            title=moment.title,
            when=day(on, today=case.today),
            iso=on.isoformat(),
            who=moment.who,
            text=moment.text,
        )
        for on, moment in sorted(happened, key=lambda one: one[0], reverse=True)[:MOST_MOMENTS]
    )


def _bill(case: BalanceCase, number: str, closing: int) -> Moment:
    text = say(_("Bill {number} for {amount}"), number=number, amount=money(closing))
    return Moment(title=_("We sent you a bill"), when="", text=text)


def _paid(entry: EntryFacts) -> str:
    return join(money(abs(entry.cents)), _payer(entry))


def _payer(entry: EntryFacts) -> str:
    return say("({payer})", payer=entry.payer) if entry.payer else ""


def _dispute(case: BalanceCase) -> str:
    """12 CFR 1026.13: it must have arrived, not only been sent."""
    if case.dispute is None:
        return _("Tell us what is wrong. You do not have to pay that part while we check.")
    return say(
        _(
            "Tell us here what is wrong, or write to us. It must reach us by {date}. "
            "You do not have to pay that part while we check."
        ),
        date=day(case.dispute.notice_by, today=case.today),
    )
