"""One click books a call: with the best person, at the soonest fitting time, once."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from outreach.models import Booking, BookingChange, CallRequest, Specialist
from tests import make

BOOK = reverse("outreach:booking_create")
#: Tuesday, November 24, 8:30 in New York and 7:30 in Chicago, where Maya is called from 8.
TUESDAY = dt.datetime(2026, 11, 24, 13, 30, tzinfo=dt.UTC)
TEN = dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
HALF_HOUR, HOUR, DAY = dt.timedelta(minutes=30), dt.timedelta(hours=1), dt.timedelta(days=1)


pytestmark = pytest.mark.usefixtures("tuesday")


@pytest.fixture
def luis(db: None) -> Specialist:
    """In Los Angeles; speaks Spanish, too."""
    return make.specialist("Luis", zone="America/Los_Angeles", languages=["en", "es"])


def press(browser: Client, thing: object = None, **typed: str):
    about = f"{type(thing).__name__.lower()}:{thing.pk}" if thing else ""
    return browser.post(BOOK, {"about": about, "key": str(uuid4())} | typed)


def test_one_press_books_the_soonest_time_with_the_number_we_know(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    page = as_maya.post(
        BOOK, {"about": f"claim:{claim.pk}", "key": str(uuid4())}, follow=True
    ).content.decode()
    booked = Booking.objects.get()
    assert (booked.subject, booked.subject_id, booked.phone) == ("claim", claim.pk, "+13125550142")
    assert (booked.starts_at, booked.specialist) == (TUESDAY + HOUR, dana.user)
    assert "<h1>We will call you</h1>" in page
    assert (
        "We will call you on <bdi>Tuesday, November 24</bdi>, between <bdi>8:30am</bdi> and "
        "<bdi>8:45am</bdi>." in page
    )
    assert booked.reference in page
    assert "ends in <bdi>0142</bdi>" in page
    assert "We call from" in page
    assert "<bdi>Dana</bdi> will call. They can see what you asked about." in page
    assert "If you miss the call, we try again <bdi>10</bdi> minutes later." in page
    assert "<bdi>Dana</bdi> is trained for this." in page


def test_a_status_page_has_the_press_and_then_says_when_we_call(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    page = as_maya.get(claim.get_absolute_url()).content.decode()
    assert f'action="{BOOK}"' in page
    assert f'name="about" value="claim:{claim.pk}"' in page
    press(as_maya, claim)
    page = as_maya.get(claim.get_absolute_url()).content.decode()
    assert f'action="{BOOK}"' not in page
    assert Booking.objects.get().get_absolute_url() in page
    assert Booking.objects.get().get_absolute_url() in as_maya.get("/").content.decode()


def test_s14_a_double_click_and_a_retry_find_the_same_booking(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim, key = make.claim(maya), str(uuid4())
    first, second = press(as_maya, claim, key=key), press(as_maya, claim, key=key)
    another_tab = press(as_maya, claim)
    assert first.url == second.url == another_tab.url
    assert (Booking.objects.count(), BookingChange.objects.count()) == (1, 1)


def test_s15_a_retry_after_cancelling_books_nothing_anew(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim, key = make.claim(maya), str(uuid4())
    first = press(as_maya, claim, key=key)
    as_maya.post(f"{first.url}cancellation/")
    assert press(as_maya, claim, key=key).url == first.url
    assert not Booking.objects.booked().exists()
    press(as_maya, claim)
    assert Booking.objects.booked().count() == 1


def test_without_a_number_that_we_know_to_be_theirs_the_form_asks_for_one(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    maya.phones.update(verified_at=None)
    claim = make.claim(maya)
    assert press(as_maya, claim).url == f"/calls/new/?about=claim:{claim.pk}&kept=yes"
    page = as_maya.get(f"/calls/new/?about=claim:{claim.pk}").content.decode()
    assert "We need a phone number first." in page
    assert not Booking.objects.exists()


def test_s12_without_a_free_time_one_leaves_a_number(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya)
    page = as_maya.post(BOOK, {"about": f"claim:{claim.pk}"}, follow=True).content.decode()
    assert "We have no free times in the next 2 weeks." in page
    assert "Phone number" in page


def test_another_members_claim_books_nothing(
    as_maya: Client, omar: Member, dana: Specialist
) -> None:
    assert press(as_maya, make.claim(omar)).status_code == 404
    assert not Booking.objects.exists()


def test_whoever_asked_to_be_called_is_shown_that(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    asked = make.call_request(maya, subject="claim", subject_id=claim.pk)
    assert press(as_maya, claim).url == asked.get_absolute_url()
    assert not Booking.objects.exists()


def test_a_claim_that_we_did_not_agree_to_goes_only_to_who_is_trained_for_it(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    dana.skills.filter(topic="denial").delete()
    press(as_maya, make.claim(maya, "denied"))
    assert Booking.objects.get().specialist == luis.user
    luis.skills.filter(topic="denial").update(trained_on=TUESDAY.date() + DAY)
    press(as_maya, make.claim(maya, "denied"))
    assert Booking.objects.count() == 1


def test_whoever_reads_spanish_is_called_by_someone_who_speaks_it(
    as_rosa: Client, rosa: Member, dana: Specialist, luis: Specialist
) -> None:
    press(as_rosa, make.claim(rosa))
    booked = Booking.objects.get()
    assert booked.specialist == luis.user
    assert "speaks" in booked.reasons
    page = as_rosa.get(booked.get_absolute_url()).content.decode()
    assert "habla su idioma" in page


def test_whoever_has_the_case_calls_again_even_if_it_is_later_on_the_day(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    claim = make.claim(maya)
    past = make.booking(maya, luis, TEN - 7 * DAY, subject="claim", subject_id=claim.pk)
    past.call(by=luis.user)
    press(as_maya, claim)
    booked = Booking.objects.booked().get()
    assert booked.specialist == luis.user
    assert "case" in booked.reasons
    page = as_maya.get(booked.get_absolute_url()).content.decode()
    assert "<bdi>Luis</bdi> has talked with you about this before." in page


def test_whoever_is_less_busy_calls_when_all_else_is_equal(
    as_maya: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    busy = make.specialist("Bea")
    for number in range(3):
        make.booking(make.member(f"M{number}"), busy, TEN + DAY + number * HOUR)
    for number in range(6):
        make.booking(make.member(f"N{number}"), busy, TEN + 6 * DAY + number * HALF_HOUR)
    press(as_maya, make.claim(maya))
    assert Booking.objects.get(member=maya).specialist == dana.user


def test_the_database_refuses_a_second_call_of_a_specialist_or_a_member_at_a_time(
    maya: Member, omar: Member, dana: Specialist, luis: Specialist
) -> None:
    make.booking(maya, dana, TEN)
    for member, who, begins in (
        (omar, dana, TEN),
        (omar, dana, TEN + dt.timedelta(minutes=15)),
        (maya, luis, TEN),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.booking(member, who, begins, subject="balance")
    make.booking(omar, dana, TEN + HALF_HOUR)


def test_what_was_booked_is_never_rewritten(maya: Member, dana: Specialist) -> None:
    booked = make.booking(maya, dana, TEN)
    booked.cancel(by=maya.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        booked.changes.update(kind="called")


def test_s17_a_cancelled_time_is_offered_again_at_once(
    as_maya: Client, as_omar: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    mine = press(as_maya, make.claim(maya)).url
    page = as_maya.post(f"{mine}cancellation/", follow=True).content.decode()
    assert "We cancelled the call." in page
    assert "You cancelled this call" in page
    page = as_maya.post(f"{mine}cancellation/", follow=True).content.decode()
    assert "This call had already ended." in page
    press(as_omar, make.claim(omar))
    assert Booking.objects.booked().get().starts_at == TUESDAY + HOUR


def test_a_fourth_call_at_a_time_is_not_booked(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    for _number in range(4):
        answer = press(as_maya, make.claim(maya))
    assert Booking.objects.booked().count() == 3
    page = as_maya.get(answer.url).content.decode()
    assert "You have 3 calls booked." in page


def test_a_day_takes_no_more_calls_than_its_specialist_does(
    as_maya: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    Specialist.objects.update(daily_maximum=1)
    make.booking(omar, dana, TEN)
    press(as_maya, make.claim(maya))
    tomorrow = (TUESDAY + DAY).replace(hour=14, minute=0)
    assert Booking.objects.get(member=maya).starts_at == tomorrow


def test_what_was_booked_by_another_is_not_another_members(
    as_omar: Client, maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TEN)
    assert as_omar.get(booked.get_absolute_url()).status_code == 404
    assert as_omar.post(f"{booked.get_absolute_url()}cancellation/").status_code == 404
    assert Booking.objects.booked().exists()


def test_a_call_that_we_are_late_for_is_owned_up_to(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    booked = make.booking(maya, dana, TUESDAY - HOUR)
    page = as_maya.get(booked.get_absolute_url()).content.decode()
    assert "We are late, and we are sorry." in page


def test_booking_costs_few_queries_for_any_number_of_specialists(
    as_maya: Client, maya: Member, django_assert_max_num_queries
) -> None:
    for number in range(20):
        make.specialist(f"S{number}")
    claim = make.claim(maya)
    with django_assert_max_num_queries(20):
        press(as_maya, claim)


def test_a_specialists_day_shows_their_calls_in_order(
    client: Client, maya: Member, omar: Member, dana: Specialist, luis: Specialist
) -> None:
    make.booking(maya, dana, TEN + HOUR, note="Ring twice")
    make.booking(omar, dana, TEN)
    make.booking(maya, luis, TEN + DAY, subject="balance")
    client.force_login(dana.user)
    page = client.get("/desk/").content.decode()
    assert page.index("Omar") < page.index("Maya") < page.index("Ring twice")
    assert "between <bdi>10:00am</bdi> and <bdi>10:15am</bdi>" in page
    assert "It is <bdi>10am</bdi> where they are." in page  # Maya's at 11 in New York
    Booking.objects.get(member=omar).call(by=dana.user)
    assert "Omar" not in client.get("/desk/").content.decode()


def test_no_word_about_what_it_is_about_is_on_the_page_of_a_call(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya, service="Counselling", guard="mental_health")
    booked = press(as_maya, claim)
    assert "ounselling" not in as_maya.get(booked.url).content.decode()
    assert CallRequest.objects.count() == 0
