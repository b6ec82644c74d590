"""What is noted when a member opens a thing: which and on what day, and only if they allow it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import waking_day
from accounts.models import Activity, Member
from accounts.models.persona import settle
from claims.facts import Guard
from tests import make


@pytest.fixture
def allowed(maya: Member) -> Member:
    """Maya, who lets specialists see what she checked."""
    settle(maya.pk, {("see_what_i_checked", "activity")}, paused=False)
    maya.refresh_from_db()
    return maya


def things(owner: Member, **fields: object) -> dict:
    return {
        "claim": make.claim(owner, **fields),
        "approval": make.claim(owner, "approved", use="preauthorization", **fields),
        "order": make.order(owner, **fields),
        "balance": make.balance(owner, **fields),
    }


def test_each_kind_of_page_notes_the_thing_and_the_day(as_maya: Client, allowed: Member) -> None:
    made = things(allowed)
    for thing in made.values():
        as_maya.get(thing.get_absolute_url())
    day = waking_day("America/Chicago")
    found = {(one.kind, one.thing, one.day) for one in Activity.objects.own(allowed)}
    assert found == {(kind, thing.pk, day) for kind, thing in made.items()}


def test_a_second_look_on_the_same_day_leaves_no_trace(as_maya: Client, allowed: Member) -> None:
    claim = make.claim(allowed)
    for _look in range(3):
        as_maya.get(claim.get_absolute_url())
    assert Activity.objects.own(allowed).count() == 1


def test_the_day_is_the_members_own(as_maya: Client, allowed: Member, settings) -> None:
    claim = make.claim(allowed)
    settings.PORTAL_NOW = dt.datetime(2026, 3, 4, 5, 58, tzinfo=dt.UTC)  # 11:58pm in Chicago
    as_maya.get(claim.get_absolute_url())
    assert Activity.objects.own(allowed).get().day == dt.date(2026, 3, 3)


@pytest.mark.parametrize("guard", [Guard.UNKNOWN, Guard.HIV, Guard.MENTAL_HEALTH])
def test_a_private_thing_is_never_written_down(
    as_maya: Client, allowed: Member, guard: Guard
) -> None:
    for thing in things(allowed, guard=guard).values():
        assert as_maya.get(thing.get_absolute_url()).status_code == 200
    assert not Activity.objects.own(allowed).exists()


def test_a_list_and_somebody_elses_thing_note_nothing(
    as_maya: Client, as_omar: Client, allowed: Member, omar: Member
) -> None:
    make.claim(allowed)
    for page in ("/claims/", "/orders/", "/balances/", "/", "/search/?q=therapy"):
        as_maya.get(page)
    as_maya.get(make.claim(omar).get_absolute_url())
    as_omar.get(make.claim(omar).get_absolute_url())
    assert not Activity.objects.exists()


def test_it_costs_no_query_while_it_is_off_and_one_while_it_is_on(
    as_maya: Client, maya: Member
) -> None:
    claim = make.claim(maya)
    address = claim.get_absolute_url()
    as_maya.get(address)
    with CaptureQueriesContext(connection) as off:
        as_maya.get(address)
    assert not Activity.objects.exists()
    settle(maya.pk, {("help_after_check", "activity")}, paused=False)
    with CaptureQueriesContext(connection) as on:
        as_maya.get(address)
    assert Activity.objects.own(maya).count() == 1
    assert len(on) == len(off) + 1


def test_a_page_that_was_loading_when_it_was_turned_off_notes_nothing(allowed: Member) -> None:
    settle(allowed.pk, set(), paused=False)
    claim = make.claim(allowed)
    assert allowed.keeps_activity  # as the request loaded it
    day = dt.date(2026, 3, 3)
    Activity.objects.notice(allowed, "claim", claim.pk, day, guarded=False)
    assert not Activity.objects.exists()
