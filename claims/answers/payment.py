"""A payment in finished words: where it stands, and what that means for what is owed."""

import datetime as dt

from msgspec import Struct

from claims.answers.answer import Fact, Group, Tag
from claims.answers.words import gettext as _
from claims.answers.words import join, money, say, short_day
from claims.explanations.states import tag_label
from claims.facts import ByMember, PaymentFacts, PaymentState

S = PaymentState
WAITING = (S.BEGUN, S.OPEN)


class PaymentPage(Struct, frozen=True, kw_only=True):
    tag: Tag
    tag_label: str
    headline: str
    more: str
    is_open: bool  # the provider's page is still there, or may be asked for
    is_waiting: bool  # the newest word may come at any moment


def payment_page(
    facts: PaymentFacts, *, provider: str, left: bool, asked_a_person: bool = False
) -> PaymentPage:
    """``left``: the member came back without paying. ``asked_a_person``: what the provider said of
    it does not fit, and one of us finds out."""
    if asked_a_person and facts.state in WAITING:
        return _being_looked_at(facts)
    tag = _tag(facts, left=left)
    return PaymentPage(
        tag=tag,
        tag_label=tag_label(tag),
        headline=_headline(facts, provider, left=left),
        more=_more(facts, provider, left=left),
        is_open=facts.state in WAITING,
        is_waiting=facts.state is S.OPEN and not left,
    )


def _being_looked_at(facts: PaymentFacts) -> PaymentPage:
    words = _("A person is looking at your payment of {amount}.")
    return PaymentPage(
        tag=Tag.CHECKING,
        tag_label=tag_label(Tag.CHECKING),
        headline=say(words, amount=money(facts.cents)),
        more=_("What we were told of it does not fit. You do not need to pay again now."),
        is_open=False,
        is_waiting=False,
    )


def _tag(facts: PaymentFacts, *, left: bool) -> Tag:
    if facts.state in (S.PAID, S.REFUNDED):
        return Tag.DONE
    if facts.state in (S.OPEN, S.CONFIRMING) and not left:
        return Tag.WAITING_FOR_US
    return Tag.WAITING_FOR_YOU


def _headline(facts: PaymentFacts, provider: str, *, left: bool) -> str:
    amount = money(facts.cents)
    if (facts.state is S.OPEN and not left) or facts.state is S.CONFIRMING:
        words = _("We are waiting for {provider} to confirm your payment of {amount}.")
        return say(words, provider=provider, amount=amount)
    return say(
        {
            S.BEGUN: _("You have not paid {amount} yet."),
            S.OPEN: _("You have not paid {amount} yet."),
            S.EXPIRED: _("You did not pay {amount}. The payment page has closed."),
            S.FAILED: _("Your payment of {amount} did not go through."),
            S.PAID: _("You paid {amount}."),
            S.REFUNDED: _("We gave you back {amount}."),
        }[facts.state],
        amount=amount,
    )


def _more(facts: PaymentFacts, provider: str, *, left: bool) -> str:
    if facts.state is S.OPEN and not left:
        return _("This takes a few seconds, seldom some minutes. You do not need to pay again.")
    if facts.state is S.CONFIRMING:
        return _("Your bank can take some days. It is off what you owe meanwhile.")
    if facts.state in WAITING:
        return _("No money was taken.")
    if facts.state is S.EXPIRED:
        return _("No money was taken. You can start again from your balance.")
    if facts.state is S.FAILED:
        return _("No money was taken. You can try again from your balance, or call us.")
    if facts.state is S.REFUNDED:
        return say(_("{provider} sends it to where you paid from."), provider=provider)
    on_its_way = _("It is off what you owe now. The account itself shows it in some days.")
    return join(on_its_way, _given_back(facts))


def _given_back(facts: PaymentFacts) -> str:
    if not facts.refunded:
        return ""
    return say(_("We gave you back {amount} of it."), amount=money(facts.refunded))


def payments_group(
    told: ByMember, on_its_way: tuple[PaymentFacts, ...], today: dt.date
) -> Group | None:
    """The payments made here that the account does not show yet, or that ended otherwise."""
    waiting = {one.id for one in on_its_way}
    rows = [
        Fact(
            say(_("{what}, {date}"), what=_status(one), date=short_day(one.on, today=today)),
            money(one.left if one.id in waiting else one.cents),
            f"/payments/{one.id}/",
        )
        for one in told.payments
        if one.id in waiting or one.state in (S.REFUNDED, S.FAILED)
    ]
    if not rows:
        return None
    return Group(heading=_("Payments you made here"), facts=tuple(rows))


def _status(one: PaymentFacts) -> str:
    return {
        S.PAID: _("Your payment, on its way"),
        S.CONFIRMING: _("Your payment, not confirmed yet"),
        S.REFUNDED: _("Given back to you"),
        S.FAILED: _("Did not go through"),
    }[one.state]
