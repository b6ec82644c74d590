"""The instant of a time that a carrier wrote as its clerk's clock showed it.

A state that has two time zones counts in that of most of its people: the clock may then be an hour
off, and the day is right except in that hour.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from claims.sources.values import MIDDAY, instant

_STATES = {
    "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV ON QC",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI MB",
    "America/Denver": "CO ID MT NM UT WY AB NT",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA BC",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
    "America/Regina": "SK",
    "America/Halifax": "NB NS PE",
    "America/St_Johns": "NL",
    "America/Whitehorse": "YT",
    "America/Iqaluit": "NU",
}
ZONES = {state: ZoneInfo(zone) for zone, states in _STATES.items() for state in states.split()}


def local_instant(day: dt.date | None, time: dt.time | None, region: str) -> dt.datetime | None:
    """The UTC instant of a clock's time in a state or province of the United States or Canada.

    Without a time it is midday UTC, the same day all over the country; elsewhere it is read as UTC.
    """
    if day is None:
        return None
    if time is None:
        return dt.datetime.combine(day, MIDDAY)
    zone = ZONES.get(region.upper(), dt.UTC)
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)


def instant_or_local(value: str, region: str) -> dt.datetime | None:
    """Like `instant`; a time without an offset is the region's, and midnight is a day without one.

    Carriers write 00:00:00 where their clerk gave a day only.
    """
    moment = instant(value)
    if moment is None or _offset_given(value):
        return moment
    time = moment.time()
    return local_instant(moment.date(), time if time != dt.time.min else None, region)


def _offset_given(value: str) -> bool:
    return len(value) == len("2026-11-22") or dt.datetime.fromisoformat(value).tzinfo is not None
