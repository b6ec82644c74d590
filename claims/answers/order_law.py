"""What the law promises somebody whose order has not shipped (16 CFR 435), in words."""

import datetime as dt

from claims.answers.answer import DateBasis
from claims.answers.order_case import OrderCase
from claims.answers.order_date import date_line
from claims.answers.order_headline import seller
from claims.answers.words import day, join, say
from claims.answers.words import gettext as _
from claims.deadlines.buyer_rules import SHORT_DELAY
from claims.deadlines.delay import Silence
from claims.deadlines.order import ShipmentDue
from claims.facts import OrderState

S = OrderState


def law(case: OrderCase) -> str:
    """What the law promises somebody whose order has not shipped, or whose money is owed to them
    (16 CFR 435).
    """
    if case.owed and not case.doubt:
        return _must_be_sent_back(case)
    if case.doubt or case.cancelling or case.shipping is None or case.state == S.PAYMENT_DUE:
        return ""
    can_cancel = _("You can cancel until it ships.")
    if case.due is None:
        return can_cancel
    if case.unshipped_late:
        return _refund(case.due, case.today)
    if case.silence is not Silence.NONE:
        return _silence(case, case.due)
    if date_line(case).basis is DateBasis.LAW:  # it names the day already
        return can_cancel
    must_ship = say(_("It must ship by {date}."), date=day(case.due.ship_by, today=case.today))
    return join(must_ship, can_cancel)


def rules(case: OrderCase) -> tuple[str, ...]:
    """id@version of what the words rest on."""
    if not law(case) or case.due is None:
        return (case.words.name,)
    delayed = [SHORT_DELAY.name] if case.silence is not Silence.NONE else []
    return (case.words.name, case.due.rule.name, *delayed)


def _must_be_sent_back(case: OrderCase) -> str:
    """The law's day, where the date line says when it is expected."""
    due_on = case.facts.refund_due_on
    if due_on is None or due_on < case.today or date_line(case).basis is DateBasis.LAW:
        return ""
    words = _("Your money must be sent back by {date}.")
    return say(words, date=day(due_on, today=case.today))


def _silence(case: OrderCase, due: ShipmentDue) -> str:
    """The seller named a later day, and what it means to say nothing (16 CFR 435.2(b))."""
    assert case.shipping is not None
    assert case.shipping.new_day is not None
    new_day = say(
        _("{seller} now says it ships by {date}."),
        seller=seller(case.facts),
        date=day(case.shipping.new_day, today=case.today),
    )
    if case.silence is Silence.CONSENTS:
        means = _(
            "If you say nothing, you agree to wait until then. You can cancel until it ships."
        )
        return join(new_day, means)
    cancelled = say(
        _("If you say nothing by {date}, the order is cancelled."),
        date=day(due.ship_by, today=case.today),
    )
    back = say(
        _("Your money must then be sent back by {date}."),
        date=day(due.refund_by, today=case.today),
    )
    return join(new_day, cancelled, back)


def _refund(due: ShipmentDue, today: dt.date) -> str:
    """Not shipped in time and no new day agreed: the order counts as cancelled."""
    if due.refund_by >= today:
        refund = _("Your money must be sent back by {date}.")
    else:
        refund = _("Your money had to be sent back by {date}.")
    return join(
        _("By law it counts as cancelled, unless you agreed to wait."),
        say(refund, date=day(due.refund_by, today=today)),
    )
