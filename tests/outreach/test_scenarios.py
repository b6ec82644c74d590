"""The rest of the thirty scenarios that peers taught us (S6 to S30), each by its number."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from accounts.models import Member, User
from outreach import talk
from outreach.call_notice import still_on, when
from outreach.call_telling import reminders, tell_of_calls, tell_of_lateness
from outreach.models import Booking, BookingChange, CallRequest, Message, Specialist
from outreach.scheduling.slots import minute
from tests import make
from tests.outreach.test_bookings import DAY, HALF_HOUR, TEN, TUESDAY, press
from tests.people import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
FORM = {"phone": "(312) 555-0142", "say_who": "yes", "voicemail": "no", "way": "phone"}


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


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
@pytest.mark.parametrize("deed", ["book", "ask", "move", "cancel"])
def test_s29_the_seventh_press_in_a_minute_waits_and_loses_nothing(
    as_maya: Client, maya: Member, dana: Specialist, deed: str, headers: dict[str, str]
) -> None:
    booked = make.booking(maya, dana, TEN)
    where, typed = {
        "book": ("/calls/bookings/", {"about": f"claim:{make.claim(maya).pk}"}),
        "ask": ("/calls/new/", {"phone": "no number", "note": "Ring <twice>"}),
        "move": (f"{booked.get_absolute_url()}time/", {"note": "Ring <twice>"}),
        "cancel": (f"{booked.get_absolute_url()}cancellation/", {}),
    }[deed]
    for _press in range(6):
        assert as_maya.post(where, typed, headers=headers).status_code in {200, 302}
    changes = BookingChange.objects.count()
    answer = as_maya.post(where, typed, headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    page = answer.content.decode()
    assert "That was very often. Wait a minute." in page
    assert f'action="{where}"' in page
    for name, value in typed.items():
        assert f'<input type="hidden" name="{name}" value="{escape(value)}">' in page
    assert BookingChange.objects.count() == changes
    assert as_maya.get("/calls/new/").status_code == 200  # reading is never too often
    cache.clear()  # the minute is over
    assert as_maya.post(where, typed, headers=headers).status_code in {200, 302}


def test_s29_who_reads_spanish_reads_so_in_spanish_and_nobody_else_waits(
    rosa: Member, as_maya: Client
) -> None:
    as_rosa = browser_of(rosa.user)
    pages = [as_rosa.post("/calls/new/", {"note": "Hola"}).content.decode() for _press in range(7)]
    assert "Espere un minuto." in pages[6]
    assert as_maya.post("/calls/new/", {"note": "Hello"}).status_code == 200


def test_s29_a_sixth_move_of_one_call_is_for_a_person(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    where = f"{booked.get_absolute_url()}time/"
    for number in range(5):
        begins = TEN + (1 + number % 2) * HALF_HOUR
        as_maya.post(where, FORM | {"when": f"{dana.pk}@{minute(begins)}", "note": "Ring twice"})
    booked.refresh_from_db()
    assert booked.starts_at == begins
    cache.clear()
    often = "You moved this call 5 times. To move it once more, please call us."
    assert often in as_maya.get(where).content.decode()
    typed = FORM | {"when": f"{dana.pk}@{minute(TEN)}", "note": "Knock first"}
    page = as_maya.post(where, typed).content.decode()
    assert often in page
    assert "Knock first" in page
    booked.refresh_from_db()
    assert booked.starts_at == begins
    as_maya.post(where, typed | {"when": f"{dana.pk}@{minute(begins)}"})  # all but its time
    booked.refresh_from_db()
    assert (booked.starts_at, booked.note) == (begins, "Knock first")
