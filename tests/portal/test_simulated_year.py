"""Dates that keep their word: a year with a made-up plan, read as its members read it."""

import datetime as dt
import math
from collections.abc import Iterator

import pytest

from claims.estimates.tables import IN_USE
from claims.models import Claim
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
        record_property(name, figure)  # `--junitxml` shows them, for docs/dates.md
    chance = 2 * math.sqrt(PROMISED * (1 - PROMISED) / once)
    assert PROMISED - chance < kept < PROMISED + chance + 0.03  # days are rounded up
    by_facts = decided_by_our_facts()
    over = [one for one in year.told if one.on < year.until]
    assert len(over) > 1_000
    for one in over:  # so the rate that we publish is the true one
        told = by_facts.get(one.key)
        assert (told is not None and told <= one.on) == one.kept, one.key


def decided_by_our_facts() -> dict[str, dt.date]:
    return dict(Claim.objects.done().values_list("external_key", "state_on"))
