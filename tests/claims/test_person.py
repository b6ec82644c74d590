"""A person is one click away, with hours that are right where the member is."""

import datetime as dt

import pytest

from claims.answers.person import (
    OpeningHours,
    next_opening,
    person_panel,
    phone_words,
)
from claims.answers.words import plain

UTC = dt.UTC


def closed_words(now: dt.datetime, zone: str) -> str:
    return plain(person_panel(now, zone).closed)


def test_while_we_are_open_nothing_says_closed():
    panel = person_panel(dt.datetime(2026, 3, 18, 15, tzinfo=UTC), "America/Chicago")
    assert panel.is_open
    assert panel.closed == ""
    assert plain(panel.call) == "Or call (800) 555-0100. Open Monday to Friday, 7am to 7pm."


@pytest.mark.parametrize(
    ("now", "zone", "words"),
    [
        ((2026, 3, 18, 4, 58), "America/Chicago", "7am on Wednesday"),
        ((2026, 3, 18, 11, 0), "America/Chicago", "7am today"),
        ((2026, 3, 7, 3, 0), "America/Chicago", "7am on Monday"),  # clocks go forward
        ((2026, 11, 1, 3, 0), "America/Phoenix", "6am on Monday"),  # they go back
        ((2026, 10, 31, 3, 0), "America/Phoenix", "6am on Monday"),
        ((2026, 10, 30, 3, 0), "America/Phoenix", "5am on Friday"),
        ((2026, 7, 3, 15, 0), "America/New_York", "8am on Monday"),  # a kept holiday
        ((2026, 3, 18, 4, 58), "Asia/Tokyo", "9pm today"),
    ],
)
def test_the_next_opening_is_told_in_the_members_zone(now, zone, words):
    told = closed_words(dt.datetime(*now, tzinfo=UTC), zone)
    assert told == f"We are closed now. We open at {words}."


def test_hours_that_pass_midnight_are_still_one_opening():
    night = OpeningHours(zone="UTC", week=((dt.time(20), dt.time(4)),) * 7)
    assert next_opening(dt.datetime(2026, 3, 18, 2, tzinfo=UTC), night) is None
    assert next_opening(dt.datetime(2026, 3, 18, 5, tzinfo=UTC), night) == dt.datetime(
        2026, 3, 18, 20, tzinfo=UTC
    )


def test_a_call_carries_what_it_is_about():
    panel = person_panel(
        dt.datetime(2026, 3, 18, 15, tzinfo=UTC),
        "America/Chicago",
        group="A claims specialist",
        about="claim:7",
    )
    assert panel.url == "/calls/new/?about=claim:7"
    assert plain(panel.lead) == "A claims specialist can call you."


def test_a_number_we_cannot_read_is_shown_as_it_is():
    assert plain(phone_words("ask at the desk")) == "ask at the desk"


def test_the_operator_sets_the_number_and_the_hours(settings):
    settings.PORTAL_PHONE = "+13125550123"
    settings.PORTAL_HOURS = (6, 1, dt.time(9), dt.time(17), "America/Chicago")  # Sunday to Tuesday
    panel = person_panel(dt.datetime(2026, 3, 18, 15, tzinfo=UTC), "America/Chicago")
    assert "(312) 555-0123" in plain(panel.call)
    assert plain(panel.closed) == "We are closed now. We open at 9am on Sunday."
