"""The status of an order in one sentence, and the one that may stand below it."""

from collections.abc import Callable

from django.utils.translation import ngettext

from claims.answers.order_case import Lateness, OrderCase
from claims.answers.order_parcel import UNSHIPPED
from claims.answers.words import day, join, say
from claims.answers.words import gettext as _
from claims.facts import OrderFacts, OrderState

S = OrderState
LONGEST_NAME = 80


def title(facts: OrderFacts) -> str:
    """The h1: the thing itself."""
    items = _items(facts)
    return say(_("Your order for {item}"), item=items) if items else _("Your order")


def caption(facts: OrderFacts) -> str:
    return say(_("Order {number}"), number=facts.number) if facts.number else ""


def name(facts: OrderFacts) -> str:
    """The short name in a list."""
    items = _items(facts)
    return say("{item}", item=items) if items else caption(facts) or _("Your order")


def carrier(case: OrderCase) -> str:
    """Where a sentence begins."""
    return case.carrier or _("The carrier")


def seller(facts: OrderFacts) -> str:
    """Where a sentence begins."""
    return facts.seller or _("The seller")


def to_seller(facts: OrderFacts) -> str:
    """Inside a sentence."""
    return facts.seller or _("the seller")


def headline(case: OrderCase) -> str:
    if case.facts.conflict:
        return _("We are checking where your order is.")
    if case.cancelling:
        return _cancelling(case)
    late = _late(case)
    return late or _OF_STATE[case.state](case)


def second_sentence(case: OrderCase) -> str:
    """Why, an apology where something is late, and how many parcels have arrived."""
    if case.doubt:
        return ""
    if case.cancelling:
        return _stopping(case)
    parts = [_cause(case)]
    if case.lateness or case.state == S.EXCEPTION or case.unshipped_late:
        parts.append(_("We are sorry."))
    parts.append(_parcels(case))
    return join(*parts)


def _cancelling(case: OrderCase) -> str:
    if case.state == S.DELIVERED:
        return _("You cancelled this order, and it came all the same.")
    return _("You cancelled this order.")


def _stopping(case: OrderCase) -> str:
    if case.state == S.DELIVERED:
        return say(_("We sort it out with {seller}."), seller=to_seller(case.facts))
    telling = say(_("We are telling {seller}."), seller=to_seller(case.facts))
    if case.state in UNSHIPPED:
        return telling
    return join(telling, _("If it comes all the same, you do not have to take it."))


def _late(case: OrderCase) -> str:
    needed_on = case.facts.needed_on
    if case.lateness == Lateness.AT_RISK and needed_on:
        return say(
            _("Your order is late. It may not arrive by {date}."),
            date=day(needed_on, today=case.today),
        )
    if case.lateness == Lateness.MISSED and needed_on:
        return say(
            _("Your order is late. It did not arrive by {date}."),
            date=day(needed_on, today=case.today),
        )
    if case.lateness == Lateness.MOVED:
        return _moved(case)
    return ""


def _moved(case: OrderCase) -> str:
    needed_on = case.facts.needed_on
    if needed_on is None:
        return _("Your order will arrive later than we said.")
    if case.expected_on == needed_on:
        return _("Your order will arrive later than we said, on the day you need it.")
    return say(
        _("Your order will arrive later than we said, but before {date}."),
        date=day(needed_on, today=case.today),
    )


def _cause(case: OrderCase) -> str:
    """In active voice: "UPS sent it the wrong way."."""
    if case.troubled and (case.state == S.EXCEPTION or (case.parcel and case.parcel.detail)):
        return say(_(case.trouble.cause), carrier=carrier(case))
    if case.unshipped_late and case.due:
        return say(
            _("{seller} had to ship it by {date}."),
            seller=seller(case.facts),
            date=day(case.due.ship_by, today=case.today),
        )
    if case.state == S.LABEL_CREATED and not case.label_only:
        return _("A label is not a shipment.")
    return ""


def _parcels(case: OrderCase) -> str:
    total = len(case.facts.shipments)
    if total < 2 or case.words.settled:
        return ""
    if case.arrived:
        return say(
            ngettext(
                "{n} of {total} parcels has arrived.",
                "{n} of {total} parcels have arrived.",
                case.arrived,
            ),
            n=case.arrived,
            total=total,
        )
    return say(_("It comes in {total} parcels."), total=total)


def _placed(case: OrderCase) -> str:
    if not case.facts.seller:
        return _("We have your order. It has not shipped yet.")
    return say(_("{seller} has your order. It has not shipped yet."), seller=case.facts.seller)


def _label(case: OrderCase) -> str:
    if case.label_only:
        return _("Not shipped yet (label only).")
    return _("The label for your order is made. It has not shipped yet.")


def _in_transit(case: OrderCase) -> str:
    if case.lateness == Lateness.PASSED:
        return _("Your order is late.")
    return _("Your order is on its way.")


def _out_for_delivery(case: OrderCase) -> str:
    if case.state_on is None or case.state_on >= case.today:
        return _("Your order is out for delivery.")
    return say(
        _("Your order was out for delivery on {date}. We have not heard that it arrived."),
        date=day(case.state_on, today=case.today),
    )


def _attempted(case: OrderCase) -> str:
    return say(_("{carrier} tried to deliver your order and could not."), carrier=carrier(case))


def _exception(case: OrderCase) -> str:
    if case.lateness == Lateness.PASSED:
        return _("Your order is late.")
    return _("There is a problem with your order on its way.")


def _delivered(case: OrderCase) -> str:
    if not case.carrier:
        return _("Your order was delivered.")
    return say(_("{carrier} delivered your order."), carrier=case.carrier)


def _missed(case: OrderCase) -> str:
    if case.found_out:
        return _("You told us that your order did not arrive. We know more now.")
    return _("You told us that your order did not arrive. We are looking.")


def _returning(case: OrderCase) -> str:
    return say(_("Your order is going back to {seller}."), seller=to_seller(case.facts))


def _returned(case: OrderCase) -> str:
    return say(_("Your order went back to {seller}."), seller=to_seller(case.facts))


def _quiet(case: OrderCase) -> str:
    if case.facts.state == S.STALE or case.state_on is None:
        return say(_("{carrier} has no news of your order."), carrier=carrier(case))
    return say(
        _("{carrier} has not scanned your order since {date}."),
        carrier=carrier(case),
        date=day(case.state_on, today=case.today),
    )


def _items(facts: OrderFacts) -> str:
    names = ", ".join(item.name for item in facts.items if item.name)
    if len(names) <= LONGEST_NAME:
        return names
    return names[:LONGEST_NAME].rpartition(" ")[0].rstrip(",") + " …"


_OF_STATE: dict[OrderState, Callable[[OrderCase], str]] = {
    S.PLACED: _placed,
    S.PAYMENT_DUE: lambda _case: _("Your order waits for a payment."),
    S.LABEL_CREATED: _label,
    S.IN_TRANSIT: _in_transit,
    S.OUT_FOR_DELIVERY: _out_for_delivery,
    S.PICKUP_READY: lambda _case: _("Your order is ready to collect."),
    S.ATTEMPTED: _attempted,
    S.EXCEPTION: _exception,
    S.DELIVERED: _delivered,
    S.DISPUTED: _missed,
    S.RETURNING: _returning,
    S.RETURNED: _returned,
    S.CANCELLED: lambda _case: _("Your order was cancelled."),
    S.STALE: _quiet,
    S.UNRECOGNISED: lambda _case: _("We are checking this status."),
}
