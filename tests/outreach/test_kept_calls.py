"""Sick days, missed calls and calls that nobody picks up: each member is told, once, what comes."""

import datetime as dt
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.test import Client
from icalendar import Calendar

from accounts.models import Member, User
from outreach.call_telling import tell_of_calls
from outreach.models import Booking, CallRequest, Delivery, Message, Specialist, TimeOff
from outreach.scheduling.absence import be_away
from outreach.scheduling.replace import look_after
from outreach.sending import send_due
from outreach.talk import begin
from tests import make
from tests.outreach.test_bookings import DAY, HALF_HOUR, HOUR, TEN, TUESDAY, press
from tests.people import browser_of

LATER = TUESDAY + dt.timedelta(minutes=2)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def luis(db: None) -> Specialist:
    return make.specialist("Luis", languages=["en", "es"])


def tell(at: dt.datetime = LATER) -> list[tuple[str, str]]:
    """What the worker then posts and sends: the notice and its words, oldest first."""
    with time_machine.travel(at, tick=False):
        tell_of_calls(at)
        send_due()
    sent = Message.objects.sent().order_by("posted_at", "pk")
    return [(one.notice, f"{one.title}\n{one.text}") for one in sent]


def sick_today(who: Specialist) -> dict[str, int]:
    end = TUESDAY.replace(hour=23)
    return be_away(who, TUESDAY, end, "sick", by=who.user, at=TUESDAY)


def told_already() -> None:
    tell()
    Delivery.objects.all().delete()
    Message.objects.all().delete()
    mail.outbox.clear()


def test_s24_when_somebody_is_sick_each_call_finds_another_person_or_time(
    maya: Member, omar: Member, dana: Specialist, luis: Specialist
) -> None:
    first, second = make.booking(maya, dana, TEN), make.booking(omar, dana, TEN + HOUR)
    make.booking(make.member("Kim"), luis, TEN + HOUR)
    for one in (first, second):
        one.note_change("made", one.member.user)
    told_already()
    assert sick_today(dana) == {"handed": 1, "moved": 1}
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.specialist, first.starts_at) == (luis.user, TEN)
    assert (second.specialist, second.starts_at > TEN) == (luis.user, True)
    assert not Booking.objects.booked().filter(specialist=dana.pk).exists()
    said = tell()
    assert [notice for notice, _words in said] == ["call_moved", "call_moved"]
    assert any("Somebody else will call you, at the same time." in words for _n, words in said)
    assert any("We could not keep the time of your call" in words for _n, words in said)
    assert all("Luis will call." in words for _notice, words in said)
    assert tell(LATER + HOUR) == said


def test_where_no_time_is_left_the_call_becomes_a_promise_on_the_list(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    booked = make.booking(maya, dana, TEN, subject="claim", subject_id=claim.pk, note="Speak up")
    ends = TUESDAY + 20 * DAY
    assert be_away(dana, TUESDAY, ends, "sick", by=dana.user, at=TUESDAY) == {"lapsed": 1}
    asked = CallRequest.objects.get()
    assert (asked.subject_id, asked.phone, asked.note) == (claim.pk, booked.phone, "Speak up")
    page = as_maya.get(booked.get_absolute_url()).content.decode()
    assert "We could not keep this time" in page
    ((notice, words),) = tell()
    assert notice == "call_cancelled"
    assert "Whoever is free first calls you." in words


def test_nobody_who_is_not_trained_takes_over(maya: Member, dana: Specialist) -> None:
    make.specialist("Ines", topics=["order"])
    claim = make.claim(maya, "denied")
    make.booking(maya, dana, TEN, subject="claim", subject_id=claim.pk)
    assert "handed" not in sick_today(dana)
    assert not Booking.objects.booked().filter(during__startswith=TEN).exists()


def test_a_booking_is_confirmed_with_an_invitation_that_says_nothing(
    as_omar: Client, omar: Member, dana: Specialist
) -> None:
    press(as_omar, make.claim(omar, service="Knee surgery"))
    assert tell(TUESDAY) == []  # what is undone within the minute is never told
    ((notice, words),) = tell()
    assert notice == "call_booked"
    assert "Tuesday, November 24, between 9:30am and 9:45am" in words
    (letter,) = mail.outbox
    assert "Dana" not in letter.body
    assert "Knee" not in letter.message().as_string()
    (name, content, kind) = letter.attachments[-1]
    assert (name, kind) == ("call.ics", "text/calendar; method=REQUEST")
    calendar = Calendar.from_ical(content)
    assert calendar["METHOD"] == "REQUEST"
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == TUESDAY + HOUR
    assert any("method=REQUEST" in one.mimetype for one in letter.alternatives)


def test_s17_what_is_cancelled_at_once_is_never_told(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    where = press(as_maya, make.claim(maya)).url
    as_maya.post(f"{where}cancellation/")
    assert tell() == []
    assert mail.outbox == []


def test_s18_a_call_cancelled_later_leaves_the_calendar_by_mail(
    as_omar: Client, omar: Member, dana: Specialist
) -> None:
    where = press(as_omar, make.claim(omar)).url
    tell()
    mail.outbox.clear()
    as_omar.post(f"{where}cancellation/")
    assert tell(LATER + HALF_HOUR)[-1][0] == "call_cancelled"
    (letter,) = mail.outbox
    calendar = Calendar.from_ical(letter.attachments[-1].content)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert event["SEQUENCE"] == 1


def test_s21_a_reminder_is_sent_once_and_only_for_the_time_that_still_holds(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN + DAY + HOUR)
    booked.note_change("made", maya.user)
    told_already()
    booked.note_change("moved", maya.user)
    tell()
    reminders = Message.objects.filter(notice="call_reminder")
    due = sorted(reminders.values_list("due_at", flat=True))
    assert due == [booked.starts_at - DAY, booked.starts_at - HOUR]
    said = [notice for notice, _words in tell(booked.starts_at - DAY)]
    assert said.count("call_reminder") == 1
    booked.cancel(by=maya.user)
    said = [notice for notice, _words in tell(booked.starts_at - HOUR)]
    assert said.count("call_reminder") == 1
    assert reminders.refused().get().reason == "already_acted"


def test_s22_a_call_that_is_near_gets_no_reminder_on_top_of_its_confirmation(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    press(as_maya, make.claim(maya))
    tell()
    assert not Message.objects.filter(notice="call_reminder").exists()


def test_a_call_that_we_missed_is_owned_up_to_and_a_supervisor_calls(
    as_maya: Client, maya: Member, dana: Specialist, ruth: User
) -> None:
    make.specialist("Ruth", user=ruth)
    missed = make.booking(maya, dana, TEN)
    at = TEN + dt.timedelta(minutes=25)  # not 15 minutes after the time that we said
    assert look_after(TEN + dt.timedelta(minutes=24)) == 0
    with time_machine.travel(at, tick=False):
        assert look_after(at) == 1
        assert look_after(at) == 0
    missed.refresh_from_db()
    instead = Booking.objects.booked().get()
    assert (missed.state, instead.specialist) == ("missed", ruth)
    assert instead.starts_at == TEN + HALF_HOUR
    ((notice, words),) = tell(at + dt.timedelta(minutes=2))
    assert notice == "call_missed"
    assert "We said we would call you. We did not. We are sorry." in words
    assert "between 9:30am and 9:45am" in words
    assert "Ruth will call." in words
    page = as_maya.get(missed.get_absolute_url()).content.decode()
    assert "We did not call you" in page


def test_a_call_that_somebody_began_is_not_missed(maya: Member, dana: Specialist) -> None:
    begin(dana.user, make.booking(maya, dana, TEN))
    assert look_after(TEN + HOUR) == 0
    assert Booking.objects.booked().exists()


def test_a_call_begun_on_another_day_and_left_open_is_looked_after(
    maya: Member, dana: Specialist, luis: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN + DAY)
    begin(dana.user, booked)
    tomorrow = TUESDAY + DAY
    with time_machine.travel(tomorrow, tick=False):
        assert be_away(dana, tomorrow, tomorrow + HOUR * 8, "sick", by=dana.user, at=tomorrow) == {
            "handed": 1
        }
    booked.refresh_from_db()
    assert booked.specialist == luis.user
    assert look_after(booked.starts_at + HOUR) == 1


def test_a_call_whose_summary_is_not_written_by_the_next_day_is_no_missed_call(
    maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    with time_machine.travel(TEN, tick=False):
        begin(dana.user, booked)
    with time_machine.travel(TEN + DAY, tick=False):
        assert look_after(TEN + DAY) == 0


def test_a_call_that_we_missed_with_nobody_left_becomes_a_promise(
    maya: Member, dana: Specialist
) -> None:
    make.booking(maya, dana, TEN)
    dana.hours.all().delete()
    with time_machine.travel(TEN + HALF_HOUR, tick=False):
        assert look_after(TEN + HALF_HOUR) == 1
    assert CallRequest.objects.open().count() == 1
    ((notice, words),) = tell(TEN + HOUR)
    assert notice == "call_missed"
    assert "Whoever is free first calls you." in words


def test_s26_nobody_picks_up_so_we_try_again_then_on_another_day_then_ask(
    maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    where = f"/desk/bookings/{booked.pk}/no-answer/"
    with time_machine.travel(TEN + dt.timedelta(minutes=1), tick=False):
        page = browser_of(dana.user).post(where, follow=True).content.decode()
        assert "Try again in 10 minutes." in page
        assert "Nobody picked up. Try again at <bdi>10:10am</bdi>." in page
    assert "We try again in about 10 minutes." in tell(TEN + dt.timedelta(minutes=3))[-1][1]
    with time_machine.travel(TEN + dt.timedelta(minutes=12), tick=False):
        page = browser_of(dana.user).post(where, follow=True).content.decode()
        assert "The next try is on another day." in page
    booked.refresh_from_db()
    assert (booked.state, booked.tries) == ("booked", 2)
    assert booked.starts_at == (TEN + DAY).replace(hour=14)
    words = tell(TEN + HALF_HOUR)[-1][1]
    assert "You keep your place." in words
    assert "Wednesday, November 25" in words
    with time_machine.travel(booked.starts_at, tick=False):
        browser_of(dana.user).post(where)
    booked.refresh_from_db()
    assert booked.state == "unreached"
    assert "ask for another call" in tell(booked.starts_at + HOUR)[-1][1]


def test_who_is_reached_before_the_day_that_a_call_was_moved_to_has_it_off_their_calendar(
    omar: Member, dana: Specialist
) -> None:
    booked = make.booking(omar, dana, TEN + DAY)
    told_already()
    mail.outbox.clear()
    booked.call(by=dana.user)
    ((notice, words),) = tell()
    assert notice == "call_cancelled"
    assert "We have talked before the time of your call" in words
    (letter,) = mail.outbox
    calendar = Calendar.from_ical(letter.attachments[-1].content)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], str(event["STATUS"])) == ("CANCEL", "CANCELLED")


def test_a_cancellation_that_was_undone_before_its_mail_left_takes_nothing_off_a_calendar(
    omar: Member, dana: Specialist
) -> None:
    booked = make.booking(omar, dana, TEN + DAY)
    told_already()
    booked.cancel(by=omar.user)
    with time_machine.travel(LATER, tick=False):
        tell_of_calls(LATER)
    Booking.objects.update(state="booked")
    with time_machine.travel(LATER, tick=False):
        send_due()
    calendar = Calendar.from_ical(mail.outbox[-1].attachments[-1].content)
    assert calendar["METHOD"] == "REQUEST"


def test_a_call_had_at_its_time_leaves_no_word_about_calendars(
    omar: Member, dana: Specialist
) -> None:
    booked = make.booking(omar, dana, TEN)
    told_already()
    with time_machine.travel(TEN - dt.timedelta(minutes=10), tick=False):
        booked.call(by=dana.user)
    assert tell(TEN) == []


def test_a_supervisor_sees_and_changes_hours_and_notes_that_somebody_is_sick(
    as_ruth: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    where = f"/desk/specialists/{dana.pk}/"
    assert where in as_ruth.get("/desk/specialists/").content.decode()
    assert "/desk/specialists/" in as_ruth.get("/desk/").content.decode()
    page = as_ruth.get(where).content.decode()
    assert "09:00-12:00, 13:00-17:00" in page
    assert "1</bdi> call is booked." in page
    sick = {"kind": "sick", "first": "2026-11-24", "last": "2026-11-24"}
    page = as_ruth.post(f"{where}time-off/", sick, follow=True).content.decode()
    assert "at their time: 1. Moved: 0." in page
    assert "Sick" in page
    booked.refresh_from_db()
    assert booked.specialist == luis.user
    page = as_ruth.post(f"{where}time-off/", sick).content.decode()
    assert "They are off at that time already." in page
    typed = {f"day_{day}": "" for day in range(7)} | {"day_0": "8:00-11:30", "daily_maximum": "4"}
    as_ruth.post(where, typed)
    dana.refresh_from_db()
    assert (dana.daily_maximum, dana.hours.get().closes) == (4, dt.time(11, 30))


@pytest.mark.parametrize(
    "typed", ["9-12", "12:00-9:00", "25:00-26:00", "9:00-12:00, 11:00-13:00", "0:00-2:00"]
)
def test_hours_that_are_none_are_refused_in_words(
    as_ruth: Client, dana: Specialist, typed: str
) -> None:
    fields = {f"day_{day}": "" for day in range(7)} | {"day_0": typed, "daily_maximum": "4"}
    page = as_ruth.post(f"/desk/specialists/{dana.pk}/", fields).content.decode()
    assert "There is a problem" in page
    assert dana.hours.count() == 10


def test_a_specialist_may_say_that_they_are_sick_and_not_change_hours(
    maya: Member, dana: Specialist, luis: Specialist
) -> None:
    desk = browser_of(dana.user)
    where = f"/desk/specialists/{dana.pk}/"
    assert desk.get("/desk/specialists/").url == where
    assert "Save the hours" not in desk.get(where).content.decode()
    assert desk.post(where, {}).status_code == 403
    assert desk.get(f"/desk/specialists/{luis.pk}/").status_code == 403
    sick = {"kind": "sick", "first": "2026-11-24", "last": "2026-11-25"}
    desk.post(f"{where}time-off/", sick)
    assert TimeOff.objects.get().noted_by == dana.user
    assert isinstance(TimeOff.objects.get().pk, UUID)


def test_a_supervisor_says_who_is_trained_for_what_and_their_calls_follow(
    as_ruth: Client, ruth: User, sana: User, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    where = f"/desk/specialists/{dana.pk}/"
    assert f"{where}training/" in as_ruth.get(where).content.decode()
    claim = make.claim(maya, "denied")
    booked = make.booking(maya, dana, TEN, subject="claim", subject_id=claim.pk)
    kept = make.keeper(claim, dana.user)
    typed = {"topic_claim": "2026-01-05", "languages": ["en", "es"], "ways": ["phone"]}
    page = as_ruth.post(f"{where}training/", typed | {"ways": []}).content.decode()
    assert "There is a problem" in page
    page = as_ruth.post(f"{where}training/", typed, follow=True).content.decode()
    assert "at their time: 1." in page
    assert "English, Spanish" in page
    for one in (booked, kept, dana):
        one.refresh_from_db()
    assert (booked.specialist, kept.user) == (luis.user, luis.user)
    assert [(one.topic, one.trained_on) for one in dana.skills.all()] == [
        ("claim", dt.date(2026, 1, 5))
    ]
    assert browser_of(dana.user).get(f"{where}training/").status_code == 403


def test_a_supervisor_lets_somebody_call_members(
    as_ruth: Client, sana: User, dana: Specialist
) -> None:
    where = "/desk/specialists/new/"
    assert where in as_ruth.get("/desk/specialists/").content.decode()
    page = as_ruth.get(where).content.decode()
    assert sana.email in page
    assert dana.user.email not in page
    typed = {"user": str(sana.pk), "name": "Sana", "zone": "America/Chicago"}
    answer = as_ruth.post(where, typed)
    assert answer.url == f"/desk/specialists/{sana.pk}/training/"
    assert Specialist.objects.get(pk=sana.pk).name == "Sana"


def test_a_try_that_is_noted_twice_or_before_its_time_is_none(
    maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    where = f"/desk/bookings/{booked.pk}/no-answer/"
    page = browser_of(dana.user).post(where, follow=True).content.decode()
    assert "it is not time for this call." in page
    with time_machine.travel(TEN, tick=False):
        for _press in range(2):
            browser_of(dana.user).post(where)
    booked.refresh_from_db()
    assert (booked.tries, booked.starts_at) == (1, TEN)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_no_zone_has_is_refused_in_words(dana: Specialist, day: str) -> None:
    where = f"/desk/specialists/{dana.pk}/time-off/"
    page = browser_of(dana.user).post(where, {"kind": "sick", "first": day, "last": day})
    assert "Ensure this value is" in page.content.decode()
