"""What this organization chose: how sure its dates are, and on which days nobody works."""

import datetime as dt

from django.conf import settings

from claims.date_kind import DateKind
from claims.deadlines.calendar import ONE_DAY, is_business_day
from claims.estimates.segments import SHARE

THEIRS = (DateKind.SHIP, DateKind.DELIVER)  # of sellers and carriers


def share_of(kind: DateKind) -> int:
    """How many in a hundred are done by the day that we say."""
    return settings.PORTAL_DATE_SHARES.get(kind, SHARE)


def day_of(kind: DateKind, date: dt.date) -> dt.date:
    """A working day, or the next one on which we do not stay closed, if it is we who do it."""
    return date if kind in THEIRS else open_from(date)


def open_from(date: dt.date) -> dt.date:
    """That day; where we stay closed on it, the next working day on which we do not."""
    closed = settings.PORTAL_CLOSED
    if date not in closed:
        return date
    while date in closed or not is_business_day(date):
        date += ONE_DAY
    return date
