"""Business days and calendar arithmetic, in dates only."""

import calendar
import datetime as dt
from functools import lru_cache

import holidays

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=64)
def federal_holidays(year: int, *, observed: bool = True) -> frozenset[dt.date]:
    """The Federal holidays that fall in a year; ``observed`` adds the weekday kept instead.

    An observed day may belong to the next year's holiday (Friday, December 31).
    """
    found = holidays.country_holidays(
        "US", years=(year, year + 1), observed=observed, categories=("public",)
    )
    return frozenset(date for date in found if date.year == year)


def is_holiday(date: dt.date, *, observed: bool = True) -> bool:
    return date in federal_holidays(date.year, observed=observed)


def is_business_day(date: dt.date) -> bool:
    """Monday to Friday, and nobody keeps a Federal holiday on it."""
    return date.weekday() < SATURDAY and not is_holiday(date)


def add_business_days(date: dt.date, number: int) -> dt.date:
    """The business day that many of them after a date; the date itself is not counted."""
    while number:
        date += ONE_DAY
        number -= is_business_day(date)
    return date


def business_day_at_or_before(date: dt.date) -> dt.date:
    while not is_business_day(date):
        date -= ONE_DAY
    return date


def add_months(date: dt.date, number: int, *, overflow: bool) -> dt.date:
    """The same day some months later.

    Where that day does not exist: the first of the month after (``overflow``, as external review
    counts), else the last day of the month (as a payment plan counts).
    """
    index = date.year * 12 + date.month - 1 + number
    year, month = divmod(index, 12)
    month += 1
    last = calendar.monthrange(year, month)[1]
    if date.day <= last:
        return dt.date(year, month, date.day)
    if overflow:
        return dt.date(year, month, last) + ONE_DAY
    return dt.date(year, month, last)
