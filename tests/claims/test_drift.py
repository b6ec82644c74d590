"""Dates kept less often than we say: seen beyond chance, widened, told to operators, and ended."""

import datetime as dt
import html
from collections.abc import Iterator

import pytest

from accounts.clock import now, today
from claims.answers.words import plain
from claims.estimates.segments import SINCE_START, ladder
from claims.estimates.tables import IN_USE
from claims.models import Alarm, DateWidening, EstimateTable
from claims.models.estimate import look
from claims.store.drift import watch
from claims.store.open_dates import note_all
from claims.store.readings import take_readings
from tests import make
from tests.claims.test_hit_rate import dates

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SLOW = {"basis": "estimate", "share": 90, "segment": "pharmacy|fhir"}


def open_ones() -> list[DateWidening]:
    return list(DateWidening.objects.open())


def test_so_few_as_chance_explains_are_no_drift(maya):
    claim = make.claim(maya)
    dates(claim, 85, **SLOW)
    dates(claim, 15, "broken", **SLOW)
    watch(now())
    assert not open_ones()


def test_fewer_than_chance_explains_ask_for_more(maya):
    claim = make.claim(maya)
    dates(claim, 80, **SLOW)
    dates(claim, 20, "broken", **SLOW)
    watch(now())
    (widening,) = open_ones()
    assert (widening.promised, widening.share) == (90, 95)  # twice as many were late as we say
    assert (widening.kept, widening.number) == (80, 100)
    watch(now() + DAY)  # nothing was said since
    assert open_ones() == [widening]


def test_too_few_dates_are_not_judged(maya):
    dates(make.claim(maya), 49, "broken", **SLOW)
    watch(now())
    assert not open_ones()


def test_only_the_newest_two_hundred_count(maya):
    claim = make.claim(maya)
    dates(claim, 100, "broken", ago=90, **SLOW)
    dates(claim, 200, **SLOW)
    watch(now())
    assert not open_ones()


def said_since_then() -> None:
    """Let the widening have begun so long ago that all of these dates were said under it."""
    assert open_ones()
    long_ago = now() - 200 * DAY
    DateWidening.objects.exclude(ended_at=None).update(began_at=long_ago, ended_at=long_ago)
    DateWidening.objects.open().update(began_at=long_ago)


def test_what_is_still_too_few_is_widened_again_and_what_is_well_ends(maya):
    claim = make.claim(maya)
    dates(claim, 80, **SLOW)
    dates(claim, 20, "broken", **SLOW)
    watch(now())
    said_since_then()
    watch(now())
    assert [one.share for one in open_ones()] == [98]
    said_since_then()
    dates(claim, 200, ago=1, **SLOW)
    watch(now())
    assert not open_ones()
    dates(claim, 60, "broken", ago=1, **SLOW)
    watch(now())
    assert not open_ones(), "what was said before it ended counts no more"


def test_dates_by_law_and_of_carriers_are_never_widened(maya):
    dates(make.claim(maya), 90, "broken", segment="pharmacy|fhir")
    watch(now())
    assert not open_ones()


@pytest.fixture
def table() -> Iterator[EstimateTable]:
    """A table of the night in which claims of a pharmacy take from 1 to 100 working days."""
    made = EstimateTable.objects.create(
        built_at=now(), starts_at=now(), counted_from=today("UTC") - 365 * DAY
    )
    made.curves.create(
        kind="decision",
        segment=ladder(SINCE_START, "pharmacy", "fhir")[0],
        cases=500,
        left=[1 - one / 100 for one in range(101)],
        at_risk=[500] * 101,
    )
    IN_USE.drop()
    yield made
    IN_USE.drop()


def day_of(as_maya, claim) -> dt.date:
    IN_USE.drop()
    look()
    return as_maya.get(claim.get_absolute_url()).context["answer"].date


def test_a_widened_segment_names_a_later_day_and_says_the_same_share(as_maya, maya, table):
    claim, other = (make.claim(maya, kind="pharmacy", plan=make.plan("other")) for _ in range(2))
    first = day_of(as_maya, claim)
    assert first.basis == "estimate"
    DateWidening.objects.create(
        source=claim.source,
        kind="decision",
        segment=first.segment,
        promised=90,
        share=95,
        kept=80,
        number=100,
        began_at=table.built_at,
    )
    second = day_of(as_maya, other)
    assert second.on > first.on
    assert second.share == first.share == 90


def test_operators_are_told_by_an_alarm_that_ends_with_it(maya, as_otto):
    claim = make.claim(maya)
    dates(claim, 80, **SLOW)
    dates(claim, 20, "broken", **SLOW)
    watch(now())
    take_readings()
    alarm = Alarm.objects.open().get(kind="dates")
    assert (alarm.source, alarm.value, alarm.threshold) == (claim.source, 0.8, 0.9)
    page = html.unescape(plain(as_otto.get("/sources/").content.decode()))
    assert "Of the dates that we name, 80% were kept. We say 90%." in page
    DateWidening.objects.update(ended_at=now())
    take_readings()
    assert not Alarm.objects.open().filter(kind="dates").exists()


def test_an_operator_reads_dates_by_source_and_segment(maya, as_otto):
    claim = make.claim(maya)
    dates(claim, 80, **SLOW)
    dates(claim, 20, "broken", **SLOW)
    dates(claim, 30, segment="professional")
    watch(now())
    note_all(now())
    page = as_otto.get("/dates/sources/")
    rows = page.context["rows"]
    assert [plain(row.counted) for row in rows] == ["80 of 100", "30 of 30"]  # what drifts is first
    assert rows[0].ahead
    (night,) = page.context["undated"]
    assert (night.source, plain(night.counted)) == (claim.source_id, "0 of 1")
    assert rows[0].segment == "pharmacy, fhir"
    assert "We ask for 95% since then." in plain(rows[0].drift)
    assert not rows[1].drift


def test_the_operators_page_costs_as_many_queries_for_many_segments(
    maya, as_otto, django_assert_max_num_queries
):
    claim = make.claim(maya)
    for number in range(30):
        dates(claim, 2, segment=f"kind-{number}")
    with django_assert_max_num_queries(6):
        assert len(as_otto.get("/dates/sources/").context["rows"]) == 30
