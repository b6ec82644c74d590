"""Somebody who helps a member asks for a call: as themselves, and about what they may see."""

import pytest
from django.test import Client

from accounts.models import Level, Member, TrustedAct, TrustedPerson, User
from outreach.models import CallRequest
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
