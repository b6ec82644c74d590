"""When no call is booked whoever is free: a pause of a topic, and a team of which enough are on
calls."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import Member, User
from outreach.models import Booking, BookingChange, Pause, Specialist, Team
from outreach.scheduling.absence import be_away
from outreach.scheduling.book import Ask, take
from outreach.scheduling.need import Need
from outreach.scheduling.pausing import find_others
from outreach.scheduling.search import choices
from outreach.scheduling.slots import instant
from outreach.talk import begin
from tests import make
from tests.outreach.test_bookings import DAY, HALF_HOUR, HOUR, TEN, TUESDAY, press
from tests.people import browser_of

CLAIM = Need(topic="claim", subject="claim")


pytestmark = pytest.mark.usefixtures("tuesday")


@pytest.fixture
def as_ruth(ruth: User) -> Client:
    return browser_of(ruth)


def offered(member: Member, need: Need = CLAIM) -> list[dt.datetime]:
    return sorted(instant(one.begin) for one in choices(member, need, make.now(), each=1000))


def note(browser: Client, topic: str = "claim", **typed: str) -> str:
    fields = {"topic": topic, "begins": "2026-11-24T08:00", "ends": "2026-11-24T17:00"}
    return browser.post("/desk/pauses/", fields | typed, follow=True).content.decode()


def test_s30_a_pause_takes_its_times_out_of_every_offer_at_once_and_gives_them_back(
    as_ruth: Client, maya: Member, dana: Specialist
) -> None:
    before = offered(maya)
    seen = choices(maya, CLAIM, TUESDAY)[0]
    assert "No more calls are booked in that time." in note(as_ruth)
    during = Pause.objects.get().during
    assert [one for one in before if one in during]
    assert offered(maya) == [one for one in before if one not in during]
    assert offered(maya, Need(topic="order", subject="order"))[0] in during
    # Who has a page open that offers one: the database refuses it, too.
    ask = Ask(need=CLAIM, phone="+13125550142", key=uuid4())
    assert take(maya, ask, [seen], TUESDAY) is None
    as_ruth.post(f"/desk/pauses/{Pause.objects.get().pk}/ending/")
    assert offered(maya) == before


def test_s30_who_has_a_call_inside_is_listed_for_staff_and_gets_another_time(
    as_ruth: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    inside = make.booking(maya, dana, TEN, subject="claim", subject_id=claim.pk)
    other = make.booking(omar, dana, TEN + HOUR, subject="order", subject_id=make.order(omar).pk)
    page = note(as_ruth)
    assert "<bdi>Maya</bdi>: <bdi>Tuesday, November 24</bdi>, <bdi>10am</bdi>, with" in page
    assert "Omar" not in page
    page = as_ruth.post(
        f"/desk/pauses/{Pause.objects.get().pk}/calls/", follow=True
    ).content.decode()
    assert "Moved: 1." in page
    assert "No call is booked inside." in page
    inside.refresh_from_db()
    assert inside.starts_at.date() > TUESDAY.date()
    assert inside.changes.latest("at").kind == BookingChange.Kind.MOVED
    assert Booking.objects.get(pk=other.pk).starts_at == TEN + HOUR


def test_a_call_that_somebody_is_on_is_not_taken_from_them_by_a_pause_or_a_sick_day(
    as_ruth: Client, maya: Member, dana: Specialist
) -> None:
    on_the_phone = make.booking(maya, dana, TEN, subject="claim", subject_id=make.claim(maya).pk)
    assert "Maya" in note(as_ruth)
    with time_machine.travel(TEN, tick=False):
        begin(dana.user, on_the_phone)
        assert "Maya" not in as_ruth.get("/desk/pauses/").content.decode()
        find_others(Pause.objects.get(), TEN, by=dana.user)
        be_away(dana, TEN, TEN + DAY, "sick", by=dana.user, at=TEN)
    on_the_phone.refresh_from_db()
    assert (on_the_phone.starts_at, on_the_phone.specialist_id) == (TEN, dana.user_id)
    assert not on_the_phone.changes.exclude(kind=BookingChange.Kind.MADE).exists()


def test_a_call_that_is_had_a_day_early_is_not_taken_from_who_is_on_it(
    maya: Member, dana: Specialist
) -> None:
    early = make.booking(maya, dana, TEN + DAY)
    begin(dana.user, early)
    assert be_away(dana, TUESDAY, TUESDAY + 2 * DAY, "sick", by=dana.user, at=TUESDAY) == {}


def test_a_pause_of_everything_stops_calls_about_nothing_in_particular(
    as_ruth: Client, as_maya: Client, maya: Member, dana: Specialist
) -> None:
    assert "It must end after it begins, and after now." in note(as_ruth, ends="2026-11-24T07:00")
    note(as_ruth, "all")
    press(as_maya)
    assert Booking.objects.get().starts_at.date() == TUESDAY.date() + DAY


def test_a_pause_page_costs_as_many_queries_for_one_call_as_for_many(
    as_ruth: Client, maya: Member, dana: Specialist, django_assert_max_num_queries
) -> None:
    for number in range(6):
        one = make.member(f"P{number}", signs_in=False)
        claim = make.claim(one)
        make.booking(one, dana, TEN + number * HALF_HOUR, subject="claim", subject_id=claim.pk)
    note(as_ruth)
    with django_assert_max_num_queries(15):
        page = as_ruth.get("/desk/pauses/").content.decode()
    assert page.count("with <bdi>Dana</bdi>") == 6


def test_a_team_is_on_as_many_calls_at_a_time_as_its_supervisor_says(
    as_ruth: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    luis, ada = make.specialist("Luis"), make.specialist("Ada")
    typed = {"name": "Claims", "at_once": "1", "people": [str(dana.pk), str(luis.pk)]}
    page = as_ruth.post("/desk/teams/", typed, follow=True).content.decode()
    assert "1 booked call at a time." in page.replace("<bdi>", "").replace("</bdi>", "")
    seen = [one for one in choices(maya, CLAIM, TUESDAY, each=100) if instant(one.begin) == TEN]
    assert len(seen) == 3
    make.booking(omar, dana, TEN)
    free = [one for one in choices(maya, CLAIM, TUESDAY, each=100) if instant(one.begin) == TEN]
    assert [one.caller.user_id for one in free] == [ada.pk]
    ask = Ask(need=CLAIM, phone="+13125550142", key=uuid4())
    with_luis = next(one for one in seen if one.caller.user_id == luis.pk)
    assert take(maya, ask, [with_luis], TUESDAY) is None
    team = Team.objects.get()
    as_ruth.post(f"/desk/teams/{team.pk}/", typed | {"at_once": "2"})
    assert take(maya, ask, [with_luis], TUESDAY)
    as_ruth.post(f"/desk/teams/{team.pk}/", typed | {"people": [str(luis.pk)]})
    dana.refresh_from_db()
    assert dana.team is None


def test_a_pause_without_an_end_is_refused_in_words(as_ruth: Client) -> None:
    assert "Ensure this value is" in note(as_ruth, ends="9999-12-31T23:59")
    assert not Pause.objects.exists()
