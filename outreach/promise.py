"""By when we call: a promise that our own opening hours can keep."""

import datetime as dt
from zoneinfo import ZoneInfo

from claims.answers.person import LOOK_AHEAD, OpeningHours, hours_on, next_opening, portal_hours

ONE_DAY = dt.timedelta(days=1)


def call_by(now: dt.datetime, hours: OpeningHours | None = None) -> dt.datetime:
    """When we close on the working day after the one on which we are open next; UTC."""
    hours = hours or portal_hours()
    date = (next_opening(now, hours) or now).astimezone(ZoneInfo(hours.zone)).date()
    for _day in range(LOOK_AHEAD):
        date += ONE_DAY
        if open_from_to := hours_on(date, hours):
            return open_from_to[1]
    return now + LOOK_AHEAD * ONE_DAY
