"""What every date of ours must be: never past, later for more certainty, honest about the open."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.estimates.curve import bins_of, grid_of, level_at, quantile, survival
from claims.estimates.estimator import LEAST_CASES, Known, learn
from claims.estimates.evaluation import known_at
from claims.estimates.situations import situations
from tests.claims.estimates.logs import log

SHARES = st.floats(0.05, 0.95)
QUIET = st.floats(0, 400)


def whole(rows):
    return Known(lasted=rows.remaining, done=np.ones(len(rows), dtype=bool))


@pytest.fixture(scope="module")
def rows():
    found = situations(log())
    return found.of(np.flatnonzero(found.place < found.size))


@pytest.fixture(scope="module")
def estimator(rows):
    return learn(rows, whole(rows))


@pytest.fixture(scope="module")
def days(rows, estimator):
    """How many days one of forty cases still takes; None is no date."""
    curves = estimator.curves(rows.of(np.arange(40)))

    def days(which, share, quiet=0.0):
        asked = curves[which : which + 1], estimator.grid, np.array([share]), np.array([quiet])
        found = quantile(*asked)[0]
        return None if np.isnan(found) else float(found)

    return days


@settings(deadline=None)
@given(which=st.integers(0, 39), share=SHARES, quiet=QUIET)
def test_no_date_is_ever_past(days, which, share, quiet):
    found = days(which, share, quiet)
    assert found is None or found >= quiet


@settings(deadline=None)
@given(which=st.integers(0, 39), shares=st.tuples(SHARES, SHARES), quiet=QUIET)
def test_more_certainty_is_never_earlier(days, which, shares, quiet):
    sooner, later = (days(which, share, quiet) for share in sorted(shares))
    assert later is None or (sooner is not None and sooner <= later)


@settings(deadline=None)
@given(which=st.integers(0, 39), share=SHARES, quiet=st.tuples(QUIET, QUIET))
def test_silence_never_makes_the_date_earlier(days, which, share, quiet):
    before, after = (days(which, share, silence) for silence in sorted(quiet))
    assert after is None or (before is not None and before <= after + 1e-9)


def test_who_has_waited_half_the_time_is_compared_with_those_who_did_too(days):
    for which in range(40):
        half = days(which, 0.5)
        assert days(which, 0.5, quiet=half) > half


def test_without_silence_those_that_end_at_once_count_too():
    grid = np.array([0.0, 10.0, 20.0])
    curves = np.array([[0.4, 0.1, 0.0]])  # 6 in 10 were done in the same moment
    half, at_once, quiet = np.array([0.5]), np.array([0.0]), np.array([1.0])
    assert quantile(curves, grid, half, at_once) == 0
    assert quantile(curves, grid, half, quiet) > 1


def test_what_many_took_to_the_moment_is_promised_for_that_moment():
    """A timer: half end on day 60, nobody in the weeks before it."""
    lasted = np.concatenate([np.linspace(1, 30, 400), np.full(500, 60 + 1e-11), [90.0] * 100])
    grid = grid_of(lasted)
    place = bins_of(lasted, grid)
    done = np.bincount(place, minlength=len(grid))[None].astype(float)
    curve = survival(done, np.zeros_like(done))
    for share in (0.45, 0.6, 0.85):
        found = quantile(curve, grid, np.array([share]), np.array([0.0]))[0]
        assert found == pytest.approx(60, abs=1e-6)
    assert level_at(curve, grid, np.array([59.9]))[0] == pytest.approx(0.6, abs=1e-3)


def test_who_has_waited_longer_than_anybody_has_no_date(days):
    assert days(0, 0.5, quiet=10_000) is None


def test_open_cases_make_the_date_later_than_the_closed_ones_alone():
    made = log(400)
    every = situations(made)
    now = made.start[40] + 1  # most of what began lately is still open
    taken, known = known_at(every, made.end[made.case], now)
    assert not known.done.all()
    asked = every.of(np.flatnonzero((every.place == 1) & (every.case >= 300)))
    honest = learn(every.of(taken), known).remaining(asked, 0.5)
    closed = learn(every.of(taken[known.done]), known.of(known.done)).remaining(asked, 0.5)
    truth = np.median(asked.remaining)
    assert np.nanmean(closed) < 0.9 * np.nanmean(honest)
    assert abs(np.nanmean(honest) - truth) < abs(np.nanmean(closed) - truth)


def test_the_same_history_gives_the_same_dates(rows, estimator):
    again = learn(rows, whole(rows))
    assert np.array_equal(again.curves(rows), estimator.curves(rows))


def test_what_the_case_is_matters(rows, estimator):
    first = rows.of(np.flatnonzero(rows.place == 1))
    slow = first.names["column kind"] == first.names["column kind"][1]
    median = estimator.remaining(first, 0.5)
    assert np.mean(median[slow]) > 1.5 * np.mean(median[~slow])


def test_no_estimate_stands_on_fewer_cases_than_stated(rows, estimator):
    assert estimator.cases(rows).min() >= LEAST_CASES


def test_a_case_unlike_all_others_gets_the_date_of_all(rows, estimator):
    strange = rows.of(np.arange(1))
    for codes in strange.names.values():
        codes[:] = 10_000
    assert estimator.cases(strange)[0] >= LEAST_CASES
    assert np.isfinite(estimator.remaining(strange, 0.8)[0])


def test_where_too_few_are_done_there_is_no_date(rows):
    known = Known(lasted=rows.remaining, done=np.arange(len(rows)) % 4 == 0)
    estimator = learn(rows, Known(lasted=np.minimum(known.lasted, 1.0), done=known.lasted < 0.1))
    assert np.isnan(estimator.remaining(rows, 0.9)).all()
