"""Many want one time at once, through connections of their own: one gets it, the others another."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from threading import Barrier
from time import monotonic, sleep
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils.translation import override
from pytest_django.live_server_helper import LiveServer

from accounts.models import Member, User
from outreach.models import Booking, BookingChange, Pause, Specialist
from outreach.scheduling.book import Ask, book, take, try_one
from outreach.scheduling.need import Need
from outreach.scheduling.pausing import calls_inside, look_after_pauses
from outreach.scheduling.search import choices
from outreach.scheduling.slots import instant
from tests import make
from tests.people import browser_of

CROWD = 24
WEB_CROWD = 10
PHONE = "+13125550142"
OVERLAPS = """
SELECT count(*) FROM outreach_booking a JOIN outreach_booking b
    ON a.id < b.id AND a.during && b.during
   AND (a.specialist_id = b.specialist_id OR a.member_id = b.member_id)
 WHERE a.state = 'booked' AND b.state = 'booked'
"""


@pytest.fixture
def dana(transactional_db: None) -> Specialist:
    return make.specialist("Dana")


def crowd(number: int = CROWD) -> list[Member]:
    return [make.member(f"M{one}", signs_in=False) for one in range(number)]


def at_once(do: Callable, these: list) -> list:
    """What each call gives, all begun at the same moment on connections of their own."""
    begin = Barrier(len(these))

    def alone(one):
        try:
            begin.wait(timeout=30)
            return do(one)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(len(these)) as pool:
        return list(pool.map(alone, these))


def ask(**fields) -> Ask:
    return Ask(**{"need": Need(), "phone": PHONE, "key": uuid4()} | fields)


def overlaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


def test_s7_two_want_the_last_time_and_the_second_reads_the_next(dana: Specialist) -> None:
    both = [make.member(name, phone=PHONE) for name in ("Mia", "Kai")]
    best = choices(both[0], Need(), make.now())[0]
    typed = {"phone": PHONE, "say_who": "yes", "voicemail": "no", "way": "phone"}
    typed |= {"when": f"{best.caller.user_id}@{best.begin}", "note": "Ring twice"}
    with override("en"):
        browsers = [browser_of(one.user) for one in both]
    at_ten = [(one, typed | {"key": str(uuid4())}) for one in browsers]
    answers = at_once(lambda one: one[0].post("/calls/new/", one[1]), at_ten)
    (won,) = (one for one in answers if one.status_code == 302)
    (lost,) = (one for one in answers if one.status_code == 200)
    assert won.url == Booking.objects.get().get_absolute_url()
    page = lost.content.decode()
    assert "The next time is" in page
    assert "Ring twice" in page


def test_s8_many_want_the_same_time_and_one_gets_it(dana: Specialist) -> None:
    members, now = crowd(), make.now()
    best = choices(members[0], Need(), now)[:1]
    began = monotonic()
    booked = at_once(lambda member: take(member, ask(), best, now), members)
    assert len([one for one in booked if one]) == 1
    assert (Booking.objects.count(), BookingChange.objects.count(), overlaps()) == (1, 1, 0)
    assert monotonic() - began < 20


def test_everyone_gets_a_time_while_there_are_times(dana: Specialist) -> None:
    members, now = crowd(), make.now()
    booked = at_once(lambda member: book(member, ask(), now), members)
    assert None not in booked
    assert len({one.starts_at for one in booked}) == CROWD
    assert overlaps() == 0


def test_s9_when_the_first_gives_up_one_of_those_who_wait_gets_it(dana: Specialist) -> None:
    members, now = crowd(), make.now()
    best = choices(members[0], Need(), now)[0]

    def press(number_and_member):
        number, member = number_and_member
        if number:
            sleep(0.05)
            return take(member, ask(), [best], now)
        with transaction.atomic():
            try_one(member, ask(), best, now)
            sleep(0.3)
            transaction.set_rollback(True)
        return None

    began = monotonic()
    booked = at_once(press, list(enumerate(members)))
    assert len([one for one in booked if one]) == 1
    assert monotonic() - began < 15  # one deadlock a second would be as many as they are


def test_s14_one_member_presses_many_times_at_once(dana: Specialist) -> None:
    member, now, key = make.member("Mia", signs_in=False), make.now(), uuid4()
    booked = at_once(lambda _number: book(member, ask(key=key), now), list(range(CROWD)))
    assert {one.pk for one in booked} == {Booking.objects.get().pk}
    tabs = at_once(lambda _number: book(member, ask(), now), list(range(CROWD)))
    assert {one.pk for one in tabs} == {Booking.objects.get().pk}


def test_a_call_that_is_booked_while_a_pause_is_noted_gets_another_time(
    dana: Specialist, ruth: User
) -> None:
    maya, kim = (make.member(name, signs_in=False) for name in ("Maya", "Kim"))
    now, both = make.now(), Barrier(2)
    found = choices(maya, Need(), now, each=100)
    before = take(kim, ask(), found[1:], now - make.DAY)  # waits for whoever noted the pause
    begins = instant(found[0].begin)

    def do(what: str) -> Pause | UUID | None:
        if what == "note":
            both.wait(timeout=30)
            noted = make.pause(ruth, begins, begins + make.DAY)
            both.wait(timeout=30)
            return noted
        with transaction.atomic():
            written = try_one(maya, ask(), found[0], now)
            both.wait(timeout=30)
            both.wait(timeout=30)  # neither has seen the other
            return written

    pause, written = at_once(do, ["note", "book"])
    assert {one.pk for one in calls_inside(pause, now)} == {written, before.pk}
    assert look_after_pauses(now) == 1
    assert [one.pk for one in calls_inside(pause, now)] == [before.pk]
    assert Booking.objects.get(pk=written).starts_at >= begins + make.DAY
    assert look_after_pauses(now) == 0


def test_many_press_at_once_through_the_web_and_nobody_sees_an_error(
    transactional_db: None, live_server: LiveServer
) -> None:
    weekday = (make.now() + 2 * make.DAY).weekday()
    make.specialist("Dana", hours=((weekday, dt.time(12), dt.time(13)),))
    with override("en"):
        pressing = [
            (browser_of(one.user), make.claim(one).pk)
            for one in (make.member(f"W{n}", phone=PHONE) for n in range(WEB_CROWD))
        ]

    def press(browser_and_claim) -> tuple[int, str]:
        browser, claim = browser_and_claim
        token = "a" * 32
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        kept = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}"
        typed = {"about": f"claim:{claim}", "key": uuid4(), "csrfmiddlewaretoken": token}
        headers = {"Cookie": kept, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(HTTPConnection(live_server.thread.host, live_server.thread.port)) as web:
            web.request("POST", "/calls/bookings/", urlencode(typed), headers)
            answer = web.getresponse()
            answer.read()
            return answer.status, answer.headers["Location"]

    free = len(choices(make.member("Kim"), Need(), make.now(), each=100))
    # Twice each: the second is a double click.
    found = at_once(press, pressing * 2)
    assert {status for status, _where in found} == {302}
    assert (Booking.objects.count(), overlaps()) == (free, 0)
    places = {booked.get_absolute_url() for booked in Booking.objects.all()}
    others = {where for _status, where in found} - places
    assert all(where.startswith("/calls/new/?about=claim:") for where in others)
    assert len(places & {where for _status, where in found}) == free
