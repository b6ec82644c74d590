"""From a day to the last day: the one place where days, months and moves are added up."""

import datetime as dt

from msgspec import Struct

from claims.deadlines.calendar import (
    ONE_DAY,
    SATURDAY,
    add_business_days,
    add_months,
    business_day_at_or_before,
    is_holiday,
)
from claims.deadlines.counsel import COUNSEL, Counsel
from claims.deadlines.rule import Counting, LegalRule, Roll

A_DAY_OF_HOURS = 24


class Counted(Struct, frozen=True, kw_only=True):
    """``counted_on`` is what the length gives, ``last_on`` where the law or counsel leaves it."""

    starts_on: dt.date
    counted_on: dt.date
    last_on: dt.date


def count(
    rule: LegalRule, starts_on: dt.date, *, days: int | None = None, counsel: Counsel = COUNSEL
) -> Counted:
    """``days`` is the length where the law leaves it to a State. Hours count as whole days here."""
    counted_on = _counted(rule, starts_on, rule.days if days is None else days)
    last_on = counted_on
    if moves(rule, counsel):
        while last_on.weekday() >= SATURDAY or is_holiday(
            last_on, observed=counsel.observed_holidays
        ):
            last_on += ONE_DAY
    return Counted(starts_on=starts_on, counted_on=counted_on, last_on=last_on)


def advice(last_on: dt.date) -> dt.date | None:
    """The business day before a last day that is none: by then nobody can call it late."""
    before = business_day_at_or_before(last_on)
    return None if before == last_on else before


def moves(rule: LegalRule, counsel: Counsel = COUNSEL) -> bool:
    """Whether a last day on a weekend or a holiday moves to the next day that is neither."""
    return rule.roll is Roll.NEXT or (rule.roll is Roll.SILENT and rule.id in counsel.rolls)


def _counted(rule: LegalRule, starts_on: dt.date, days: int) -> dt.date:
    if rule.months:
        return add_months(starts_on, rule.months, overflow=True)
    days = days or rule.hours // A_DAY_OF_HOURS
    if rule.counting is Counting.BUSINESS:
        return add_business_days(starts_on, days)
    return starts_on + days * ONE_DAY
