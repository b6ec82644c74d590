"""The nightly table: what it counts, what it leaves open, and what it never looks at."""

import datetime as dt

import pytest

from claims.date_kind import DateKind
from claims.estimates.segments import SINCE_LAST, SINCE_START, ladder
from claims.facts import ClaimState, ClaimUse, OrderState, WaitingFor
from claims.store.estimates import build
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)  # a Friday
TODAY = NOW.date()
S = ClaimState


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days)


@pytest.fixture
def maya():
    return make.member("Maya")


def decided(owner, received: int, on: int, state: ClaimState = S.PAID, **more):
    """A claim that came and was decided so many days ago."""
    claim = make.claim(owner, state, received_on=ago(received), state_on=ago(on), **more)
    make.event(claim, S.RECEIVED, effective_on=ago(received))
    return claim


def curve(kind: DateKind, *segment: str):
    table = build(NOW)
    return table.read().curves.get((kind, "|".join(segment)))


def test_cases_that_were_decided_make_a_curve(maya):
    for _ in range(30):
        decided(maya, 37, 30)  # five working days later
    found = curve(DateKind.DECISION, "start")
    assert found.cases == 30
    assert found.left[:6] == [1, 1, 1, 1, 1, 0]


def test_open_cases_count_as_open(maya):
    for _ in range(30):
        decided(maya, 37, 30)
    for _ in range(30):
        make.claim(maya, S.IN_PROCESS, received_on=ago(37), state_on=ago(37))
    found = curve(DateKind.DECISION, "start")
    assert found.cases == 60
    assert found.left[5] == pytest.approx(0.5)


def test_what_was_taken_back_was_open_until_then(maya):
    for _ in range(30):
        decided(maya, 37, 30)
        decided(maya, 37, 35, S.VOIDED)
    found = curve(DateKind.DECISION, "start")
    assert found.at_risk[0] == 60
    assert found.at_risk[5] == 30
    assert found.left[5] == 0
