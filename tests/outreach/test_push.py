"""Notifications on devices: only the device can read them, and they say no more than an e-mail."""

import json
import threading
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import time_machine
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from outreach.channels.push_encryption import (
    CURVE,
    derived,
    encrypted,
    packed,
    point_of,
    private_key,
    unpacked,
)
from outreach.models import Delivery, Device
from outreach.sending import send_due
from tests.outreach.test_leaving import SENSITIVE
from tests.outreach.test_messages import NOON, told

OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIRS = private_key("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
AUTH = unpacked("BTBZMqHH6r4Tts7J_aSIgg")
REACH, TURN_ON = reverse("outreach:reach"), reverse("outreach:device_create")

pytestmark = pytest.mark.django_db


class Service(ThreadingHTTPServer):
    """A push service: it keeps what came, and answers ``says``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.says = 201

    @property
    def address(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host}:{port}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((dict(self.headers), body))
        self.send_response(self.server.says)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.PUSH_KEY = OURS
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with time_machine.travel(NOON, tick=False):
        yield server
    server.shutdown()
    server.server_close()
    thread.join()


def device(member: Member, service: Service, path: str = "/one") -> Device:
    return Device.objects.create(
        member=member,
        endpoint=f"{service.address}{path}",
        public=point_of(THEIRS),
        auth=AUTH,
        made_at=NOON,
    )


def read(body: bytes, *, auth: bytes = AUTH) -> bytes:
    """What the browser does: RFC 8188 and 8291, from the other end."""
    salt, point, sealed = body[:16], body[21:86], body[86:]
    shared = THEIRS.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
    secret = derived(shared, auth, b"WebPush: info\x00" + point_of(THEIRS) + point, 32)
    key = derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x02")


def test_it_is_encrypted_as_in_the_example_of_rfc_8291() -> None:
    made = encrypted(
        b"When I grow up, I want to be a watermelon",
        public=point_of(THEIRS),
        auth=AUTH,
        salt=unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
        ours=private_key(OURS),
    )
    assert packed(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAm"
        "S6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_"
        "Qulcy4a-fN"
    )
    with pytest.raises(InvalidTag):
        read(made, auth=bytes(16))


def test_a_notification_says_that_there_is_an_update_and_only_its_device_reads_it(
    maya: Member, service: Service
) -> None:
    device(maya, service)
    message = told(maya)
    send_due()
    assert not mail.outbox
    ((headers, body),) = service.came
    delivery = Delivery.objects.get()
    assert delivery.sent_at
    words = json.loads(read(body))
    assert words["url"] == f"http://localhost:8000{message.get_absolute_url()}"
    assert words["key"] == str(delivery.pk)
    assert headers["Topic"] == delivery.pk.hex
    assert not SENSITIVE.search(words["title"] + words["body"])
    assert words["title"] == "You have a new message"
    signs_for(headers["Authorization"], service)


def signs_for(header: str, service: Service) -> None:
    """The signature is ours, for this service alone and for less than a day."""
    told, key = header.removeprefix("vapid t=").split(", k=")
    head, claim, signature = told.split(".")
    raw = unpacked(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    ours = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unpacked(key))
    ours.verify(encode_dss_signature(r, s), f"{head}.{claim}".encode(), ec.ECDSA(SHA256()))
    said = json.loads(urlsafe_b64decode(claim + "=="))
    assert said["aud"] == service.address
    assert 0 < said["exp"] - NOON.timestamp() <= 24 * 3600


@pytest.mark.parametrize("gone", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_the_email_goes_instead(
    maya: Member, service: Service, gone: int
) -> None:
    device(maya, service)
    service.says = gone
    told(maya)
    send_due()
    assert not Device.objects.exists()
    send_due()
    assert len(mail.outbox) == 1


def test_a_service_that_is_away_gets_it_again_under_the_same_key(
    maya: Member, service: Service
) -> None:
    device(maya, service)
    service.says = 503
    told(maya)
    send_due()
    service.says = 201
    Delivery.objects.update(next_at=NOON)
    send_due()
    assert Delivery.objects.get().sent_at
    assert len({headers["Topic"] for headers, _body in service.came}) == 1


FORM = {"public": packed(point_of(THEIRS)), "auth": packed(AUTH)}


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com.example.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:0/x",
        "https://fcm.googleapis.com:99999/x",
        "https://a@fcm.googleapis.com/x",
    ],
)
def test_we_send_to_no_address_but_a_push_services(
    as_maya: Client, service: Service, endpoint: str
) -> None:
    as_maya.post(TURN_ON, FORM | {"endpoint": endpoint})
    assert not Device.objects.exists()


def test_a_device_is_turned_on_and_off_by_its_member_alone(
    as_maya: Client, as_omar: Client, maya: Member, service: Service
) -> None:
    as_maya.post(TURN_ON, FORM | {"endpoint": "https://fcm.googleapis.com/send/1"})
    mine = Device.objects.get(member=maya)
    page = as_maya.get(REACH).content.decode()
    ending = reverse("outreach:device_end", args=[mine.pk])
    assert ending in page
    assert "scripts are off" in page
    as_omar.post(ending)
    assert Device.objects.exists()
    as_maya.post(ending)
    assert not Device.objects.exists()
