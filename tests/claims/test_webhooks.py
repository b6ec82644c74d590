"""What an outside system may push, over real HTTP: signed, recent, of a size and a kind we know."""

import datetime as dt
import gzip
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from claims import webhook_signature
from claims.models import Shipment, Source, WebhookEvent, WebhookKey
from claims.views.webhook_events import LARGEST
from tests.claims.webhooks import NOW, header, key_of, push, tracker

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def stopped(settings) -> None:
    settings.PORTAL_NOW = NOW


@pytest.fixture
def address(transactional_db, live_server) -> str:
    return live_server.url


def test_a_signed_event_is_stored_and_moves_the_parcel(address):
    _key, secret = key_of("easypost")
    body = tracker("out_for_delivery")
    assert push(address, "easypost", body, header(body, secret)) == (202, {"status": "stored"})
    assert Shipment.objects.get().state == "out_for_delivery"
    event = WebhookEvent.objects.get()
    assert bytes(event.body) == body
    assert (event.finished_at, event.batch.landed, event.attempts) == (NOW, 1, 1)


def test_the_same_request_twice_is_stored_once_and_answered_as_known(address):
    _key, secret = key_of("easypost")
    body = tracker()
    signature = header(body, secret)
    assert push(address, "easypost", body, signature)[0] == 202
    assert push(address, "easypost", body, signature) == (200, {"status": "already known"})
    renamed = push(address, "easypost", body, signature, Porchlight_Event="another")
    assert renamed == (200, {"status": "already known"})
    assert WebhookEvent.objects.count() == 1


def test_an_event_that_is_signed_again_is_known_by_its_id(address, settings):
    _key, secret = key_of("easypost")
    body = tracker()
    assert push(address, "easypost", body, header(body, secret), Porchlight_Event="e1")[0] == 202
    settings.PORTAL_NOW = NOW + 10 * MINUTE
    again = push(address, "easypost", body, header(body, secret), Porchlight_Event="e1")
    assert again == (200, {"status": "already known"})


def test_two_events_under_one_id_are_both_kept_because_senders_err(address):
    _key, secret = key_of("easypost")
    for body in (tracker("in_transit"), tracker("delivered", "2026-11-21T10:00:00Z")):
        pushed = push(address, "easypost", body, header(body, secret), Porchlight_Event="e1")
        assert pushed[0] == 202
    assert Shipment.objects.get().state == "delivered"


def test_the_same_at_the_same_moment_is_stored_once(address):
    _key, secret = key_of("easypost")
    body = tracker()
    signature = header(body, secret)
    with ThreadPoolExecutor(8) as senders:
        sent = [senders.submit(push, address, "easypost", body, signature) for _ in range(8)]
    assert sorted(one.result()[0] for one in sent) == [200] * 7 + [202]
    assert WebhookEvent.objects.get().batch.landed == 1


@pytest.mark.parametrize("away", [-6 * MINUTE, 6 * MINUTE])
def test_an_old_or_a_future_signature_is_refused(address, away):
    _key, secret = key_of("easypost")
    body = tracker()
    status, told = push(address, "easypost", body, header(body, secret, at=NOW + away))
    assert (status, told["error"]) == (
        401,
        "The time t of the signature is more than 5 minutes from ours.",
    )
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("away", [-4 * MINUTE, 4 * MINUTE])
def test_clocks_may_differ_by_some_minutes(address, away):
    _key, secret = key_of("easypost")
    body = tracker()
    assert push(address, "easypost", body, header(body, secret, at=NOW + away))[0] == 202


def test_a_changed_body_or_another_secret_is_refused(address):
    _key, secret = key_of("easypost")
    key_of("shippo", "shippo")
    body = tracker()
    for signature in (header(body, "whsec_wrong"), header(tracker("delivered"), secret)):
        assert push(address, "easypost", body, signature)[0] == 401
    assert push(address, "shippo", body, header(body, secret))[0] == 401
    assert not WebhookEvent.objects.exists()


def test_nobody_learns_which_sources_exist(address):
    key_of("easypost")
    Source.objects.create(slug="silent", kind="carrier")
    body = tracker()
    answers = [
        push(address, slug, body, header(body, "whsec_wrong"))
        for slug in ("easypost", "silent", "nowhere")
    ]
    assert answers[0][0] == 401
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "t=1",
        "v1=" + "0" * 64,
        "t=x,v1=" + "0" * 64,
        "t=1,v1=short",
        "t=1,v1=" + "é" * 64,
        "t=" + "9" * 40 + ",v1=" + "0" * 64,
        "t=1" + (",v1=" + "0" * 64) * 9,
    ],
)
def test_a_header_of_another_form_is_refused(signature):
    assert webhook_signature.read(signature) is None


def test_a_request_without_a_signature_is_refused(address):
    key_of("easypost")
    status, told = push(address, "easypost", tracker(), "")
    assert (status, "Porchlight-Signature" in told["error"]) == (401, True)


def test_a_key_is_replaced_without_a_gap(address, settings):
    old, old_secret = key_of("easypost")
    _new, new_secret = key_of("easypost")
    bodies = [tracker(at=f"2026-11-20T1{n}:00:00Z") for n in range(5)]
    assert push(address, "easypost", bodies[0], header(bodies[0], old_secret))[0] == 202
    assert push(address, "easypost", bodies[1], header(bodies[1], new_secret))[0] == 202
    both = header(bodies[2], old_secret, new_secret)
    assert old.retire(NOW)
    assert push(address, "easypost", bodies[2], both)[0] == 202
    assert push(address, "easypost", bodies[3], header(bodies[3], old_secret))[0] == 401
    assert push(address, "easypost", bodies[4], header(bodies[4], new_secret))[0] == 202
    assert not old.retire(NOW)


def test_a_key_does_not_count_before_its_day(address):
    _key, secret = key_of("easypost", at=NOW + MINUTE)
    body = tracker()
    assert push(address, "easypost", body, header(body, secret))[0] == 401


def test_a_secret_lies_encrypted_and_is_lost_with_the_key_of_the_portal(address, settings):
    key, secret = key_of("easypost")
    assert secret.encode() not in bytes(WebhookKey.objects.get().encrypted)
    assert secret not in repr(vars(key))
    settings.SECRET_KEY = "another" * 10
    body = tracker()
    assert push(address, "easypost", body, header(body, secret))[0] == 401
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    assert WebhookKey.objects.get().secret() != secret


def test_a_secret_survives_a_new_key_of_the_portal_that_names_the_old_one(db, settings):
    _key, secret = key_of("easypost")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert WebhookKey.objects.get().secret() == secret


def test_a_body_that_is_too_large_is_refused_unread(address):
    _key, secret = key_of("easypost")
    body = b" " * (LARGEST + 1)
    status, told = push(address, "easypost", body, header(body, secret))
    assert (status, "1,048,576" in told["error"]) == (413, True)
    allowed = tracker() + b" " * (LARGEST - len(tracker()))
    assert push(address, "easypost", allowed, header(allowed, secret))[0] == 202


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (tracker(), "application/x-www-form-urlencoded", 415),
        (tracker(), "multipart/form-data; boundary=x", 415),
        (tracker(), "image/png", 415),
        (b"", "application/json", 400),
        (gzip.compress(tracker()), "application/json", 400),
        (tracker(), "application/json; charset=utf-8", 202),
    ],
)
def test_only_kinds_that_a_source_has_are_taken(address, body, kind, status):
    _key, secret = key_of("easypost")
    assert push(address, "easypost", body, header(body, secret), Content_Type=kind)[0] == status


def test_an_event_that_says_nothing_we_read_is_stored_and_its_refusal_is_kept(address):
    _key, secret = key_of("easypost")
    body = b"{broken"
    assert push(address, "easypost", body, header(body, secret))[0] == 202
    event = WebhookEvent.objects.get()
    assert (event.batch.refused, event.batch.refusals.count()) == (1, 1)


def test_a_push_is_a_sign_of_life_even_before_anybody_reads_it(address, nobody_reads):
    _key, secret = key_of("easypost")
    body = tracker()
    assert push(address, "easypost", body, header(body, secret))[0] == 202
    assert Source.objects.get(pk="easypost").heard_at == NOW
    assert not Shipment.objects.exists()


def test_a_source_of_its_own_name_is_read_as_its_key_says(address):
    _key, secret = key_of("north", "x12_214")
    body = b"ST*214*1~B10*1*2*UPSN~AT7*AF*NS***20261120*1135*ET~SE*4*1~"
    kind = "application/edi-x12"
    assert push(address, "north", body, header(body, secret), Content_Type=kind)[0] == 202
    parcel = Shipment.objects.get()
    assert (parcel.source_id, parcel.carrier, parcel.state) == ("north", "UPS", "in_transit")


def test_without_redis_a_push_is_taken_all_the_same(address, nobody_reads):
    _key, secret = key_of("easypost")
    body = tracker()
    begun = time.monotonic()
    assert push(address, "easypost", body, header(body, secret))[0] == 202
    assert time.monotonic() - begun < 2  # where Celery alone would try for six seconds
    assert WebhookEvent.objects.waiting().count() == 1


def test_only_post_is_answered(db):
    assert Client().get("/hooks/easypost/").status_code == 405
