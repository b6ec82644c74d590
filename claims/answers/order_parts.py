"""What only the page of an order shows: next steps, parcels, questions, details, the timeline."""

import datetime as dt

from django.utils.translation import pgettext

from claims.answers.answer import Asked, DateBasis, Fact, Group, Moment, Upcoming
from claims.answers.freshness import system
from claims.answers.order_case import OrderCase
from claims.answers.order_date import date_line
from claims.answers.order_headline import carrier, to_seller
from claims.answers.order_parcel import UNSHIPPED, believed_day
from claims.answers.words import clock, day, local_date, money, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.explanations.order_states import ORDER_STATES
from claims.facts import PORTAL, OrderState, ShipmentFacts, Step
from claims.fold_order import in_order

S = OrderState


def why(case: OrderCase) -> tuple[str, ...]:
    """Who says what, where two systems disagree."""
    if not case.facts.conflict:
        return ()
    ordered, carried = (_(ORDER_STATES[state].title) for state in case.facts.conflict[:2])
    return (
        say(_("Our order system says: {status}."), status=ordered),
        say(_("The carrier says: {status}."), status=carried),
    )


def next_steps(case: OrderCase) -> tuple[Upcoming, ...]:
    """From ordered to delivered; nothing for an order that goes another way."""
    elsewhere = case.state in (S.CANCELLED, S.RETURNING, S.RETURNED, S.DISPUTED)
    if case.doubt or case.cancelling or elsewhere:
        return ()
    shipped = case.state not in UNSHIPPED and case.state != S.STALE
    delivered = case.state == S.DELIVERED
    placed_on = case.facts.placed_on
    return (
        Upcoming(text=_("Ordered"), when=_when(case, placed_on), done=True),
        Upcoming(
            text=_("Shipped"),
            when=_when(case, _first_scan(case)) if shipped else _ship_by(case),
            done=shipped,
        ),
        Upcoming(
            text=_("Delivered"),
            when=_when(case, case.state_on) if delivered else _arrives(case),
            done=delivered,
        ),
    )


def questions(case: OrderCase) -> tuple[Asked, ...]:
    if case.doubt:
        return ()
    if case.state == S.LABEL_CREATED:
        return (
            Asked(
                _("Why is a label not a shipment?"),
                say(
                    _("A label tells {carrier} that a parcel will come. It does not have it yet."),
                    carrier=case.carrier or _("the carrier"),
                ),
            ),
        )
    if case.facts.refund_due_on or case.facts.refunded_on:
        return ()  # the date line says when the money comes, or came
    if case.state in (S.RETURNING, S.RETURNED, S.CANCELLED):
        return (
            Asked(
                _("Do I get my money back?"),
                say(
                    _("We do not know yet. Ask us, and we ask {seller} for you."),
                    seller=to_seller(case.facts),
                ),
            ),
        )
    if case.state == S.STALE:
        return (
            Asked(
                _("What does this mean?"),
                say(
                    _("{carrier} may have it and not have scanned it. It may also be lost."),
                    carrier=carrier(case),
                ),
            ),
        )
    return ()


def parcels(case: OrderCase) -> tuple[Group, ...]:
    """One group for each parcel, in the order in which they were made."""
    shipments = case.facts.shipments
    total = len(shipments)
    return tuple(
        Group(heading=_heading(number, total), facts=_parcel_facts(case, parcel))
        for number, parcel in enumerate(shipments, start=1)
    )


def details(case: OrderCase) -> tuple[Fact, ...]:
    facts, today = case.facts, case.today
    stated = (
        (_("Order number"), facts.number and say("{n}", n=facts.number)),
        (_("Seller"), facts.seller and say("{n}", n=facts.seller)),
        (_("Ordered on"), facts.placed_on and day(facts.placed_on, today=today)),
        (
            _("Promised by the seller"),
            facts.promised_delivery_on and day(facts.promised_delivery_on, today=today),
        ),
        (_("In the seller's words"), facts.promised_words and say("{n}", n=facts.promised_words)),
        (_("You need it by"), facts.needed_on and day(facts.needed_on, today=today)),
        (_("Total"), None if facts.total is None else money(facts.total)),
    )
    items = tuple(
        Fact(
            _("Item"),
            say("{name} × {n}", name=item.name, n=item.quantity)
            if item.quantity > 1
            else say("{name}", name=item.name),
        )
        for item in facts.items
    )
    return items + tuple(Fact(label, value) for label, value in stated if value)


def timeline(case: OrderCase) -> tuple[Moment, ...]:
    """Everything that was said about the order and its parcels, newest first."""
    told = {id(step): "" for step in case.facts.steps}
    steps = list(case.facts.steps)
    for parcel in case.facts.shipments:
        steps += parcel.steps
        told |= {id(step): parcel.carrier for step in parcel.steps}
    return tuple(_moment(case, step, told.get(id(step), "")) for step in reversed(in_order(steps)))


def unknown_codes(case: OrderCase) -> tuple[str, ...]:
    """Statuses without a row: counted, and given to a person."""
    steps = (*case.facts.steps, *(s for parcel in case.facts.shipments for s in parcel.steps))
    codes = (f"{s.source}:{s.code}" for s in steps if s.state == S.UNRECOGNISED)
    return tuple(dict.fromkeys(codes))


def _heading(number: int, total: int) -> str:
    if total == 1:
        return _("Your parcel")
    return say(_("Parcel {n} of {total}"), n=number, total=total)


def _parcel_facts(case: OrderCase, parcel: ShipmentFacts) -> tuple[Fact, ...]:
    status = ORDER_STATES[parcel.state].title
    expected = None if case.doubt else believed_day(parcel, parcel.state)
    if expected and case.arrives_today and parcel is case.parcel:
        expected = case.today
    stated = (
        (_("Status"), _(status), ""),
        (_("Carrier"), parcel.carrier and say("{n}", n=parcel.carrier), ""),
        (
            _("Tracking number"),
            parcel.tracking_code and say("{n}", n=parcel.tracking_code),
            parcel.public_url,
        ),
        (
            _("The carrier expects"),
            expected and expected >= case.today and day(expected, today=case.today),
            "",
        ),
        (_("Signed for by"), parcel.signed_by and say("{n}", n=parcel.signed_by), ""),
    )
    return tuple(Fact(label, value, url) for label, value, url in stated if value)


def _moment(case: OrderCase, step: Step, carrier_name: str) -> Moment:
    at = step.occurred_at or step.received_at
    on = local_date(at, case.zone)
    words = pgettext("date and time", "{date} at {time}")
    if step.occurred_at is None:  # a shop says what is, and not since when
        words = _("We heard it on {date} at {time}")
    return Moment(
        title=_(ORDER_STATES[step.state].title),
        when=say(words, date=day(on, today=case.today), time=clock(at, case.zone)),
        iso=at.isoformat(),
        who=_who(case, step, carrier_name),
        text=_said(step, carrier_name),
    )


def _who(case: OrderCase, step: Step, carrier_name: str) -> str:
    if step.source == PORTAL:
        return _("from you")
    if carrier_name and step.occurred_at is not None:
        return say(_("from {who}"), who=carrier_name)
    return say(_("from {who}"), who=system("orders"))


def _said(step: Step, carrier_name: str) -> str:
    place = say("{place}", place=step.place) if step.place else ""
    if not step.message:
        return place
    words = say(
        _("{carrier} wrote: “{words}”"),
        carrier=carrier_name or _("The seller"),
        words=step.message,
    )
    return say("{words} {place}", words=words, place=place) if place else words


def _when(case: OrderCase, on: dt.date | None) -> str:
    return day(on, today=case.today) if on else _("We do not have the date.")


def _ship_by(case: OrderCase) -> str:
    if case.due is None or case.unshipped_late:
        return _("No date yet")
    return say(_("must be by {date}"), date=day(case.due.ship_by, today=case.today))


def _first_scan(case: OrderCase) -> dt.date | None:
    """The day on which a carrier first had a parcel of this order."""
    steps = [step for parcel in case.facts.shipments for step in parcel.steps if step.occurred_at]
    scans = [step for step in steps if step.state not in UNSHIPPED | {S.STALE, S.UNRECOGNISED}]
    first = min((step.occurred_at for step in scans if step.occurred_at), default=None)
    return local_date(first, case.zone) if first else None


def _arrives(case: OrderCase) -> str:
    expected = case.expected_on or case.facts.promised_delivery_on
    if case.arrives_today:
        expected = case.today
    if expected is None and (line := date_line(case)).basis is DateBasis.ESTIMATE:
        expected = line.on if line.kind == DateKind.DELIVER else None
    if expected is None or expected < case.today or case.hopeless:
        return _("No date yet")
    return say(_("expected {date}"), date=day(expected, today=case.today))
