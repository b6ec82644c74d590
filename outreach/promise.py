"""By when we call: a promise that our own opening hours can keep."""

import datetime as dt
from zoneinfo import ZoneInfo

from claims.answers.person import OpeningHours, next_opening, portal_hours
from claims.deadlines.calendar import next_business_day


def call_by(now: dt.datetime, hours: OpeningHours | None = None) -> dt.datetime:
    """When we close on the business day after we are open next (now, when we are); UTC."""
    hours = hours or portal_hours()
    home = ZoneInfo(hours.zone)
    opens_on = (next_opening(now, hours) or now).astimezone(home).date()
    last_on = next_business_day(opens_on)
    while (span := hours.week[last_on.weekday()]) is None:
        last_on = next_business_day(last_on)
    return dt.datetime.combine(last_on, span[1], tzinfo=home).astimezone(dt.UTC)
