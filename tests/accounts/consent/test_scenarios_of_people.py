"""Scenarios 27, 28 and 30 of the research on consent: who decides for somebody else."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from accounts.consent import Reason, standing
from accounts.models import ConsentEvent, Member
from tests import make
from tests.accounts.consent import CHECKED, ask, turn


def test_s27_what_a_trusted_person_decides_says_so_and_is_the_members(maya, omar) -> None:
    turn(maya, True, "theirs", who="trusted", by=omar.user)
    event = ConsentEvent.objects.get()
    assert (event.subject_id, event.who, event.by) == (maya.subject, "trusted", omar.user_id)
    assert ask(maya)
    assert not ask(omar)


def test_s28_what_a_trusted_person_decided_stays_when_the_member_changes_it_alone(maya, omar):
    turn(maya, True, "theirs", who="trusted", by=omar.user)
    turn(maya, False, "hers")
    said = ConsentEvent.objects.of(maya.subject).values_list("who", "decision")
    assert list(said) == [("member", "withdraw"), ("trusted", "grant")]


@pytest.fixture
def almost_grown(maya: Member, settings) -> dt.datetime:
    """The midnight in Chicago at which she is 18; what her guardian allowed before it."""
    maya.born_on = dt.date(2010, 6, 1)
    maya.save()
    turn(maya, True, "guardian", who="guardian", by=None)
    return dt.datetime(2028, 6, 1, tzinfo=ZoneInfo("America/Chicago"))


def test_s30_a_guardians_yes_ends_at_the_local_midnight_of_18(maya, almost_grown, settings):
    settings.PORTAL_NOW = almost_grown - dt.timedelta(seconds=1)
    assert ask(maya)
    settings.PORTAL_NOW = almost_grown
    assert ask(maya).reason is Reason.NEEDS_OWN_CONSENT
    assert not standing(maya)[CHECKED].chosen
    [event] = turn(maya, True, "hers").events
    assert event.who == "member"
    assert ask(maya)


def test_s30_who_is_born_on_a_leap_day_is_18_on_the_first_of_march(db) -> None:
    leapling = make.member(born_on=dt.date(2008, 2, 29))
    assert leapling.of_age_at.date() == dt.date(2026, 3, 1)
