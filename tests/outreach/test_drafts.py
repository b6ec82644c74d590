"""Drafts of summaries: only where it is on and allowed, always confirmed, marked, and then gone."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.urls import reverse
from msgspec.structs import replace

from accounts.consent import Reason, decide, wordings
from accounts.consent.catalogue import PURPOSES
from accounts.models import ConsentEvent, Use
from claims.models import WebhookEvent
from claims.store.webhook_events import Unreadable
from outreach import talk
from outreach.choice_telling import tell_of_choices
from outreach.drafting.extract import draft, sentences
from outreach.drafts import DRAFTS, heard
from outreach.models import Call, Draft, Message
from outreach.phones import contact_lens, twilio
from outreach.phones.heard import Spoken, Told
from tests import make
from tests.claims.webhooks import NOW
from tests.outreach.test_phone_calls import told

pytestmark = pytest.mark.django_db
SAID = (
    ("CUSTOMER", "Good morning. The bill of March came twice."),
    ("AGENT", "Thank you. The second bill was a mistake. How are you today?"),
    ("AGENT", "I will send a corrected bill by Friday."),
    ("CUSTOMER", "I am not sure whether the doctor knows."),
)
LENS = {
    "Version": "1.1.0",
    "Channel": "VOICE",
    "CustomerMetadata": {"ContactId": "c-7", "InstanceId": "i"},
    "Participants": [
        {"ParticipantId": "a", "ParticipantRole": "AGENT"},
        {"ParticipantId": "c", "ParticipantRole": "CUSTOMER"},
    ],
    "ConversationCharacteristics": {"Sentiment": {"OverallSentiment": {"AGENT": 0}}},
    "Transcript": [
        {"ParticipantId": who[0].lower(), "Content": text, "Sentiment": "NEGATIVE"}
        for who, text in SAID
    ],
}
CHANNEL = {
    "media_properties": {"reference_sids": {"call_sid": "c-7"}},
    "participants": [
        {"channel_participant": 1, "role": "Customer"},
        {"channel_participant": 2, "role": "Agent"},
    ],
}
TWILIO = {
    "transcript": {"sid": "GT1", "status": "completed", "channel": CHANNEL},
    "sentences": [
        {"media_channel": 1 + (who == "AGENT"), "sentence_index": number, "transcript": text}
        for number, (who, text) in reversed(list(enumerate(SAID)))
    ],
}


@pytest.fixture(autouse=True)
def stopped(settings) -> None:
    settings.PORTAL_NOW = NOW
    settings.DRAFTER = "outreach.drafting.extract.draft"


@pytest.fixture
def call(maya, sana) -> Call:
    """Maya called in, and gave two right answers."""
    call = talk.take(sana, maya)
    talk.verify(call, ["name", "number"], actor=sana)
    make.phone_call(maya, platform_id="c-7", call=call)
    return call


def allow(member, yes: bool = True) -> None:
    said = {"by": member.user, "screen": "test", "language": "en", "key": uuid4().hex}
    decide(member, {DRAFTS: yes}, **said)


def at(call: Call, name: str) -> str:
    return reverse(f"outreach:{name}", args=[call.pk])


def test_two_contact_centers_tell_the_same_call():
    by_lens = contact_lens.read(json.dumps(LENS).encode())
    spoken = tuple(Spoken("us" if who == "AGENT" else "member", text) for who, text in SAID)
    assert by_lens == Told(call_id="c-7", spoken=spoken)
    assert twilio.read(json.dumps(TWILIO).encode()) == by_lens
    summary = {"operator_type": "text_generation", "text_generation_results": {"result": "Short."}}
    told_more = json.dumps(TWILIO | {"operator_results": [summary]}).encode()
    assert twilio.read(told_more).summary == "Short."


@pytest.mark.parametrize(
    ("reader", "body"),
    [
        (contact_lens, LENS | {"Channel": "CHAT"}),
        (contact_lens, {"Transcript": [{"Content": "Maya is ill"}]}),
        (twilio, {"transcript": {"sid": "GT1"}, "sentences": []}),
        (twilio, {"CallSid": "CA1", "CallStatus": "sung", "Timestamp": "now"}),
        (twilio, ["Maya is ill"]),
    ],
)
def test_another_shape_is_refused_with_a_sentence_that_repeats_nothing(reader, body):
    with pytest.raises(Unreadable, match=r"^expected ") as refused:
        reader.read(json.dumps(body).encode())
    assert "Maya" not in str(refused.value)


def test_a_draft_holds_sentences_as_they_were_said_and_no_word_of_its_own():
    spoken = contact_lens.read(json.dumps(LENS).encode()).spoken
    lines = draft(spoken, dt.date(2026, 11, 22))  # a Sunday
    assert [(one.kind, one.text, one.owner, one.due_on) for one in lines] == [
        ("agreed", "I will send a corrected bill by Friday.", "us", dt.date(2026, 11, 27)),
        ("told_us", "The bill of March came twice.", "", None),
        ("we_told", "The second bill was a mistake.", "", None),
        ("unsettled", "I am not sure whether the doctor knows.", "", None),
    ]
    assert {one.text for one in lines} <= {one.text for one in sentences(spoken)}
    notes = draft([Spoken("", "She will send the bill\nWe paid claim 12")], dt.date(2026, 11, 22))
    assert [(one.kind, one.owner, one.due_on) for one in notes] == [
        ("agreed", "member", None),
        ("we_told", "", None),
    ]


@pytest.mark.parametrize("why_not", ["off", "not allowed", "written", "nobody took it"])
def test_nothing_is_drafted_or_kept_where_it_may_not(
    settings, call, maya, sana, why_not, django_capture_on_commit_callbacks
):
    if why_not == "off":
        settings.DRAFTER = ""
    if why_not != "not allowed":
        allow(maya)
    if why_not == "written":
        talk.end(call, [talk.Said(kind="told_us", text="x")], by=sana)
    if why_not == "nobody took it":
        call.phone_calls.update(call=None)
    with django_capture_on_commit_callbacks(execute=True):
        told(json.dumps(LENS).encode(), system="contact_lens")
    assert not Draft.objects.exists()
    assert not WebhookEvent.objects.exclude(body=None).exists()
    assert Use.objects.filter(doing="draft", allowed=False).exists() == (why_not == "not allowed")


def test_a_pushed_transcript_is_a_draft_that_a_person_confirms_and_its_member_reads_so(
    as_sana, as_maya, call, maya
):
    allow(maya)
    told(*[json.dumps(LENS).encode()] * 2, system="contact_lens")
    held = Draft.objects.get()
    take = f'name="take" value="{held.pk}"'
    assert take in as_sana.get(at(call, "opener_detail")).content.decode()
    page = as_sana.post(at(call, "draft_create"), {"take": held.pk}, follow=True).content.decode()
    assert "I will send a corrected bill by Friday." in page
    assert take not in page
    lines = {"draft": held.pk, "told_us": "The bill of March came twice."}
    refused = as_sana.post(at(call, "summary_create"), lines).content.decode()
    assert "Read every line before they do, and say so." in refused
    as_sana.post(at(call, "summary_create"), lines | {"confirmed": "on"})
    call.refresh_from_db()
    assert call.summary.drafted
    assert not Draft.objects.exists()
    page = as_maya.get(call.summary.get_absolute_url()).content.decode()
    assert "A computer tool wrote a first draft of this." in page


OLD = "A tool drafts the summary of your call from the specialist's notes."


@pytest.fixture
def said_yes_to_notes(maya, monkeypatch) -> None:
    """As the portal asked before a transcript was ever drafted from."""
    with monkeypatch.context() as then:
        notes = replace(PURPOSES["draft_summaries"], version=1, sentence=OLD)
        then.setitem(PURPOSES, notes.key, notes)
        then.setattr(wordings, "CHANGES", ())
        allow(maya)


def test_s22_a_yes_to_the_words_that_named_only_notes_allows_no_transcript(
    as_maya, call, maya, said_yes_to_notes
):
    told(json.dumps(LENS).encode(), system="contact_lens")
    assert not Draft.objects.exists()
    refused = Use.objects.get(doing="draft")
    assert (refused.allowed, refused.reason) == (False, Reason.NOTICE_OUTDATED)
    page = as_maya.get("/me/").content.decode()
    assert "What it means has changed since, so it is off until you choose again." in page
    assert f"Then it said: “{OLD}”" in page.replace("&#x27;", "'")
    allow(maya)
    assert [event.version for event in ConsentEvent.objects.order_by("seq")] == [1, 2]
    heard(contact_lens.read(json.dumps(LENS).encode()))
    assert Draft.objects.exists()


@pytest.mark.parametrize(("language", "named"), [("en", "transcript"), ("es", "transcripción")])
def test_what_is_drafted_from_is_what_the_member_agrees_to(language, named):
    words = wordings.text(PURPOSES["draft_summaries"], language)
    assert named in words
    assert {"en": "notes", "es": "notas"}[language] in words


def test_s22_who_said_yes_to_other_words_is_asked_once_anew(maya, said_yes_to_notes):
    assert (tell_of_choices(NOW), tell_of_choices(NOW)) == (1, 0)
    message = Message.objects.get(notice="words_changed")
    assert message.context == {"choices": "choice-draft_summaries"}


def test_what_a_tool_wrote_leaves_an_open_screen_when_the_member_turns_it_off(as_sana, call, maya):
    allow(maya)
    told(json.dumps(LENS).encode(), system="contact_lens")
    shown = {"draft": Draft.objects.get().pk}
    assert "HX-Trigger" not in as_sana.get(at(call, "opener_detail"), shown).headers
    allow(maya, yes=False)
    assert as_sana.get(at(call, "opener_detail"), shown).headers["HX-Trigger"] == "drafts-off"
    # The form saves itself by that, with what was typed since it did so last.
    typed = shown | {"told_us": "The bill of March came twice.\nShe moved.", "confirmed": "on"}
    saved = as_sana.post(at(call, "typed_update"), typed, headers={"HX-Request": "true"})
    assert saved.headers["HX-Redirect"] == call_url(call)
    page = as_sana.get(call_url(call)).content.decode()
    assert "They turned drafts off." in page
    assert "She moved.</textarea>" in page
    assert "came twice" not in page
    assert as_sana.post(at(call, "summary_create"), typed).url == call_url(call)
    call.refresh_from_db()
    assert call.summary is None
    assert "They turned drafts off." in as_sana.get(call_url(call)).content.decode()


def call_url(call: Call) -> str:
    return call.get_absolute_url()


def test_notes_are_drafted_and_gone_when_the_member_turns_it_off(as_sana, call, maya):
    refused = as_sana.post(at(call, "draft_create"), {"notes": "She paid 12 dollars."}, follow=True)
    assert "There is no draft." in refused.content.decode()
    assert "Let a tool draft it" not in refused.content.decode()
    allow(maya)
    notes = {"notes": "She paid 12 dollars."}
    page = as_sana.post(at(call, "draft_create"), notes, follow=True).content.decode()
    assert "She paid 12 dollars.</textarea>" in page
    allow(maya, yes=False)
    assert "12 dollars" not in as_sana.get(at(call, "call_detail")).content.decode()


TYPED = {
    "told_us": "She moved in May.",
    "agreed_1": "Change the address",
    "owner_1": "us",
    "due_1": "not a day yet",
    "note": "Get well soon.",
}


def test_nothing_typed_is_lost_when_a_draft_is_taken_in(as_sana, call, maya):
    allow(maya)
    told(json.dumps(LENS).encode(), system="contact_lens")
    take = {"take": Draft.objects.get().pk}
    for _twice in range(2):
        page = as_sana.post(at(call, "draft_create"), TYPED | take, follow=True).content.decode()
        for words in (
            *TYPED.values(),
            "She moved in May.\nThe bill of March came twice.</textarea>",
        ):
            assert words in page
        assert page.count("I will send a corrected bill by Friday.") == 1
    allow(maya, yes=False)
    page = as_sana.get(at(call, "call_detail")).content.decode()
    assert "She moved in May.</textarea>" in page
    assert "corrected bill" not in page


def test_what_one_of_us_types_is_kept_for_them_until_its_summary_is_sent(as_sana, as_ruth, call):
    saved = as_sana.post(at(call, "typed_update"), TYPED, headers={"HX-Request": "true"})
    assert "Saved at" in saved.content.decode()
    assert "She moved in May." in as_sana.get(at(call, "call_detail")).content.decode()
    assert "She moved in May." not in as_ruth.get(at(call, "call_detail")).content.decode()
    as_sana.post(at(call, "silence_create"), TYPED | {"told_us": "He died.", "reason": "bereaved"})
    assert "He died.</textarea>" in as_sana.get(at(call, "call_detail")).content.decode()
    page = as_sana.post(at(call, "call_drop"), follow=True).content.decode()
    assert "Did you talk to them after all?" in page  # pressed by mistake, it loses nothing
    assert "He died.</textarea>" in page
    as_sana.post(at(call, "summary_create"), {"told_us": "She moved in May."})
    assert not Draft.objects.exists()


def test_a_draft_that_nobody_took_in_goes_when_nobody_was_reached(as_sana, call, maya):
    allow(maya)
    told(json.dumps(LENS).encode(), system="contact_lens")
    as_sana.post(at(call, "draft_create"), TYPED | {"notes": "She paid 12 dollars."})
    as_sana.post(at(call, "call_drop"))
    assert {one.origin for one in Draft.objects.all()} == {"notes", "typed"}
    allow(maya, yes=False)
    page = as_sana.get(at(call, "call_detail")).content.decode()
    assert "She moved in May.</textarea>" in page
    assert "12 dollars" not in page


def test_of_two_systems_that_name_a_call_alike_no_transcript_is_taken(call, omar, sana, maya):
    allow(maya)
    other = talk.take(sana, omar)
    make.phone_call(omar, platform_id="c-7", source=make.source("other", "contact"), call=other)
    heard(contact_lens.read(json.dumps(LENS).encode()))
    assert not Draft.objects.exists()
