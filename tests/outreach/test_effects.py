"""Does it help? A few are held back from offers, always the same, and a week later all are seen."""

import datetime as dt

import pytest
from django.test import Client

from accounts.consent import decide
from accounts.models import Activity, Member, Use
from claims.answers.words import plain
from claims.chance import difference
from outreach.effects import has_no_effect, measure, outcomes
from outreach.holdout import is_held_out
from outreach.models import Effect, Message
from outreach.notice import Kind
from outreach.nudges import NUDGES
from outreach.outbox import post
from outreach.sending import decide as decide_message
from tests import make

DAY = dt.timedelta(days=1)
OFFER = NUDGES["checked_twice"].notice

pytestmark = pytest.mark.django_db


def allow(member: Member, purpose: str) -> None:
    asked = {"screen": "test", "language": "en", "key": make.number()}
    decide(member, {(purpose, "activity"): True}, by=member.user, **asked)


def offered(member: Member, ago: int = 8, *, held: bool = False) -> Message:
    at = make.now() - ago * DAY
    claim = make.claim(member)
    how = {"sent_at": None, "refused_at": at, "reason": "held_out"} if held else {"sent_at": at}
    about = {"subject": "claim", "subject_id": claim.pk}
    return make.message(member, notice="checked_twice", **about, **how)


def test_one_in_ten_is_held_back_from_an_offer_and_nobody_from_what_is_owed() -> None:
    people = [f"PL{number}" for number in range(2000)]
    held = {who for who in people if is_held_out(who, OFFER, 10)}
    assert 140 < len(held) < 260
    assert held == {who for who in people if is_held_out(who, OFFER, 10)}, "the same for ever"
    owed = [one.notice for one in NUDGES.values() if one.notice.kind is not Kind.OFFER]
    assert owed
    assert not any(is_held_out(who, notice, 50) for notice in owed for who in people[:50])


def test_who_is_held_back_reads_why(as_maya: Client, maya: Member, settings) -> None:
    allow(maya, "help_after_check")
    about = f"claim:{make.claim(maya).pk}"
    plan = {"purpose": "help_after_check", "category": "activity", "key": "1"}
    made = post(maya, "checked_twice", about=about, context={"last_on": "2026-03-10"}, **plan)
    settings.HOLDOUT_PERCENT = 100
    noon = make.now().replace(hour=18)
    decide_message(made.pk, noon)
    made.refresh_from_db()
    assert (made.reason, made.sent_at) == ("held_out", None)
    page = plain(as_maya.get("/inbox/not-sent/").content.decode())
    assert "so that we learn if it helps" in page


def test_a_week_later_both_are_seen_and_visits_only_where_they_may(
    maya: Member, omar: Member
) -> None:
    allow(maya, "improve_site")
    sent, held, early = offered(maya), offered(omar, held=True), offered(omar, ago=3)
    on = (make.now() - 6 * DAY).date()
    for message in (sent, held):
        Activity.objects.create(
            member=message.member, kind="claim", thing=message.subject_id, day=on
        )
    asked_at = make.now() - 5 * DAY
    make.call_request(omar, subject="claim", subject_id=held.subject_id, asked_at=asked_at)
    assert measure(make.now()) == 2
    assert measure(make.now()) == 0
    first, second = Effect.objects.get(message=sent), Effect.objects.get(message=held)
    assert (first.held_out, first.called, first.looked) == (False, False, True)
    assert (second.held_out, second.called, second.looked) == (True, True, None)
    assert not Effect.objects.filter(message=early).exists()
    assert Use.objects.filter(subject=maya.subject, doing="effect:checked_twice", allowed=True)


def test_the_page_shows_the_effect_and_proposes_to_end_what_has_none(
    as_ruth: Client, maya: Member
) -> None:
    def many(number: int, *, held: bool, called: int) -> None:
        for each in range(number):
            message = make.message(maya, notice="checked_twice")
            Effect.objects.create(
                message=message,
                notice="checked_twice",
                held_out=held,
                called=each < called,
                acted=False,
                measured_at=make.now(),
            )

    many(120, held=False, called=12)
    many(100, held=True, called=10)
    assert has_no_effect(outcomes("checked_twice", make.now()))
    assert "Proposed to end" in as_ruth.get("/nudges/").content.decode()
    many(120, held=False, called=90)
    (calls, *_rest) = outcomes("checked_twice", make.now())
    assert calls.low > 0
    assert "Proposed to end" not in as_ruth.get("/nudges/").content.decode()
    page = plain(as_ruth.get("/nudges/checked_twice/").content.decode())
    assert "102 of 240" in page
    owed = plain(as_ruth.get("/nudges/act_by/").content.decode())
    assert "Everybody gets it: it is about a day or about our word." in owed


def test_a_difference_has_an_interval_as_newcombe_published_it() -> None:
    low, high = difference((56, 70), (48, 80))  # Newcombe 1998, example a, method 10
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    assert difference((0, 0), (1, 2)) == (-1.0, 1.0)
