"""What we remember about a member: shown, changed, forgotten, put right and taken back."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Activity, Inference, Member, Preference, Suppression
from accounts.models.persona import settle
from tests import make

ME = reverse("accounts:persona")
MARCH_3 = dt.date(2026, 3, 3)


def told(about: str) -> str:
    return reverse("accounts:preference_update", args=[about])


def noticed(member: Member, *, kind: str = "claim", day: dt.date = MARCH_3) -> Activity:
    return Activity.objects.create(member=member, kind=kind, thing=uuid4(), day=day)


def guess(member: Member) -> Inference:
    return Inference.objects.create(
        member=member,
        about="call_time",
        category="choices",
        value="afternoon",
        times=3,
        worked_out_at=make.now(),
    )


def undo(browser: Client, page: str) -> str:
    """The page after a press on Undo."""
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token, "no Undo on the page"
    answer = browser.post(reverse("accounts:undo_create"), {"token": token[1]}, follow=True)
    return answer.content.decode()


def press(browser: Client, address: str, **typed: str) -> str:
    return browser.post(address, typed, follow=True).content.decode()


def test_a_new_members_page_says_that_there_is_nothing(as_maya: Client) -> None:
    page = as_maya.get(ME).content.decode()
    assert "We have not written down anything that you did here." in page
    assert "We have not worked anything out about you." in page
    assert "Your choices here never change your price, cover or place in the queue." in page


def test_what_a_member_tells_us_is_shown_in_their_words(as_maya: Client, maya: Member) -> None:
    page = press(as_maya, told("best_time"), words="Call me after 5 <b>")
    assert "We saved what you told us." in page
    assert "Call me after 5 &lt;b&gt;" in page
    assert Preference.objects.words(maya, "best_time") == "Call me after 5 <b>"


def test_saying_it_anew_takes_the_place_of_what_was_said_and_undo_brings_it_back(
    as_maya: Client, maya: Member
) -> None:
    press(as_maya, told("matters"), words="Explain it in plain steps")
    page = press(as_maya, told("matters"), words="Be quick")
    assert Preference.objects.words(maya, "matters") == "Be quick"
    assert "We put it back as it was." in undo(as_maya, page)
    assert Preference.objects.words(maya, "matters") == "Explain it in plain steps"


def test_empty_words_are_forgetting(as_maya: Client, maya: Member) -> None:
    press(as_maya, told("reach"), words="By phone")
    assert "We forgot it." in press(as_maya, told("reach"), words="  ")
    assert not Preference.objects.for_member(maya).exists()


def test_how_to_say_a_name_can_be_forgotten_and_brought_back(as_maya: Client, maya: Member) -> None:
    page = press(as_maya, reverse("accounts:preference_forget", args=["pronunciation"]))
    maya.refresh_from_db()
    assert maya.pronunciation == ""
    undo(as_maya, page)
    maya.refresh_from_db()
    assert maya.pronunciation == "MY-uh"


@pytest.mark.parametrize("about", ["legal_name", "number", "user", "nothing"])
def test_nothing_else_of_a_member_can_be_forgotten_by_naming_it(
    as_maya: Client, about: str
) -> None:
    assert as_maya.post(reverse("accounts:preference_forget", args=[about])).status_code == 404
    assert as_maya.get(told(about)).status_code == 404


def test_what_we_noticed_is_told_by_day_with_a_way_to_each_thing(
    as_maya: Client, maya: Member
) -> None:
    claim, order = noticed(maya), noticed(maya, kind="order")
    page = as_maya.get(ME).content.decode()
    assert "Tuesday, March 3</strong>" in page
    assert f"/claims/{claim.thing}/" in page
    assert f"/orders/{order.thing}/" in page


def test_a_day_is_forgotten_and_brought_back(as_maya: Client, maya: Member) -> None:
    noticed(maya)
    noticed(maya, day=dt.date(2026, 3, 4))
    page = press(as_maya, reverse("accounts:activity_forget"), day="2026-03-03")
    assert [one.day for one in Activity.objects.own(maya)] == [dt.date(2026, 3, 4)]
    undo(as_maya, page)
    assert Activity.objects.own(maya).count() == 2


def test_everything_before_a_day_is_forgotten(as_maya: Client, maya: Member, omar: Member) -> None:
    for day in (1, 2, 3):
        noticed(maya, day=dt.date(2026, 3, day))
    noticed(omar, day=dt.date(2026, 3, 1))
    press(as_maya, reverse("accounts:activity_forget"), before="2026-03-03")
    assert [one.day for one in Activity.objects.own(maya)] == [MARCH_3]
    assert Activity.objects.own(omar).count() == 1


def test_days_that_nobody_named_are_asked_for(as_maya: Client, maya: Member) -> None:
    noticed(maya)
    assert "Enter the day." in press(as_maya, reverse("accounts:activity_forget"))
    assert "Enter a day, like" in press(as_maya, reverse("accounts:activity_forget"), before="x")
    assert Activity.objects.own(maya).count() == 1


def test_a_guess_says_why(as_maya: Client, maya: Member) -> None:
    guess(maya)
    page = as_maya.get(ME).content.decode()
    assert "You usually want calls in the afternoon." in page
    assert "Because your last 3 calls were." in page


def test_a_forgotten_guess_is_suppressed_and_undo_lets_it_be_again(
    as_maya: Client, maya: Member
) -> None:
    guess(maya)
    page = press(as_maya, reverse("accounts:inference_forget", args=["call_time"]))
    assert "we will not work it out again" in page
    assert Suppression.objects.for_member(maya).exists()
    undo(as_maya, page)
    assert not Suppression.objects.for_member(maya).exists()
    assert Inference.objects.for_member(maya).get().value == "afternoon"


def test_that_is_wrong_shows_the_members_word_at_once(as_maya: Client, maya: Member) -> None:
    guess(maya)
    address = reverse("accounts:inference_update", args=["call_time"])
    assert "You usually want calls in the afternoon." in as_maya.get(address).content.decode()
    page = press(as_maya, address, words="Mornings, please")
    assert "Mornings, please" in page
    assert "You usually want calls" not in page
    assert Suppression.objects.for_member(maya).get().about == "call_time"
    undo(as_maya, page)
    assert not Preference.objects.for_member(maya).exists()


def test_a_press_is_taken_back_once_and_only_by_who_made_it(
    as_maya: Client, as_omar: Client, maya: Member
) -> None:
    noticed(maya)
    page = press(as_maya, reverse("accounts:activity_forget"), day="2026-03-03")
    assert "It is too late to undo this." in undo(as_omar, page)
    assert "We put it back" in undo(as_maya, page)
    assert "It is too late to undo this." in undo(as_maya, page)


def test_later_than_half_a_minute_there_is_nothing_to_take_back(
    as_maya: Client, maya: Member
) -> None:
    noticed(maya)
    page = press(as_maya, reverse("accounts:activity_forget"), day="2026-03-03")
    cache.clear()  # which is what the cache does by itself after 30 seconds
    assert "It is too late to undo this." in undo(as_maya, page)
    assert not Activity.objects.own(maya).exists()


def test_another_members_guess_does_not_exist_for_you(as_omar: Client, maya: Member) -> None:
    guess(maya)
    address = reverse("accounts:inference_update", args=["call_time"])
    assert as_omar.get(address).status_code == 404


@pytest.mark.parametrize("category", ["health", "unknown", "claims", "orders", ""])
def test_19_the_database_refuses_what_is_worked_out_of_anything_guarded(
    maya: Member, category: str
) -> None:
    row = (maya.pk, "call_time", category, "afternoon", 3, make.now())
    with (
        pytest.raises(IntegrityError, match="nothing_is_inferred_of_what_is_guarded"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO accounts_inference (member_id, about, category, value, times,"
            " worked_out_at) VALUES (%s, %s, %s, %s, %s, %s)",
            row,
        )


def test_the_page_asks_no_more_of_the_database_for_a_thousand_days(
    as_maya: Client, maya: Member
) -> None:
    with connection.execute_wrapper(counted := Counted()):
        as_maya.get(ME)
    few, counted.number = counted.number, 0
    Activity.objects.bulk_create(
        Activity(member=maya, kind="claim", thing=uuid4(), day=MARCH_3 - dt.timedelta(days=one))
        for one in range(1000)
    )
    guess(maya)
    with connection.execute_wrapper(counted):
        page = as_maya.get(ME).content.decode()
    assert counted.number == few < 15
    assert "There is more from before." in page


class Counted:
    """How many queries ran."""

    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_nothing_is_left_of_what_a_member_chose_to_stop(maya: Member) -> None:
    noticed(maya)
    guess(maya)
    settle(
        maya.pk, {("remember_choices", "choices"), ("remember_choices", "activity")}, paused=False
    )
    assert Activity.objects.own(maya).exists()
    assert Inference.objects.for_member(maya).exists()
    settle(maya.pk, {("see_what_i_checked", "activity")}, paused=False)
    assert Activity.objects.own(maya).exists()
    assert not Inference.objects.for_member(maya).exists()
    settle(maya.pk, set(), paused=False)
    assert not Activity.objects.own(maya).exists()


def test_a_pause_writes_nothing_down_and_deletes_nothing(maya: Member) -> None:
    noticed(maya)
    settle(maya.pk, {("see_what_i_checked", "activity")}, paused=True)
    maya.refresh_from_db()
    assert not maya.keeps_activity
    assert Activity.objects.own(maya).count() == 1
