"""Promised shares are held against what came of earlier dates, and features against the past."""

import numpy as np
import pytest

from claims.estimates.calibration import FEWEST_CASES, level_for
from claims.estimates.choice import CHOICES, choose, seen_by
from claims.estimates.estimator import Known
from claims.estimates.situations import situations
from tests.claims.estimates.logs import log

CASES = np.arange(2_000)


def test_dates_that_came_too_late_are_drawn_in_and_too_early_ones_moved_out():
    fell = np.random.default_rng(1).uniform(size=len(CASES))
    done = np.ones(len(CASES), dtype=bool)
    assert level_for(0.8, fell, done, CASES) == pytest.approx(0.8, abs=0.03)
    assert level_for(0.8, fell / 2, done, CASES) == pytest.approx(0.4, abs=0.03)
    assert level_for(0.8, np.sqrt(fell), done, CASES) == pytest.approx(0.894, abs=0.03)


def test_dates_of_open_cases_count_as_far_as_they_came():
    chance = np.random.default_rng(1)
    fell, seen = chance.uniform(size=len(CASES)), chance.uniform(size=len(CASES))
    done = fell <= seen
    level = level_for(0.8, np.minimum(fell, seen), done, CASES)
    assert level == pytest.approx(0.8, abs=0.06)
    assert level_for(0.8, fell[done], done[done], CASES[done]) < 0.7


def test_few_cases_change_no_share():
    few = FEWEST_CASES - 1
    assert (
        level_for(0.8, np.zeros(5 * few), np.ones(5 * few, dtype=bool), CASES[: 5 * few] % few)
        == 0.8
    )


def test_columns_are_looked_at_where_they_tell_something():
    rows = situations(log(600))
    rows = rows.of(np.flatnonzero(rows.place < rows.size))
    known = Known(lasted=rows.remaining, done=np.ones(len(rows), dtype=bool))
    assert CHOICES.index(choose(rows, known)) >= CHOICES.index("path and columns")
    blind = seen_by("path", rows)
    assert "column kind" not in blind.names
