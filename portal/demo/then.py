"""Days and instants counted from the demo's now, so that its stories are never old."""

import datetime as dt
from zoneinfo import ZoneInfo


class Then:
    """Counts from one instant (UTC), in the days of one time zone."""

    def __init__(self, now: dt.datetime, zone: str) -> None:
        self.now = now
        self.zone = ZoneInfo(zone)
        self.today = now.astimezone(self.zone).date()

    def day(self, offset: int) -> dt.date:
        """The date that many days from today: -3 is three days ago."""
        return self.today + dt.timedelta(days=offset)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """That local time on that day, in UTC; never later than now for a day that has begun."""
        time = dt.time(hour, minute)
        instant = dt.datetime.combine(self.day(offset), time, tzinfo=self.zone)
        instant = instant.astimezone(dt.UTC)
        if offset <= 0 and instant > self.now:
            return self.now - dt.timedelta(minutes=17)
        return instant

    def weekday(self, number: int) -> int:
        """The offset of the next such weekday (Monday is 0), at least one day away."""
        return (number - self.today.weekday() - 1) % 7 + 1
