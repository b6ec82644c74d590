"""S29: another number for a call counts once a code that went to it was typed in."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from redis.exceptions import RedisError

from accounts.models import Member
from outreach.models import Booking, BookingChange, CallRequest, Specialist
from outreach.scheduling.slots import minute
from tests import make
from tests.outreach import texts
from tests.outreach.test_bookings import HALF_HOUR, TEN, TUESDAY

OLD, NEW, PAGE = "+13125550142", "+13125550177", "/calls/number/"
FORM = {"phone": "(312) 555-0177", "say_who": "yes", "voicemail": "no", "way": "phone"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def booked(maya: Member, dana: Specialist) -> Booking:
    return make.booking(maya, dana, TEN)


def change(browser: Client, booked: Booking, **typed: str):
    fields = FORM | {"when": f"{booked.specialist.specialist.pk}@{minute(TEN)}"} | typed
    return browser.post(f"{booked.get_absolute_url()}time/", fields, follow=True)


def code_of(provider: texts.Provider) -> str:
    return re.findall(r"\d{6}", provider.texts[-1])[0]


def number_of(booked: Booking) -> str:
    return Booking.objects.get(pk=booked.pk).phone


def test_the_old_number_is_called_until_the_code_is_typed_in(
    as_maya: Client, booked: Booking, provider: texts.Provider
) -> None:
    page = change(as_maya, booked, note="Ring twice").content.decode()
    booked.refresh_from_db()
    assert (booked.phone, booked.note) == (OLD, "Ring twice")
    assert "we call the one that ends in <bdi>0142</bdi>" in page
    assert "(312) 555-0177" in page
    code = code_of(provider)
    wrong = "000000" if code != "000000" else "111111"
    assert as_maya.post(PAGE, {"code": wrong}).status_code == 400
    assert number_of(booked) == OLD
    assert as_maya.post(PAGE, {"code": code}).url == booked.get_absolute_url()
    assert number_of(booked) == NEW
    assert booked.changes.latest("pk").kind == BookingChange.Kind.DETAILS
    assert as_maya.post(PAGE, {"code": code}).url == "/calls/new/"  # a code is right once


def test_where_only_the_number_is_another_nothing_is_changed_before_the_code(
    as_maya: Client, booked: Booking, provider: texts.Provider
) -> None:
    change(as_maya, booked)
    assert not booked.changes.filter(kind=BookingChange.Kind.DETAILS).exists()


def test_a_code_is_over_after_ten_minutes_and_the_sixth_in_an_hour_is_not_sent(
    as_maya: Client, booked: Booking, provider: texts.Provider
) -> None:
    change(as_maya, booked)
    with time_machine.travel(TUESDAY + HALF_HOUR / 3, tick=False):
        as_maya.post(PAGE, {"code": code_of(provider)})
    assert number_of(booked) == OLD
    for _more in range(5):
        page = as_maya.post(PAGE, follow=True).content.decode()
    assert len(provider.texts) == 5
    assert "Try again in an hour." in page


@pytest.mark.parametrize("model", [Booking, CallRequest])
def test_a_new_call_goes_to_the_number_we_know_until_another_is_proved(
    as_maya: Client, maya: Member, dana: Specialist, provider: texts.Provider, model: Any
) -> None:
    when = f"{dana.pk}@{minute(TEN)}" if model is Booking else ""
    where = f"/calls/new/?about=claim:{make.claim(maya).pk}"
    assert as_maya.post(where, FORM | {"when": when}).url == PAGE
    asked = model.objects.get()
    assert asked.phone == maya.verified_phone() == OLD
    as_maya.post(PAGE, {"code": code_of(provider)})
    asked.refresh_from_db()
    assert asked.phone == NEW


def test_a_number_that_is_theirs_already_needs_no_code(
    as_maya: Client, maya: Member, booked: Booking, provider: texts.Provider
) -> None:
    maya.phones.create(number=NEW, verified_at=TUESDAY)
    change(as_maya, booked)
    booked.refresh_from_db()
    assert (booked.phone, provider.texts) == (NEW, [])


def test_a_number_that_takes_no_texts_leaves_the_old_one(
    as_maya: Client, booked: Booking, provider: texts.Provider
) -> None:
    provider.says = (400, {"code": 21614})
    page = change(as_maya, booked).content.decode()
    assert "This number takes no texts." in page
    assert "Keep the number that you had" in page
    assert number_of(booked) == OLD


def test_a_call_that_was_cancelled_meanwhile_takes_no_number(
    as_maya: Client, maya: Member, booked: Booking, provider: texts.Provider
) -> None:
    change(as_maya, booked)
    booked.cancel(by=maya.user)
    answer = as_maya.post(PAGE, {"code": code_of(provider)}, follow=True)
    assert answer.redirect_chain == [(booked.get_absolute_url(), 302)]
    assert "This call was changed in the meantime. Look again." in answer.content.decode()
    assert number_of(booked) == OLD


def test_nobody_proves_a_number_for_the_call_of_another(
    as_maya: Client, as_omar: Client, booked: Booking, provider: texts.Provider
) -> None:
    change(as_maya, booked)
    assert as_omar.post(PAGE, {"code": code_of(provider)}).url == "/calls/new/"
    assert number_of(booked) == OLD


def test_where_nobody_texts_a_number_is_taken_as_it_was_typed(
    as_maya: Client, booked: Booking
) -> None:
    change(as_maya, booked)
    assert number_of(booked) == NEW


def test_a_number_that_the_plan_told_us_is_kept_too_until_another_is_proved(
    as_maya: Client, maya: Member, dana: Specialist, provider: texts.Provider
) -> None:
    maya.phones.update(verified_at=None)
    where = f"/calls/new/?about=claim:{make.claim(maya).pk}"
    assert as_maya.post(where, FORM | {"when": f"{dana.pk}@{minute(TEN)}"}).url == PAGE
    assert Booking.objects.get().phone == OLD


def test_who_has_no_number_yet_needs_no_code(
    as_maya: Client, maya: Member, dana: Specialist, provider: texts.Provider
) -> None:
    maya.phones.all().delete()
    as_maya.post("/calls/new/", FORM | {"when": f"{dana.pk}@{minute(TEN)}"})
    assert (Booking.objects.get().phone, provider.texts) == (NEW, [])


def test_the_call_for_a_payment_goes_to_the_number_we_know_too(
    as_maya: Client, maya: Member, provider: texts.Provider
) -> None:
    balance = make.balance(maya)
    balance.entries.update(statement=balance.statements.get())
    where = f"/balances/{balance.pk}/payments/"
    assert as_maya.post(where, {"amount": "1", "phone": FORM["phone"]}).url == PAGE
    assert CallRequest.objects.get().phone == OLD
    as_maya.post(PAGE, {"code": code_of(provider)})
    assert CallRequest.objects.get().phone == NEW


def test_pressing_twice_texts_one_code(
    as_maya: Client, booked: Booking, provider: texts.Provider
) -> None:
    for _press in range(2):
        change(as_maya, booked)
    assert len(provider.texts) == 1
    as_maya.post(PAGE, {"code": code_of(provider)})
    assert number_of(booked) == NEW


def test_one_code_counts_for_every_call_that_is_to_go_there_and_for_later_ones(
    as_maya: Client, maya: Member, dana: Specialist, booked: Booking, provider: texts.Provider
) -> None:
    other = make.booking(maya, dana, TEN + HALF_HOUR * 4, subject="order")
    change(as_maya, booked)
    change(as_maya, other, when=f"{dana.pk}@{minute(other.starts_at)}")
    as_maya.post(PAGE, {"code": code_of(provider)})
    assert set(Booking.objects.values_list("phone", flat=True)) == {NEW}
    where = f"/calls/new/?about=claim:{make.claim(maya).pk}"
    for note in ("", "Ring twice"):
        as_maya.post(where, FORM | {"when": "", "note": note})
        assert CallRequest.objects.get().phone == NEW
    assert len(provider.texts) == 1


def test_guesses_are_counted_and_a_code_that_is_over_says_so(
    as_maya: Client, booked: Booking, provider: texts.Provider
) -> None:
    change(as_maya, booked)
    wrong = "000000" if code_of(provider) != "000000" else "111111"
    for _guess in range(5):
        assert as_maya.post(PAGE, {"code": wrong}).status_code == 400
    page = as_maya.post(PAGE, {"code": code_of(provider)}, follow=True).content.decode()
    assert "This code is over. Ask for a new one." in page
    assert number_of(booked) == OLD


def test_while_nothing_can_be_counted_no_code_is_texted_and_nothing_typed_is_lost(
    as_maya: Client, booked: Booking, provider: texts.Provider, monkeypatch: Any
) -> None:
    monkeypatch.setattr("allauth.core.ratelimit.consume", refuse)
    page = change(as_maya, booked, note="Ring twice").content.decode()
    assert "We could not send the text just now." in page
    assert "Send the code" in page
    booked.refresh_from_db()
    assert (booked.phone, booked.note, provider.texts) == (OLD, "Ring twice", [])


def test_a_right_code_that_nobody_can_count_is_asked_for_again(
    as_maya: Client, booked: Booking, provider: texts.Provider, monkeypatch: Any
) -> None:
    change(as_maya, booked)
    with monkeypatch.context() as away:
        away.setattr("allauth.core.ratelimit.consume", refuse)
        page = as_maya.post(PAGE, {"code": code_of(provider)}).content.decode()
    assert "We could not check the code just now." in page
    as_maya.post(PAGE, {"code": code_of(provider)})
    assert number_of(booked) == NEW


def refuse(*_asked: Any, **_more: Any) -> bool:
    raise RedisError
