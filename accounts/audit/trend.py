"""How many members had each purpose on, day by day: one small drawing each, on one scale."""

import datetime as dt
from collections import defaultdict

from django.db.models import Min
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.audit.coverage import FEWEST, few
from accounts.audit.population import MOST_DAYS, Counted, Counts
from accounts.audit.words import purpose_name
from accounts.clock_words import full_day
from accounts.consent.catalogue import PURPOSES
from accounts.models import ConsentCount, Wording

WIDTH, HEIGHT, MARGIN = 320, 80, 4
WEEK = 7

Points = list[tuple[dt.date, Counted]]


class Trend(Struct, frozen=True, kw_only=True):
    """``line`` is "" where too few members or days are known; ``marks`` are new wordings."""

    key: str
    name: str
    sentence: str
    line: str
    marks: list[int]
    ends: tuple[str, str]
    rows: list[tuple[str, str, str]]
    width: int = WIDTH
    height: int = HEIGHT


def trends(today: dt.date, now: Counts) -> list[Trend]:
    """Of every purpose that has a switch; ``now`` is today's point. Two queries."""
    begin = today - dt.timedelta(days=MOST_DAYS)
    points: dict[str, Points] = defaultdict(list)
    days = ConsentCount.objects.filter(category="", day__gte=begin, day__lt=today).order_by("day")
    for row in days:
        points[row.purpose].append((row.day, Counted(row.on, row.members)))
    changed = new_wordings(begin)
    found = []
    for purpose in PURPOSES.values():
        if not purpose.locked:
            told = [*points[purpose.key], (today, now[purpose.key, ""])]
            found.append(trend(purpose.key, told, changed[purpose.key]))
    return found


def new_wordings(begin: dt.date) -> dict[str, list[dt.date]]:
    """The days on which another wording than the first was published."""
    found: dict[str, list[dt.date]] = defaultdict(list)
    versions = Wording.objects.filter(version__gt=1).values_list("purpose", "version")
    for purpose, _version, at in versions.annotate(at=Min("published_at")):
        if at.date() >= begin:
            found[purpose].append(at.date())
    return found


def trend(key: str, points: Points, changed: list[dt.date]) -> Trend:
    first, last = points[0][0], points[-1][0]
    return Trend(
        key=key,
        name=purpose_name(key),
        sentence=sentence(points),
        line=path(points),
        marks=[x_of(day, first, last) for day in changed if first <= day <= last],
        ends=(full_day(first), full_day(last)),
        rows=[
            (full_day(day), few(counted.on), f"{counted.members:,}")
            for day, counted in reversed(weekly(points))
        ],
    )


def sentence(points: Points) -> str:
    """Now, and against the first day that is drawn."""
    (day, then), (_today, now) = points[0], points[-1]
    words = _("{on} of {members} members have it on ({share}).")
    if hidden(now):
        words = _("{on} of {members} members have it on.")
    told = few(now.on)
    said = words.format(
        on=told[:1].upper() + told[1:], members=f"{now.members:,}", share=share_words(now)
    )
    if len(points) > 1 and not hidden(then):
        before = _("On {day} it was {share}.").format(day=full_day(day), share=share_words(then))
        said = f"{said} {before}"
    return said


def hidden(counted: Counted) -> bool:
    """Whether so few have it on that the number might point at people."""
    return 0 < counted.on < FEWEST


def share_words(counted: Counted) -> str:
    return f"{100 * counted.on / (counted.members or 1):.0f}%"


def weekly(points: Points) -> Points:
    """Every seventh day, counted back from the last, and the last."""
    return points[::-1][::WEEK][::-1]


def path(points: Points) -> str:
    """A step line, with a gap where a number is not shown; "" for less than two days."""
    if len(points) < 2 or all(hidden(counted) for _day, counted in points):
        return ""
    first, last = points[0][0], points[-1][0]
    drawn, pen = "", False
    for day, counted in points:
        if hidden(counted):
            pen = False
            continue
        x, y = x_of(day, first, last), y_of(counted)
        drawn += f"H{x}V{y}" if pen else f"M{x} {y}"
        pen = True
    return drawn


def x_of(day: dt.date, first: dt.date, last: dt.date) -> int:
    return round(WIDTH * (day - first).days / ((last - first).days or 1))


def y_of(counted: Counted) -> int:
    """All members stand at the top, so that the drawings can be compared."""
    return HEIGHT - MARGIN - round((HEIGHT - 2 * MARGIN) * counted.on / (counted.members or 1))
