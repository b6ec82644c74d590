"""What the worker finds in files: good ones are taken, two hundred hostile ones are not."""

import datetime as dt
import io

import pytest
import time_machine

from accounts.clock import now
from claims.answers.words import plain
from claims.documents import changes, checking, of, reader, receive
from claims.documents.kinds import Kind
from claims.documents.reasons import Reason
from claims.models import Document
from claims.tasks import check_documents
from tests import make
from tests.claims.hostile import GOOD, hostile

pytestmark = pytest.mark.django_db
State = Document.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEPT_DOCUMENTS = tmp_path / "documents"
    return settings.KEPT_DOCUMENTS


@pytest.fixture
def about(maya) -> str:
    return f"claim:{make.claim(maya).pk}"


@pytest.fixture
def with_clamd(settings, clamd) -> None:
    settings.CLAMAV_URL = clamd


def send(member, about: str, content: bytes, name: str = "note.txt") -> Document:
    return receive(member, member.user, about, "", io.BytesIO(content), name, at=now())


@pytest.mark.usefixtures("with_clamd")
def test_good_files_are_received_as_what_they_are(maya, about):
    for name, content in GOOD.items():
        send(maya, about, content, name)
    check_documents()
    found = {one.name: (one.state, one.kind) for one in of(maya, about)}
    kinds = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.TIFF, Kind.DOCX, Kind.TEXT)
    assert found == {name: ("received", kind) for name, kind in zip(GOOD, kinds, strict=True)}


@pytest.mark.usefixtures("with_clamd")
def test_two_hundred_hostile_files_are_refused_with_a_sentence_or_are_harmless(maya, about):
    files = hostile()
    assert len(files) >= 200
    sent = {send(maya, about, one.content, one.name).pk: one for one in files}
    check_documents()
    for facts in of(maya, about):
        one = sent[facts.id]
        if one.why:
            assert facts.reason in one.why, one.name
            assert plain(facts.sentence).startswith("We could not use this file. ")
            assert not facts.url
        else:
            assert facts.state in {State.RECEIVED, State.REPEATED}, (one.name, facts.reason)


def test_without_a_virus_checker_a_file_waits_and_we_say_so(maya, about, settings, clamd):
    send(maya, about, b"My bill")
    check_documents()
    (facts,) = of(maya, about)
    assert (facts.state, facts.arrived, facts.url) == ("quarantined", True, "")
    assert "We have no virus checker right now" in plain(facts.sentence)
    settings.CLAMAV_URL = clamd
    check_documents()
    assert of(maya, about)[0].state == "received"


def test_while_the_virus_checker_is_away_a_file_waits_and_nothing_is_refused(
    maya, about, settings, tmp_path, clamd
):
    settings.CLAMAV_URL = f"unix://{tmp_path}/nobody"
    document = send(maya, about, b"My bill")
    for minute in range(10):
        checking.take(document.begun_at + dt.timedelta(minutes=minute))
    assert of(maya, about)[0].state == "checking"
    late = now() + dt.timedelta(hours=2)
    with time_machine.travel(late):
        assert "We are late with checking it." in plain(of(maya, about)[0].sentence)
        settings.CLAMAV_URL = clamd
        check_documents()
    assert of(maya, about)[0].state == "received"


@pytest.mark.usefixtures("with_clamd")
def test_a_check_that_was_cut_short_is_made_again(maya, about):
    document = send(maya, about, b"My bill")
    checking._begin(now())  # and here the worker is killed
    assert not checking.take(now()), "nobody else checks it meanwhile"
    assert checking.take(now() + checking.AGAIN)
    assert not checking.take(now() + 2 * checking.AGAIN), "twice is once"
    document.refresh_from_db()
    assert (document.state, document.tries) == ("received", 2)


@pytest.mark.usefixtures("with_clamd")
def test_what_kills_every_worker_is_refused_in_the_end(maya, about):
    send(maya, about, b"My bill")
    for number in range(checking.MOST_TRIES):
        checking._begin(now() + number * checking.AGAIN)
    checking.take(now() + 10 * checking.AGAIN)
    assert of(maya, about)[0].reason == Reason.TOO_MUCH


@pytest.mark.usefixtures("with_clamd")
def test_a_file_that_was_damaged_here_is_our_fault(maya, about, folder):
    document = send(maya, about, b"My bill")
    (folder / document.content_hash).write_bytes(b"nothing of ours")
    check_documents()
    (facts,) = of(maya, about)
    assert (facts.reason, facts.ours) == (Reason.LOST, True)


@pytest.mark.usefixtures("with_clamd")
def test_the_same_file_again_is_one_that_we_had_and_shares_its_end(maya, about):
    first, second = (send(maya, about, GOOD["bill.pdf"], "bill.pdf") for _twice in range(2))
    assert (first.state, second.state) == ("checking", "repeated")
    assert "We already have this file" in plain(of(maya, about)[1].sentence)
    bad = [send(maya, about, b"%PDF-1.4 %%EOF", "bad.pdf") for _twice in range(2)]
    check_documents()
    assert {one.reason for one in of(maya, about) if one.name == "bad.pdf"} == {"unreadable"}
    again = send(maya, about, b"%PDF-1.4 %%EOF", "bad.pdf")
    assert again.state == "checking", "what we refused we do not have"
    assert len(bad) == 2


@pytest.mark.usefixtures("with_clamd")
def test_a_reader_that_was_killed_is_started_again(maya, about):
    send(maya, about, GOOD["bill.pdf"], "bill.pdf")
    check_documents()
    assert reader._reader
    reader._reader.process.kill()
    send(maya, about, GOOD["scan.png"], "scan.png")
    check_documents()
    assert [one.state for one in of(maya, about)] == ["received", "received"]


def test_what_hangs_on_a_document_is_told_of_each_change(maya, about, monkeypatch):
    told = []
    monkeypatch.setitem(changes.CHANGED, "claim", f"{__name__}:hear")
    monkeypatch.setattr(f"{__name__}.hear", told.append, raising=False)
    send(maya, about, b"My bill")
    check_documents()
    assert [f"claim:{key}" for key in told] == [about, about]
