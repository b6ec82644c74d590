"""Business days and calendar arithmetic, in dates only."""

import calendar
import datetime as dt
from bisect import bisect_right
from functools import lru_cache

import holidays

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5
BEGINNING = 2025  # the year from which business days are counted, back and forth
FEWEST_A_YEAR, MOST_A_YEAR = 245, 262


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


def business_days_until(date: dt.date) -> int:
    """How many business days there were from some day up to this one, which counts itself.

    Of two dates the difference is what lies between; a page asks for many, so years are kept.
    """
    return _before(date.year) + bisect_right(_business_days(date.year), date)


@lru_cache(maxsize=1024)
def business_day(number: int) -> dt.date:
    """The business day that is the one of that number by `business_days_until`."""
    year = BEGINNING + min((number - 1) // MOST_A_YEAR, (number - 1) // FEWEST_A_YEAR)
    while _before(year + 1) < number:
        year += 1
    return _business_days(year)[number - _before(year) - 1]


@lru_cache(maxsize=64)
def _business_days(year: int) -> tuple[dt.date, ...]:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    days = (first + number * ONE_DAY for number in range((last - first).days + 1))
    return tuple(date for date in days if is_business_day(date))


@lru_cache(maxsize=512)
def _before(year: int) -> int:
    """Business days from the beginning to a year, less than none for one before it."""
    later = sum(len(_business_days(one)) for one in range(BEGINNING, year))
    return later - sum(len(_business_days(one)) for one in range(year, BEGINNING))
