"""The demo shows everything that a member can ever meet."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts.models import Member, User
from claims.facts import ClaimState, OrderState
from claims.models import Balance, Claim, Order, Source
from portal.demo.load import load
from portal.demo.people import MEMBERS, PEOPLE
from portal.tasks import keep_demo_fresh

NOW = dt.datetime(2026, 3, 4, 5, 58, tzinfo=dt.UTC)


@pytest.fixture
def demo(db: None, settings) -> None:
    settings.PORTAL_NOW = NOW
    load(NOW)


def test_at_least_twelve_named_members_can_sign_in(demo: None) -> None:
    assert len(MEMBERS) >= 12
    assert User.objects.count() == len(PEOPLE)
    assert Member.objects.exclude(user=None).count() == len(MEMBERS)


def test_the_demo_shows_every_state_of_a_claim(demo: None) -> None:
    shown = set(Claim.objects.visible().values_list("state", flat=True))
    assert shown == set(ClaimState) - {ClaimState.HIDDEN}


def test_the_demo_shows_every_state_of_an_order(demo: None) -> None:
    assert set(Order.objects.values_list("state", flat=True)) == set(OrderState)


def test_one_member_has_pages_of_claims_and_one_has_nothing(demo: None) -> None:
    walter, nora = (Member.objects.get(preferred_name=name) for name in ("Walter", "Nora"))
    assert Claim.objects.for_member(walter).count() > 60
    assert not Claim.objects.for_member(nora).exists()
    assert not Order.objects.for_member(nora).exists()
    assert not Balance.objects.for_member(nora).exists()


def test_its_systems_stay_as_fresh_as_their_part_asks_for(demo: None, settings) -> None:
    settings.PORTAL_NOW = NOW + dt.timedelta(days=3)
    keep_demo_fresh()
    age = {source.slug: settings.PORTAL_NOW - source.heard_at for source in heard_sources()}
    assert age["claims"] < dt.timedelta(hours=1)
    assert age["claims-stale"] > dt.timedelta(days=3)


def heard_sources():
    return Source.objects.exclude(heard_at=None)


def test_running_it_twice_changes_nothing(demo: None) -> None:
    before = Claim.objects.count(), Order.objects.count(), User.objects.count()
    call_command("demo", verbosity=0)
    assert (Claim.objects.count(), Order.objects.count(), User.objects.count()) == before
