"""How many members allow what, without pointing at the few."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.audit.population import Counted, count_days, counts, kept, newest
from accounts.audit.trend import path, sentence
from accounts.audit.words import KINDS
from accounts.clock import now
from accounts.consent import decide, pause
from accounts.consent.catalogue import CATEGORIES
from accounts.models import ConsentCount, ConsentEvent, Member
from accounts.tasks import count_consents
from tests import make
from tests.accounts.test_audit import CHECKED, NOON, dated, turn

PAGE = reverse("accounts:population")
WORDING = reverse("accounts:wording_list")
COUNTS = ConsentCount._meta.db_table
DAY = dt.timedelta(days=1)
SOON = dt.timedelta(hours=1)


@pytest.fixture
def twelve(db: None) -> list[Member]:
    """Twelve members who let specialists see what they checked."""
    members = [make.member() for _number in range(12)]
    for member in members:
        turn(member, True)
    return members


def test_those_who_have_it_on_are_counted_by_purpose_and_kind(twelve: list[Member]) -> None:
    turn(twelve[0], False)
    decide(
        twelve[1],
        {("other_services", "email"): True, ("other_services", "text"): True},
        by=None,
        screen="persona",
        language="en",
        key="both",
    )
    counted = counts(now() + SOON)
    assert counted[CHECKED] == (11, 12)
    assert counted["see_what_i_checked", ""] == (11, 12)
    assert counted["other_services", ""] == counted["other_services", "email"] == (1, 12)
    assert counted["care_reminders", ""] == (0, 12)
    assert counted["service_messages", "claims"] == (12, 12)  # on unless it is turned off


def test_who_paused_everything_has_nothing_optional_on(twelve: list[Member]) -> None:
    pause(twelve[0], by=None, screen="persona", language="en", key="pause")
    assert counts(now() + SOON)[CHECKED].on == 11


def test_a_number_below_10_is_not_shown(as_nadia: Client, twelve: list[Member]) -> None:
    page = as_nadia.get(PAGE).content.decode()
    assert "<bdi>12 (100%)</bdi>" in page
    for member in twelve[:3]:
        turn(member, False)
    page = as_nadia.get(PAGE, {"day": now().date().isoformat()}).content.decode()
    assert "<bdi>fewer than 10</bdi>" in page
    assert "9 (75%)" not in page


def test_a_day_is_counted_once_at_its_end(twelve: list[Member]) -> None:
    Member.objects.update(made_at=NOON - 9 * DAY)
    for event in ConsentEvent.objects.all():
        dated(event, NOON - DAY)
    for number, member in enumerate(twelve):
        dated(turn(member, False), NOON + number * DAY)
    until = (NOON + 20 * DAY).date()
    assert count_days(until) == 22
    assert count_days(until) == 0
    on = ConsentCount.objects.filter(purpose=CHECKED[0], category="").order_by("day")
    assert list(on.values_list("on", flat=True)) == [12, *range(11, -1, -1), *[0] * 9]


def test_what_the_worker_counted_is_shown_and_no_page_counts(
    as_nadia: Client, twelve: list[Member]
) -> None:
    count_consents()
    with CaptureQueriesContext(connection) as asked:
        page = as_nadia.get(PAGE).content.decode() + as_nadia.get(WORDING).content.decode()
    assert "<bdi>12 (100%)</bdi>" in page
    assert "On version 1: 12." in page
    assert not any("accounts_consent" in one["sql"].replace(COUNTS, "") for one in asked)
    today = now().date()
    turn(twelve[0], False)
    assert count_days(today) == 1, "today was not over when it was counted"
    assert kept(today)[1][CHECKED] == (11, 12)


def test_without_a_worker_the_last_count_is_shown_with_its_time_and_no_page_counts(
    as_nadia: Client, twelve: list[Member], settings: Any
) -> None:
    """To count a million rows takes a page longer than it may."""
    count_consents()
    turn(twelve[0], False)
    settings.PORTAL_NOW = now() + 3 * DAY
    with CaptureQueriesContext(connection) as asked:
        page = as_nadia.get(PAGE).content.decode()
    assert "<bdi>12 (100%)</bdi>" in page
    assert "and not since: the worker, which counts, may not be running." in page
    assert not any("accounts_consentnow" in one["sql"] for one in asked)
    ConsentCount.objects.filter(purpose="improve_site").delete()
    assert newest() is None, "an older release counted, which knew of fewer purposes"


def test_a_trend_says_now_and_then_and_leaves_out_the_few() -> None:
    first = dt.date(2026, 3, 1)
    told = [(first + n * DAY, Counted(on, 100)) for n, on in enumerate((20, 5, 40))]
    assert sentence(told) == (
        "40 of 100 members have it on (40%). On Sunday, March 1, 2026 it was 20%."
    )
    assert path(told) == "M0 62M320 47"
    assert path(told[:1]) == ""
    assert sentence([(first, Counted(3, 100))]) == "Fewer than 10 of 100 members have it on."


def test_the_page_costs_as_many_queries_for_200_days_as_for_none(
    as_nadia: Client, twelve: list[Member]
) -> None:
    with CaptureQueriesContext(connection) as few:
        as_nadia.get(PAGE)
    today = now().date()
    ConsentCount.objects.bulk_create(
        ConsentCount(day=today - n * DAY, purpose=CHECKED[0], category="", on=12, members=20)
        for n in range(1, 180)
    )
    with CaptureQueriesContext(connection) as many:
        page = as_nadia.get(PAGE).content.decode()
    assert len(many) <= len(few) < 10
    assert '<svg viewBox="0 0 320 80"' in page
    assert "On Thursday" not in page or "it was 60%." in page


def test_officers_read_of_every_kind_as_it_is_and_not_as_members_do() -> None:
    assert KINDS.keys() == CATEGORIES.keys()
    assert not any(str(words).startswith("Your") for words in KINDS.values())
