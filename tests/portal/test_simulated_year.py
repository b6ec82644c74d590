"""Dates that keep their word: a year with a made-up plan, read as its members read it."""

import datetime as dt
import math
from collections.abc import Iterator

import pytest

from claims.estimates.tables import IN_USE
from claims.models import Promise
from claims.store.hit_rate import measure
from tests.portal.simulated_year import Year, live

FIRST = dt.date(2025, 1, 6)
PROMISED = 0.9


@pytest.fixture
def year(db, settings) -> Iterator[Year]:
    def set_clock(at: dt.datetime) -> None:
        settings.PORTAL_NOW = at

    yield live(seed=5, claims=1_500, first=FIRST, set_clock=set_clock)
    IN_USE.drop()


def test_of_the_days_that_pages_named_as_many_were_kept_as_they_said(year, record_property):
    once = len({one.key for one in year.told})
    kept = year.kept(once=True)
    for name, figure in (
        ("named", len(year.told)),
        ("claims", once),
        ("not named", year.undated),
        ("kept", year.kept()),
        ("kept, each claim once", kept),
        ("working days ahead", year.ahead()),
    ):
        record_property(name, figure)  # for docs/dates.md: -o junit_family=xunit1 --junitxml …
    chance = 2 * math.sqrt(PROMISED * (1 - PROMISED) / once)
    assert PROMISED - chance < kept < PROMISED + chance + 0.03  # days are rounded up
    counted, published = published_month_by_month(year)
    record_property("promises whose day has come", counted)
    record_property("kept of them, as published", published / counted)
    assert counted > 500


def published_month_by_month(year: Year) -> tuple[int, int]:
    """Hold the rate that everyone reads against the truth; how many dates it counts, and kept."""
    done = {one.key: one.done for one in year.told}
    said = Promise.objects.filter(due_on__lt=year.until).values_list(
        "claim__external_key", "due_on"
    )
    rate = measure(year.until)
    counted = kept = 0
    for month in rate.months():
        truth = [
            done[key] is not None and done[key] <= on
            for key, on in said
            if on.replace(day=1) == month
        ]
        score = rate.of_month(month)
        assert (score.kept, score.broken) == (sum(truth), len(truth) - sum(truth)), month
        counted, kept = counted + len(truth), kept + sum(truth)
    return counted, kept
