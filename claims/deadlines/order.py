"""What the Federal Trade Commission's rule on orders promises a buyer (16 CFR 435)."""

import datetime as dt

from msgspec import Struct

from claims.deadlines.buyer_rules import (
    PROMPT_REFUND,
    SHIP_IN_30_DAYS,
    SHIP_IN_50_DAYS,
    SHORT_DELAY,
)
from claims.deadlines.calendar import ONE_DAY, SATURDAY
from claims.deadlines.counsel import COUNSEL, Counsel
from claims.deadlines.count import count
from claims.deadlines.rule import LegalRule


class ShipmentDue(Struct, frozen=True, kw_only=True):
    """Not in the carrier's hands after ``ship_by`` and no notice: cancelled on ``cancelled_on``.

    The refund must then be sent by ``refund_by``. A label is not a shipment.
    """

    rule: LegalRule
    ship_by: dt.date
    cancelled_on: dt.date
    refund_by: dt.date


def shipment_due(
    completed_on: dt.date,
    *,
    stated_on: dt.date | None = None,
    applied_for_credit: bool = False,
) -> ShipmentDue:
    """From a properly completed order; ``stated_on`` is the day the seller named, if it did."""
    rule = SHIP_IN_50_DAYS if applied_for_credit else SHIP_IN_30_DAYS
    ship_by = stated_on or count(rule, completed_on).last_on
    cancelled_on = ship_by + ONE_DAY
    return ShipmentDue(
        rule=rule,
        ship_by=ship_by,
        cancelled_on=cancelled_on,
        refund_by=refund_by(cancelled_on),
    )


def refund_by(vests_on: dt.date, *, counsel: Counsel = COUNSEL) -> dt.date:
    """By when the money must be sent back, from the day on which the right to it vests."""
    if counsel.refund_skips_holidays:
        return count(PROMPT_REFUND, vests_on).last_on
    date, left = vests_on, PROMPT_REFUND.days
    while left:
        date += ONE_DAY
        left -= date.weekday() < SATURDAY
    return date


def silence_consents(ship_by: dt.date, *, revised_on: dt.date | None, first_notice: bool) -> bool:
    """Whether a buyer who says nothing to a delay notice agrees to wait.

    Only to a first notice with a definite new date no more than 30 days later; else silence
    cancels the order.
    """
    if not first_notice or revised_on is None:
        return False
    return revised_on <= count(SHORT_DELAY, ship_by).counted_on
