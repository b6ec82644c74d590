"""When nothing leaves the portal: a span of the day where the member is. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

ONE_DAY = dt.timedelta(days=1)


def quiet_until(
    at: dt.datetime, zone: str, *, starts: dt.time, ends: dt.time
) -> dt.datetime | None:
    """The instant (UTC) at which the quiet hours end that hold now; None where none hold.

    ``starts`` and ``ends`` are times of the wall clock in ``zone`` (IANA); the span may go over
    midnight. In a night in which the clocks go back, a time that comes twice holds both times; one
    that is left out when they go forward counts as if it came.
    """
    there = at.astimezone(ZoneInfo(zone))
    clock = there.time()
    over_midnight = starts > ends
    quiet = (clock >= starts or clock < ends) if over_midnight else (starts <= clock < ends)
    if not quiet:
        return None
    date = there.date()
    if over_midnight and clock >= starts:
        date += ONE_DAY
    over = dt.datetime.combine(date, ends, tzinfo=ZoneInfo(zone))
    first = over.astimezone(dt.UTC)
    return first if first > at else over.replace(fold=1).astimezone(dt.UTC)
