"""A call on the desk, its summary, and what members and specialists do with it then."""

import datetime as dt
import re
import time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.clock import now, waking_day
from accounts.consent import decide
from accounts.models import Activity, Member, Preference, Use, User
from accounts.session import SEEN
from claims.answers.words import day, plain
from outreach import drafts, recovering, talk
from outreach.call_screen import not_them
from outreach.call_telling import tell_of_calls
from outreach.models import Booking, Call, CallRequest, Correction, Draft, Message, SummaryLine
from outreach.opener import LONGEST, opener
from outreach.owed_alarm import alarm_of_promises, alarm_of_summaries
from tests import make
from tests.outreach.test_crowd import at_once
from tests.people import browser_of

pytestmark = pytest.mark.django_db
SEES = ("see_what_i_checked", "activity")
DESK = reverse("outreach:desk")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def at(call: Call, name: str) -> str:
    return reverse(f"outreach:{name}", args=[call.pk])


def allow(member: Member, yes: bool = True) -> None:
    decide(member, {SEES: yes}, by=member.user, screen="test", language="en", key=str(uuid4()))


def checked(member: Member, kind: str, days_ago: int) -> None:
    member.refresh_from_db()
    today = waking_day(member.time_zone)
    Activity.objects.notice(member, kind, uuid4(), today - days_ago * DAY, guarded=False)


@pytest.fixture
def call(maya: Member, sana: User) -> Call:
    """Sana calls Maya back about a claim."""
    claim = make.claim(maya, service="Eye test")
    return talk.begin(sana, make.call_request(maya, subject="claim", subject_id=claim.pk))


@pytest.fixture
def incoming(maya: Member, sana: User) -> Call:
    return talk.take(sana, maya)


def verified(client: Client, call: Call) -> str:
    client.post(at(call, "verification_create"), {"by": ["name", "number"]})
    return client.get(at(call, "call_detail")).content.decode()


DUE = now().date() + 11 * DAY
TYPED = {
    "told_us": "The bill came twice.\nShe paid the first.",
    "we_told": "The second one was a mistake.",
    "agreed_1": "Send a corrected bill",
    "owner_1": "us",
    "due_1": str(DUE),
    "agreed_2": "Keep the first bill",
    "owner_2": "member",
    "due_2": str(DUE + 7 * DAY),
}


@pytest.fixture
def summary(as_sana: Client, call: Call):
    verified(as_sana, call)
    as_sana.post(at(call, "summary_create"), TYPED)
    call.refresh_from_db()
    return call.summary


# Before and after two answers


def test_nothing_of_the_members_is_shown_before_two_answers(as_sana, call, maya):
    page = as_sana.get(at(call, "call_detail")).content.decode()
    assert "Maya" in page
    assert "Ask for two answers first." in page
    for hidden in ("Eye test", "They see", "Earlier calls", "Write what was said"):
        assert hidden not in page
    page = as_sana.post(at(call, "verification_create"), {"by": ["name"]}).content.decode()
    assert "Ask for two, and choose both." in page
    assert "Eye test" not in page


def test_after_them_whoever_calls_reads_what_the_member_sees(as_sana, call):
    page = verified(as_sana, call)
    assert "Eye test" in page
    assert "You do not need to do anything now." in page


def test_a_number_that_nobody_has_opens_nothing(as_sana):
    page = as_sana.post(
        reverse("outreach:incoming_call_create"), {"number": "NOBODY"}, follow=True
    ).content.decode()
    assert "We have no member with this number." in page
    assert not Call.objects.exists()


# The opener


def test_with_consent_the_opener_names_the_kind_and_the_day(as_sana, maya, incoming):
    allow(maya)
    checked(maya, "claim", 1)
    page = verified(as_sana, incoming)
    assert "Are you calling about the claim you checked yesterday?" in page
    assert "Because: they checked it yesterday." in page
    assert Use.objects.get(doing="opener").allowed


def test_without_consent_it_says_only_that_it_is_hidden(as_sana, maya, incoming):
    page = verified(as_sana, incoming)
    assert "How can I help today?" in page
    assert "Activity is hidden." in page
    assert not Use.objects.get(doing="opener").allowed


def test_what_is_turned_off_is_gone_from_a_screen_that_stays_open(as_sana, maya, incoming):
    allow(maya)
    checked(maya, "claim", 1)
    verified(as_sana, incoming)
    fragment = at(incoming, "opener_detail")
    assert "you checked" in as_sana.get(fragment).content.decode()
    allow(maya, yes=False)
    later = as_sana.get(fragment).content.decode()
    assert "checked" not in later
    assert "Activity is hidden. <bdi>Maya</bdi> chose this. Do not ask about it." in later


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(as_sana, incoming):
    """Every poll says that nobody need be there; then the session is not touched, and once it has
    ended the page stays as it is, with what was typed."""
    polls = [
        line
        for file in (settings.BASE_DIR / "templates").rglob("*.html")
        for line in re.findall(r"<[^<]*every \d+s[^>]*>", file.read_text())
    ]
    assert len(polls) >= 4
    assert all('hx-headers=\'{"X-Unattended": "1"}\'' in one for one in polls)
    before = time.time() - 600

    def asked(**headers: str) -> float:
        session = as_sana.session
        session[SEEN] = before
        session.save()
        for name in ("outreach:ringing_list", "outreach:opener_detail"):
            where = reverse(name, args=[incoming.pk] if "opener" in name else [])
            assert as_sana.get(where, headers=headers).status_code == 200
        return as_sana.session[SEEN]

    assert asked(**{"X-Unattended": "1"}) == before
    assert asked() > before
    as_sana.logout()
    polled = {"HX-Request": "true", "X-Unattended": "1"}
    assert as_sana.get(reverse("outreach:ringing_list"), headers=polled).status_code == 204


def test_j7_all_that_is_remembered_leaves_a_screen_that_stays_open(as_sana, maya, incoming):
    """The lists too, not only the sentence: it asks again each 4 seconds."""
    remember = ("remember_choices", "choices")
    allow(maya)
    decide(maya, {remember: True}, by=maya.user, screen="test", language="en", key="remember")
    Preference.objects.tell(maya, Preference.About.MATTERS, "In plain steps")
    checked(maya, "claim", 1)
    page = verified(as_sana, incoming)
    assert "Checked in the last two weeks" in page
    assert "In plain steps" in page
    assert 'hx-trigger="every 4s' in page
    fragment = at(incoming, "opener_detail")
    assert "hx-swap-oob" not in as_sana.get(fragment).content.decode()
    emptied = '<div id="{}-part" hx-swap-oob="true" hidden></div>'
    allow(maya, yes=False)
    later = as_sana.get(fragment).content.decode()
    assert emptied.format("activity") in later
    assert emptied.format("told") not in later
    decide(maya, {remember: False}, by=maya.user, screen="test", language="en", key="forget")
    assert emptied.format("told") in as_sana.get(fragment).content.decode()
    for part in ("activity", "told"):
        assert page.count(f'id="{part}-part"') == 1
    asked = Use.objects.filter(doing="desk").count()
    as_sana.get(fragment)
    assert Use.objects.filter(doing="desk").count() == asked, "to ask how it stands is no use"


def test_a_call_that_has_ended_shows_nothing_that_was_noticed(as_sana, maya, incoming):
    allow(maya)
    checked(maya, "claim", 1)
    verified(as_sana, incoming)
    as_sana.post(at(incoming, "summary_create"), TYPED)
    page = as_sana.get(incoming.get_absolute_url()).content.decode()
    assert "Checked in the last two weeks" not in page
    assert (
        'id="activity-part" hx-swap-oob'
        in as_sana.get(at(incoming, "opener_detail")).content.decode()
    )


def test_what_was_noticed_is_not_kept_with_the_call(as_sana, maya, incoming):
    allow(maya)
    checked(maya, "order", 2)
    verified(as_sana, incoming)
    as_sana.post(at(incoming, "summary_create"), TYPED)
    incoming.refresh_from_db()
    assert (incoming.opener, incoming.because) == ("", "")


KINDS = st.sampled_from(["claim", "approval", "order", "balance"])


@given(
    ago=st.lists(st.tuples(KINDS, st.integers(0, 40)), max_size=6),
    subject=st.sampled_from(["", "claim", "order", "balance"]),
    asked=st.booleans(),
)
def test_an_opener_never_says_how_often_and_never_what_is_older_than_two_weeks(ago, subject, asked):
    today = dt.date(2026, 11, 22)
    found = opener(
        [(kind, today - days * DAY) for kind, days in ago],
        subject=subject,
        asked=asked,
        today=today,
    )
    assert found.sentence
    old = all(days > LONGEST for _kind, days in ago)
    assert not (old and "checked" in found.sentence)
    assert "times" not in found.sentence
    twice = [*ago, *ago]
    same = opener(
        [(kind, today - days * DAY) for kind, days in twice],
        subject=subject,
        asked=asked,
        today=today,
    )
    assert same == found


# The summary


def test_a_call_ends_with_a_summary_that_its_member_reads_at_once(as_maya, as_sana, summary, call):
    call.request.refresh_from_db()
    assert call.request.called_at
    page = as_maya.get(summary.get_absolute_url()).content.decode()
    order = ["Send a corrected bill", "The bill came twice.", "The second one was a mistake."]
    assert sorted(page.index(one) for one in order) == [page.index(one) for one in order]
    assert day(DUE, today=now().date()) in page
    assert "Nothing was left open." in page
    assert Message.objects.get().notice == "summary"
    assert "There are no calls to make." in as_sana.get(DESK).content.decode()


def test_a_call_with_nothing_written_does_not_end(as_sana, call):
    verified(as_sana, call)
    page = as_sana.post(at(call, "summary_create"), {"told_us": "  "}).content.decode()
    assert "Write at least one line: the member reads it." in page
    call.refresh_from_db()
    assert call.ended_at is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"owner_1": ""}, "Say who does it."),
        ({"due_1": ""}, "Say by which day."),
        ({"due_1": "2020-01-01"}, "Choose a day from today to a year from now."),
        ({"agreed_1": ""}, "Say what was agreed."),
    ],
)
def test_what_was_agreed_has_an_owner_and_a_day_and_nothing_typed_is_lost(
    as_sana, call, typed, problem
):
    verified(as_sana, call)
    page = as_sana.post(at(call, "summary_create"), TYPED | typed).content.decode()
    assert problem in page
    assert "The bill came twice." in page


def test_the_database_refuses_a_promise_without_a_day(summary):
    with pytest.raises(IntegrityError), transaction.atomic():
        SummaryLine.objects.create(
            summary=summary, number=99, kind="agreed", text="x", owner="us", due_on=None
        )


def test_sent_twice_it_is_one_summary(as_sana, call):
    verified(as_sana, call)
    for _ in range(2):
        as_sana.post(at(call, "summary_create"), TYPED)
    assert Call.objects.get().summary.lines.count() == 5
    assert Message.objects.count() == 1


SPANISH = {
    "told_us_theirs": "La cuenta llegó dos veces.\nElla pagó la primera.",
    "we_told_theirs": "La segunda fue un error.",
    "agreed_1_theirs": "Enviar una cuenta corregida",
    "agreed_2_theirs": "Guardar la primera cuenta",
}


@pytest.mark.parametrize(
    ("original", "her_page", "staff"),
    [
        ("en", ("en inglés y después lo mismo en español", "The bill came twice."), ""),
        ("es", ("Este es el original",), "(translated; the original is in Spanish)"),
    ],
)
def test_j12_a_summary_stands_in_both_languages_and_says_which_is_the_original(
    as_maya, as_sana, call, maya, sana, original, her_page, staff
):
    maya.language = "es"
    maya.save(update_fields=["language"])
    as_maya.cookies["django_language"] = "es"
    assert "They told us, in Spanish" in verified(as_sana, call)
    as_sana.post(at(call, "summary_create"), TYPED | SPANISH | {"original": original})
    call.refresh_from_db()
    page = plain(as_maya.get(call.summary.get_absolute_url()).content.decode())
    for words in (*SPANISH.values(), *her_page):
        assert all(line in page for line in words.splitlines())
    desk = verified(as_sana, talk.take(sana, maya))
    assert "The bill came twice." in desk
    assert "La cuenta llegó" not in desk
    assert staff in desk


def test_j12_lines_that_stand_in_one_language_only_are_asked_for(as_sana, call, maya):
    maya.language = "es"
    maya.save(update_fields=["language"])
    verified(as_sana, call)
    fewer = TYPED | SPANISH | {"told_us_theirs": "La cuenta llegó dos veces."}
    page = as_sana.post(at(call, "summary_create"), fewer).content.decode()
    assert "Write the same lines in both: 2 in English, 1 in Spanish." in plain(page)
    assert "La segunda fue un error." in page
    as_sana.post(at(call, "summary_create"), TYPED)  # whoever speaks no Spanish writes none
    call.refresh_from_db()
    assert not call.summary.lines.exclude(translated="").exists()


def test_nobody_answered_leaves_the_call_on_the_list(as_sana, call):
    as_sana.post(at(call, "call_drop"))
    assert "Maya" in as_sana.get(DESK).content.decode()
    assert talk.begin(call.specialist, CallRequest.objects.get()).pk != call.pk


TO_A_MACHINE = {
    "en": (
        "Leave no voicemail. If somebody else answers, say only that you will try again.",
        "To a voicemail or somebody else: “This is Dana, calling for Maya. I will try again.”",
        (
            "To a voicemail or somebody else: “This is Dana from Porchlight, calling for Maya. "
            "I will try again.”"
        ),
    ),
    "es": (
        "No deje mensaje de voz. Si contesta otra persona, diga solo que volverá a llamar.",
        "A un buzón de voz o a otra persona: “Habla Dana, llamo a Maya. Volveré a llamar.”",
        (
            "A un buzón de voz o a otra persona: “Habla Dana de Porchlight, llamo a Maya. "
            "Volveré a llamar.”"
        ),
    ),
}


@pytest.mark.parametrize("language", TO_A_MACHINE)
def test_to_a_machine_two_first_names_are_said_and_nothing_of_why(sana, call, language):
    make.specialist("Dana", user=sana)
    never, no_name, all_of_it = TO_A_MACHINE[language]
    with translation.override(language):
        for voicemail, say_who, said in (
            (False, True, never),
            (True, False, no_name),
            (True, True, all_of_it),
        ):
            call.request.voicemail, call.request.say_who = voicemail, say_who
            assert plain(not_them(call, sana)) == said


@pytest.mark.parametrize("wish", ["request", "booking"])
def test_a_summary_from_a_tab_left_open_counts_more_than_that_nobody_answered(
    as_sana, sana, maya, wish
):
    dana = make.specialist("Dana", user=sana)
    asked = {
        "request": lambda: make.call_request(maya),
        "booking": lambda: make.booking(maya, dana, now(), tries=2),
    }[wish]()
    call = talk.begin(sana, asked)
    verified(as_sana, call)
    as_sana.post(at(call, "call_drop"))
    if wish == "booking":
        as_sana.post(reverse("outreach:unanswered_call_create", args=[asked.pk]))
        assert Booking.objects.get().state == "unreached"
    page = as_sana.post(at(call, "summary_create"), TYPED | {"owner_1": ""}).content.decode()
    assert "She paid the first." in page  # nothing typed is lost
    page = as_sana.post(at(call, "summary_create"), TYPED, follow=True).content.decode()
    assert "Your summary counts: the call was made." in page
    asked.refresh_from_db()
    assert asked.called_by == sana if wish == "request" else asked.state == "called"
    tell_of_calls(now() + HOUR)
    assert [one.notice for one in Message.objects.all()] == ["summary"]


def test_each_of_two_who_talked_to_them_writes_it_up_though_one_had_noted_nobody(
    as_sana, sana, ruth, call
):
    verified(as_sana, call)
    as_sana.post(at(call, "call_drop"))
    again = talk.begin(ruth, call.request)
    as_sana.post(at(call, "summary_create"), TYPED)
    talk.verify(again, ["name", "number"], actor=ruth)
    talk.end(again, [MINE], by=ruth)
    assert {one.summary.written_by for one in Call.objects.all()} == {sana, ruth}
    assert CallRequest.objects.get().called_by == sana


def test_only_who_is_on_a_call_ends_it_without_a_summary(as_ruth, ruth, call):
    assert not talk.drop(call, by=ruth)
    assert "is not yours" in as_ruth.post(at(call, "call_drop"), follow=True).content.decode()
    assert Call.objects.open().get().request


def test_another_members_summary_is_not_there(as_omar, summary):
    assert as_omar.get(summary.get_absolute_url()).status_code == 404


# Corrections and promises


def test_a_member_corrects_a_line_and_reads_both_and_the_answer(as_maya, as_sana, summary):
    address = reverse("outreach:correction_create", args=[summary.pk, 3])
    as_maya.post(address, {"text": "It came three times."})
    page = as_maya.get(summary.get_absolute_url()).content.decode()
    assert "The bill came twice." in page
    assert "It came three times." in page
    assert "will answer by" in page
    desk = as_sana.get(DESK).content.decode()
    assert "Corrections to answer" in desk
    correction = Correction.objects.get()
    answer = reverse("outreach:correction_answer_create", args=[correction.pk])
    as_sana.post(answer, {"text": "You are right, thank you."})
    assert "You are right, thank you." in as_maya.get(summary.get_absolute_url()).content.decode()
    assert "already" in as_sana.post(answer, {"text": "Again"}, follow=True).content.decode()


def test_a_correction_sent_twice_is_one(as_maya, summary):
    address = reverse("outreach:correction_create", args=[summary.pk, 3])
    for _ in range(2):
        as_maya.post(address, {"text": "It came three times."})
    assert Correction.objects.count() == 1


def test_a_promise_that_is_kept_says_so(as_maya, as_sana, sana, summary):
    line = SummaryLine.objects.ours().get()
    assert "Send a corrected bill" in as_sana.get(DESK).content.decode()
    as_sana.post(reverse("outreach:promise_keep", args=[line.pk]))
    assert "Done on" in as_maya.get(summary.get_absolute_url()).content.decode()
    assert not SummaryLine.objects.ours().exists()
    assert SummaryLine.objects.get(pk=line.pk).kept_by == sana


def test_a_colleague_on_the_phone_keeps_a_promise_and_its_owner_reads_who_did(
    as_sana, as_ruth, summary, maya, sana, ruth
):
    promise = SummaryLine.objects.ours().get().pk
    luis, ines = make.specialist("Luis"), make.specialist("Ines")
    address = reverse("outreach:promise_keep", args=[promise])
    assert browser_of(ines.user).post(address).status_code == 404  # has nothing to do with Maya
    as_luis, call = browser_of(luis.user), talk.take(luis.user, maya)
    assert as_luis.post(address).status_code == 404  # nor Luis, before two answers
    page = verified(as_luis, call)
    kept = f"{call.get_absolute_url()}promises/{promise}/"
    assert kept in page
    page = as_luis.post(kept, {"told_us": "She moved."}, follow=True).content.decode()
    assert "Noted as done. They can see it." in page
    assert "She moved.</textarea>" in page
    assert "had noted this as done" in as_luis.post(kept, follow=True).content.decode()
    page = as_sana.get(DESK).content.decode()
    done = page.partition("Somebody else did what you promised")[2]
    assert "Send a corrected bill" in done
    assert "<bdi>Luis</bdi> did this" in done
    assert "Somebody else did" not in as_ruth.get(DESK).content.decode()


def test_who_waits_for_a_late_promise_is_told_once_before_they_ask(as_maya, as_ruth, summary):
    over = dt.datetime.combine(DUE + DAY, dt.time(), ZoneInfo("America/Chicago"))  # where Maya is
    assert talk.tell_of_late(over - dt.timedelta(minutes=1)) == 0
    assert talk.tell_of_late(over) == 1
    assert talk.tell_of_late(over) == 0
    assert Message.objects.filter(notice="agreement_late").count() == 1


def test_the_supervisor_sees_what_is_owed_and_calls_without_a_summary(as_ruth, summary, maya, sana):
    Call.objects.create(member=maya, specialist=sana, began_at=now() - 2 * dt.timedelta(hours=1))
    page = as_ruth.get(reverse("outreach:board_detail")).content.decode()
    assert "Calls without a summary" in page
    assert "Send a corrected bill" in page


@pytest.mark.django_db(transaction=True)
def test_a_correction_sent_from_two_places_at_once_is_one(summary):
    line = summary.lines.first()
    made = at_once(lambda text: talk.correct(summary, text, line=line).pk, ["It came late."] * 4)
    assert len(set(made)) == 1


# Two of us on one call


def test_two_of_us_see_each_other_on_screens_that_stay_open(as_sana, as_ruth, ruth, sana, call):
    fragment = at(call, "opener_detail")
    assert ruth.email not in as_sana.get(fragment).content.decode()
    assert sana.email in as_ruth.get(fragment).content.decode()
    assert f"Also on this case now: <bdi>{ruth.email}</bdi>." in (
        as_sana.get(fragment).content.decode()
    )


MINE, OTHERS = (talk.Said(kind="told_us", text=text) for text in ("Mine.", "Theirs."))


@pytest.mark.django_db(transaction=True)
def test_of_two_summaries_written_at_once_neither_is_lost(sana, ruth, maya):
    call = talk.take(sana, maya)
    talk.verify(call, ["name", "number"], actor=sana)
    texts = {sana: MINE, ruth: OTHERS}

    def write(who: User) -> User | None:
        try:
            talk.end(call, [texts[who]], by=who)
        except talk.Written:
            return who
        return None

    (late,) = [who for who in at_once(write, [sana, ruth]) if who]
    call.refresh_from_db()
    both = at_once(lambda _n: talk.add(call, [texts[late]], by=late, seen=1), [1, 2])
    assert both == [call.summary] * 2
    lines = call.summary.lines.order_by("number")
    assert {line.text for line in lines} == {"Mine.", "Theirs."}
    assert lines.last().added_by == late
    assert Message.objects.filter(notice="summary").count() == 2


def test_who_comes_second_reads_both_texts_and_adds_theirs(as_ruth, as_maya, summary, call, ruth):
    page = as_ruth.post(at(call, "summary_create"), TYPED | {"told_us": "She moved."})
    page = page.content.decode()
    assert "wrote a summary of this call too" in page
    assert "The bill came twice." in page
    assert "She moved." in page
    lines = {"told_us": "She moved.", "agreed_1": "Change it", "owner_1": "us", "due_1": str(DUE)}
    unread = as_ruth.post(at(call, "addition_create"), lines | {"seen": "3"}).content.decode()
    assert "She moved." in unread
    as_ruth.post(at(call, "addition_create"), lines | {"seen": "5"})
    assert "She moved." in as_maya.get(summary.get_absolute_url()).content.decode()
    assert "Change it" in as_ruth.get(DESK).content.decode()


# The words of an opener


TODAY = dt.date(2026, 3, 12)  # a Thursday


@pytest.mark.parametrize(
    ("ago", "when"),
    [(0, "today"), (1, "yesterday"), (2, "on Tuesday"), (6, "on Friday"), (7, "on March 5"),
     (14, "on February 26"), (15, "")],
)  # fmt: skip
def test_an_opener_says_the_day_as_people_do_and_nothing_of_what_is_long_past(ago, when):
    found = opener([("claim", TODAY - ago * DAY)], subject="", asked=False, today=TODAY)
    words = "How can I help today?"
    if when:
        words = f"Are you calling about the claim you checked {when}?"
    assert plain(found.sentence) == words


def test_who_asked_us_to_call_is_not_asked_whether_they_call(as_sana, maya):
    """Their own words first; without them nothing that they checked is put into their mouth."""
    once = [("order", TODAY)]
    asked = {"asked": True, "today": TODAY}
    about = "You asked us to call about your claim. Is that still what you want to talk about?"
    assert opener(once, subject="claim", **asked).sentence == about
    plain_words = "You asked us to call. How can I help today?"
    assert opener(once, subject="", **asked).sentence == plain_words


@pytest.mark.parametrize("choice", ["used", "changed", "skipped"])
def test_an_opener_is_said_or_changed_or_skipped_and_still_hidden(as_sana, maya, incoming, choice):
    allow(maya)
    checked(maya, "claim", 1)
    assert 'value="changed"' in verified(as_sana, incoming)
    said = {"choice": choice, "words": "Is it about Tuesday?", "told_us": "Typed."}
    page = as_sana.post(at(incoming, "opener_update"), said, follow=True).content.decode()
    first = {
        "used": "Are you calling about the claim you checked yesterday?",
        "changed": "Is it about Tuesday?",
        "skipped": "How can I help today?",
    }
    assert f"“{first[choice]}”" in page
    assert "Typed.</textarea>" in page
    assert 'value="changed"' not in page
    allow(maya, yes=False)
    assert "“How can I help today?”" in as_sana.get(at(incoming, "opener_detail")).content.decode()
    incoming.refresh_from_db()
    assert incoming.opener_choice == choice


def test_a_call_from_a_case_is_about_it_for_whoever_looks_after_it(as_sana, sana, maya):
    claim = make.claim(maya)
    kept = make.keeper(claim, sana)
    assert f'value="claim:{claim.pk}"' in as_sana.get(kept.get_absolute_url()).content.decode()
    start = {"number": maya.number, "about": f"claim:{claim.pk}"}
    as_sana.post(reverse("outreach:incoming_call_create"), start)
    call = Call.objects.get()
    assert (call.subject, call.subject_id) == ("claim", claim.pk)
    page = verified(as_sana, call).replace("&#x27;", "'")
    assert "I'm calling about your claim. Is now a good time?" in page
    assert "They read " in page
    assert not Use.objects.filter(doing="opener").exists()
    other = make.claim(maya)
    others = start | {"about": f"claim:{other.pk}"}
    as_sana.post(reverse("outreach:incoming_call_create"), others)
    assert Call.objects.latest("began_at").subject == ""
    make.recovery(maya, sana, failure="date", subject="claim", subject_id=other.pk)
    as_sana.post(reverse("outreach:incoming_call_create"), others)
    assert Call.objects.latest("began_at").subject_id == other.pk


def test_a_call_about_a_late_order_says_so_whatever_else_they_checked(as_sana, sana, maya):
    order = make.order(maya)
    case = make.recovery(maya, sana, failure="order", subject="order", subject_id=order.pk)
    start = {"number": maya.number, "about": f"order:{order.pk}"}
    where = as_sana.post(reverse("outreach:incoming_call_create"), start).url
    call = Call.objects.get()
    assert where == call.get_absolute_url()
    page = verified(as_sana, call).replace("&#x27;", "'")
    assert "I'm calling about your late order. I want to tell you what I am doing." in page
    assert not Use.objects.filter(doing="opener").exists()
    talk.end(call, [talk.Said(kind="told_us", text="x")], by=sana)
    recovering.step(case, "found", "It is in Ohio", by=sana, at=now())
    as_sana.post(reverse("outreach:incoming_call_create"), start)
    page = verified(as_sana, Call.objects.open().get())
    assert "I have found it, and I want to tell you what I am doing." in page
    theirs = start | {"number": make.member("Kim").number}
    as_sana.post(reverse("outreach:incoming_call_create"), theirs)
    assert not Call.objects.latest("pk").subject  # nobody's order but their own


def test_two_things_are_named_and_the_because_says_since_when(as_sana, maya, incoming):
    allow(maya)
    checked(maya, "claim", 1)
    checked(maya, "order", 3)
    page = verified(as_sana, incoming)
    assert "You have a claim and an order with us. Which can I help with first?" in page
    assert "They have allowed this since" in page


@pytest.mark.parametrize(("hour", "day"), [(3, 10), (4, 11)])
def test_what_is_checked_after_midnight_belongs_to_the_night_before(settings, hour, day):
    settings.PORTAL_NOW = dt.datetime(2026, 3, 11, hour, 59, tzinfo=ZoneInfo("America/Chicago"))
    assert waking_day("America/Chicago") == dt.date(2026, 3, day)


# Before it is there, and before it is late


def test_a_member_reads_by_when_the_summary_comes_and_that_it_is_late(
    as_maya, as_sana, call, settings
):
    settings.PORTAL_NOW = now()
    page = reverse("outreach:summary_list")
    assert "is finishing the summary" not in as_maya.get(page).content.decode()
    verified(as_sana, call)
    assert "is finishing the summary of your call." in as_maya.get(page).content.decode()
    settings.PORTAL_NOW += dt.timedelta(minutes=61)
    assert "It is late, and we are sorry." in as_maya.get(page).content.decode()
    as_sana.post(at(call, "summary_create"), TYPED | {"note": "Get well soon."})
    assert "It is late" not in as_maya.get(page).content.decode()
    call.refresh_from_db()
    assert "adds: “<bdi>Get well soon.</bdi>”" in (
        as_maya.get(call.summary.get_absolute_url()).content.decode()
    )


def test_supervisors_are_told_once_before_a_summary_or_a_promise_is_late(
    as_sana, ruth, call, settings
):
    settings.PORTAL_NOW = at = now()
    assert alarm_of_summaries(at + HOUR) == 0  # nobody waits for one of a call with a stranger
    verified(as_sana, call)
    assert alarm_of_summaries(at + dt.timedelta(minutes=44)) == 0
    before_it_is_late = at + dt.timedelta(minutes=46)
    assert [alarm_of_summaries(before_it_is_late) for _twice in range(2)] == [1, 0]
    as_sana.post(reverse("outreach:summary_create", args=[call.pk]), TYPED)
    day_before = dt.datetime.combine(DUE - DAY, dt.time(18), ZoneInfo("America/Chicago"))
    assert alarm_of_promises(day_before - DAY) == 0
    assert [alarm_of_promises(day_before) for _twice in range(2)] == [1, 0]
    summaries, promises = mail.outbox
    assert summaries.to == promises.to == [ruth.email]
    assert "1 call has no summary yet" in summaries.body
    assert "1 promise is due by tomorrow" in promises.body
    assert all("Maya" not in one.message().as_string() for one in mail.outbox)


def test_a_supervisor_sees_a_promise_the_day_before_it_is_due(as_ruth, summary, settings):
    board = reverse("outreach:board_detail")
    assert "Due by tomorrow" not in as_ruth.get(board).content.decode()
    settings.PORTAL_NOW = now() + dt.timedelta(days=11)
    assert "Due by tomorrow" in as_ruth.get(board).content.decode()


def test_one_answer_that_is_sent_twice_verifies_nobody(as_sana, incoming):
    as_sana.post(at(incoming, "verification_create"), {"by": ["name", "name"]})
    incoming.refresh_from_db()
    assert not incoming.verified


def test_other_words_about_a_line_that_waits_for_an_answer_are_not_said_to_stand(as_maya, summary):
    address = reverse("outreach:correction_create", args=[summary.pk, 3])
    as_maya.post(address, {"text": "It came three times."})
    page = as_maya.post(address, {"text": "It came four times."}, follow=True).content.decode()
    assert "You wrote about this line already. We answer that first." in page
    assert Correction.objects.get().text == "It came three times."


def test_what_is_typed_while_the_call_ends_is_not_kept(as_sana, sana, call):
    talk.verify(call, ["name", "number"], actor=sana)
    before = Call.objects.get(pk=call.pk)
    talk.end(call, [MINE], by=sana)
    drafts.keep_typed(before, sana, {"told_us": "Mine."})
    assert not Draft.objects.exists()
    said = as_sana.post(at(call, "typed_update"), TYPED, headers={"HX-Request": "true"})
    assert "Send yours too: it is added." in said.content.decode()  # and not that it is saved
