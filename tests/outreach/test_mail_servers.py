"""E-mails as a mail server gets them: the second server, the same key, what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from outreach.models import Delivery, Message, Silence
from outreach.sending import send_due
from tests.outreach import mails
from tests.outreach.test_messages import NOON, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def first(settings: Any) -> Iterator[mails.MailServer]:
    with mails.running() as server:
        settings.EMAIL_BACKEND = server.options["backend"]
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        yield server


@pytest.fixture
def second(first: mails.MailServer, settings: Any) -> Iterator[mails.MailServer]:
    with mails.running() as server:
        settings.SECOND_EMAIL = server.options
        yield server


def again() -> None:
    Delivery.objects.filter(sent_at=None).update(next_at=NOON)
    send_due()


def test_a_mail_server_gets_each_email_whole_and_all_of_them_by_one_connection(
    maya: Member, omar: Member, rosa: Member, first: mails.MailServer
) -> None:
    for member in (maya, omar, rosa):
        told(member)
    send_due()
    assert first.connections == 1
    keys = {f"<{key}@localhost>" for key in Delivery.objects.values_list("pk", flat=True)}
    assert set(first.keys) == keys
    assert len(first.taken) == 3
    for email in first.taken:
        assert [part.get_content_type() for part in email.walk()][1:] == ["text/plain", "text/html"]
        assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/inbox/" in email.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "says", [{"MAIL": "421 closing"}, {"RCPT": "451 later"}, {"DATA": "451 no"}]
)
def test_25_the_second_server_gets_what_the_first_does_not_take(
    maya: Member, first: mails.MailServer, second: mails.MailServer, says: dict[str, str]
) -> None:
    first.says = says
    told(maya)
    send_due()
    assert (len(first.taken), len(second.taken)) == (0, 1)
    assert Delivery.objects.get().provider == "second"


def test_25_what_a_server_may_have_is_never_given_to_another(
    maya: Member, first: mails.MailServer, second: mails.MailServer
) -> None:
    first.broken = 1
    told(maya)
    send_due()
    assert Delivery.objects.get().sent_at is None
    again()
    assert Delivery.objects.get().sent_at
    assert len(first.taken) == 2
    assert len(set(first.keys)) == 1  # mail programs know the second for the same
    assert not second.taken


def test_26_an_address_that_refuses_us_gets_no_more_and_its_member_reads_so(
    as_maya: Client, maya: Member, first: mails.MailServer, second: mails.MailServer
) -> None:
    first.says = {"RCPT": "550 no such user"}
    told(maya)
    send_due()
    assert Delivery.objects.exclude(bounced_at=None).get().reason == "SMTP 550"
    assert not second.taken  # no other server changes that
    told(maya)
    send_due()
    assert Delivery.objects.count() == 1
    assert Message.objects.unread().count() == 2  # the inbox has both
    page = as_maya.get(reverse("outreach:reach")).content.decode()
    assert "Our messages to that address came back" in page
    as_maya.post(reverse("outreach:silence_end", args=[Silence.objects.get().pk]))
    assert not Silence.objects.exists()


def test_a_server_that_is_away_is_asked_once_in_a_turn(
    maya: Member, omar: Member, first: mails.MailServer, settings: Any
) -> None:
    host, port = first.host, first.port
    settings.EMAIL_PORT = 1  # nobody listens there
    settings.SECOND_EMAIL = {**first.options, "host": host, "port": port}
    for member in (maya, omar):
        told(member)
    send_due()
    assert (first.connections, len(first.taken)) == (1, 2)
    assert set(Delivery.objects.values_list("provider", flat=True)) == {"second"}
