"""Calls that ring: told by the telephone system, shown on an open desk, taken by one of us."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member, User
from claims.models import WebhookEvent
from claims.store.webhook_events import take
from outreach import talk
from outreach.models import Call, PhoneCall
from outreach.phones import phone, twilio
from outreach.phones.heard import Ended, Rang
from outreach.views.phone_call import taken
from tests import make
from tests.claims.store.test_webhook_events import store
from tests.claims.webhooks import NOW, header, key_of, push
from tests.outreach.test_crowd import at_once

pytestmark = pytest.mark.django_db
DESK = reverse("outreach:desk")
RINGING = reverse("outreach:ringing_list")
MAYAS = "+13125550142"


@pytest.fixture(autouse=True)
def stopped(settings) -> None:
    settings.PORTAL_NOW = NOW


def started(call_id: str = "c-1", **more: str) -> bytes:
    said = {"type": "call.started", "call_id": call_id, "from": MAYAS, "at": NOW.isoformat()}
    return json.dumps(said | more).encode()


def ended(call_id: str = "c-1") -> bytes:
    at = (NOW + dt.timedelta(minutes=9)).isoformat()
    return json.dumps({"type": "call.ended", "call_id": call_id, "at": at}).encode()


def told(*bodies: bytes, system: str = "phone") -> None:
    """As the worker reads what was pushed."""
    key = key_of("switchboard", system)[0]
    for number, body in enumerate(bodies):
        store(body, key=key, at=NOW - dt.timedelta(seconds=number))
    while take(NOW):
        pass


def ringing(client: Client) -> str:
    return client.get(RINGING).content.decode()


def takes(client: Client, said: str) -> str:
    url = reverse("outreach:phone_call_take", args=[PhoneCall.objects.get().pk])
    return client.post(url, {"said": said}, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_pushed_call_rings_on_an_open_desk_at_once(live_server, as_sana):
    _key, secret = key_of("switchboard", "phone")
    body = started()
    assert push(live_server.url, "switchboard", body, header(body, secret))[0] == 202
    assert "A call from <bdi>(312) 555-0142</bdi>" in ringing(as_sana)


def test_neither_order_nor_a_second_delivery_changes_anything(as_sana):
    told(ended(), started(), started(), ended())
    call = PhoneCall.objects.get()
    assert (call.number, call.began_at, call.ended_at - NOW) == (
        MAYAS,
        NOW,
        dt.timedelta(minutes=9),
    )
    assert "No call is ringing." in ringing(as_sana)


def test_it_rings_only_on_the_desk_whose_phone_rings(as_sana, sana, as_ruth):
    told(started(agent=sana.email.upper()))
    assert "(312)" in ringing(as_sana)
    assert "(312)" not in ringing(as_ruth)


def test_what_nobody_can_read_is_parked_with_a_sentence():
    told(b'{"type": "call.sung", "who": "Maya"}')
    event = WebhookEvent.objects.get()
    assert event.parked_at == NOW
    assert event.reason.startswith("expected call.started or call.ended")
    assert "Maya" not in event.reason


def test_twilio_tells_the_same_in_its_own_words():
    said = {
        "CallSid": "CA1",
        "CallStatus": "ringing",
        "Direction": "inbound",
        "From": "anonymous",
        "Timestamp": "Sun, 22 Nov 2026 06:00:00 +0000",
    }
    assert twilio.read(json.dumps(said).encode()) == Rang(call_id="CA1", at=NOW)
    over = twilio.read(json.dumps(said | {"CallStatus": "no-answer"}).encode())
    assert over == Ended(call_id="CA1", at=NOW)
    ours = said | {"Direction": "outbound-api"}
    assert twilio.read(json.dumps(ours).encode()) is None
    assert phone.read(started(**{"from": "+1 (312) 555-0142"})).number == MAYAS


def test_the_pop_leads_to_the_call_by_its_id_or_number_and_never_to_a_member(as_sana, maya):
    told(started())
    call = PhoneCall.objects.get()
    for query in ({"call": "c-1"}, {"number": MAYAS}):
        assert as_sana.get(reverse("outreach:screen_pop"), query).url == call.get_absolute_url()
    assert as_sana.get(reverse("outreach:screen_pop"), {"number": "x"}).url == DESK
    page = as_sana.get(call.get_absolute_url()).content.decode()
    assert "<bdi>1</bdi> member has this number. That does not say who is speaking." in page
    assert "Maya" not in page
    assert maya.number not in page
    assert not Call.objects.exists()


def test_a_shared_number_waits_for_what_the_caller_says(as_sana, maya: Member, omar: Member):
    omar.phones.create(number=MAYAS)
    told(started())
    page = as_sana.get(PhoneCall.objects.get().get_absolute_url()).content.decode()
    assert "<bdi>2</bdi> members have this number. Ask who is speaking." in page
    assert "Nobody with this number goes by that." in takes(as_sana, "Rosa")
    assert not Call.objects.exists()
    page = takes(as_sana, "omar")
    assert Call.objects.get().member == omar
    assert "Ask for two answers first." in page
    assert PhoneCall.objects.get().call == Call.objects.get()


def test_two_of_one_name_are_told_apart_by_their_member_number(as_sana, maya: Member):
    other = make.member("Maya", phone=MAYAS)
    told(started())
    assert "Ask for their member number." in takes(as_sana, "Maya")
    takes(as_sana, other.number)
    assert Call.objects.get().member == other


def test_a_call_is_taken_once(as_sana, sana: User, as_ruth, maya: Member):
    told(started())
    takes(as_sana, "Maya")
    assert "Somebody has taken this call already." in takes(as_ruth, "Maya")
    assert Call.objects.get().specialist == sana
    assert "No call is ringing." in ringing(as_sana)


@pytest.mark.django_db(transaction=True)
def test_taken_by_two_at_once_it_is_one_call(sana: User, ruth: User, maya: Member):
    phone_call = make.phone_call(maya)
    calls = at_once(lambda who: taken(phone_call, maya, by=who), [sana, ruth])
    assert calls[0] == calls[1] == Call.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_caller_who_is_named_twice_at_once_is_on_one_call(sana: User, maya: Member):
    at_once(lambda _press: talk.take(sana, maya), range(6))
    assert Call.objects.count() == 1


def test_the_phone_of_somebody_who_is_gone_rings_for_whoever_is_free(sana: User, as_ruth):
    User.objects.filter(pk=sana.pk).update(is_active=False)
    told(started(agent=sana.email))
    assert "(312)" in ringing(as_ruth)


def test_a_call_from_the_future_rings_no_longer_than_any(as_sana, settings):
    told(started(at=(NOW + dt.timedelta(days=4000)).isoformat()))
    assert PhoneCall.objects.get().began_at == NOW


@pytest.mark.parametrize(
    "body",
    [
        started().decode().replace("c-1", "\xe9").encode("latin-1"),
        started("c\0"),
        b'{"a":' * 90_000,
    ],
)
def test_bytes_that_nobody_will_ever_read_are_not_tried_again(body: bytes):
    told(body)
    assert WebhookEvent.objects.get().parked_at == NOW


def test_a_pop_with_bytes_that_no_call_has_leads_to_the_desk(as_sana):
    assert as_sana.get(reverse("outreach:screen_pop"), {"call": "\0c"}).url == DESK
