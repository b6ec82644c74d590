"""From a curve to a day that a member can be told."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from claims.estimates.curve import quantile
from claims.estimates.log import DAY, Numbers

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True, repr=False)
class Estimate:
    """How likely a case is still open, counted from its last event; ``cases`` is how many alike."""

    curve: Numbers
    grid: Numbers
    cases: int

    def days(self, share: float, quiet: float = 0.0) -> float | None:
        """Days from the last event until that share of such cases is done; None is no date.

        ``quiet`` is for how many days nothing has happened. More of it never makes it less.
        """
        found = quantile(self.curve[None], self.grid, np.array([share]), np.array([quiet]))[0]
        return None if np.isnan(found) else float(found)

    def day(
        self,
        share: float,
        last_event: dt.datetime,
        now: dt.datetime,
        works: Callable[[dt.date], bool],
    ) -> dt.date | None:
        """The working day by whose end that share is done, later than today; None is no date.

        Days are those of the zone of ``now``. ``works`` tells the plan's working days.
        """
        quiet = max((now - last_event).total_seconds(), 0.0) / DAY
        days = self.days(share, quiet)
        if days is None:
            return None
        found = max(
            (last_event + dt.timedelta(days=days)).astimezone(now.tzinfo).date(),
            now.date() + ONE_DAY,
        )
        while not works(found):
            found += ONE_DAY
        return found
