"""Files that come piece by piece: no byte is lost, and nothing is received that did not come."""

import base64
import datetime as dt
import hashlib
import io
import secrets

import pytest

from accounts.clock import now
from accounts.models import Level, TrustedAct
from claims.answers.words import plain
from claims.documents import clearing, of, open_document, receive, resuming
from claims.documents.arriving import SPARE
from claims.models import Document
from claims.tasks import check_documents
from tests import make
from tests.accounts.test_trusted_people import helping

pytestmark = pytest.mark.django_db
SIZE = 2_000_003


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEPT_DOCUMENTS = tmp_path / "documents"
    return settings.KEPT_DOCUMENTS


@pytest.fixture
def about(maya) -> str:
    return f"claim:{make.claim(maya).pk}"


class Dropping(io.BytesIO):
    """A line that breaks after so many bytes."""

    def __init__(self, content: bytes, at: int) -> None:
        super().__init__(content[:at])

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(min(size or 0, 70_000))
        if not piece:
            raise OSError("connection reset by peer")
        return piece


def announce(about: str, content: bytes, **other: str) -> dict[str, str]:
    told = {"filename": "bill.pdf", "about": about, "sha256": hashlib.sha256(content).hexdigest()}
    pairs = (f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in (told | other).items() if v)
    return {"Upload-Length": str(len(content)), "Upload-Metadata": ",".join(pairs)}


def patch(browser, url: str, content: bytes, offset: int):
    return browser.patch(
        url,
        content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def begin(maya, about: str, content: bytes) -> Document:
    digest = hashlib.sha256(content).hexdigest()
    about_it = {"name": "bill.pdf", "size": len(content), "content_hash": digest}
    return resuming.begin(maya, maya.user, about, "", at=now(), **about_it)


def test_a_file_comes_in_pieces_and_is_what_was_sent(as_maya, maya, about):
    content = secrets.token_bytes(SIZE)
    begun = as_maya.post("/uploads/", headers=announce(about, content))
    assert begun.status_code == 201
    url = begun["Location"]
    for start in range(0, SIZE, 500_000):
        answer = patch(as_maya, url, content[start : start + 500_000], start)
        assert answer.status_code == 204
    assert answer["Upload-Offset"] == str(SIZE)
    document = Document.objects.get()
    assert (document.state, document.name) == ("checking", "bill.pdf")
    assert open_document(document).read() == content


def test_a_line_that_breaks_at_every_tenth_loses_no_byte(maya, about):
    content = secrets.token_bytes(SIZE)
    document = begin(maya, about, content)
    for tenth in range(1, 11):
        offset, until = document.offset, SIZE * tenth // 10
        line = Dropping(content[offset:], until - offset)
        document = resuming.append(document, offset, line, SIZE - offset)
        assert document.offset == until
        (facts,) = of(maya, about)
        assert facts.arrived == (tenth == 10)
    assert open_document(document).read() == content
    assert document.begun_at < document.received_at


def test_a_file_that_was_begun_goes_on_where_it_broke_off(as_maya, about):
    content = b"page" * 1000
    first = as_maya.post("/uploads/", headers=announce(about, content))["Location"]
    patch(as_maya, first, content[:1500], 0)
    again = as_maya.post("/uploads/", headers=announce(about, content))
    assert (again["Location"], again["Upload-Offset"]) == (first, "1500")
    assert as_maya.head(first)["Upload-Offset"] == "1500"


def test_a_piece_that_does_not_fit_changes_nothing(as_maya, about):
    content = b"page" * 1000
    url = as_maya.post("/uploads/", headers=announce(about, content))["Location"]
    patch(as_maya, url, content[:1000], 0)
    for offset, piece in ((0, content[:1000]), (2000, content[2000:]), (1000, content + content)):
        answer = patch(as_maya, url, piece, offset)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "1000")
    assert patch(as_maya, url, content[1000:], 1000).status_code == 204
    assert patch(as_maya, url, content[1000:], 1000).status_code == 409, "sent twice is once"
    assert Document.objects.get().state == "checking"


def test_what_is_not_what_was_announced_did_not_arrive(as_maya, maya, about):
    content = b"page" * 1000
    url = as_maya.post("/uploads/", headers=announce(about, content))["Location"]
    patch(as_maya, url, b"pave" * 1000, 0)
    (facts,) = of(maya, about)
    assert (facts.state, facts.reason, facts.arrived) == ("refused", "incomplete", False)


def test_what_we_have_need_not_be_sent_at_all(as_maya, maya, about):
    content = b"My bill"
    receive(maya, maya.user, about, "", io.BytesIO(content), "bill.txt", at=now())
    answer = as_maya.post("/uploads/", headers=announce(about, content))
    assert answer["Upload-Offset"] == "7"
    assert [one.state for one in of(maya, about)] == ["checking", "repeated"]


def test_ten_gigabytes_are_refused_at_once_in_a_sentence(as_maya, about):
    headers = announce(about, b"") | {"Upload-Length": str(10 * 1024**3)}
    answer = as_maya.post("/uploads/", headers=headers)
    assert answer.status_code == 413
    assert answer.text.startswith("We could not use this file. It is too large.")
    assert not Document.objects.exists()
    form = as_maya.post(f"/documents/for/{about}/", {}, CONTENT_LENGTH=str(10 * 1024**3))
    assert form.status_code == 413
    assert "We did not take any of it." in form.text


def test_of_too_many_files_at_once_the_first_are_taken_and_the_others_named(as_maya, maya, about):
    files = [io.BytesIO(b"x%d" % number) for number in range(12)]
    page = as_maya.post(f"/documents/for/{about}/", {"files": files}, follow=True)
    assert [one.arrived for one in of(maya, about)] == [True] * 10 + [False] * 2
    assert "We took the others. Send it now." in page.text
    too_many = {"files": [io.BytesIO(b"x") for _number in range(201)]}
    answer = as_maya.post(f"/documents/for/{about}/", too_many)
    assert answer.status_code == 400
    assert "send up to 10 files in one go" in answer.text


@pytest.mark.parametrize("way", ["form", "pieces", "last piece"])
def test_a_full_disk_is_said_and_nothing_is_received(as_maya, maya, about, settings, way):
    content = b"page" * 1000
    url = f"/documents/for/{about}/"
    if way == "last piece":
        document = begin(maya, about, content)
        resuming.append(document, 0, io.BytesIO(content[:2000]), 2000)
    settings.KEPT_DOCUMENTS = settings.BASE_DIR / "manage.py"  # nothing can be written in it
    if way == "form":
        as_maya.post(url, {"files": [io.BytesIO(content)]})
    elif way == "pieces":
        answer = as_maya.post("/uploads/", headers=announce(about, content))
        assert answer.status_code == 507
        assert "We have no room for it right now. That is our fault" in answer.text
    else:
        answer = patch(as_maya, f"/uploads/{document.pk}/", content[2000:], 2000)
        assert answer.status_code == 507
    (facts,) = of(maya, about)
    assert (facts.state, facts.arrived, facts.ours) == ("refused", False, True)
    assert "does not count against your time" in plain(facts.sentence)


def test_a_try_that_found_the_disk_full_takes_nothing_back_that_another_one_brought(maya, about):
    content = b"page" * 1000
    stale = begin(maya, about, content)
    resuming.append(Document.objects.get(pk=stale.pk), 0, io.BytesIO(content), len(content))
    with pytest.raises(resuming.OtherOffset):
        resuming.refused_for_the_disk(stale)
    (facts,) = of(maya, about)
    assert facts.arrived


def test_room_is_left_on_the_disk(maya, about, monkeypatch):
    usage = type("Usage", (), {"free": SPARE + 10})
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: usage)
    with pytest.raises(resuming.NotTaken):
        begin(maya, about, b"page" * 1000)


def test_a_file_whose_rest_never_comes_is_refused_after_a_day(maya, about):
    document = begin(maya, about, b"page" * 1000)
    begin(maya, about, b"nothing of it ever comes")
    resuming.append(document, 0, io.BytesIO(b"page"), 4)
    Document.objects.update(next_at=now())
    check_documents()
    (facts,) = of(maya, about)
    assert facts.reason == "incomplete"
    assert Document.objects.count() == 1


def test_nobody_continues_or_reads_what_another_sends(as_omar, maya, about, as_sana):
    document = begin(maya, about, b"page" * 1000)
    url = f"/uploads/{document.pk}/"
    assert patch(as_omar, url, b"page", 0).status_code == 404
    assert as_omar.head(url).status_code == 404
    assert as_omar.post("/uploads/", headers=announce(about, b"page")).status_code == 404
    assert as_sana.head(url).status_code == 403


@pytest.mark.parametrize("broken", ["Upload-Length", "Upload-Metadata"])
def test_what_says_nothing_of_itself_is_refused(as_maya, about, broken):
    headers = announce(about, b"page") | {broken: "\u00b2" if broken == "Upload-Length" else "a b"}
    assert as_maya.post("/uploads/", headers=headers).status_code == 400


def test_what_no_document_needs_is_cleared_away_after_a_day(maya, about, folder):
    kept = receive(maya, maya.user, about, "", io.BytesIO(b"My bill"), at=now())
    gone = receive(maya, maya.user, about, "", io.BytesIO(b"no bill"), at=now())
    begun = begin(maya, about, b"page" * 1000)
    resuming.append(begun, 0, io.BytesIO(b"page"), 4)
    Document.objects.filter(pk=gone.pk).update(state="refused", reason="locked", next_at=None)
    (folder / "broken.part").write_bytes(b"")
    clearing.clear(now())
    assert len(list(folder.iterdir())) == 4, "what is young stays"
    clearing.clear(now() + dt.timedelta(days=2))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [kept.content_hash, f"{begun.pk}.{0:015}"]
    )


def test_somebody_who_may_send_documents_does_so_under_their_own_name(maya, about):
    tom = make.user("tom@example.com")
    browser = helping(make.trusted_person(maya, tom, Level.SEE_CLAIMS, Level.SEND_DOCUMENTS))
    url = browser.post("/uploads/", headers=announce(about, b"page"))["Location"]
    assert patch(browser, url, b"page", 0).status_code == 204
    document = Document.objects.get()
    assert (document.member, document.sent_by) == (maya, tom)
    assert TrustedAct.objects.get(what="document_sent").subject_id == document.pk


def test_somebody_who_helps_sends_nothing_for_what_they_may_not_see(maya):
    tom = make.user("tom@example.com")
    browser = helping(make.trusted_person(maya, tom, Level.SEE_CLAIMS, Level.SEND_DOCUMENTS))
    hidden = f"claim:{make.claim(maya, guard='mental_health').pk}"
    assert browser.post("/uploads/", headers=announce(hidden, b"page")).status_code == 404
    assert browser.get(f"/documents/for/{hidden}/").status_code == 404
    shown = make.document(maya, hidden)
    assert browser.get(shown.get_absolute_url()).status_code == 404


def test_what_a_helper_began_is_not_the_members_to_go_on_with(as_maya, maya, about):
    tom = make.user("tom@example.com")
    browser = helping(make.trusted_person(maya, tom, Level.SEE_CLAIMS, Level.SEND_DOCUMENTS))
    browser.post("/uploads/", headers=announce(about, b"page"))
    url = as_maya.post("/uploads/", headers=announce(about, b"page"))["Location"]
    assert patch(as_maya, url, b"page", 0).status_code == 204
    assert Document.objects.get(state="checking").sent_by == maya.user


def test_what_we_have_is_not_announced_without_end(as_maya, maya, about, monkeypatch):
    monkeypatch.setattr("claims.documents.receiving.MOST_A_DAY", 3)
    make.document(maya, about, b"page")
    answers = [as_maya.post("/uploads/", headers=announce(about, b"page")) for _ in range(4)]
    assert [one.status_code for one in answers] == [201, 201, 429, 429]
