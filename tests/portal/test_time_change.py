"""The nights when the clocks change: each needs a demo of its own."""

import datetime as dt
import html
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from claims.estimates.tables import IN_USE
from claims.models import Claim
from claims.models.estimate import look
from portal.demo.load import load
from portal.demo.people import BY_SLUG

CHICAGO = ZoneInfo("America/Chicago")  # where Maya lives


@pytest.fixture
def _no_curves_after_it() -> Iterator[None]:
    yield
    IN_USE.drop()


@pytest.mark.usefixtures("db", "_no_curves_after_it")
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
    client: Client, settings: Any, at: str, checked: str, opens: str
) -> None:
    instant = dt.datetime.fromisoformat(at).replace(tzinfo=CHICAGO).astimezone(dt.UTC)
    settings.PORTAL_NOW = instant
    load(instant, [BY_SLUG["maya"]])
    look()
    client.force_login(User.objects.get(email=BY_SLUG["maya"].email))
    knee = Claim.objects.get(service="Knee MRI").get_absolute_url()
    assert knee in client.get("/").content.decode()
    words = html.unescape(strip_tags(client.get(knee).content.decode()))
    received = instant.astimezone(CHICAGO).date() - dt.timedelta(days=12)
    must = received + dt.timedelta(days=30)
    for said in (
        f"Checked with our claims system {checked}",
        opens,
        f"It must be decided by {must:%A, %B} {must.day}.",
    ):
        assert said in " ".join(words.split())
