"""Choosing, moving, cancelling, undoing and noting a call: nobody is ever without a time."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from msgspec.structs import replace

from accounts.consent import decide
from accounts.models import Member
from outreach.calendar import calendar_file
from outreach.models import Booking, CallRequest, Specialist, TimeOff
from outreach.scheduling.book import Ask
from outreach.scheduling.change import Change, change
from outreach.scheduling.need import Need
from outreach.scheduling.search import choices
from tests import make
from tests.outreach.test_bookings import DAY, HALF_HOUR, HOUR, TEN, TUESDAY, press
from tests.outreach.test_calls import CALL_ME, about

pytestmark = pytest.mark.usefixtures("tuesday")


@pytest.fixture
def luis(db: None) -> Specialist:
    return make.specialist(
        "Luis", languages=["en", "es"], ways=["phone", "interpreter", "text_relay"]
    )


def at(who: Specialist, begins: dt.datetime) -> str:
    return f"{who.pk}@{int(begins.timestamp()) // 60}"


def changed(booked: Booking, **typed: str) -> dict[str, str]:
    kept = {"phone": booked.phone, "when": f"{booked.specialist_id}@{minute(booked)}"}
    return CALL_ME | kept | {"note": booked.note} | typed


def minute(booked: Booking) -> int:
    return int(booked.starts_at.timestamp()) // 60


def test_the_form_offers_times_of_the_next_days_and_another_way_if_none_suits(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    page = as_maya.get(about(make.claim(maya))).content.decode()
    assert "When can we call you?" in page
    assert "<bdi>Tuesday, November 24</bdi>, <bdi>8:30am</bdi>, with <bdi>Dana</bdi>" in page
    assert "<bdi>Wednesday, November 25</bdi>" in page
    assert "<bdi>Thursday, November 26</bdi>" not in page  # Thanksgiving
    assert "No time suits me." in page


def test_a_chosen_time_is_booked_with_all_that_was_typed(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    typed = CALL_ME | {
        "when": at(dana, TEN + DAY),
        "voicemail": "yes",
        "say_who": "no",
        "speaker": "Ana, my sister",
        "note": "I have hearing aids, speak slowly",
    }
    page = as_maya.post(about(claim), typed, follow=True).content.decode()
    booked = Booking.objects.get()
    assert (booked.starts_at, booked.subject_id) == (TEN + DAY, claim.pk)
    assert (booked.voicemail, booked.say_who) == (True, False)
    assert (booked.speaker, booked.note) == (typed["speaker"], typed["note"])
    assert "We will say only a first name." in page
    assert "We may leave a voicemail." in page


def test_whom_no_time_suits_is_called_by_whoever_is_free(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    as_maya.post(about(make.claim(maya)), CALL_ME | {"when": ""})
    assert CallRequest.objects.get().best_time == "after 5pm"
    assert not Booking.objects.exists()


def test_s11_a_time_that_was_just_taken_names_the_next_and_keeps_what_was_typed(
    as_maya: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    make.booking(omar, dana, TEN)
    typed = CALL_ME | {"when": at(dana, TEN), "note": "Ring twice"}
    page = as_maya.post(about(make.claim(maya)), typed).content.decode()
    assert "There is a problem" in page
    assert "Someone else booked 9am a moment ago. The next time is 8:30am on Tuesday" in page
    assert "Ring twice" in page
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("when", ["x", "@", "1@2", "00000000-0000-0000-0000-000000000000@1"])
def test_a_time_that_nobody_offered_books_nothing(
    as_maya: Client, maya: Member, dana: Specialist, when: str
) -> None:
    page = as_maya.post(about(make.claim(maya)), CALL_ME | {"when": when}).content.decode()
    assert "There is a problem" in page
    forged = at(dana, TEN.replace(hour=17))  # their lunch
    page = as_maya.post(about(make.claim(maya)), CALL_ME | {"when": forged}).content.decode()
    assert "That time does not fit what you chose." in page
    assert not Booking.objects.exists()


def test_s27_who_wants_an_interpreter_gets_an_hour_with_somebody_who_can(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    where = about(make.claim(maya))
    typed = CALL_ME | {"way": "interpreter", "interpreter_language": "Somali"}
    page = as_maya.post(where, typed | {"when": at(dana, TEN)}).content.decode()
    assert "That time does not fit what you chose." in page
    assert "with <bdi>Luis</bdi>" in page
    assert "with <bdi>Dana</bdi>" not in page
    as_maya.post(where, typed | {"when": at(luis, TEN)})
    booked = Booking.objects.get()
    assert booked.during.upper - booked.during.lower == HOUR
    assert (booked.way, booked.interpreter_language) == ("interpreter", "Somali")


def test_whoever_talked_to_us_before_may_ask_for_the_same_person_or_someone_new(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    where = about(make.claim(maya))
    assert "Someone I have talked to before" not in as_maya.get(where).content.decode()
    make.booking(maya, luis, TEN - 7 * DAY).call(by=luis.user)
    assert "Someone I have talked to before" in as_maya.get(where).content.decode()
    same, new = (CALL_ME | {"person": wish} for wish in ("same", "new"))
    page = as_maya.post(where, same | {"when": at(dana, TEN)}).content.decode()
    assert "with <bdi>Dana</bdi>" not in page
    page = as_maya.post(where, new | {"when": at(luis, TEN)}).content.decode()
    assert "with <bdi>Luis</bdi>" not in page
    as_maya.post(where, new | {"when": at(dana, TEN)})
    assert Booking.objects.booked().get().specialist == dana.user


def test_a_call_moves_and_its_old_time_is_free_at_once(
    as_maya: Client, as_omar: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    press(as_maya, make.claim(maya))
    booked = Booking.objects.get()
    old = booked.starts_at
    typed = changed(booked, when=at(dana, TEN), note="Speak slowly")
    where = f"{booked.get_absolute_url()}time/"
    assert as_maya.get(where).status_code == 200
    page = as_maya.post(where, typed, follow=True).content.decode()
    assert "We changed your call." in page
    assert "between <bdi>9:00am</bdi> and <bdi>9:15am</bdi>" in page
    press(as_omar, make.claim(omar))
    booked.refresh_from_db()
    assert (booked.starts_at, booked.sequence, booked.note) == (TEN, 1, "Speak slowly")
    assert Booking.objects.get(member=omar).starts_at == old


def test_s20_a_move_does_not_count_itself_and_keeps_the_old_time_when_the_new_is_lost(
    maya: Member, omar: Member, dana: Specialist
) -> None:
    Specialist.objects.update(daily_maximum=2)
    booked, other = make.booking(maya, dana, TEN), make.booking(omar, dana, TEN + HOUR)
    need = Need(moving=booked.pk)
    free = {one.begin: one for one in choices(maya, need, TUESDAY, each=9)}
    ask = Ask(need=need, phone=booked.phone, key=booked.key)
    half_past = free[int((TEN + HALF_HOUR).timestamp()) // 60]
    assert change(booked, ask, half_past, TUESDAY) == Change.DONE
    taken = replace(half_past, begin=half_past.begin + 30)
    assert change(booked, ask, taken, TUESDAY) == Change.TAKEN
    booked.refresh_from_db()
    assert (booked.starts_at, booked.sequence) == (TEN + HALF_HOUR, 1)
    assert other.state == Booking.State.BOOKED


def test_what_somebody_else_changed_first_stays_as_they_left_it(
    maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    seen_before = Booking.objects.get()
    ask = Ask(need=Need(moving=booked.pk), phone=booked.phone, key=booked.key, note="First")
    assert change(booked, ask, None, TUESDAY) == Change.DONE
    assert change(seen_before, ask, None, TUESDAY) == Change.STALE
    booked.cancel(by=maya.user)
    assert change(booked, ask, None, TUESDAY) == Change.STALE


def test_s19_within_an_hour_of_it_a_call_cannot_move_and_can_be_cancelled(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TUESDAY + HALF_HOUR)
    where = booked.get_absolute_url()
    page = as_maya.post(f"{where}time/", changed(booked), follow=True).content.decode()
    assert "It is less than an hour away." in page
    as_maya.post(f"{where}cancellation/")
    assert not Booking.objects.booked().exists()


def test_s17_a_cancelled_call_can_be_kept_after_all_while_its_time_is_free(
    as_maya: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    where = booked.get_absolute_url()
    as_maya.post(f"{where}cancellation/")
    assert "Undo: keep this call" in as_maya.get(where).content.decode()
    page = as_maya.post(f"{where}restoration/", follow=True).content.decode()
    assert "Undone. We will call you." in page
    booked.refresh_from_db()
    assert (booked.state, booked.starts_at, booked.sequence) == ("booked", TEN, 2)
    as_maya.post(f"{where}cancellation/")
    make.booking(omar, dana, TEN)
    page = as_maya.post(f"{where}restoration/", follow=True).content.decode()
    assert "That time is not free any more." in page
    with time_machine.travel(TUESDAY + HALF_HOUR, tick=False):
        assert "Undo: keep this call" not in as_maya.get(where).content.decode()


def test_nobody_off_is_offered_or_booked(maya: Member, dana: Specialist) -> None:
    free = choices(maya, Need(), TUESDAY)[0]
    TimeOff.objects.create(
        specialist=dana,
        during=(TUESDAY, TUESDAY + 10 * HOUR),
        kind="sick",
        noted_by=dana.user,
        noted_at=TUESDAY,
    )
    assert choices(maya, Need(), TUESDAY)[0].begin > free.begin
    from outreach.scheduling.book import take

    assert take(maya, Ask(need=Need(), phone="+13125550142", key=uuid4()), [free], TUESDAY) is None


def test_the_page_says_what_they_can_see_as_the_member_allows_it(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    where = make.booking(maya, dana, TEN).get_absolute_url()
    assert "They cannot see what else you checked here." in as_maya.get(where).content.decode()
    decide(
        maya,
        {("see_what_i_checked", "activity"): True},
        by=maya.user,
        screen="test",
        language="en",
        key=str(uuid4()),
    )
    assert "You allowed them to see what else you checked" in as_maya.get(where).content.decode()


def test_s23_a_calendar_keeps_one_entry_through_moves_and_removes_it_at_the_end(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN, subject="claim", subject_id=uuid4(), note="Rash")
    answer = as_maya.get(f"{booked.get_absolute_url()}call.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "call.ics" in answer["Content-Disposition"]
    first = Calendar.from_ical(answer.content)
    (event,) = first.walk("VEVENT")
    assert first["METHOD"] == "PUBLISH"
    assert event.decoded("DTSTART") == TEN
    assert str(event["SUMMARY"]) == "Phone call"
    assert b"Rash" not in answer.content
    assert b"Dana" not in answer.content
    booked.cancel(by=maya.user)
    last = Calendar.from_ical(
        calendar_file(booked, "CANCEL", now=TUESDAY, email="maya@example.com")
    )
    (ended,) = last.walk("VEVENT")
    assert last["METHOD"] == "CANCEL"
    assert (ended["UID"], ended["ORGANIZER"]) == (event["UID"], event["ORGANIZER"])
    assert (event["SEQUENCE"], ended["SEQUENCE"]) == (0, 1)
    assert str(ended["STATUS"]) == "CANCELLED"
    assert str(ended["ATTENDEE"]) == "mailto:maya@example.com"


def test_a_move_updates_the_entry_and_every_file_has_what_its_method_asks_for(
    maya: Member, dana: Specialist
) -> None:
    """RFC 5545 for each file, RFC 5546 (3.2) for what each method must and may not hold."""
    booked = make.booking(maya, dana, TEN)
    ask = Ask(need=Need(moving=booked.pk), phone=booked.phone, key=booked.key)
    asked = calendar_file(booked, "REQUEST", now=TUESDAY, email="maya@example.com")
    published = calendar_file(booked, "PUBLISH", now=TUESDAY)
    later = choices(maya, ask.need, TUESDAY)[-1]
    assert change(booked, ask, later, TUESDAY) == Change.DONE
    moved = calendar_file(booked, "REQUEST", now=TUESDAY, email="maya@example.com")
    booked.cancel(by=maya.user)
    cancelled = calendar_file(booked, "CANCEL", now=TUESDAY, email="maya@example.com")
    events = []
    for file, method, people in (
        (published, "PUBLISH", 0),
        (asked, "REQUEST", 1),
        (moved, "REQUEST", 1),
        (cancelled, "CANCEL", 1),
    ):
        assert file.replace(b"\r\n", b"").count(b"\n") == 0
        assert max(len(line) for line in file.split(b"\r\n")) <= 75
        calendar = Calendar.from_ical(file)
        assert (calendar["VERSION"], calendar["METHOD"], "PRODID" in calendar) == (
            *("2.0", method),
            True,
        )
        (event,) = calendar.walk("VEVENT")
        assert event.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SEQUENCE"} <= set(event)
        assert ("ATTENDEE" in event) is bool(people)
        events.append(event)
    assert len({(str(one["UID"]), str(one["ORGANIZER"])) for one in events}) == 1
    assert [one["SEQUENCE"] for one in events] == [0, 0, 1, 2]
    assert events[2].decoded("DTSTART") > events[1].decoded("DTSTART") == TEN
    assert [str(one["STATUS"]) for one in events] == [*["CONFIRMED"] * 3, "CANCELLED"]


def test_undoing_books_no_more_calls_than_anybody_may_have(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    undone = make.booking(maya, dana, TEN, subject="claim", subject_id=make.claim(maya).pk)
    where = undone.get_absolute_url()
    as_maya.post(f"{where}cancellation/")
    for _press in range(3):
        press(as_maya, make.claim(maya))
    page = as_maya.post(f"{where}restoration/", follow=True).content.decode()
    assert "You have 3 calls booked." in page
    assert Booking.objects.booked().count() == 3


@pytest.mark.parametrize("begins", [10**20, -(10**11)])
def test_a_time_that_no_clock_shows_is_refused_in_words(
    as_maya: Client, maya: Member, dana: Specialist, begins: int
) -> None:
    where = f"{make.booking(maya, dana, TEN).get_absolute_url()}time/"
    page = as_maya.post(where, CALL_ME | {"when": f"{dana.pk}@{begins}"}).content.decode()
    assert "We have no such free time. Choose another." in page
