"""Every day that a member is told: never past, later for more certainty and for more silence."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.deadlines.calendar import (
    ONE_DAY,
    add_business_days,
    business_day,
    business_days_until,
    is_business_day,
)
from claims.estimates.expected import FEWEST_ALIKE, Curve, days_until, expected, usual
from claims.estimates.histograms import LONGEST, Histograms, survival

DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2029, 12, 31))
SHARES = st.integers(5, 99)


@st.composite
def curves(draw):
    """Any history: so many done, and so many last seen open, after each number of days."""
    days = draw(st.integers(1, 60))
    counts = st.lists(st.integers(0, 40), min_size=days, max_size=days)
    return curve(draw(counts), draw(counts))


def curve(done, still_open=()):
    counts = np.zeros((1, 3, LONGEST + 1))
    counts[0, 0, : len(done)] = done
    counts[0, 1, : len(still_open)] = still_open
    counts[0, 2, 0] = sum(done) + sum(still_open)
    return survival(counts)[0] if counts.any() else Curve(left=[1.0], at_risk=[0], cases=0)


@settings(deadline=None)
@given(found=curves(), since=DAYS, silence=st.integers(0, 200), share=SHARES)
def test_no_day_is_past_or_today_and_each_is_a_working_day(found, since, silence, share):
    today = since + silence * ONE_DAY
    told = expected(found, since=since, today=today, share=share)
    assert told is None or (told.on > today and is_business_day(told.on))
    assert told is None or FEWEST_ALIKE <= told.cases <= found.cases


@settings(deadline=None)
@given(found=curves(), since=DAYS, silence=st.integers(0, 60), shares=st.tuples(SHARES, SHARES))
def test_more_certainty_is_never_earlier(found, since, silence, shares):
    today = since + silence * ONE_DAY
    sooner, later = (
        expected(found, since=since, today=today, share=share) for share in sorted(shares)
    )
    assert later is None or (sooner is not None and sooner.on <= later.on)


@settings(deadline=None)
@given(found=curves(), since=DAYS, silence=st.tuples(*[st.integers(0, 90)] * 2), share=SHARES)
def test_silence_never_makes_it_earlier(found, since, silence, share):
    before, after = (
        expected(found, since=since, today=since + days * ONE_DAY, share=share)
        for days in sorted(silence)
    )
    assert after is None or (before is not None and before.on <= after.on)


def test_the_day_is_the_one_by_whose_end_nine_in_ten_were_done():
    told = expected(
        curve([0, 0, 0, 50, 40, 5, 5]),
        since=dt.date(2026, 11, 20),  # a Friday
        today=dt.date(2026, 11, 20),
        share=90,
    )
    assert told.on == dt.date(2026, 11, 27)  # four working days; Thanksgiving is none
    assert told.cases == 100


def test_what_is_to_be_done_today_is_said_for_tomorrow():
    since, today = dt.date(2026, 11, 16), dt.date(2026, 11, 19)  # Monday to Thursday
    told = expected(curve([0, 0, 0, 100, 2]), since=since, today=today, share=90)
    assert told.on == dt.date(2026, 11, 20)


def test_whoever_was_done_by_now_is_no_longer_alike():
    since, today = dt.date(2026, 11, 2), dt.date(2026, 11, 6)  # Monday to Friday
    found = curve([0, 162, 0, 0, 0, 0, 20, 18])
    at_once = expected(found, since=since, today=since, share=90)
    assert (at_once.on, at_once.cases) == (dt.date(2026, 11, 10), 200)
    quiet = expected(found, since=since, today=today, share=90)
    assert (quiet.on, quiet.cases) == (dt.date(2026, 11, 12), 38)  # Veterans Day is none


def test_after_more_silence_than_enough_others_had_there_is_no_day():
    since = dt.date(2026, 11, 2)
    found = curve([0, 81, 0, 0, 0, 0, 0, 0, 0, 19])
    assert expected(found, since=since, today=since, share=90) is not None
    assert expected(found, since=since, today=since + 4 * ONE_DAY, share=90) is None


def test_dropping_the_open_cases_makes_every_date_too_early():
    """Half were decided fast; the rest, open for 20 days now, took longer than that."""
    done, still_open = [0, 0, 30, 20, 0], [0] * 20 + [50]
    honest, closed_only = curve(done, still_open), curve(done)
    assert days_until(closed_only, 0.9, -1) == 3
    assert days_until(honest, 0.9, -1) is None
    assert days_until(honest, 0.4, -1) == 3


def test_the_range_is_in_the_days_of_a_calendar_and_ends_when_it_is_over():
    found = curve([0] * 8 + [5] * 5)  # working days 8 to 12
    since = dt.date(2026, 3, 2)
    told = usual(found, since=since, today=since + 9 * ONE_DAY)
    assert (told.least, told.most, told.so_far, told.cases) == (10, 16, 9, 25)
    assert usual(found, since=since, today=since + 17 * ONE_DAY) is None


def test_a_handful_of_cases_says_nothing():
    found = curve([0, 0, FEWEST_ALIKE - 1])
    since = dt.date(2026, 3, 2)
    assert expected(found, since=since, today=since, share=90) is None
    assert usual(found, since=since, today=since) is None


@settings(deadline=None)
@given(day=DAYS, more=st.integers(1, 300))
@example(day=dt.date(2024, 12, 30), more=1)
@example(day=dt.date(2024, 12, 30), more=2)
def test_business_days_are_counted_as_they_are_walked(day, more):
    later = add_business_days(day, more)
    assert business_days_until(later) - business_days_until(day) == more
    assert business_day(business_days_until(later)) == later


@pytest.mark.parametrize("day", ["2026-07-03", "2026-12-25", "2027-01-01", "2026-11-22"])
def test_a_day_that_nobody_works_counts_as_the_one_before(day):
    off = dt.date.fromisoformat(day)
    assert business_days_until(off) == business_days_until(off - ONE_DAY)


def test_a_case_that_took_longer_than_a_year_was_open_for_a_year():
    told = Histograms()
    values = ("professional", "plan")
    told.add([("decision", "start", values, LONGEST + 50, True, 30, 30)])
    found = told.curves()["decision", "start|professional|plan"]
    assert found.left[-1] == 1
    assert found.at_risk[-1] == 30
