"""Dates that protect somebody who got a bill. Amounts are cents."""

import datetime as dt

from msgspec import Struct

from claims.deadlines.buyer_rules import (
    BILLING_ERROR,
    BILLING_ERROR_ANSWER,
    BILLING_ERROR_END,
    ESTIMATE_DISPUTE,
)
from claims.deadlines.calendar import add_months
from claims.deadlines.count import count
from claims.deadlines.rule import LegalRule

OVER_THE_ESTIMATE = 400_00  # 45 CFR 149.620(a)(2)(ii)


class BillingErrorDue(Struct, frozen=True, kw_only=True):
    """The creditor must have *received* the letter by ``notice_by``; no weekend moves it."""

    rule: LegalRule
    notice_by: dt.date
    acknowledge_by: dt.date | None = None
    resolve_by: dt.date | None = None


def billing_error_due(
    transmitted_on: dt.date, *, notice_received_on: dt.date | None = None
) -> BillingErrorDue:
    """From the first statement that shows the error (12 CFR 1026.13)."""
    answered = {}
    if notice_received_on is not None:
        answered = {
            "acknowledge_by": count(BILLING_ERROR_ANSWER, notice_received_on).last_on,
            "resolve_by": count(BILLING_ERROR_END, notice_received_on).last_on,
        }
    return BillingErrorDue(
        rule=BILLING_ERROR,
        notice_by=count(BILLING_ERROR, transmitted_on).last_on,
        **answered,
    )


def estimate_dispute_until(
    bill_received_on: dt.date, *, estimate: int, billed: int
) -> dt.date | None:
    """Last day to dispute a bill above one provider's own estimate; None if not far above."""
    if billed - estimate < OVER_THE_ESTIMATE:
        return None
    return count(ESTIMATE_DISPUTE, bill_received_on).last_on


def plan_dates(first_on: dt.date, instalments: int) -> tuple[dt.date, ...]:
    """Monthly, on the first payment's day or the month's last where that day does not exist."""
    return tuple(add_months(first_on, number, overflow=False) for number in range(instalments))
