"""What we work out about a member, and what they need not say twice when they ask for a call."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.serializers import serialize
from django.test import Client
from django.urls import reverse

from accounts.clock import now
from accounts.consent import decide
from accounts.models import Activity, Inference, Member, Preference, Suppression, Use, User
from accounts.persona_words import worked_out_rows
from claims.facts import Guard
from outreach.guesses import work_out, work_out_lately
from outreach.models import Booking, Specialist
from outreach.remembered import Remembered, remembered
from tests import make

CHICAGO = ZoneInfo("America/Chicago")
CHOICES = {("remember_choices", "choices"): True, ("remember_choices", "activity"): True}
FORM = reverse("outreach:call_request_create")


@pytest.fixture
def lena(db: None) -> Specialist:
    return make.specialist("Lena")


@pytest.fixture
def remembering(maya: Member) -> Member:
    """Maya, who lets us remember her choices."""
    turn(maya, on=True)
    maya.refresh_from_db()
    return maya


def turn(member: Member, *, on: bool) -> None:
    said = {"by": member.user, "screen": "test", "language": "en", "key": make.number()}
    decide(member, dict.fromkeys(CHOICES, on), **said)


def called(member: Member, by: Specialist, days_ago: int, hour: int, **about: object) -> Booking:
    """A call that took place so many days ago at that hour where the member is."""
    day = now().astimezone(CHICAGO).replace(hour=hour, minute=0, second=0, microsecond=0)
    begins = (day - dt.timedelta(days=days_ago)).astimezone(dt.UTC)
    return make.booking(member, by, begins, state="called", **about)


def afternoons(member: Member, by: Specialist) -> None:
    for one in range(1, 4):
        called(member, by, one, 14)


def guess(member: Member) -> str:
    found = Inference.objects.for_member(member).first()
    return found.value if found else ""


def test_three_calls_in_the_afternoon_are_a_habit_and_two_are_chance(
    remembering: Member, lena: Specialist
) -> None:
    for one in (1, 2):
        called(remembering, lena, one, 14)
    work_out(remembering)
    assert guess(remembering) == ""
    called(remembering, lena, 3, 12)
    work_out(remembering)
    assert guess(remembering) == "afternoon"


def test_a_habit_that_is_broken_is_forgotten(remembering: Member, lena: Specialist) -> None:
    for one in range(2, 5):
        called(remembering, lena, one, 14)
    work_out(remembering)
    called(remembering, lena, 1, 9)
    work_out(remembering)
    assert guess(remembering) == ""


def test_nothing_is_worked_out_while_it_is_off(maya: Member, lena: Specialist) -> None:
    afternoons(maya, lena)
    assert work_out_lately(now()) == 1
    assert guess(maya) == ""
    assert not Use.objects.exists()


def test_each_working_out_is_a_use_that_the_member_reads(
    remembering: Member, lena: Specialist
) -> None:
    afternoons(remembering, lena)
    work_out_lately(now())
    assert guess(remembering) == "afternoon"
    (use,) = Use.objects.of(remembering.subject)
    assert (use.doing, use.allowed, use.actor) == ("work_out", True, None)


def test_a_forgotten_guess_does_not_come_back(
    as_maya: Client, remembering: Member, lena: Specialist
) -> None:
    afternoons(remembering, lena)
    work_out(remembering)
    as_maya.post(reverse("accounts:inference_forget", args=["call_time"]))
    work_out(remembering)
    assert guess(remembering) == ""
    assert Suppression.objects.for_member(remembering).exists()


def test_turning_it_off_takes_the_guess_and_on_again_works_it_out_anew(
    remembering: Member, lena: Specialist
) -> None:
    afternoons(remembering, lena)
    work_out(remembering)
    turn(remembering, on=False)
    assert guess(remembering) == ""
    turn(remembering, on=True)
    work_out(remembering)
    assert guess(remembering) == "afternoon"


def all_that_is_guessed(member: Member) -> bytes:
    """Every guess as stored, in words and as filled in, without its key and its time."""
    work_out(member)
    rows = Inference.objects.for_member(member)
    stored = serialize("json", rows, fields=("about", "category", "value", "times"))
    stored = stored.replace(str(rows[0].pk), "") if rows else stored
    said = [(one.words, one.because) for one in worked_out_rows(rows)]
    return repr((stored, said, remembered(member))).encode()


def guarded_things(member: Member, by: Specialist) -> None:
    """A pregnancy test, an HIV test, a rehab stay and what nobody sorted; and calls about them."""
    things = [
        ("order", make.order(member, guard=Guard.REPRODUCTIVE, summary="Pregnancy test")),
        ("order", make.order(member, guard=Guard.UNKNOWN, summary="Something")),
        ("claim", make.claim(member, guard=Guard.HIV, service="HIV test")),
        ("claim", make.claim(member, guard=Guard.SUBSTANCE_USE, service="Rehab")),
        ("balance", make.balance(member, guard=Guard.MONEY)),
    ]
    for day, (subject, thing) in enumerate(things):
        called(member, by, day + 4, 9, subject=subject, subject_id=thing.pk)
        called(member, by, 0, 3 + day, subject=subject, subject_id=thing.pk)


@pytest.mark.parametrize("hours", [(14, 15, 16), (8, 9, 10), (9, 14, 19), (14,), ()])
def test_18_guesses_are_the_same_byte_for_byte_with_and_without_guarded_things(
    remembering: Member, lena: Specialist, hours: tuple[int, ...]
) -> None:
    for day, hour in enumerate(hours):
        called(remembering, lena, day + 1, hour)
    plain = all_that_is_guessed(remembering)
    guarded_things(remembering, lena)
    assert all_that_is_guessed(remembering) == plain


def test_18_what_was_opened_of_guarded_things_leaves_nothing_to_read(
    as_maya: Client, remembering: Member, lena: Specialist
) -> None:
    claim = make.claim(remembering)
    as_maya.get(claim.get_absolute_url())
    before = list(Activity.objects.own(remembering).values("kind", "thing", "day"))
    for thing in (make.order(remembering, guard="hiv"), make.claim(remembering, guard="unknown")):
        assert as_maya.get(thing.get_absolute_url()).status_code == 200
    assert list(Activity.objects.own(remembering).values("kind", "thing", "day")) == before


# What is filled in


def test_a_call_form_is_filled_in_with_what_the_member_told_us(
    as_maya: Client, remembering: Member
) -> None:
    Preference.objects.tell(remembering, "best_time", "After 5")
    Preference.objects.tell(remembering, "matters", "Explain it in plain steps")
    page = as_maya.get(FORM).content.decode()
    assert 'value="After 5"' in page
    assert "What matters to you: Explain it in plain steps" in page


def test_nothing_is_filled_in_while_it_is_off(as_maya: Client, maya: Member) -> None:
    Preference.objects.tell(maya, "best_time", "After 5")
    assert "After 5" not in as_maya.get(FORM).content.decode()


def test_the_members_word_wins_over_our_guess(remembering: Member, lena: Specialist) -> None:
    afternoons(remembering, lena)
    work_out(remembering)
    assert remembered(remembering) == Remembered(best_time="In the afternoon")
    Preference.objects.tell(remembering, "best_time", "After 5")
    assert remembered(remembering) == Remembered(best_time="After 5")


def test_who_helps_a_member_is_not_told_what_the_member_told_us(remembering: Member) -> None:
    Preference.objects.tell(remembering, "careful", "My son must not know")
    helper = make.trusted_person(remembering, make.user())
    remembering.acting = helper
    assert remembered(remembering) == Remembered()


# The one question outside the page


@pytest.fixture
def asked(maya: Member) -> str:
    """The page of a call that maya asked for, who has been here since last year."""
    long_ago = now() - dt.timedelta(days=200)
    User.objects.filter(pk=maya.user_id).update(created_at=long_ago)
    return make.call_request(maya).get_absolute_url()


QUESTION = "May whoever calls see what you checked?"
ANSWER = reverse("accounts:answer_create")


def test_who_asked_for_a_call_may_say_yes_there(as_maya: Client, maya: Member, asked: str) -> None:
    assert QUESTION in as_maya.get(asked).content.decode()
    page = as_maya.post(ANSWER, {"answer": "yes", "next": asked}, follow=True)
    assert page.redirect_chain == [(asked, 302)]
    assert "It is on." in page.content.decode()
    assert QUESTION not in page.content.decode()
    maya.refresh_from_db()
    assert maya.keeps_activity


def test_a_no_is_kept_and_nobody_asks_again(as_maya: Client, maya: Member, asked: str) -> None:
    page = as_maya.post(ANSWER, {"answer": "no", "next": asked}, follow=True).content.decode()
    assert "We will not ask again." in page
    assert QUESTION not in page
    again = make.call_request(maya, subject="claim", subject_id=make.claim(maya).pk)
    assert QUESTION not in as_maya.get(again.get_absolute_url()).content.decode()


def test_nobody_is_asked_on_their_first_day(as_maya: Client, maya: Member) -> None:
    page = as_maya.get(make.call_request(maya).get_absolute_url()).content.decode()
    assert QUESTION not in page


def test_who_decided_already_is_not_asked(as_maya: Client, maya: Member, asked: str) -> None:
    said = {"by": maya.user, "screen": "test", "language": "en"}
    decide(maya, {("see_what_i_checked", "activity"): True}, key="1", **said)
    decide(maya, {("see_what_i_checked", "activity"): False}, key="2", **said)
    assert QUESTION not in as_maya.get(asked).content.decode()


def test_an_answer_leads_to_no_other_site(as_maya: Client, asked: str) -> None:
    answer = as_maya.post(ANSWER, {"answer": "no", "next": "https://evil.example/"})
    assert answer.url == reverse("accounts:persona")
