"""When somebody could call: to the minute, on the nights on which the clocks change as well."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.scheduling.slots import Worker, instant, minute, starts, up_to_step

NEW_YORK, HONOLULU = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Honolulu")
NINE_TO_FIVE = tuple(
    (weekday, dt.time(opens), dt.time(closes))
    for weekday in range(5)
    for opens, closes in ((9, 12), (13, 17))
)
SUNDAY_NIGHT = ((6, dt.time(0), dt.time(4)),)
HOUR = dt.timedelta(hours=1)


def worker(shifts=NINE_TO_FIVE, zone="America/New_York", **fields) -> Worker:
    return Worker(zone=zone, shifts=shifts, daily_maximum=fields.pop("daily_maximum", 50), **fields)


DANA, NORA = worker(), worker(SUNDAY_NIGHT)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def found(who: Worker, now: dt.datetime, on: dt.date, zone=NEW_YORK, **asked) -> list[dt.datetime]:
    """The free starts of a date of that zone, in UTC."""
    every = (instant(one) for one in starts(who, now, **asked))
    return [one for one in every if one.astimezone(zone).date() == on]


def clocks(instants: list[dt.datetime], zone=NEW_YORK) -> list[str]:
    return [one.astimezone(zone).strftime("%H:%M %Z") for one in instants]


def test_s1_on_the_night_clocks_go_back_the_hour_that_happens_twice_is_offered_twice() -> None:
    free = found(NORA, utc(2026, 10, 30), dt.date(2026, 11, 1))
    assert clocks(free) == [
        "00:00 EDT",
        "00:30 EDT",
        "01:00 EDT",
        "01:30 EDT",
        "01:00 EST",
        "01:30 EST",
        "02:00 EST",
        "02:30 EST",
        "03:00 EST",
        "03:30 EST",
    ]
    assert free[2] == utc(2026, 11, 1, 5)
    assert free[4] == utc(2026, 11, 1, 6)


def test_s2_on_the_night_clocks_go_forward_no_time_is_offered_that_never_comes() -> None:
    free = found(NORA, utc(2027, 3, 10), dt.date(2027, 3, 14))
    assert clocks(free) == [
        "00:00 EST",
        "00:30 EST",
        "01:00 EST",
        "01:30 EST",
        "03:00 EDT",
        "03:30 EDT",
    ]


@pytest.mark.parametrize(
    ("before", "after", "first", "then"),
    [
        (dt.date(2026, 10, 30), dt.date(2026, 11, 2), 13, 14),
        (dt.date(2027, 3, 12), dt.date(2027, 3, 15), 14, 13),
    ],
)
def test_s3_nine_stays_nine_on_the_wall_when_the_clocks_change(before, after, first, then) -> None:
    now = dt.datetime.combine(before, dt.time(), tzinfo=dt.UTC)
    for date, hour in ((before, first), (after, then)):
        free = found(DANA, now, date)
        assert free[0] == dt.datetime.combine(date, dt.time(hour), tzinfo=dt.UTC)
        assert (clocks(free)[0][:5], clocks(free)[-1][:5]) == ("09:00", "16:30")
        afternoon = found(worker(tuple(s for s in NINE_TO_FIVE if s[1].hour == 13)), now, date)
        assert clocks(afternoon)[0][:5] == "13:00"


def test_s4_the_notice_is_counted_in_hours_that_pass_not_on_the_wall() -> None:
    half_past_midnight = utc(2026, 11, 1, 4, 30)
    free = found(NORA, half_past_midnight, dt.date(2026, 11, 1), notice=120)
    assert free[0] == utc(2026, 11, 1, 6, 30)
    assert clocks(free)[0] == "01:30 EST"


@pytest.mark.parametrize(
    ("on", "times", "first"),
    [
        (dt.date(2026, 10, 30), 6, utc(2026, 10, 30, 18)),
        (dt.date(2026, 11, 2), 8, utc(2026, 11, 2, 18)),
        (dt.date(2027, 3, 15), 6, utc(2027, 3, 15, 18)),
    ],
)
def test_s5_a_member_in_hawaii_is_called_from_8_in_their_own_morning(on, times, first) -> None:
    now = dt.datetime.combine(on, dt.time(), tzinfo=dt.UTC) - 2 * HOUR
    free = found(DANA, now, on, HONOLULU, awake_in="Pacific/Honolulu")
    assert (len(free), free[0]) == (times, first)
    assert clocks(free, HONOLULU)[0] == "08:00 HST"


def test_nobody_is_booked_in_a_break_on_a_holiday_or_at_a_weekend() -> None:
    free = [instant(one).astimezone(NEW_YORK) for one in starts(DANA, utc(2026, 11, 20, 12))]
    assert not [one for one in free if one.hour == 12 or one.weekday() > 4]
    assert dt.date(2026, 11, 26) not in {one.date() for one in free}  # Thanksgiving
    assert dt.date(2026, 11, 27) in {one.date() for one in free}


def span(begin: dt.datetime, minutes: int = 30) -> tuple[int, int]:
    return minute(begin), minute(begin) + minutes


def booked(*spans: tuple[int, int], **fields) -> Worker:
    begins, ends = zip(*spans, strict=True) if spans else ((), ())
    return worker(begins=sorted(begins), ends=sorted(ends), **fields)


def test_what_is_booked_or_off_is_not_free() -> None:
    now, ten = utc(2026, 11, 24, 12), utc(2026, 11, 24, 15)
    busy = booked(span(ten), off=(span(ten + 2 * HOUR, 600),))
    assert clocks(found(busy, now, dt.date(2026, 11, 24))) == [
        "09:00 EST",
        "09:30 EST",
        "10:30 EST",
        "11:00 EST",
        "11:30 EST",
    ]


def test_a_longer_call_fits_only_where_all_of_it_is_free() -> None:
    now = utc(2026, 11, 24, 12)
    busy = booked(span(utc(2026, 11, 24, 15)))
    morning = clocks(found(busy, now, dt.date(2026, 11, 24), length=60))[:3]
    assert morning == ["09:00 EST", "10:30 EST", "11:00 EST"]


def test_a_day_with_as_many_calls_as_somebody_takes_is_over() -> None:
    monday = utc(2026, 11, 2, 14)
    two = (span(monday + number * HOUR) for number in range(2))
    free = starts(booked(*two, daily_maximum=2), monday - 3 * HOUR)
    assert instant(next(free)).astimezone(NEW_YORK).date() == dt.date(2026, 11, 3)


def test_a_call_is_soonest_in_an_hour_and_latest_in_two_weeks() -> None:
    now = utc(2026, 11, 3, 15)
    free = [instant(one) for one in starts(DANA, now)]
    assert free[0] == now + HOUR
    assert free[-1] <= now + dt.timedelta(days=14)
    assert free == sorted(set(free))


def test_calls_begin_at_half_hours() -> None:
    assert [up_to_step(one) for one in (0, 1, 30, 31)] == [0, 30, 30, 60]


MONDAY = minute(utc(2026, 11, 2))
anything = st.tuples(st.integers(0, 4 * 24 * 60), st.integers(1, 600)).map(
    lambda one: (MONDAY + one[0], MONDAY + sum(one))
)


@given(st.lists(anything, max_size=12), st.lists(anything, max_size=4), st.sampled_from((30, 60)))
def test_a_time_is_free_just_where_nothing_else_is(calls, off, length) -> None:
    now = instant(MONDAY)
    taken = [*calls, *off]
    free = {
        one
        for one in starts(DANA, now, length=length)
        if all(end <= one or begin >= one + length for begin, end in taken)
    }
    assert set(starts(booked(*calls, off=tuple(sorted(off))), now, length=length)) == free
