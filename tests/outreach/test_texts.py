"""Texts: only to a number that was proved, neutral, stopped by a word; a second provider."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from outreach.models import Delivery, Message, Reach, Receipt, Silence
from outreach.sending import send_due
from outreach.stop_words import Meant, meant
from outreach.tasks import read_receipts
from tests.outreach import texts
from tests.outreach.test_leaving import SENSITIVE
from tests.outreach.test_messages import NOON, told

REACH = reverse("outreach:reach")
HOOK = reverse("outreach:text_receipt")
QUIET = {"quiet_from": "20:00", "quiet_until": "08:00"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def second(provider: texts.Provider, settings: Any) -> Iterator[texts.Provider]:
    with texts.running() as server:
        settings.TEXTS = [provider.held, server.held]
        yield server


def says(form: dict[str, str], query: str = "", **signing: str) -> int:
    address = f"{HOOK}{query}"
    headers = texts.signed(address, form, **signing)
    kind = "application/x-www-form-urlencoded"
    answer = Client().post(address, urlencode(form), kind, headers=headers)
    read_receipts()
    return answer.status_code


def test_texts_are_no_choice_where_nobody_sends_them(as_maya: Client, maya: Member) -> None:
    assert "Text message" not in as_maya.get(REACH).content.decode()
    as_maya.post(REACH, {"sms": "on", "email": "on"} | QUIET)
    assert not Reach.objects.get(member=maya).sms


def test_a_number_is_proved_by_a_code_before_texts_can_be_chosen(
    as_maya: Client, maya: Member, provider: texts.Provider
) -> None:
    maya.phones.update(verified_at=None)
    choice = {"sms": "on", "email": "on"} | QUIET
    assert "Confirm your phone number first" in as_maya.post(REACH, choice).content.decode()
    prove = reverse("outreach:phone_proof_create", args=[maya.phones.get().pk])
    assert prove in as_maya.get(REACH).content.decode()
    as_maya.post(prove)
    code = re.findall(r"\d{6}", provider.texts[0])[0]
    wrong = "000000" if code != "000000" else "111111"
    assert as_maya.post(prove, {"code": wrong}).status_code == 400
    assert not maya.phones.exclude(verified_at=None).exists()
    as_maya.post(prove, {"code": f"{code[:3]} {code[3:]}"})
    assert maya.phones.exclude(verified_at=None).exists()
    as_maya.post(REACH, choice)
    assert Reach.objects.get(member=maya).sms


def test_five_wrong_codes_are_enough(
    as_maya: Client, maya: Member, provider: texts.Provider
) -> None:
    prove = reverse("outreach:phone_proof_create", args=[maya.phones.get().pk])
    as_maya.post(prove)
    code = re.findall(r"\d{6}", provider.texts[0])[0]
    maya.phones.update(verified_at=None)
    for _time in range(5):
        as_maya.post(prove, {"code": "wrong"})
    as_maya.post(prove, {"code": code})
    assert not maya.phones.exclude(verified_at=None).exists()


@pytest.mark.parametrize("who", ["maya", "rosa"])
def test_a_text_says_that_there_is_an_update_and_nothing_else(
    who: str, request: pytest.FixtureRequest, provider: texts.Provider
) -> None:
    member = request.getfixturevalue(who)
    Reach.objects.create(member=member, sms=True)
    message = told(member)
    send_due()
    assert not mail.outbox  # one of the two is enough
    (words,) = provider.texts
    link = f"http://localhost:8000{message.get_absolute_url()}"
    assert link in words
    assert not SENSITIVE.search(words.replace(link, ""))
    assert "STOP" in words
    assert len(words) <= 306  # two texts of the phone network's
    delivery = Delivery.objects.get()
    assert (delivery.provider, delivery.provider_id) == (provider.held["name"], "SM1")
    assert list(provider.taken) == [str(delivery.pk)]


@pytest.mark.parametrize("answer", [(503, {}), (429, {"code": 20429}), (401, {})])
def test_the_second_provider_gets_what_the_first_refuses(
    maya: Member, provider: texts.Provider, second: texts.Provider, answer: Any
) -> None:
    Reach.objects.create(member=maya, sms=True)
    provider.says = answer
    told(maya)
    send_due()
    assert not provider.taken
    assert len(second.taken) == 1
    assert Delivery.objects.get().provider == second.held["name"]


def test_25_what_a_provider_may_have_is_never_given_to_another(
    maya: Member, provider: texts.Provider, second: texts.Provider
) -> None:
    Reach.objects.create(member=maya, sms=True)
    provider.broken = 1
    told(maya)
    send_due()
    assert Delivery.objects.get().sent_at is None
    provider.says = (503, {})
    Delivery.objects.update(next_at=NOON)
    send_due()
    assert not second.asked
    provider.says = None
    Delivery.objects.update(next_at=NOON)
    send_due()
    assert Delivery.objects.get().sent_at
    assert len(set(provider.asked)) == 1  # each time with the same key
    assert not second.asked


@pytest.mark.parametrize("words", ["STOP", "no más", "Alto.", "please quit", "asdf?"])
def test_22_words_that_stop_do_so_at_once_and_unclear_ones_too(
    maya: Member, provider: texts.Provider, words: str
) -> None:
    Reach.objects.create(member=maya, sms=True)
    form = {"MessageSid": "SM9", "From": "+13125550142", "To": texts.NUMBER, "Body": words}
    assert says(form, token="forged") == 401
    assert says(form) == 200
    told(maya)
    send_due()
    assert not provider.texts
    assert len(mail.outbox) == 1  # the next channel
    assert Receipt.objects.parked().exists() is (words == "asdf?")
    says({**form, "MessageSid": "SM10", "Body": "start"})
    says(form)  # somebody plays the first one again
    assert not Silence.objects.exists()


def test_what_a_member_stopped_is_read_by_nobody_else(maya: Member, omar: Member) -> None:
    assert meant("Stop texting me about the other thing") is Meant.STOP
    assert meant("¿Ayuda?") is Meant.HELP


def test_a_failed_text_goes_by_email_and_marks_a_number_that_is_none(
    maya: Member, provider: texts.Provider
) -> None:
    Reach.objects.create(member=maya, sms=True)
    told(maya)
    send_due()
    key = Delivery.objects.get().pk
    status = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    assert says(status, f"?key={key}") == 200
    assert says(status, f"?key={key}") == 200  # twice is once
    send_due()
    assert len(mail.outbox) == 1
    silence = Silence.objects.get()
    assert (silence.reason, silence.address) == ("bounced", "+13125550142")
    assert Message.objects.count() == 1
    maya.phones.update(number="+13125550150")  # another number is another matter
    mail.outbox.clear()
    told(maya)
    send_due()
    assert len(provider.taken) == 2


def test_what_nobody_signed_is_refused_in_whatever_form(provider: texts.Provider) -> None:
    assert Client().post(HOOK, {"MessageSid": "SM1"}).status_code == 401  # multipart
    assert not Receipt.objects.exists()


def test_a_provider_says_nothing_of_what_another_has(
    provider: texts.Provider, maya: Member
) -> None:
    address = {"channel": "sms", "address": "+13125550142", "provider": "another"}
    times = dict.fromkeys(("made_at", "next_at", "sent_at"), NOON)
    delivery = told(maya).deliveries.create(**address, **times)
    form = {"MessageSid": "SM9", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    assert says(form, f"?key={delivery.pk}") == 200
    delivery.refresh_from_db()
    assert delivery.bounced_at is None
    assert Receipt.objects.parked().exists()
