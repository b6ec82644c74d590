"""An operator notes who is a child's parent, after somebody of staff saw the papers."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.html import strip_tags

from accounts.models import Member, TrustedPerson, User
from claims.facts import Guard
from claims.models import Coverage
from tests import make
from tests.accounts.test_trusted_people import helping
from tests.people import browser_of

NOON = "2026-02-28T18:00:00Z"


@pytest.fixture
def lily(db: None) -> Member:
    """A child on a plan in Chicago; the family is in Hawaii."""
    lily = make.member(
        "Lily", born_on=dt.date(2008, 2, 29), signs_in=False, time_zone="Pacific/Honolulu"
    )
    Coverage.objects.create(
        member=lily, plan=make.plan(time_zone="America/Chicago"), relationship="child"
    )
    return lily


@pytest.fixture
def tom(db: None) -> User:
    return make.user("tom@example.com")


def note(lily: Member, tom: User, ruth: User, *more: str) -> None:
    call_command("parent", lily.number, tom.email, "--by", ruth.email, *more)


def test_s29_a_parent_sees_the_childs_things_but_not_the_confidential_ones(
    lily: Member, tom: User, ruth: User
) -> None:
    plain, secret = make.claim(lily), make.claim(lily, guard=Guard.REPRODUCTIVE)
    with time_machine.travel(NOON, tick=False):
        note(lily, tom, ruth)
        who = TrustedPerson.objects.get()
        assert who.invited_by == ruth
        browser_of(tom).post(f"/helping/{who.pk}/acceptance/")
        who.refresh_from_db()
        browser = helping(who)
        assert browser.get(plain.get_absolute_url()).status_code == 200
        assert browser.get(secret.get_absolute_url()).status_code == 404
        assert "1 claim." in strip_tags(browser.get("/claims/").content.decode())


def test_s30_it_ends_where_the_plan_is_on_1_march(lily: Member, tom: User, ruth: User) -> None:
    with time_machine.travel(NOON, tick=False):
        note(lily, tom, ruth)
        who = TrustedPerson.objects.get()
        who.accept(tom)
        midnight = dt.datetime(2026, 3, 1, 6, 0, tzinfo=dt.UTC)
        assert who.in_force(midnight - dt.timedelta(seconds=1))
        assert not who.in_force(midnight)


def test_who_is_of_age_or_of_unknown_age_has_no_parent_here(tom: User, ruth: User) -> None:
    for born_on in (dt.date(1990, 1, 1), None):
        grown = make.member("Ann", born_on=born_on, signs_in=False)
        with pytest.raises(CommandError, match="Not a child"):
            note(grown, tom, ruth)


def test_it_is_noted_by_staff_and_once_and_ended(lily: Member, tom: User, ruth: User) -> None:
    with time_machine.travel(NOON, tick=False):
        with pytest.raises(CommandError, match="Nobody of staff"):
            note(lily, tom, tom)
        note(lily, tom, ruth)
        with pytest.raises(CommandError, match="already"):
            note(lily, tom, ruth)
        note(lily, tom, ruth, "--end")
        assert TrustedPerson.objects.get().ended_by == ruth
