"""Dates that protect somebody who got a bill. Amounts are cents."""

import datetime as dt

from msgspec import Struct

from claims.deadlines.buyer_rules import (
    BILLING_ERROR,
    BILLING_ERROR_ANSWER,
    BILLING_ERROR_END,
    BILLING_ERROR_GRACE,
    ESTIMATE_DISPUTE,
)
from claims.deadlines.calendar import ONE_DAY, add_months
from claims.deadlines.count import count
from claims.deadlines.rule import LegalRule

OVER_THE_ESTIMATE = 400_00  # 45 CFR 149.620(a)(2)(ii)


MONTH = range(28, 32)  # days of a billing cycle that is a month


class BillingErrorDue(Struct, frozen=True, kw_only=True):
    """The creditor must have *received* the letter by ``notice_by``; no weekend moves it."""

    rule: LegalRule
    notice_by: dt.date
    acknowledge_by: dt.date | None = None
    resolve_by: dt.date | None = None


def billing_error_due(
    transmitted_on: dt.date,
    *,
    notice_received_on: dt.date | None = None,
    cycle: tuple[dt.date, dt.date] | None = None,
) -> BillingErrorDue:
    """From the first statement that shows the error (12 CFR 1026.13).

    ``cycle`` is the first and the last day of any billing cycle; None where no statement says it.
    """
    answered = {}
    if notice_received_on is not None:
        latest = count(BILLING_ERROR_END, notice_received_on).last_on
        cycles = two_cycles_end(cycle, notice_received_on) if cycle else latest
        answered = {
            "acknowledge_by": count(BILLING_ERROR_ANSWER, notice_received_on).last_on,
            "resolve_by": min(latest, cycles),
        }
    return BillingErrorDue(
        rule=BILLING_ERROR,
        notice_by=count(BILLING_ERROR, transmitted_on).last_on,
        **answered,
    )


def two_cycles_end(cycle: tuple[dt.date, dt.date], received_on: dt.date) -> dt.date:
    """The last day of the second complete cycle after a letter came; cycles are all as long."""
    first_on, last_on = cycle
    days = (last_on - first_on).days + 1
    step = 0
    while _cycle_end(last_on, days, step) < received_on:
        step += 1
    return _cycle_end(last_on, days, step + 2)


def _cycle_end(last_on: dt.date, days: int, step: int) -> dt.date:
    if days in MONTH:
        return add_months(last_on + ONE_DAY, step, overflow=False) - ONE_DAY
    return last_on + step * days * ONE_DAY


def pay_after_answer(
    answered_on: dt.date, *, transmitted_on: dt.date | None, due_on: dt.date | None
) -> dt.date:
    """The last day to pay what was checked and is right: nobody calls it late before."""
    least = count(BILLING_ERROR_GRACE, answered_on).last_on
    if transmitted_on is None or due_on is None:
        return least
    return max(least, answered_on + (due_on - transmitted_on))


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
