"""What time it is. The only place that asks the machine, so that a test or a demo can stop it."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

NIGHT = dt.timedelta(hours=4)  # after midnight, as much as still belongs to the day before


def now() -> dt.datetime:
    """The instant, aware and in UTC; the frozen one where the setting PORTAL_NOW names one."""
    return settings.PORTAL_NOW or dt.datetime.now(dt.UTC)


def waking_day(tz_name: str) -> dt.date:
    """The date as people who are awake say it: until 4 in the morning still the day before."""
    return (now().astimezone(ZoneInfo(tz_name)) - NIGHT).date()


def today(tz_name: str) -> dt.date:
    """The date in the time zone of that name (IANA, e.g. ``America/Chicago``)."""
    return now().astimezone(ZoneInfo(tz_name)).date()
