"""From a curve, the silence so far and the calendar to the day that a member is told."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import neg

from claims.deadlines.calendar import ONE_DAY, business_day, business_days_until

FEWEST = 50  # cases behind a date
FEWEST_ALIKE = 20  # that were quiet for as long as this one, or behind a range
USUAL = (0.1, 0.9)  # what "usually" leaves out at each end
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What became of alike cases: by working days since they began, or last moved.

    ``left`` is the share still open at the end of each such day, the first on the day itself;
    ``at_risk`` how many were known to be open as it began. ``cases`` are different cases.
    """

    left: Sequence[float]
    at_risk: Sequence[int]
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """``share`` in a hundred of ``cases``, quiet as long as this one, were done by ``on``."""

    on: dt.date
    share: int
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """From ``least`` to ``most`` days; this one has taken ``so_far``. All are calendar days."""

    least: int
    most: int
    so_far: int
    cases: int


def expected(curve: Curve, *, since: dt.date, today: dt.date, share: int) -> Expected | None:
    """The working day by whose end that share is done, later than today; None is no date.

    More silence never makes it earlier, nor does a greater share. Whoever was done by now is no
    longer alike.
    """
    began = business_days_until(since)
    quiet = business_days_until(today - ONE_DAY) - began
    alike = still_alike(curve, quiet)
    if since > today or alike < FEWEST_ALIKE:
        return None
    days = days_until(curve, share / 100, quiet)
    if days is None:
        return None
    number = max(began + days, business_days_until(today) + 1)
    return Expected(on=business_day(number), share=share, cases=alike)


def usual(curve: Curve, *, since: dt.date, today: dt.date) -> Usual | None:
    """How long such cases take from beginning to end, where there is too little to name a day.

    None also for one that has taken longer than is usual.
    """
    first, last = (days_until(curve, share, -1) for share in USUAL)
    if first is None or last is None or since > today or curve.cases < FEWEST_ALIKE:
        return None
    began = business_days_until(since)
    least, most = (
        max((business_day(began + max(days, 1)) - since).days, 1) for days in (first, last)
    )
    so_far = max((today - since).days, 1)
    if so_far > most:
        return None
    return Usual(least=least, most=most, so_far=so_far, cases=curve.cases)


def days_until(curve: Curve, share: float, quiet: int) -> int | None:
    """Working days until that share of those open after ``quiet`` of them is done."""
    still = 1.0 if quiet < 0 else curve.left[quiet]
    aim = still * (1 - share) + ROUNDING
    found = bisect_left(curve.left, -aim, lo=max(quiet + 1, 0), key=neg)
    return found if found < len(curve.left) else None


def still_alike(curve: Curve, quiet: int) -> int:
    """How many of the cases were open for that long and nothing was heard of them."""
    if quiet + 1 >= len(curve.at_risk) or not curve.at_risk[0]:
        return 0
    return curve.cases * curve.at_risk[max(quiet + 1, 0)] // curve.at_risk[0]
