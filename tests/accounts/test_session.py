"""How long a session lasts, where it is shown, and how it ends."""

import time

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.clock_words import moment
from accounts.device import device
from accounts.models import AccessRecord, Member, User, record_access
from accounts.session import TOUCH_EVERY
from tests import make

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
YOU = reverse("accounts:settings")
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)


def signed_in(member: Member, **headers: str) -> Client:
    browser = Client(headers=headers)
    browser.post(reverse("account_login"), {"login": member.user.email, "password": make.PASSWORD})
    return browser


def after(seconds: float) -> time_machine.travel:
    return time_machine.travel(time.time() + seconds, tick=True)


def test_a_session_ends_after_20_minutes_without_a_request(as_maya: Client) -> None:
    with after(19 * 60):
        assert as_maya.get(YOU).status_code == 200
    with after(19 * 60 + 21 * 60):
        assert as_maya.get(YOU).url == f"{reverse('account_login')}?next={YOU}"


def test_every_request_starts_the_20_minutes_again(as_maya: Client) -> None:
    for minutes in (15, 30, 45):
        with after(minutes * 60):
            assert as_maya.get(YOU).status_code == 200


def test_a_session_ends_after_12_hours_however_busy(as_maya: Client) -> None:
    for seconds in range(1, settings.SESSION_LONGEST, settings.SESSION_COOKIE_AGE - 60):
        with after(seconds):
            assert as_maya.get(YOU).status_code == 200
    with after(settings.SESSION_LONGEST + 1):
        assert as_maya.get(YOU).status_code == 302


def test_a_busy_minute_writes_no_session(
    as_maya: Client, django_assert_num_queries, maya: Member
) -> None:
    as_maya.get(YOU)
    before = Session.objects.get().expire_date
    as_maya.get(YOU)
    assert Session.objects.get().expire_date == before
    with after(TOUCH_EVERY + 1):
        as_maya.get(YOU)
    assert Session.objects.get().expire_date > before


def test_the_user_and_the_member_come_in_one_query(
    as_maya: Client, django_assert_num_queries
) -> None:
    as_maya.get(YOU)
    with django_assert_num_queries(1):
        as_maya.get(reverse("accounts:access_record_list"))


def test_the_page_knows_how_long_is_left(as_maya: Client) -> None:
    with after(5 * 60 - 1):
        assert as_maya.get(YOU).wsgi_request.session_seconds == settings.SESSION_COOKIE_AGE
    with after(5 * 60 + 30):
        left = as_maya.get(YOU).wsgi_request.session_seconds
    assert settings.SESSION_COOKIE_AGE - 35 < left < settings.SESSION_COOKIE_AGE - 25


def test_staying_signed_in_starts_the_20_minutes_again(as_maya: Client) -> None:
    with after(18 * 60):
        assert as_maya.post(reverse("session_keepalive")).status_code == 204
    with after(30 * 60):
        assert as_maya.get(YOU).status_code == 200


def test_a_covered_page_asks_who_is_back(as_maya: Client, maya: Member) -> None:
    answer = as_maya.get(reverse("session_keepalive"))
    assert answer.json()["who"] == str(maya.user.pk)
    assert "no-store" in answer["Cache-Control"]


def test_sign_out_everywhere_else_ends_the_other_browser_at_its_next_request(
    maya: Member,
) -> None:
    here, there = signed_in(maya), signed_in(maya)
    assert there.get(YOU).status_code == 200
    here.post(reverse("usersessions_list"))
    assert there.get(YOU).status_code == 302
    assert here.get(YOU).status_code == 200


def test_a_new_password_ends_the_other_browser(maya: Member) -> None:
    here, there = signed_in(maya), signed_in(maya)
    here.post(reverse("account_reauthenticate"), {"password": make.PASSWORD, "next": YOU})
    here.post(
        reverse("account_change_password"),
        {
            "oldpassword": make.PASSWORD,
            "password1": "another porch entirely",
            "password2": "another porch entirely",
        },
    )
    assert there.get(YOU).status_code == 302
    assert here.get(YOU).status_code == 200


def test_the_list_names_devices_and_marks_this_one(maya: Member) -> None:
    here = signed_in(maya, user_agent=CHROME)
    signed_in(maya, user_agent="curl")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Chrome on Windows (this one)" in page
    assert "A device we do not recognize" in page
    assert "127.0.0.1" in page


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/130.0", "Edge on Windows"),
        (
            IPHONE,
            "Safari on iPhone",
        ),
        ("", "A device we do not recognize"),
    ],
)
def test_a_device_in_words(user_agent: str, words: str) -> None:
    assert device(user_agent) == words


def test_staff_read_times_in_the_zone_that_the_footer_names(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    record_access(nadia, AccessRecord.What.CALL_LIST, [(maya.pk, None)])
    page = as_nadia.get(reverse("accounts:access_record_list")).content.decode()
    with timezone.override("America/New_York"):
        assert moment(AccessRecord.objects.get().looked_at) in page
    assert "New York" in page
