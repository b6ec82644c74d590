"""The nights when the clocks change: each needs a demo of its own."""

import datetime as dt

import pytest

from tests.browser.conftest import CHICAGO, Site, Visit


@pytest.mark.parametrize(
    ("at", "checked", "opens"),
    [
        ("2026-03-07T23:58", "at 11:41pm on Saturday.", "We open at 7am on Monday."),
        ("2026-03-08T00:02", "at 11:45pm on Saturday.", "We open at 7am on Monday."),
        ("2026-03-08T03:05", "at 1:48am on Sunday.", "We open at 7am on Monday."),
        ("2026-10-31T23:58", "at 11:41pm on Saturday.", "We open at 7am on Monday."),
        ("2026-11-01T00:02", "at 11:45pm on Saturday.", "We open at 7am on Monday."),
        ("2026-11-01T03:05", "at 2:48am on Sunday.", "We open at 7am on Monday."),
    ],
)
def test_the_nights_when_the_clocks_change_are_told_right(
    server: Site, visit: Visit, at: str, checked: str, opens: str
) -> None:
    instant = dt.datetime.fromisoformat(at).replace(tzinfo=CHICAGO).astimezone(dt.UTC)
    server.stop_clock(instant, "maya")
    maya = visit("maya")
    maya.open("/", title="Home")
    maya.go(maya.link("Knee MRI"))
    maya.sees(f"Checked with our claims system {checked}", opens)
    received = instant.astimezone(CHICAGO).date() - dt.timedelta(days=12)
    must = received + dt.timedelta(days=30)
    maya.sees(f"It must be decided by {must:%A, %B} {must.day}.")
