"""How good our dates are: the share kept, how sure, and what was left out; for everyone."""

import datetime as dt
import html
import math
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.clock import now, today
from claims.chance import at_most, wilson
from claims.models import DateNight, Promise
from claims.store.hit_rate import measure
from tests import make

DAY = dt.timedelta(days=1)


def test_an_interval_is_wilsons():
    low, high = wilson(91, 100)
    assert (round(low, 3), round(high, 3)) == (0.838, 0.952)  # as published tables have it
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_the_share_and_stays_within_all(counts):
    kept, number = counts
    low, high = wilson(kept, number)
    assert 0 <= low <= kept / number + 1e-9
    assert kept / number - 1e-9 <= high <= 1


def test_few_kept_of_many_is_no_chance():
    assert at_most(9, 10, 0.9) == pytest.approx(1 - 0.9**10)
    assert at_most(80, 100, 0.9) < 0.005
    assert at_most(88, 100, 0.9) > 0.2
    assert math.isclose(at_most(100, 100, 0.9), 1.0)


def dates(claim, number: int, outcome: str = "kept", *, ago: int = 5, **fields) -> None:
    """That many dates of one sort whose day came that many days ago."""
    on = today("UTC") - ago * DAY
    settled = {"settled_on": on + DAY * (outcome == "broken"), "settled_at": now()}
    plain_fields = {
        "member": claim.member,
        "claim": claim,
        "source": claim.source,
        "kind": "decision",
        "basis": "law",
        "due_on": on,
        "said_on": on - 9 * DAY,
        "said_at": now() - 20 * DAY,
        "seen": True,
        "outcome": outcome,
        "number": 1 + claim.promises.count(),
    } | (settled if outcome != "open" else {})
    first = plain_fields.pop("number")
    Promise.objects.bulk_create(
        Promise(number=first + nth, **plain_fields | fields) for nth in range(number)
    )


def page(browser: Client | None = None) -> str:
    cache.delete("hit-rate")
    return (browser or Client()).get("/dates/").content.decode()


def words(browser: Client | None = None) -> str:
    said = re.sub(r"</?bdi[^>]*>", "", page(browser))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", said)).split())


@pytest.mark.django_db
def test_a_sentence_first_says_how_many_were_kept(maya):
    claim = make.claim(maya)
    dates(claim, 91)
    dates(claim, 9, "broken")
    said = words()
    assert "In the last 3 months 91 of 100 dates were kept." in said
    assert "likely from 84% to 95%" in said
    assert "We decide a claim, last day by law" in said
    assert "9 days ahead or more" in said


@pytest.mark.django_db
def test_fewer_than_twenty_dates_tell_nothing(maya):
    claim = make.claim(maya)
    dates(claim, 19)
    assert "not named enough dates" in words()
    assert "Too few to tell" in words()
    dates(claim, 1)
    assert "20 of 20 dates were kept" in words()


@pytest.mark.django_db
def test_what_is_still_to_come_counts_nowhere(maya):
    claim = make.claim(maya)
    dates(claim, 30)
    dates(claim, 30, "kept", ago=-5, settled_on=today("UTC"))  # early
    assert "30 of 30 dates were kept" in words()


@pytest.mark.django_db
def test_what_was_left_out_is_counted_beside_it(maya):
    claim = make.claim(maya)
    dates(claim, 30)
    dates(claim, 4, "withdrawn")
    dates(claim, 3, "open")
    for ago in (0, 5):
        on = today("UTC") - ago * DAY
        DateNight.objects.create(noted_on=on, thing="claim", dated=60, undated=40)
    said = words()
    assert "30 of 30 dates were kept" in said
    assert "4 dates were left out" in said
    assert "For 3 more, we have not heard" in said
    assert "40 of 100 open claims and orders had no date" in said
    assert re.search(r"Had no date .* 40% The last 3 months", said)


@pytest.mark.django_db
def test_where_all_is_known_nothing_is_said_of_what_is_not(maya):
    dates(make.claim(maya), 30)
    assert "we have not heard" not in words()


@pytest.mark.django_db
def test_older_dates_stand_in_their_months_and_not_among_the_last(maya):
    claim = make.claim(maya)
    dates(claim, 30)
    dates(claim, 25, "broken", ago=150)
    rate = measure(today("UTC"))
    assert rate.lately().number == 30
    assert sum(rate.of_month(month).number for month in rate.months()) == 55
    assert page().count('class="range"') == 2


@pytest.mark.django_db
def test_the_page_costs_two_queries_and_then_none(maya, client):
    claim = make.claim(maya)
    dates(claim, 10_000)
    cache.delete("hit-rate")
    with CaptureQueriesContext(connection) as first:
        client.get("/dates/")
    with CaptureQueriesContext(connection) as second:
        client.get("/dates/")
    assert (len(first), len(second)) == (2, 0)


@pytest.mark.django_db
def test_every_page_leads_to_it_and_so_does_a_date(as_maya, maya, client):
    assert 'href="/dates/"' in client.get("/accessibility/").content.decode()
    answered = as_maya.get(make.claim(maya).get_absolute_url()).content.decode()
    assert answered.count('href="/dates/"') == 2
    done = as_maya.get(make.claim(maya, "denied").get_absolute_url()).content.decode()
    assert done.count('href="/dates/"') == 1


@pytest.mark.django_db
def test_it_speaks_spanish(as_rosa, rosa):
    dates(make.claim(rosa), 30)
    said = words(as_rosa)
    assert "En los últimos 3 meses se cumplieron 30 de 30 fechas." in said
    assert not re.search(r"\b(the|dates|kept|month)\b", said, re.IGNORECASE)
