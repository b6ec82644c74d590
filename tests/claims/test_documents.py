"""What members send: received once, told in words, handed out to nobody else."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.clock import now
from claims.answers.words import plain
from claims.documents import of, open_document, receive
from claims.models import Document
from tests import make

pytestmark = pytest.mark.django_db
MONDAY_LATE = dt.datetime(2026, 3, 17, 4, 58, tzinfo=dt.UTC)  # 11:58pm on Monday in Chicago


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEPT_DOCUMENTS = tmp_path / "documents"
    return settings.KEPT_DOCUMENTS


def send(member, content: bytes = b"My bill", name: str = "bill.txt", **other) -> Document:
    about = other.pop("about", None) or f"claim:{make.claim(member).pk}"
    at = other.pop("at", now())
    return receive(member, member.user, about, "", io.BytesIO(content), name, at=at)


def test_what_was_sent_is_kept_encrypted_under_a_name_that_says_nothing(maya, folder):
    document = send(maya, b"Maya Torres, knee " * 100)
    (path,) = folder.iterdir()
    assert path.name == document.content_hash
    assert b"knee" not in path.read_bytes()
    assert open_document(document).read() == b"Maya Torres, knee " * 100


def test_a_file_counts_from_its_last_byte_and_is_checked_next(maya):
    document = send(maya)
    assert (document.state, document.offset) == ("checking", 7)
    (facts,) = of(maya, document.about)
    assert facts.arrived
    assert facts.status == "We are checking the file"
    assert not facts.url


def test_a_form_sends_several_files_at_once(maya, as_maya):
    claim = make.claim(maya)
    files = [SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"two")]
    there = f"/documents/for/claim:{claim.pk}/"
    answer = as_maya.post(there, {"files": files}, follow=True)
    assert "a.txt" in answer.text
    assert Document.objects.values("batch").distinct().count() == 1
    assert [one.name for one in of(maya, f"claim:{claim.pk}")] == ["a.txt", "b.txt"]


def test_a_form_without_a_file_says_so(maya, as_maya):
    answer = as_maya.post(f"/documents/for/claim:{make.claim(maya).pk}/")
    assert "Choose a file." in answer.text


def test_before_midnight_of_the_member_counts_as_that_day(maya):
    with time_machine.travel(MONDAY_LATE, tick=False):
        document = send(maya)
        (facts,) = of(maya, document.about)
    assert document.counts_on == dt.date(2026, 3, 16)
    assert "You sent this at 11:58pm on Monday, March 16. It counts as Monday." in plain(
        facts.sentence
    )


def test_before_midnight_of_the_plan_counts_as_that_day_too(omar):
    plan = make.plan(time_zone="America/Los_Angeles")
    about = f"claim:{make.claim(omar, plan=plan).pk}"
    at = dt.datetime(2026, 3, 17, 5, 30, tzinfo=dt.UTC)  # 1:30am on Tuesday in New York
    assert send(omar, about=about, at=at).counts_on == dt.date(2026, 3, 16)


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\maya\\bill.pdf", "bill.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("..", "document"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_made_harmless(maya, named, kept):
    assert send(maya, name=named).name == kept
