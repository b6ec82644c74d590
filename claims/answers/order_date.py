"""The date of an order: whose it is, how sure, and never a past day as one to come."""

import datetime as dt

from claims.answers.answer import DateBasis, DateLine, Freshness
from claims.answers.date_line import (
    checking,
    fact,
    late,
    no_date,
    no_date_known,
    whom_to_ask,
)
from claims.answers.order_case import OrderCase
from claims.answers.order_expected import (
    arrival_expected,
    refund_expected,
    shipping_expected,
)
from claims.answers.order_headline import carrier, seller
from claims.answers.order_parcel import ON_THE_WAY, UNSHIPPED, named_later
from claims.answers.person import portal_phone
from claims.answers.words import day, join, local_date, money, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.deadlines.buyer_rules import PROMPT_REFUND
from claims.explanations.order_states import trouble
from claims.facts import Choice, OrderFacts, OrderState, ShipmentFacts
from claims.fold_order import CLOSED

S = OrderState
NEVER_COMES = CLOSED | {S.RETURNING, S.DISPUTED}


def date_line(case: OrderCase) -> DateLine:
    if case.doubt:
        until = None if case.freshness is Freshness.NEVER else case.facts.checking_until
        return checking(case.today, until=until, by=case.told_by)
    if case.owed or case.facts.refunded_on:
        return _money_back(case)
    if case.words.settled and not case.cancelling:
        return _happened(case)
    if case.state == S.DISPUTED:
        return _looked_for(case, case.facts.act_by)
    return no_date(case.today, by=case.told_by) if case.cancelling else _to_come(case)


def _to_come(case: OrderCase) -> DateLine:
    if case.state in ON_THE_WAY:
        return _arrival(case)
    if case.state in UNSHIPPED:
        return _before_shipping(case)
    if case.state == S.PICKUP_READY and case.state_on is not None:
        return fact(_("It has been ready since {date}."), case.state_on, today=case.today)
    return no_date(case.today, by=case.told_by)


def may_come(facts: OrderFacts) -> bool:
    """Some parcel of it may still be delivered, so that a day to need it by makes sense."""
    if facts.choice == Choice.CANCEL:
        return False
    if not facts.shipments:
        return facts.state not in NEVER_COMES
    return any(_may_come(one) for one in facts.shipments)


def _may_come(parcel: ShipmentFacts) -> bool:
    given_up = parcel.state == S.EXCEPTION and trouble(parcel.detail).over
    return parcel.state not in NEVER_COMES and not given_up


def _money_back(case: OrderCase) -> DateLine:
    """Sent, or to be sent by a day; a day that has passed is said so."""
    facts = case.facts
    if facts.refunded_on is not None:
        sentence = _("We sent your money back on {date}.")
        return fact(sentence, facts.refunded_on, today=case.today)
    due_on = facts.refund_due_on
    assert due_on is not None
    if due_on < case.today:
        return late(
            case.today,
            promised=due_on,
            by=case.told_by,
            kind=DateKind.REFUND,
            sentence=_(
                "Your money had to be sent back by {promised}. It was not, and we are sorry. "
                "Ask us, and we will tell you more by {date}."
            ),
        )
    expected = refund_expected(case)
    if expected is not None and (expected.on is None or expected.on <= due_on):
        return expected
    sentence = _("You get your money back by {date}.")
    if facts.total:
        sentence = _("You get {amount} back by {date}.")
    told = say(sentence, amount=money(facts.total or 0), date=day(due_on, today=case.today))
    return DateLine(
        sentence=join(told, whom_to_ask(portal_phone()) if expected else ""),
        basis=DateBasis.LAW,
        on=due_on,
        source=PROMPT_REFUND.name,
        kind=DateKind.REFUND,
    )


def _looked_for(case: OrderCase, by: dt.date | None) -> DateLine:
    if case.facts.done_at is not None:
        sentence = _("We sent a replacement on {date}.")
        if case.found_out:
            sentence = _("We told you on {date} what we found out.")
        return fact(sentence, local_date(case.facts.done_at, case.zone), today=case.today)
    if by is None:
        return no_date(case.today, by=case.told_by)
    if by < case.today:
        return late(case.today, promised=by, by=case.told_by, kind=DateKind.CHECK)
    return DateLine(
        sentence=say(
            _("We find out where it was left, and tell you by {date}."),
            date=day(by, today=case.today),
        ),
        basis=DateBasis.NONE,
        more_by=by,
    )


def _happened(case: OrderCase) -> DateLine:
    if case.state_on is None:
        return no_date_known(case.today, by=case.told_by)
    if case.state == S.DELIVERED:
        sentence = _("It was delivered on {date}.")
    elif case.state == S.RETURNED:
        sentence = _("It went back on {date}.")
    else:
        sentence = _("It was cancelled on {date}.")
    return fact(sentence, case.state_on, today=case.today)


def _arrival(case: OrderCase) -> DateLine:
    if case.arrives_today:
        return DateLine(
            sentence=say(_("{carrier} expects to deliver it today."), carrier=carrier(case)),
            basis=DateBasis.CARRIER,
            on=case.today,
            source=case.carrier,
            kind=DateKind.DELIVER,
            part=case.parcel.tracking_code if case.parcel else "",
        )
    if case.expected_on is None:
        return _promised(case) if not case.hopeless else no_date(case.today, by=case.told_by)
    if case.expected_on < case.today:
        return _passed(case, case.expected_on, carrier(case))
    return _expected(case, case.expected_on)


def _expected(case: OrderCase, on: dt.date) -> DateLine:
    parcel = case.parcel
    if parcel is not None and named_later(parcel, on):
        sentence = say(
            _("We now expect it on {date}. It was {first}. {carrier} named a later day."),
            date=day(on, today=case.today),
            first=day(parcel.first_expected_on or on, today=case.today),
            carrier=carrier(case),
        )
    else:
        sentence = say(
            _("{carrier} expects to deliver it on {date}."),
            carrier=carrier(case),
            date=day(on, today=case.today),
        )
    return DateLine(
        sentence=sentence,
        basis=DateBasis.CARRIER,
        on=on,
        source=case.carrier,
        kind=DateKind.DELIVER,
        part=case.parcel.tracking_code if case.parcel else "",
    )


def _promised(case: OrderCase) -> DateLine:
    """What the seller said, where the carrier says nothing."""
    on = case.facts.promised_delivery_on
    if on is None:
        return arrival_expected(case) or no_date(case.today, by=case.told_by)
    if on < case.today:
        return _passed(case, on, seller(case.facts))
    return DateLine(
        sentence=say(
            _("{seller} promised it by {date}."),
            seller=seller(case.facts),
            date=day(on, today=case.today),
        ),
        basis=DateBasis.PROMISE,
        on=on,
        source=case.facts.seller,
        kind=DateKind.DELIVER,
    )


def _before_shipping(case: OrderCase) -> DateLine:
    """The promised arrival; without one the day by which it must ship."""
    if case.facts.promised_delivery_on is not None and not case.unshipped_late:
        return _promised(case)
    due = case.due
    if due is None or case.state == S.PAYMENT_DUE:
        return no_date(case.today, by=case.told_by)
    if case.unshipped_late:
        return late(
            case.today,
            promised=due.ship_by,
            kind=DateKind.SHIP,
            by=case.told_by,
            owner=seller(case.facts),
            sentence=_(
                "{owner} had to ship it by {promised}. That day has passed. "
                "Ask us, and we will tell you more by {date}."
            ),
        )
    expected = shipping_expected(case)
    if expected is not None and (expected.on is None or expected.on <= due.ship_by):
        return expected
    must_ship = _("It must be shipped by {date}. We do not have a delivery date yet.")
    if expected is not None:
        must_ship = _("It must be shipped by {date}.")
    told = say(must_ship, date=day(due.ship_by, today=case.today))
    return DateLine(
        sentence=join(told, whom_to_ask(portal_phone()) if expected else ""),
        basis=DateBasis.LAW,
        on=due.ship_by,
        source=due.rule.name,
        kind=DateKind.SHIP,
    )


def _passed(case: OrderCase, on: dt.date, owner: str) -> DateLine:
    return late(
        case.today,
        promised=on,
        by=case.told_by,
        kind=DateKind.DELIVER,
        owner=owner,
        sentence=_(
            "{owner} said {promised}. That day has passed. "
            "Ask us, and we will tell you more by {date}."
        ),
    )
