"""What a seller's notice of a delay does to an order, and what silence then means (16 CFR 435.2).

A day that the seller named at the sale is where the clock starts; each later day is a notice.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from claims.deadlines.buyer_rules import SHORT_DELAY
from claims.deadlines.calendar import ONE_DAY
from claims.deadlines.count import count
from claims.deadlines.order import ShipmentDue, refund_by, shipment_due, silence_consents
from claims.facts import ShipNotice


class Silence(StrEnum):
    """What it means that the buyer says nothing; NONE where nobody asked them."""

    NONE = ""
    CONSENTS = "consents"
    CANCELS = "cancels"


class Shipping(Struct, frozen=True, kw_only=True):
    """``due`` as it stands after the notices, of which the last named ``new_day``.

    Where silence cancels, ``answer_by`` is the last day to agree. ``waits``: the buyer agreed to
    wait after the order counted as cancelled, with no day set; they may cancel until it ships.
    """

    due: ShipmentDue
    silence: Silence = Silence.NONE
    new_day: dt.date | None = None
    answer_by: dt.date | None = None
    waits: bool = False


def shipping(
    completed_on: dt.date,
    notices: Iterable[ShipNotice] = (),
    *,
    stated_on: dt.date | None = None,
    agreed_on: dt.date | None = None,
) -> Shipping:
    """``stated_on`` is the day named last, for an order whose notices nobody kept.

    ``agreed_on`` is the day on which the buyer last said that they keep waiting.
    """
    notices = tuple(notices)
    at_sale = [one.ship_on for one in notices if one.heard_on is None]
    first = at_sale[0] if at_sale else None if notices else stated_on
    found = Shipping(due=shipment_due(completed_on, stated_on=first))
    told = 0
    for notice in notices:
        if notice.heard_on is None or notice.ship_on <= found.due.ship_by:
            continue
        found = _after(found, notice.heard_on, notice.ship_on, agreed_on, first=not told)
        told += 1
    waits = agreed_on is not None and agreed_on >= found.due.cancelled_on
    return replace(found, waits=True) if waits else found


def _after(
    before: Shipping,
    heard_on: dt.date,
    new_day: dt.date,
    agreed_on: dt.date | None,
    *,
    first: bool,
) -> Shipping:
    """One more notice. One that comes when the day has passed binds only a buyer who agrees."""
    ship_by = before.due.ship_by
    if agreed_on is not None and agreed_on >= heard_on:
        return Shipping(due=until(before.due, new_day), new_day=new_day)
    if heard_on > ship_by:
        return replace(before, new_day=new_day)
    if silence_consents(ship_by, revised_on=new_day, first_notice=first):
        due = until(before.due, new_day)
        return Shipping(due=due, new_day=new_day, silence=Silence.CONSENTS)
    last = count(SHORT_DELAY, ship_by).counted_on if first else ship_by
    due = until(before.due, last)
    return Shipping(due=due, new_day=new_day, silence=Silence.CANCELS, answer_by=last)


def until(due: ShipmentDue, ship_by: dt.date) -> ShipmentDue:
    """The same order with another last day: it counts as cancelled on the day after."""
    cancelled_on = ship_by + ONE_DAY
    return replace(
        due, ship_by=ship_by, cancelled_on=cancelled_on, refund_by=refund_by(cancelled_on)
    )
