"""Files that failed: one message for all that were sent together, then a person."""

import io

import pytest
from django.test import Client

from accounts.clock import now
from accounts.models import AccessRecord, Member, User
from claims.documents import receive, receive_all
from claims.models import Document
from claims.tasks import check_documents
from outreach import talk
from outreach.models import Message
from outreach.sending import send_due
from outreach.tasks import find_news
from tests import make

pytestmark = pytest.mark.django_db
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHECKS = "/desk/checks/?kind=documents"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.KEPT_DOCUMENTS = tmp_path / "documents"


def send(member: Member, about: str, *contents: bytes) -> list[Document]:
    files = [io.BytesIO(one) for one in contents]
    return receive_all(member, member.user, about, "bill", files, at=now())


def tell() -> list[Message]:
    check_documents()
    find_news()
    send_due()
    return list(Message.objects.filter(notice="document_refused").order_by("posted_at"))


def test_a_batch_makes_one_message_that_names_no_file(maya: Member, as_maya: Client) -> None:
    about = f"claim:{make.claim(maya, number='CLM-7').pk}"
    send(maya, about, b"A good one", LOCKED + b"1", LOCKED + b"2")
    (message,) = tell()
    assert message.title == "We could not use something that you sent for Claim CLM-7"
    assert message.text.startswith("There is a problem with 2 files that you sent.")
    assert "document" not in message.text
    assert len(tell()) == 1, "it is told once"
    page = as_maya.get(message.get_absolute_url()).text
    assert f"/documents/for/{about}/" in page
    assert "&lt;bdi&gt;" not in page


def test_nothing_is_told_while_something_of_the_batch_is_still_checked(maya: Member) -> None:
    about = f"claim:{make.claim(maya).pk}"
    sent = send(maya, about, LOCKED, b"A good one")
    Document.objects.filter(pk=sent[1].pk).update(next_at=now() + make.DAY)
    assert tell() == []


def test_of_something_private_the_message_says_nothing(maya: Member) -> None:
    about = f"claim:{make.claim(maya, number='CLM-7', guard='mental_health').pk}"
    send(maya, about, LOCKED)
    (message,) = tell()
    assert "CLM-7" not in message.title
    assert message.guarded


def test_what_hangs_on_something_else_is_told_too(maya: Member) -> None:
    document = send(maya, f"claim:{make.claim(maya).pk}", LOCKED)[0]
    Document.objects.filter(pk=document.pk).update(about=f"appeal:{document.pk}")
    (message,) = tell()
    assert message.title == "We could not use something that you sent"


def test_after_a_second_failure_a_person_sees_it(maya: Member, as_sana: Client, sana: User) -> None:
    about = f"claim:{make.claim(maya).pk}"
    send(maya, about, LOCKED)
    tell()
    assert "There is nothing to check." in as_sana.get(CHECKS).text
    send(maya, about, LOCKED + b"again")
    assert "A specialist sees this too" in tell()[1].text
    page = as_sana.get(CHECKS).text
    assert "Files for <bdi>a claim</bdi>" in page
    assert "document" not in page.partition("<h2>Files for")[2].partition("</li>")[0].replace(
        "/desk/documents/", ""
    )
    assert AccessRecord.objects.filter(user=sana, member=maya).exists()
    last = Document.objects.order_by("pk").last()
    as_sana.post(f"/desk/documents/{last.pk}/help/")
    assert "There is nothing to check." in as_sana.get(CHECKS).text


def test_once_something_good_came_nobody_needs_to_help(maya: Member, as_sana: Client) -> None:
    about = f"claim:{make.claim(maya).pk}"
    for content in (LOCKED, LOCKED + b"again", b"A good one"):
        send(maya, about, content)
        tell()
    assert "There is nothing to check." in as_sana.get(CHECKS).text


def test_a_specialist_opens_what_was_sent_for_the_case_they_are_called_about(
    maya: Member, sana: User, as_sana: Client, as_ruth: Client
) -> None:
    claim = make.claim(maya)
    document = make.document(maya, f"claim:{claim.pk}", b"My bill")
    other = make.document(maya, f"claim:{make.claim(maya).pk}", b"Another")
    asked = make.call_request(maya, subject="claim", subject_id=claim.pk)
    call = talk.begin(sana, asked)
    there = f"/desk/calls/{call.pk}/documents/"
    assert as_sana.get(f"{there}{document.pk}/").status_code == 404, "before they said who it is"
    talk.verify(call, ["name", "number"], actor=sana)
    assert f"{there}{document.pk}/" in as_sana.get(call.get_absolute_url()).text
    answer = as_sana.get(f"{there}{document.pk}/")
    assert b"".join(answer.streaming_content) == b"My bill"
    looked = AccessRecord.objects.get(what="document")
    assert (looked.user, looked.member, looked.subject_id) == (sana, maya, document.pk)
    assert as_sana.get(f"{there}{other.pk}/").status_code == 404
    assert as_ruth.get(f"{there}{document.pk}/").status_code == 404, "of another's call"
    talk.drop(call, by=sana)
    assert as_sana.get(f"{there}{document.pk}/").status_code == 404, "after the call"


def test_nobody_of_us_opens_what_was_sent_for_something_private(
    maya: Member, sana: User, as_sana: Client
) -> None:
    claim = make.claim(maya, guard="mental_health")
    document = make.document(maya, f"claim:{claim.pk}")
    call = talk.begin(sana, make.call_request(maya, subject="claim", subject_id=claim.pk))
    talk.verify(call, ["name", "number"], actor=sana)
    assert as_sana.get(f"/desk/calls/{call.pk}/documents/{document.pk}/").status_code == 404


def test_a_doubled_submit_of_a_bad_file_is_told_once(maya: Member) -> None:
    about = f"claim:{make.claim(maya).pk}"
    for _twice in range(2):
        receive(maya, maya.user, about, "bill", io.BytesIO(LOCKED), at=now())
    assert len(tell()) == 1
