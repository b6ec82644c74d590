"""When a member decides alone: from 18, at midnight where they are, by the clock and by no job."""

import datetime as dt
from zoneinfo import ZoneInfo

from accounts.models import Member

FULL_AGE = 18  # years


def of_age_at(member: Member) -> dt.datetime | None:
    """The instant at which what a guardian allowed for them ends; None while we do not know it."""
    born = member.born_on
    if born is None:
        return None
    year = born.year + FULL_AGE
    leap_day = (born.month, born.day) == (2, 29)  # 18 years on there is none
    day = dt.date(year, 3, 1) if leap_day else born.replace(year=year)
    return dt.datetime.combine(day, dt.time(), ZoneInfo(member.time_zone))
