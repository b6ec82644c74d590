"""Somebody who helps a member asks for a call: as themselves, and about what they may see."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.consent import decide
from accounts.models import (
    Activity,
    HiddenThing,
    Level,
    Member,
    Preference,
    Role,
    TrustedAct,
    TrustedPerson,
    Use,
    User,
)
from outreach.drafts import DRAFTS
from outreach.models import Call, CallRequest
from tests import make
from tests.accounts.test_trusted_people import helping
from tests.people import browser_of

NEW = "/calls/new/"
TYPED = {
    "subject": "",
    "phone": "617 555 0171",
    "say_who": "yes",
    "voicemail": "no",
    "way": "phone",
}


def begun(asked: CallRequest) -> str:
    return reverse("outreach:call_create", args=[asked.pk])


@pytest.fixture
def ellen(db: None) -> Member:
    return make.member("Ellen", phone="+16175550133")


@pytest.fixture
def tom(ellen: Member) -> TrustedPerson:
    user = make.user("tom@example.com")
    return make.trusted_person(ellen, user, Level.SEE_CLAIMS, Level.ASK_CALLS)


def test_the_call_is_theirs_and_says_who_asked(ellen: Member, tom: TrustedPerson) -> None:
    claim = make.claim(ellen)
    browser = helping(tom)
    about = f"{NEW}?about=claim:{claim.pk}"
    page = browser.get(about).content.decode()
    assert "555-0133" not in page  # the member's own number
    answer = browser.post(about, TYPED)
    asked = CallRequest.objects.get()
    assert (asked.asked_by, asked.phone, asked.subject_id) == (tom, "+16175550171", claim.pk)
    assert browser.get(answer.url).status_code == 200
    assert set(TrustedAct.objects.values_list("what", flat=True)) == {"call_asked", "call"}


def test_the_member_sees_it_and_asks_for_one_of_their_own(
    ellen: Member, tom: TrustedPerson
) -> None:
    claim = make.claim(ellen)
    about = f"{NEW}?about=claim:{claim.pk}"
    helping(tom).post(about, TYPED)
    own = browser_of(ellen.user)
    assert "asked. We call them by" in own.get(NEW).content.decode()
    own.post(about, TYPED | {"phone": "617 555 0133", "when": ""})
    assert CallRequest.objects.filter(asked_by=None, phone="+16175550133").count() == 1
    assert CallRequest.objects.get(asked_by=tom).phone == "+16175550171"


def test_what_the_member_asked_is_not_theirs_to_read(ellen: Member, tom: TrustedPerson) -> None:
    asked = make.call_request(ellen, note="About the test")
    browser = helping(tom)
    assert browser.get(asked.get_absolute_url()).status_code == 404
    assert browser.post(f"/calls/{asked.pk}/cancellation/").status_code == 404
    assert "About the test" not in browser.get(NEW).content.decode()
    browser.post(NEW, TYPED)
    asked.refresh_from_db()
    assert asked.phone == "+13125550142"


def test_they_ask_about_nothing_that_they_may_not_see(ellen: Member, tom: TrustedPerson) -> None:
    browser = helping(tom)
    for thing, subject in (
        (make.claim(ellen, guard="hiv"), "claim"),
        (make.order(ellen), "order"),
        (make.balance(ellen), "balance"),
    ):
        assert browser.get(f"{NEW}?about={subject}:{thing.pk}").status_code == 404


def test_the_desk_reads_who_asked_and_what_they_may_hear(
    ellen: Member, tom: TrustedPerson, as_sana: Client
) -> None:
    helping(tom).post(NEW, TYPED)
    page = as_sana.get("/desk/").content.decode()
    assert "asked, whom they trust" in page
    assert "See claims and approvals and ask for calls" in page


def test_nobody_calls_them_once_their_help_has_ended(
    ellen: Member, tom: TrustedPerson, as_sana: Client
) -> None:
    helping(tom).post(NEW, TYPED)
    tom.end(by=ellen.user)
    assert "555-0171" not in as_sana.get("/desk/").content.decode()
    assert "We call them by" not in browser_of(ellen.user).get(NEW).content.decode()


def test_a_call_with_them_uses_nothing_that_the_member_allows_on_calls_with_the_member(
    ellen: Member, tom: TrustedPerson, as_sana: Client, settings: Any
) -> None:
    settings.DRAFTER = "outreach.drafting.extract.draft"
    allowed = [("see_what_i_checked", "activity"), ("remember_choices", "choices"), DRAFTS]
    said = {"by": ellen.user, "screen": "test", "language": "en", "key": "on"}
    decide(ellen, dict.fromkeys(allowed, True), **said)
    Activity.objects.create(member=ellen, kind="order", thing=uuid4(), day=make.now().date())
    Preference.objects.tell(ellen, Preference.About.MATTERS, "In plain steps")
    make.summary(ellen, make.user(role=Role.SPECIALIST))
    claim = make.claim(ellen, service="Eye exam")
    helping(tom).post(f"{NEW}?about=claim:{claim.pk}", TYPED | {"voicemail": "yes"})
    call = as_sana.post(begun(CallRequest.objects.get())).url
    page = as_sana.get(call).content.decode()
    assert "calling for <bdi>Tom</bdi>" in page
    as_sana.post(f"{call}verification/", {"by": ["name", "number"]})
    page = as_sana.get(call).content.decode()
    assert "asked, whom they trust. They may hear only about what they can do" in page
    assert "Eye exam" in page
    for words in ("you checked", "Checked in", "plain steps", "Earlier calls", "tool draft"):
        assert words not in page
    assert not Use.objects.filter(subject=ellen.subject).exists()
    HiddenThing.objects.create(member=ellen, subject="claim", subject_id=claim.pk)
    assert "Eye exam" not in as_sana.get(call).content.decode()


@pytest.mark.parametrize("is_parent", [True, False])
def test_s30_nobody_calls_them_once_the_day_has_come_that_ends_their_help(
    as_sana: Client, *, is_parent: bool
) -> None:
    lily = make.member("Lily", born_on=dt.date(2008, 3, 1), time_zone="Pacific/Honolulu")
    fields = {"until": None if is_parent else dt.date(2026, 2, 28), "zone": "America/Chicago"}
    who = make.trusted_person(lily, make.user(), is_parent=is_parent, **fields)
    midnight = dt.datetime(2026, 3, 1, 6, 0, tzinfo=dt.UTC)
    with time_machine.travel(midnight - dt.timedelta(minutes=1), tick=False):
        helping(who).post(NEW, TYPED)
        assert "555-0171" in as_sana.get("/desk/").content.decode()
    asked = CallRequest.objects.get()
    with time_machine.travel(midnight, tick=False):
        as_sana = browser_of(make.user(role=Role.SPECIALIST))
        assert "555-0171" not in as_sana.get("/desk/").content.decode()
        as_sana.post(begun(asked))
        assert not Call.objects.exists()
        assert "Do not call them." in as_sana.get("/desk/").content.decode()


def test_without_that_level_no_button_leads_to_it(ellen: Member) -> None:
    claim = make.claim(ellen)
    who = make.trusted_person(ellen, make.user(), Level.SEE_CLAIMS)
    browser = helping(who)
    for address in ("/", claim.get_absolute_url()):
        page = browser.get(address).content.decode()
        assert NEW not in page
        assert "/calls/bookings/" not in page


def test_a_member_who_helps_uses_no_number_of_the_one_they_help(
    ellen: Member, omar: Member
) -> None:
    who = make.trusted_person(ellen, omar.user)
    assert isinstance(who.user, User)
    page = helping(who).get(NEW).content.decode()
    assert "555-0133" not in page
    assert "555-0143" not in page


def test_whose_help_ends_during_the_call_hears_no_more(
    ellen: Member, tom: TrustedPerson, as_sana: Client
) -> None:
    claim = make.claim(ellen, service="Knee surgery")
    helping(tom).post(f"{NEW}?about=claim:{claim.pk}", TYPED)
    as_sana.post(begun(CallRequest.objects.get()))
    call = Call.objects.get()
    as_sana.post(f"{call.get_absolute_url()}verification/", {"by": ["name", "number"]})
    assert "Knee" in as_sana.get(call.get_absolute_url()).content.decode()
    tom.end(by=ellen.user)
    page = as_sana.get(call.get_absolute_url()).content.decode()
    assert "helps them no more" in page
    assert "Knee" not in page
