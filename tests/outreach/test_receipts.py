"""What providers say afterwards: signed, stored raw, read once; the steps when one came back."""

import json
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Address, Member, User
from claims import webhook_signature
from outreach.models import Delivery, Message, Posting, Receipt, Silence
from outreach.sending import send_due
from outreach.tasks import read_receipts
from tests import make
from tests.outreach.test_messages import NOON, told

HOOK = reverse("outreach:mail_receipt")
SECRET = "whsec_of_nobody_at_all"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(settings: Any) -> Any:
    settings.MAIL_SECRET = SECRET
    with time_machine.travel(NOON, tick=False):
        yield


def says(*, late: int = 0, secret: str = SECRET, **event: Any) -> int:
    body = json.dumps({"id": make.number(), **event}).encode()
    t = int(NOON.timestamp()) - late
    header = f"t={t},v1={webhook_signature.signed(secret, t, body)}"
    headers = {"Porchlight-Signature": header}
    answer = Client().post(HOOK, body, content_type="application/json", headers=headers)
    read_receipts()
    return answer.status_code


def sent_to(member: Member, **fields: Any) -> Delivery:
    message = told(member, **fields)
    send_due()
    return message.deliveries.get()


def test_27_a_receipt_counts_once_and_nothing_goes_backwards(maya: Member) -> None:
    delivery = sent_to(maya)
    Delivery.objects.update(sent_at=None)  # the receipt is here before the worker could say so
    assert says(kind="delivered", key=str(delivery.pk), id="1") == 200
    assert says(kind="delivered", key=str(delivery.pk), id="1") == 200
    delivery.refresh_from_db()
    assert delivery.delivered_at == delivery.sent_at == NOON
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"late": 301}, {"late": -301}, {"secret": "another_secret_"}])
def test_what_is_old_or_signed_by_others_is_refused(maya: Member, wrong: dict[str, Any]) -> None:
    delivery = sent_to(maya)
    assert says(kind="bounced", key=str(delivery.pk), **wrong) == 401
    assert not Receipt.objects.exists()


def test_26_the_steps_when_an_email_comes_back(
    as_sana: Client, as_maya: Client, maya: Member
) -> None:
    Address.objects.create(member=maya, kind="post", value="1 Elm Street\nChicago, IL 60601")
    delivery = sent_to(maya)
    for _time in range(2):
        says(kind="bounced", key=f"<{delivery.pk}@localhost>", code="550 5.1.1")
    silence = Silence.objects.get()
    assert (silence.reason, silence.address) == ("bounced", delivery.address)
    assert "came back" in as_maya.get(reverse("outreach:reach")).content.decode()
    posting = Posting.objects.open().get()
    page = as_sana.get("/desk/checks/?kind=post").content.decode()
    assert f"/desk/post/{posting.pk}/" in page
    page = as_sana.get(f"/desk/post/{posting.pk}/").content.decode()
    assert "1 Elm Street" in page
    letter = as_sana.get(f"/desk/post/{posting.pk}/letter/page/").content.decode()
    assert "There is something new for you to read." in letter
    assert "laim" not in letter.split("<article")[1].split("</article")[0]
    as_sana.post(f"/desk/post/{posting.pk}/", {"how": "posted"})
    posting.refresh_from_db()
    assert (posting.how, posting.done_by.email) == ("posted", "sana@example.com")  # type: ignore[union-attr]
    assert "/desk/post/" not in as_sana.get("/desk/checks/?kind=post").content.decode()


def test_a_letter_is_not_needed_once_it_was_read_here(maya: Member) -> None:
    delivery = sent_to(maya)
    says(kind="bounced", key=str(delivery.pk))
    assert Posting.objects.open().exists()
    delivery.message.read(NOON)
    assert not Posting.objects.open().exists()


def test_a_full_mailbox_is_no_bad_address(maya: Member) -> None:
    delivery = sent_to(maya)
    says(kind="bounced", key=str(delivery.pk), permanent=False)
    assert not Silence.objects.exists()
    assert Posting.objects.open().exists()


def test_who_calls_our_emails_unwanted_gets_no_more(maya: Member) -> None:
    delivery = sent_to(maya)
    says(kind="complained", key=str(delivery.pk))
    delivery.refresh_from_db()
    assert delivery.complained_at
    mail.outbox.clear()
    told(maya)
    send_due()
    assert not mail.outbox
    assert Message.objects.sent().count() == 2


def test_a_receipt_that_names_nothing_of_ours_waits_for_a_person(as_otto: Client) -> None:
    says(kind="bounced", key="nobody")
    receipt = Receipt.objects.parked().get()
    page = as_otto.get(reverse("outreach:undelivered_list")).content.decode()
    assert "it names no message of ours" in page
    as_otto.post(f"/nudges/undelivered/receipts/{receipt.pk}/closing/")
    assert not Receipt.objects.parked().exists()


def test_no_letter_goes_to_a_member_who_died(maya: Member, sana: User) -> None:
    delivery = sent_to(maya)
    Silence.objects.mourn(maya, "deceased", by=sana, at=NOON)
    says(kind="bounced", key=str(delivery.pk))
    assert not Posting.objects.exists()
    Posting.objects.need(delivery.message, NOON)  # as one that waited already
    assert not Posting.objects.open().exists()
    Silence.objects.let_go_on(maya)
    assert Posting.objects.open().exists()
