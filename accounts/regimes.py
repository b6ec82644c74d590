"""Which law answers a request about data, and by which day: typed rows, counted in calendar days.

Where we cannot know which laws apply, all do that may, and the shortest clock is the one we keep.
"""

import calendar
import datetime as dt
from enum import StrEnum
from functools import lru_cache

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

SOON = 5  # working days


class Kind(StrEnum):
    """What a member asks us to do with what we know about them."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"
    PORTABILITY = "portability"


class Home(StrEnum):
    """Where a member lives, as far as a law asks; "" when they did not say."""

    UNSAID = ""
    CALIFORNIA = "california"
    WASHINGTON = "washington"
    OTHER_STATE = "other_state"
    EUROPE = "europe"
    ELSEWHERE = "elsewhere"


class Clock(Struct, frozen=True):
    """Time to answer from the day on which the request came, and how much more may be taken."""

    days: int = 0
    months: int = 0
    more_days: int = 0
    more_months: int = 0

    def due_on(self, came_on: dt.date) -> dt.date:
        return later(came_on, self.months) + dt.timedelta(days=self.days)

    def longest(self, came_on: dt.date) -> dt.date:
        """The last day after an extension, told to the member with its reason."""
        months, days = self.months + self.more_months, self.days + self.more_days
        return later(came_on, months) + dt.timedelta(days=days)


class Regime(Struct, frozen=True, kw_only=True):
    """A law, where its people live (nowhere named: every member), and its clock for each kind."""

    key: str
    name: str | Promise
    rule: str
    homes: tuple[Home, ...] = ()
    clocks: dict[Kind, Clock]

    def speaks_of(self, kind: Kind, home: Home) -> bool:
        applies = not self.homes or home is Home.UNSAID or home in self.homes
        return applies and kind in self.clocks


THIRTY = Clock(days=30, more_days=30)
SIXTY = Clock(days=60, more_days=30)
FORTY_FIVE = Clock(days=45, more_days=45)
MONTH = Clock(months=1, more_months=2)
EVERY_KIND = tuple(Kind)

REGIMES = {
    regime.key: regime
    for regime in (
        Regime(
            key="hipaa",
            name=_("HIPAA, the federal law about health information"),
            rule="45 CFR 164.524, 164.526",
            clocks={Kind.ACCESS: THIRTY, Kind.PORTABILITY: THIRTY, Kind.CORRECTION: SIXTY},
        ),
        Regime(
            key="ccpa",
            name=_("The privacy law of California"),
            rule="Cal. Civ. Code 1798.130(a)(2)",
            homes=(Home.CALIFORNIA,),
            clocks=dict.fromkeys(EVERY_KIND, FORTY_FIVE),
        ),
        Regime(
            key="mhmd",
            name=_("Washington's law about health data"),
            rule="RCW 19.373.040",
            homes=(Home.WASHINGTON,),
            clocks=dict.fromkeys((Kind.ACCESS, Kind.DELETION), FORTY_FIVE),
        ),
        Regime(
            key="state",
            name=_("The privacy law of your state"),
            rule="VCDPA, CPA, CTDPA, TDPSA",
            homes=(Home.OTHER_STATE,),
            clocks=dict.fromkeys(EVERY_KIND, FORTY_FIVE),
        ),
        Regime(
            key="gdpr",
            name=_("The European data protection law"),
            rule="GDPR 12(3), 15, 16, 17, 20",
            homes=(Home.EUROPE,),
            clocks=dict.fromkeys(EVERY_KIND, MONTH),
        ),
        Regime(
            key="house",
            name=_("Our own promise to every member"),
            rule="",
            clocks=dict.fromkeys(EVERY_KIND, Clock(days=30)),
        ),
    )
}


def regimes_of(kind: Kind, home: Home) -> list[Regime]:
    """Those that answer such a request of somebody who lives there; never none."""
    return [regime for regime in REGIMES.values() if regime.speaks_of(kind, home)]


def due_on(kind: Kind, home: Home, came_on: dt.date) -> dt.date:
    """The earliest of their days."""
    return min(one.clocks[kind].due_on(came_on) for one in regimes_of(kind, home))


def longest(kind: Kind, home: Home, came_on: dt.date) -> dt.date:
    """The day to which an extension may go: the earliest of what the laws allow.

    Our own promise allows none, so where no law speaks there is no extension.
    """
    laws = [one for one in regimes_of(kind, home) if one.rule]
    if not laws:
        return due_on(kind, home, came_on)
    return min(one.clocks[kind].longest(came_on) for one in laws)


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def is_soon(due: dt.date, today: dt.date) -> bool:
    """Whether at most `SOON` working days are left, that day included."""
    return today <= due and working_days(today, due) <= SOON


def working_days(after: dt.date, until: dt.date) -> int:
    """From the day after one to the other, weekends and federal holidays left out."""
    days = (after + dt.timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 and day not in federal(day.year) for day in days)


@lru_cache(maxsize=8)
def federal(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("US", years=year, observed=True)
