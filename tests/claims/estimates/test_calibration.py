"""Promised shares are held against what came of earlier dates, and features against the past."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.estimates.blend import misses, weights_for
from claims.estimates.calibration import FEWEST_CASES, Held, level_for
from claims.estimates.estimator import Known, features, learn
from claims.estimates.nearest import nearest
from claims.estimates.situations import situations
from tests.claims.estimates.logs import log

CASES = np.arange(2_000)


def asked(levels, done=None, case=CASES, age=None):
    """The share to ask for so that 8 in 10 are kept."""
    done = np.ones(len(levels), dtype=bool) if done is None else done
    age = np.zeros(len(levels)) if age is None else age
    return level_for(0.8, Held(levels=levels, done=done, case=case, age=age))


def test_dates_that_came_too_late_are_drawn_in_and_too_early_ones_moved_out():
    fell = np.random.default_rng(1).uniform(size=len(CASES))
    assert asked(fell) == pytest.approx(0.8, abs=0.03)
    assert asked(fell / 2) == pytest.approx(0.4, abs=0.03)
    assert asked(np.sqrt(fell)) == pytest.approx(0.894, abs=0.03)


def test_what_came_of_the_newest_dates_counts_most():
    fell = np.random.default_rng(1).uniform(size=len(CASES))
    newer = CASES % 2 == 0
    assert asked(np.where(newer, fell / 2, fell), age=np.where(newer, 0.0, 300.0)) < 0.45


def test_dates_of_open_cases_count_as_far_as_they_came():
    chance = np.random.default_rng(1)
    fell, seen = chance.uniform(size=len(CASES)), chance.uniform(size=len(CASES))
    done = fell <= seen
    assert asked(np.minimum(fell, seen), done) == pytest.approx(0.8, abs=0.06)
    assert asked(fell[done], done[done], CASES[done]) < 0.7


def test_few_cases_change_no_share():
    few = FEWEST_CASES - 1
    assert asked(np.zeros(5 * few), case=CASES[: 5 * few] % few) == 0.8


def opinions(rows, *, wrong=0.0):
    """Of a grid of ten days, cases that take from none to ten: one that knows, one that errs."""
    grid = np.linspace(0, 10, 41)
    knows = np.broadcast_to(1 - grid / 10, (rows, 41))
    errs = np.broadcast_to(np.clip(1 - grid / 10 + wrong, 0, 1), (rows, 41))
    return np.stack([knows, errs]).astype(np.float32), grid


@settings(deadline=None, max_examples=10)
@given(st.floats(-0.9, 0.9))
def test_no_opinion_that_errs_counts_more_than_one_that_knows(wrong):
    said, grid = opinions(200, wrong=wrong)
    took = np.linspace(0, 10, 200)
    weights = weights_for(misses(said, grid, took, np.full(200, np.inf)))
    assert weights.sum() == pytest.approx(1)
    assert weights.min() >= 0
    assert weights[0] >= weights[1] - 1e-3
    assert abs(wrong) < 0.1 or weights[0] > 0.8


def test_what_ended_early_alone_makes_no_opinion_right():
    """Of the newest, only those that end fast are done: whoever says so must win nothing by it."""
    said, grid = opinions(2_000, wrong=-0.3)
    took, watched = np.random.default_rng(1).uniform(0, 10, (2, 2_000))
    honest = weights_for(misses(said, grid, took, watched))[0]
    ends_alone = np.where(took < watched, np.inf, watched)
    assert weights_for(misses(said, grid, took, ends_alone))[0] < honest - 0.1
    assert honest > 0.9


def test_the_nearest_in_age_are_asked_and_only_after_the_same_activity():
    last = np.repeat([0, 1], 500).astype(np.int32)
    elapsed = np.tile(np.arange(500.0), 2)
    place = np.where(last == 0, np.arange(1_000) // 100, 9)
    done, case = np.ones(1_000, dtype=bool), np.arange(1_000, dtype=np.int32)
    curves = nearest(last, case, elapsed, place, done, 10, 20).curves(
        np.array([0, 0, 1, 7], dtype=np.int32), np.array([99.5, 1e9, 0.0, 250.0])
    )
    assert curves[0, 0] == pytest.approx(0.5, abs=0.01)
    assert curves[1, 2:5].tolist() == pytest.approx([1.0, 0.5, 0.0])
    assert curves[2, 8:].tolist() == [1, 0]
    assert curves[3, 8] == pytest.approx(0.5, abs=0.1)  # nobody has seen it: all of that age


def test_columns_are_looked_at_by_some_trees_and_not_by_all():
    rows = situations(log(600))
    rows = rows.of(np.flatnonzero(rows.place < rows.size))
    known = Known(lasted=rows.remaining, done=np.ones(len(rows), dtype=bool))
    binning = learn(rows, known).binning
    seen_by = [
        {list(binning.edges)[place] for place in features(binning, view)} for view in range(4)
    ]
    assert ["column kind" in some for some in seen_by] == [False, False, True, True]
    assert seen_by[0] < seen_by[1] < seen_by[2] < seen_by[3]
