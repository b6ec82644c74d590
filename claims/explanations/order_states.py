"""What each state of an order means for the person who waits for it: one row a state.

``title`` names the event in a timeline and the status in a page's title.
"""

from django.utils.translation import gettext_noop as _
from msgspec import Struct

from claims.answers.answer import Tag
from claims.explanations.reason import Words
from claims.facts import OrderState

S = OrderState


class OrderWords(Struct, frozen=True, kw_only=True):
    """``settled``: nothing is open. ``moving``: the carrier has it and is expected to report."""

    state: OrderState
    tag: Tag
    title: Words
    settled: bool = False
    moving: bool = False
    version: int = 1

    @property
    def name(self) -> str:
        """id@version, as every rendered sentence records it."""
        return f"order-{self.state.value}@{self.version}"


class Trouble(Struct, frozen=True, kw_only=True):
    """What went wrong with a parcel. ``cause`` may hold {carrier}.

    ``ask``: what the member has to sort out with us, "" when others do. ``hopeless``: a delivery
    date that was given before means nothing any more. ``over``: waiting will not bring it.
    """

    cause: Words
    ask: Words = ""
    hopeless: bool = False
    over: bool = False


ORDER_STATES: dict[OrderState, OrderWords] = {
    row.state: row
    for row in (
        OrderWords(state=S.PLACED, tag=Tag.WAITING_FOR_US, title=_("Ordered")),
        OrderWords(state=S.PAYMENT_DUE, tag=Tag.WAITING_FOR_YOU, title=_("Waiting for a payment")),
        OrderWords(
            state=S.LABEL_CREATED,
            tag=Tag.WAITING_FOR_US,
            title=_("Label made, not shipped yet"),
        ),
        OrderWords(state=S.IN_TRANSIT, tag=Tag.WAITING_FOR_US, title=_("On its way"), moving=True),
        OrderWords(
            state=S.OUT_FOR_DELIVERY,
            tag=Tag.WAITING_FOR_US,
            title=_("Out for delivery"),
            moving=True,
        ),
        OrderWords(state=S.PICKUP_READY, tag=Tag.WAITING_FOR_YOU, title=_("Ready to collect")),
        OrderWords(
            state=S.ATTEMPTED,
            tag=Tag.WAITING_FOR_US,
            title=_("Delivery tried, not done"),
            moving=True,
        ),
        OrderWords(
            state=S.EXCEPTION,
            tag=Tag.WAITING_FOR_US,
            title=_("A problem on the way"),
            moving=True,
        ),
        OrderWords(state=S.DELIVERED, tag=Tag.DONE, title=_("Delivered"), settled=True),
        OrderWords(
            state=S.DISPUTED, tag=Tag.WAITING_FOR_US, title=_("You told us it did not arrive")
        ),
        OrderWords(state=S.RETURNING, tag=Tag.WAITING_FOR_US, title=_("Going back"), moving=True),
        OrderWords(state=S.RETURNED, tag=Tag.DONE, title=_("Went back"), settled=True),
        OrderWords(state=S.CANCELLED, tag=Tag.DONE, title=_("Cancelled"), settled=True),
        OrderWords(state=S.STALE, tag=Tag.CHECKING, title=_("No news from the carrier")),
        OrderWords(state=S.UNRECOGNISED, tag=Tag.CHECKING, title=_("We are checking this status")),
    )
}

# The words of claims/sources/tracking.py; "" when the carrier does not say what is wrong.
TROUBLES: dict[str, Trouble] = {
    "": Trouble(cause=_("{carrier} reports a problem and does not say which.")),
    "delayed": Trouble(cause=_("{carrier} reports a delay.")),
    "weather": Trouble(cause=_("Bad weather is holding it up.")),
    "held": Trouble(cause=_("{carrier} is holding it."), hopeless=True),
    "customs": Trouble(cause=_("Customs is checking it.")),
    "payment": Trouble(
        cause=_("{carrier} wants a payment before it delivers."),
        ask=_("You need to call us about a payment for the delivery."),
        hopeless=True,
    ),
    "damaged": Trouble(cause=_("{carrier} reports that it is damaged."), hopeless=True, over=True),
    "lost": Trouble(cause=_("{carrier} cannot find it."), hopeless=True, over=True),
    "missorted": Trouble(cause=_("{carrier} sent it the wrong way.")),
    "address": Trouble(
        cause=_("{carrier} has a problem with the address."),
        ask=_("You need to call us and check the address."),
        hopeless=True,
    ),
    "refused": Trouble(cause=_("{carrier} says that it was refused."), hopeless=True, over=True),
    "information": Trouble(
        cause=_("{carrier} needs more information."),
        ask=_("You need to call us, so that we can give {carrier} what it needs."),
        hopeless=True,
    ),
    "undeliverable": Trouble(cause=_("{carrier} cannot deliver it."), hopeless=True, over=True),
    "unclaimed": Trouble(cause=_("Nobody collected it in time."), hopeless=True, over=True),
    "absent": Trouble(cause=_("Nobody was there to take it.")),
    "closed": Trouble(cause=_("{carrier} could not get in.")),
}


def trouble(detail: str) -> Trouble:
    return TROUBLES.get(detail, TROUBLES[""])
