"""The times at which somebody could call, from hours, breaks, days off and calls booked already.

Everything is whole minutes since 1970 (UTC), so that a night on which the clocks change is no
special case: a wall time becomes an instant once, for its own day. Calls begin at half-hours.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec import Struct

from claims.deadlines.calendar import ONE_DAY, is_holiday

Span = tuple[int, int]  # from the first minute up to, but without, the last
Shift = tuple[int, dt.time, dt.time]  # weekday, opens, closes, on the wall where they work

MINUTE = 60
STEP = 30
HORIZON = 14  # days in which a call can be booked
NOTICE = 60  # minutes between asking and the call, to read the case
WAKING = (dt.time(8), dt.time(20))  # where the member is; nobody is called outside it


class Worker(Struct, frozen=True, kw_only=True):
    """``begins`` and ``ends`` are of the calls booked, each in order by itself: of calls that
    overlap they cover the same minutes. ``daily_maximum`` is of a day of ``zone``.

    They are no spans because there are 15,000 of them in a search, and a tuple for each cost a
    tenth of it (docs/performance.md).
    """

    zone: str
    shifts: tuple[Shift, ...]
    daily_maximum: int
    begins: Sequence[int] = ()
    ends: Sequence[int] = ()
    off: tuple[Span, ...] = ()
    works_on_holidays: bool = False


def minute(instant: dt.datetime) -> int:
    return int(instant.timestamp()) // MINUTE


def instant(minute: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(minute * MINUTE, dt.UTC)


def starts(
    worker: Worker,
    now: dt.datetime,
    *,
    length: int = STEP,
    awake_in: str = "",
    notice: int = NOTICE,
    horizon: int = HORIZON,
    besides: tuple[Span, ...] = (),
) -> Iterator[int]:
    """The minutes at which a call of that length can begin, soonest first.

    ``awake_in`` is the member's zone ("" = at any hour of theirs); ``besides`` is taken as well.
    """
    earliest = minute(now) + notice
    latest = minute(now) + horizon * 24 * 60
    begins, ends = worker.begins, worker.ends
    call, calls = bisect_right(ends, earliest), len(ends)
    taken = sorted((*worker.off, *besides, *full_days(worker, now, horizon)))
    at, spans = 0, len(taken)
    for opens, closes in open_spans(worker, now, horizon, awake_in):
        begin = up_to_step(max(opens, earliest))
        while begin + length <= closes and begin <= latest:
            while call < calls and ends[call] <= begin:
                call += 1
            while at < spans and taken[at][1] <= begin:
                at += 1
            if call < calls and begins[call] < begin + length:
                begin = up_to_step(ends[call])
            elif at < spans and taken[at][0] < begin + length:
                begin = up_to_step(taken[at][1])
            else:
                yield begin
                begin += STEP


def up_to_step(minute: int) -> int:
    return -(-minute // STEP) * STEP


def open_spans(worker: Worker, now: dt.datetime, horizon: int, awake_in: str) -> tuple[Span, ...]:
    """When they work and the member is awake; shared by all who work alike."""
    first = date_in(worker.zone, now)
    return _open_spans(
        worker.zone, worker.shifts, worker.works_on_holidays, first, horizon, awake_in
    )


@lru_cache(maxsize=64)
def date_in(zone: str, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=2048)
def _open_spans(
    zone: str,
    shifts: tuple[Shift, ...],
    works_on_holidays: bool,
    first: dt.date,
    horizon: int,
    awake_in: str,
) -> tuple[Span, ...]:
    spans = []
    for number in range(horizon + 1):
        date = first + number * ONE_DAY
        if is_holiday(date) and not works_on_holidays:
            continue
        for weekday, opens, closes in shifts:
            if weekday == date.weekday():
                spans.append((on_the_wall(date, opens, zone), on_the_wall(date, closes, zone)))
    found = tuple(union(spans))
    return tuple(both(found, waking_spans(awake_in, first, horizon))) if awake_in else found


@lru_cache(maxsize=2048)
def waking_spans(zone: str, first: dt.date, horizon: int) -> tuple[Span, ...]:
    """The hours of each day in which a member in that zone may be called."""
    days = (first + number * ONE_DAY for number in range(-1, horizon + 2))
    return tuple(
        (on_the_wall(day, WAKING[0], zone), on_the_wall(day, WAKING[1], zone)) for day in days
    )


@lru_cache(maxsize=65536)
def on_the_wall(date: dt.date, time: dt.time, zone: str) -> int:
    """The minute at which the clock on a wall of that zone shows that time of that date."""
    return minute(dt.datetime.combine(date, time, tzinfo=ZoneInfo(zone)))


def full_days(worker: Worker, now: dt.datetime, horizon: int) -> tuple[Span, ...]:
    """The days, as they pass where they work, on which they have as many calls as they take."""
    begins, most = worker.begins, worker.daily_maximum
    if len(begins) < most:
        return ()
    days = day_spans(worker.zone, date_in(worker.zone, now), horizon)
    before = [bisect_left(begins, midnight) for midnight, _next in days]
    before.append(bisect_left(begins, days[-1][1]))
    calls = zip(days, pairwise(before), strict=True)
    return tuple(day for day, (first, last) in calls if last - first >= most)


@lru_cache(maxsize=2048)
def day_spans(zone: str, first: dt.date, horizon: int) -> tuple[Span, ...]:
    """Midnight to midnight: 23 or 25 hours on the days on which the clocks change."""
    midnights = [
        on_the_wall(first + number * ONE_DAY, dt.time(), zone) for number in range(horizon + 2)
    ]
    return tuple(pairwise(midnights))


def union(spans: Iterable[Span]) -> Iterator[Span]:
    """The same minutes in as few spans as they need, in order."""
    last: Span | None = None
    for begin, end in sorted(spans):
        if last and begin <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (begin, end)
    if last:
        yield last


def both(these: Iterable[Span], those: Iterable[Span]) -> Iterator[Span]:
    """The minutes that are in both; each is in order and without overlap."""
    left, right = iter(these), iter(those)
    one, other = next(left, None), next(right, None)
    while one and other:
        begin, end = max(one[0], other[0]), min(one[1], other[1])
        if begin < end:
            yield begin, end
        if one[1] <= other[1]:
            one = next(left, None)
        else:
            other = next(right, None)


def length_of(spans: Iterable[Span]) -> int:
    return sum(end - begin for begin, end in spans)
