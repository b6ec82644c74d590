"""The rest of the thirty scenarios that peers taught us (S6 to S30), each by its number."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import Member, User
from outreach import talk
from outreach.call_notice import still_on, when
from outreach.call_telling import reminders, tell_of_calls, tell_of_lateness
from outreach.models import Booking, CallRequest, Message, Specialist
from outreach.scheduling.slots import minute
from tests import make
from tests.outreach.test_bookings import DAY, HALF_HOUR, TEN, TUESDAY, press
from tests.people import browser_of

pytestmark = pytest.mark.django_db
FORM = {"phone": "(312) 555-0142", "say_who": "yes", "voicemail": "no", "way": "phone"}


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def dana(db: None) -> Specialist:
    return make.specialist("Dana")


def test_s6_the_day_before_is_the_same_time_on_the_wall_also_when_the_clocks_change(
    omar: Member, dana: Specialist
) -> None:
    sunday = dt.datetime(2026, 11, 1, 14, tzinfo=dt.UTC)  # 9am in New York, an hour after the day
    day_before, hour_before = reminders(make.booking(omar, dana, sunday))
    assert day_before == dt.datetime(2026, 10, 31, 13, tzinfo=dt.UTC)
    assert hour_before == sunday - dt.timedelta(hours=1)


def test_s10_a_browser_elsewhere_is_asked_and_the_answer_is_of_this_call_alone(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    where = f"/calls/new/?about=claim:{claim.pk}"
    page = as_maya.get(where).content.decode()
    assert 'hidden data-zone="America/Chicago"' in page  # scripts show it where that is not so
    assert "Times are as clocks show them in <bdi>Chicago (Central)</bdi>." in page
    page = as_maya.get(f"{where}&zone=Europe/Paris").content.decode()
    assert "Times are as clocks show them in <bdi>Paris</bdi>." in page
    assert "Chicago" not in page  # nor in the footer
    assert "<bdi>Tuesday, November 24</bdi>, <bdi>3:30pm</bdi>, with <bdi>Dana</bdi>" in page
    first = TUESDAY + dt.timedelta(hours=1)
    typed = FORM | {"when": f"{dana.pk}@{minute(first)}", "key": str(uuid4())}
    page = as_maya.post(f"{where}&zone=Europe/Paris", typed, follow=True).content.decode()
    assert "between <bdi>3:30pm</bdi> and <bdi>3:45pm</bdi>" in page
    assert "Times are as clocks show them in <bdi>Paris</bdi>." in page
    booked = Booking.objects.get()
    assert (booked.zone, booked.starts_at) == ("Europe/Paris", first)
    maya.refresh_from_db()
    assert maya.time_zone == "America/Chicago"
    late = minute(TUESDAY + dt.timedelta(hours=6, minutes=30))  # 9pm in Paris: they are not called
    other = f"/calls/new/?about=claim:{make.claim(maya).pk}"
    typed = FORM | {"when": f"{dana.pk}@{late}", "key": str(uuid4())}
    page = as_maya.post(f"{other}&zone=Europe/Paris", typed).content.decode()
    assert "That time does not fit what you chose." in page
    assert as_maya.post(other, typed).url == Booking.objects.get(zone="").get_absolute_url()


def test_s10_who_pressed_once_says_afterwards_where_they_are_and_is_told_in_that_time(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    where = press(as_maya, make.claim(maya)).url
    assert 'hidden data-zone="America/Chicago"' in as_maya.get(where).content.decode()
    as_maya.post(f"{where}zone/", {"zone": "Nowhere/Else"})
    assert Booking.objects.get().zone == ""
    as_maya.post(f"{where}zone/", {"zone": "Europe/Paris"})
    page = as_maya.get(where).content.decode()
    assert "between <bdi>3:30pm</bdi> and <bdi>3:45pm</bdi>" in page
    assert "between <bdi>3:30pm</bdi>" in as_maya.get("/").content.decode()
    tell_of_calls(TUESDAY + dt.timedelta(minutes=2))
    told = Message.objects.get(notice="call_booked").context
    words = when(told)
    assert "between 3:30pm and 3:45pm" in words
    assert "Times are as clocks show them in Paris." in words
    assert still_on(told)
    Booking.objects.get().be_in("America/Denver", by=maya.user)
    assert not still_on(told)


def test_s13_a_form_that_stood_open_books_its_time_if_that_is_still_free(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    where = f"/calls/new/?about=claim:{claim.pk}"
    typed = FORM | {"when": f"{dana.pk}@{minute(TEN)}", "key": str(uuid4())}
    with time_machine.travel(TUESDAY + dt.timedelta(minutes=11), tick=False):
        as_maya.post(where, typed)
    booked = Booking.objects.get()
    assert booked.starts_at == TEN
    booked.cancel(by=maya.user)
    dana.hours.filter(weekday=TEN.weekday()).delete()
    page = as_maya.post(where, typed | {"key": str(uuid4())}).content.decode()
    assert "That time does not fit what you chose. The next time is" in page
    assert not Booking.objects.booked().exists()


def test_s15_the_same_key_with_another_time_changes_nothing(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    where = f"/calls/new/?about=claim:{make.claim(maya).pk}"
    typed = FORM | {"when": f"{dana.pk}@{minute(TEN)}", "key": str(uuid4())}
    first = as_maya.post(where, typed).url
    assert as_maya.post(where, typed | {"when": f"{dana.pk}@{minute(TEN + DAY)}"}).url == first
    assert Booking.objects.get().starts_at == TEN


def test_s16_a_second_tab_is_shown_the_call_that_is_booked_about_it(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    first = press(as_maya, claim)
    other = FORM | {"when": f"{dana.pk}@{minute(TEN + DAY)}", "key": str(uuid4())}
    as_maya.post(f"/calls/new/?about=claim:{claim.pk}", other)
    assert [one.get_absolute_url() for one in Booking.objects.all()] == [first.url]
    page = as_maya.get(first.url).content.decode()
    assert "Change the call" in page


def test_s25_who_waits_while_their_caller_is_on_another_call_is_told_once(
    maya: Member, omar: Member, dana: Specialist
) -> None:
    at = TEN + HALF_HOUR
    talk.begin(dana.user, make.booking(omar, dana, TEN))
    waiting = make.booking(maya, dana, at)
    for minutes, waits in ((4, 0), (5, 1), (6, 1), (16, 0)):
        assert tell_of_lateness(at + dt.timedelta(minutes=minutes)) == waits
    told = Message.objects.get()
    assert (told.notice, told.member) == ("call_late", maya)
    talk.begin(dana.user, waiting)
    assert tell_of_lateness(at + dt.timedelta(minutes=6)) == 0


def test_s28_who_helps_asks_for_a_call_for_themselves_and_nobody_calls_them_once_it_is_over(
    maya: Member, sana: User
) -> None:
    daughter = make.user()
    trusted = make.trusted_person(maya, daughter, "see_claims", "ask_calls")
    asked = make.call_request(maya, asked_by=trusted)
    assert list(CallRequest.objects.to_call()) == [asked]
    assert str(asked.pk) in browser_of(sana).get("/desk/").content.decode()
    trusted.ended_at, trusted.ended_by = TUESDAY, maya.user
    trusted.save()
    assert not CallRequest.objects.to_call().exists()


def test_s29_a_fourth_call_at_a_time_is_refused_in_words(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    for _number in range(3):
        press(as_maya, make.claim(maya))
    answer = press(as_maya, claim := make.claim(maya))
    assert answer.url == f"/calls/new/?about=claim:{claim.pk}"
    assert "You have 3 calls booked." in as_maya.get(answer.url).content.decode()
    assert Booking.objects.count() == 3
