"""By when we call somebody who asks: a promise that our own opening hours can keep."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from claims.answers.person import LOOK_AHEAD, OpeningHours, hours_on, next_opening, portal_hours
from claims.answers.words import local_date
from claims.deadlines.calendar import ONE_DAY


def call_by(now: dt.datetime, hours: OpeningHours | None = None) -> dt.datetime:
    """When we close on the working day after the one on which we are open next; UTC."""
    return _call_by(now, hours or portal_hours())


def told_by(now: dt.datetime, zone: str) -> dt.date:
    """The day, where the member is, by which somebody who asks now is called; after today."""
    return local_date(call_by(now), zone)


def open_for(span: dt.timedelta, now: dt.datetime) -> dt.datetime:
    """When we will have been open for so long from now on; UTC."""
    hours = portal_hours()
    date = now.astimezone(ZoneInfo(hours.zone)).date()
    for _day in range(LOOK_AHEAD):
        if open_from_to := hours_on(date, hours):
            opens, closes = max(open_from_to[0], now), open_from_to[1]
            if closes - opens >= span:
                return opens + span
            span -= max(closes - opens, dt.timedelta())
        date += ONE_DAY
    return now + LOOK_AHEAD * ONE_DAY


@lru_cache(maxsize=64)
def _call_by(now: dt.datetime, hours: OpeningHours) -> dt.datetime:
    """Kept, because every row of a list says the same promise."""
    date = (next_opening(now, hours) or now).astimezone(ZoneInfo(hours.zone)).date()
    for _day in range(LOOK_AHEAD):
        date += ONE_DAY
        if open_from_to := hours_on(date, hours):
            return open_from_to[1]
    return now + LOOK_AHEAD * ONE_DAY
