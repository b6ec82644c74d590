"""Threads: a member writes about a thing, a named person answers by when we said, or is late."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessRecord, Member, TrustedAct, User
from claims.answers.words import plain
from claims.facts import Guard
from claims.models import Document
from outreach.models import Keeper, Message, Post, Thread, ThreadDraft, TimeOff
from outreach.sending import send_due
from outreach.writing import WroteAgain, kept_lately, reply, tell_of_late_answers, write
from tests import make
from tests.accounts.test_trusted_people import helping
from tests.outreach.test_crowd import at_once
from tests.people import browser_of

NOON = dt.datetime(2026, 3, 11, 17, 0, tzinfo=dt.UTC)  # Wednesday 12:00 in Chicago
FRIDAY_NIGHT = dt.datetime(2026, 3, 14, 3, 30, tzinfo=dt.UTC)  # 22:30 on Friday in Chicago
HOUR = dt.timedelta(hours=1)
NEW, DESK = "/threads/new/", "/desk/threads/"

pytestmark = pytest.mark.django_db


def words(page) -> str:
    return " ".join(plain(page.content.decode()).split())


def write_about(browser: Client, about: str, text: str = "When?", **more) -> Thread | None:
    address = f"{NEW}?about={about}"
    page = browser.post(address, {"text": text, "key": str(uuid4()), **more})
    return Thread.objects.get(pk=page.url.split("/")[2]) if page.status_code == 302 else None


def answered(thread: Thread, by: User, text: str = "By Friday.", **more) -> None:
    plain = {"by": by, "key": uuid4(), "seen": 1, "at": make.now()}
    reply(thread, text, **plain | more)


@time_machine.travel(NOON, tick=False)
def test_who_writes_about_a_claim_is_told_who_answers_and_by_when(
    as_maya: Client, maya: Member
) -> None:
    make.specialist("Dana")
    claim = make.claim(maya, number="CLM-77")
    page = as_maya.get(claim.get_absolute_url()).content.decode()
    assert f'href="{NEW}?about=claim:{claim.pk}"' in page
    form = words(as_maya.get(f"{NEW}?about=claim:{claim.pk}"))
    assert "A claims specialist answers by 7pm on Thursday, March 12, if you send it now." in form
    thread = write_about(as_maya, f"claim:{claim.pk}")
    assert thread
    opened = words(as_maya.get(thread.get_absolute_url()))
    assert "Dana answers by 7pm on Thursday, March 12." in opened
    assert "Claim CLM-77" in opened
    again = as_maya.get(f"{NEW}?about=claim:{claim.pk}")
    assert again.url == thread.get_absolute_url(), "nobody starts from the beginning"
    assert "Dana answers by" in words(as_maya.get("/inbox/"))


def test_whoever_looks_after_the_case_answers_unless_they_are_away(
    maya: Member, ruth: User
) -> None:
    at = make.now()
    dana, ana = make.specialist("Dana"), make.specialist("Ana")
    about = ("claim", make.claim(maya).pk)
    thread = make.thread(maya, about=about)
    keeper = Keeper.objects.get()
    assert thread.specialist == keeper.user
    answered(thread, keeper.user)
    off = (at - HOUR, at + 200 * HOUR)
    who, other = (dana, ana) if keeper.user == dana.user else (ana, dana)
    TimeOff.objects.create(specialist=who, during=off, kind="off", noted_by=ruth, noted_at=at)
    write(thread, "And then?", by=maya.user, key=uuid4(), at=at)
    assert Thread.objects.get().specialist == other.user
    assert Keeper.objects.get().user == keeper.user


def test_a_promise_on_friday_night_counts_from_monday(maya: Member) -> None:
    thread = make.thread(maya, at=FRIDAY_NIGHT)
    assert thread.answer_by == dt.datetime(2026, 3, 18, 0, 0, tzinfo=dt.UTC)  # Tuesday, 8pm there


@time_machine.travel(NOON, tick=False)
def test_the_answer_is_read_in_the_portal_and_outside_nothing_of_it(
    as_maya: Client, maya: Member, sana: User
) -> None:
    make.specialist("Sana", sana)
    thread = make.thread(maya, "Is my knee covered?")
    answered(thread, sana, "Your knee is covered.")
    send_due()
    (mailed,) = mail.outbox
    assert mailed.subject == "You have a new message"
    message = Message.objects.get(notice="thread_answered")
    assert "knee" not in f"{mailed.body} {message.title} {message.text}"
    assert "1 new message" in words(as_maya.get("/inbox/"))
    assert "1 new message" in words(as_maya.get("/inbox/count/"))
    page = as_maya.get(thread.get_absolute_url())
    assert page.headers["Cache-Control"] == "no-store", "Back asks us again"
    assert "Your knee is covered." in words(page)
    assert "Sana" in words(page)
    assert "0 new messages" in words(as_maya.get("/inbox/count/"))
    assert not Thread.objects.get().unread
    assert kept_lately(make.now()) == (1, 1)


def test_waiting_threads_stand_on_the_desk_the_longest_first_and_looks_are_kept(
    as_sana: Client, maya: Member, omar: Member
) -> None:
    at = make.now()
    make.thread(omar, at=at - 20 * HOUR)
    private = make.claim(maya, guard=Guard.UNKNOWN, service="Methadone")
    about = ("claim", private.pk)
    first = make.thread(maya, at=at - 100 * HOUR, about=about)
    page = as_sana.get(DESK)
    assert [row.name for row in page.context["rows"]] == ["Maya", "Omar"]
    assert page.context["rows"][0].late
    assert "Methadone" not in words(page)
    assert f'href="{DESK}"' in as_sana.get("/desk/").content.decode()
    opened = words(as_sana.get(f"{DESK}{first.pk}/"))
    assert "When will you decide?" in opened
    assert "Methadone" not in opened
    looks = AccessRecord.objects.filter(what="thread", member=maya)
    assert looks.get().subject_id == first.pk


def test_a_reply_from_the_desk_ends_the_waiting(
    as_sana: Client, as_maya: Client, maya: Member
) -> None:
    thread = make.thread(maya)
    at = f"{DESK}{thread.pk}/"
    typed = {"text": "By Friday.", "key": str(uuid4()), "seen": "1"}
    assert as_sana.post(at, typed).status_code == 302
    as_sana.post(at, typed)  # pressed twice
    assert [post.ours for post in thread.posts.order_by("at")] == [False, True]
    assert not as_sana.get(DESK).context["rows"]
    write(thread, "Thank you!", by=maya.user, key=uuid4(), at=make.now())
    as_sana.post(f"{at}no-answer/", {"seen": "2"})
    assert "We read it. It needs no answer." in words(as_maya.get(thread.get_absolute_url()))


def test_nobody_answers_past_what_the_member_wrote_meanwhile(
    as_sana: Client, maya: Member, sana: User
) -> None:
    thread = make.thread(maya)
    write(thread, "Forget it, I found it.", by=maya.user, key=uuid4(), at=make.now())
    with pytest.raises(WroteAgain):
        answered(thread, sana)
    typed = {"text": "By Friday.", "key": str(uuid4()), "seen": "1"}
    page = as_sana.post(f"{DESK}{thread.pk}/", typed)
    assert "They wrote again." in words(page)
    assert "Forget it, I found it." in words(page)
    assert 'name="seen" value="2"' in page.content.decode()


def test_a_late_answer_is_owned_up_to_once(as_maya: Client, maya: Member) -> None:
    thread = make.thread(maya, at=make.now() - 100 * HOUR)
    assert tell_of_late_answers(make.now()) == 1
    assert tell_of_late_answers(make.now()) == 0
    assert Message.objects.get().notice == "answer_late"
    assert "We are late." in words(as_maya.get(thread.get_absolute_url()))
    assert kept_lately(make.now()) == (0, 1)


def test_what_was_begun_is_kept_with_and_without_scripts(as_maya: Client, maya: Member) -> None:
    claim = f"claim:{make.claim(maya).pk}"
    assert "Saved at" in words(as_maya.post("/threads/drafts/", {"draft": claim, "text": "I wo"}))
    as_maya.post(f"{NEW}?about={claim}", {"text": "I wonder", "keep": "yes"})
    assert "I wonder" in as_maya.get(f"{NEW}?about={claim}").content.decode()
    assert not Thread.objects.exists()
    assert write_about(as_maya, claim, "I wonder why.")
    assert not ThreadDraft.objects.exists()


def test_files_come_with_a_message_and_have_their_receipt(
    as_maya: Client, as_sana: Client, maya: Member
) -> None:
    file = SimpleUploadedFile("bill.txt", b"A bill")
    thread = write_about(as_maya, "", "", files=file)
    assert thread
    assert thread.posts.get().text == "I sent you 1 file."
    assert "bill.txt" in words(as_maya.get(thread.get_absolute_url()))
    Document.objects.update(state="received", kind="text")
    opened = as_sana.get(f"{DESK}{thread.pk}/documents/{Document.objects.get().pk}/")
    assert b"".join(opened.streaming_content) == b"A bill"
    assert AccessRecord.objects.filter(what="document", member=maya).exists()


def test_who_helps_reads_what_they_wrote_and_nothing_that_the_member_wrote(
    maya: Member, as_maya: Client
) -> None:
    tom = make.user("tom@example.com")
    own = make.thread(maya)
    browser = helping(make.trusted_person(maya, tom, "see_claims", "write", name="Tom"))
    thread = write_about(browser, f"claim:{make.claim(maya).pk}", "Tom asks.")
    assert thread
    assert browser.get(own.get_absolute_url()).status_code == 404
    assert len(browser.get("/threads/").context["rows"]) == 1
    theirs = as_maya.get(thread.get_absolute_url()).context["posts"]
    assert theirs[0].who == "Tom"
    assert TrustedAct.objects.filter(what="thread_written", member=maya).exists()
    assert write_about(browser, f"balance:{make.balance(maya).pk}") is None, "not shared"


def test_an_appeal_is_written_about_as_one(as_maya: Client, as_sana: Client, maya: Member) -> None:
    appeal = make.appeal(make.claim(maya, "denied", notice_on=make.now().date()))
    assert f"about=appeal:{appeal.pk}" in as_maya.get(f"/appeals/{appeal.pk}/").content.decode()
    thread = write_about(as_maya, f"appeal:{appeal.pk}")
    assert thread
    assert thread.appeal == appeal.pk
    assert "Appeal of" in words(as_sana.get(f"{DESK}{thread.pk}/"))


def test_lists_take_as_many_queries_for_ten_as_for_one(
    as_maya: Client, as_sana: Client, maya: Member
) -> None:
    def queries() -> list[int]:
        number = []
        for browser, address in ((as_maya, "/inbox/"), (as_maya, "/threads/"), (as_sana, DESK)):
            with CaptureQueriesContext(connection) as seen:
                browser.get(address)
            number.append(len(seen))
        return number

    make.thread(maya, about=("claim", make.claim(maya).pk))
    queries()  # notes its looks
    few = queries()
    for _number in range(9):
        make.thread(maya, about=("claim", make.claim(maya).pk))
    queries()
    assert queries() == few
    assert max(few) < 15
    assert Post.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_thread() -> None:
    maya, form = make.member("Maya"), {"text": "When?", "key": str(uuid4())}
    browsers = [browser_of(maya.user) for _press in range(4)]
    pages = at_once(lambda browser: browser.post(NEW, form), browsers)
    assert {page.url for page in pages} == {Thread.objects.get().get_absolute_url()}


def test_nothing_is_lost_under_the_key_of_another_post(as_omar: Client, maya: Member) -> None:
    key = make.thread(maya).posts.get().pk
    form = {"text": "Mine", "key": str(key)}
    assert as_omar.post(NEW, form).status_code == 400
    mine = write_about(as_omar, "")
    assert mine
    assert as_omar.post(mine.get_absolute_url(), form).status_code == 400


def test_who_helps_does_not_see_what_a_thread_of_theirs_is_about_once_it_is_private(
    maya: Member,
) -> None:
    tom = helping(make.trusted_person(maya, make.user("tom@example.com"), "see_claims", "write"))
    claim = make.claim(maya, number="CLM-55")
    assert write_about(tom, f"claim:{claim.pk}")
    assert "CLM-55" in words(tom.get("/threads/"))
    type(claim).objects.update(guard=Guard.UNKNOWN)
    assert "CLM-55" not in words(tom.get("/threads/"))
