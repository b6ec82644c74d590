"""What members choose about themselves, and what follows from it."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import AccessRecord, Address, Member, Phone, User, record_access
from accounts.phone_number import e164, shown
from tests import make

YOU = reverse("accounts:settings")
CHOICES = {
    "preferred_name": "May",
    "pronunciation": "MAY",
    "language": "es",
    "time_zone": "Pacific/Honolulu",
    "theme": "dark",
}


def confirm_it_is_me(browser: Client, **more: str):
    return browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD} | more)


def test_choices_are_kept_and_the_next_page_follows_them(as_maya: Client, maya: Member) -> None:
    page = as_maya.post(YOU, CHOICES, follow=True).content.decode()
    maya.refresh_from_db()
    assert (maya.preferred_name, maya.pronunciation) == ("May", "MAY")
    assert '<html lang="es"' in page
    assert 'data-theme="dark"' in page


def test_a_zone_that_does_not_exist_is_refused_in_words(as_maya: Client) -> None:
    page = as_maya.post(YOU, CHOICES | {"time_zone": "Moon/Base"}).content.decode()
    assert "There is a problem" in page
    assert 'aria-invalid="true"' in page


def test_the_switch_in_the_header_keeps_the_language_with_the_member(
    as_maya: Client, maya: Member
) -> None:
    answer = as_maya.post(reverse("set_language"), {"language": "es", "next": YOU})
    assert answer.url == YOU
    maya.refresh_from_db()
    assert maya.language == "es"


def test_the_switch_works_before_signing_in(client: Client, db: None) -> None:
    sign_in = reverse("account_login")
    client.post(reverse("set_language"), {"language": "es", "next": sign_in})
    assert '<html lang="es"' in client.get(sign_in).content.decode()


def test_the_members_language_beats_the_browsers(as_rosa: Client) -> None:
    page = as_rosa.get(YOU, headers={"accept-language": "en"}).content.decode()
    assert '<html lang="es"' in page


def test_the_switch_leads_to_no_other_site(client: Client, db: None) -> None:
    answer = client.post(
        reverse("set_language"), {"language": "es", "next": "https://evil.example"}
    )
    assert answer.url == "/"


def test_a_number_is_not_changed_with_a_session_alone(as_maya: Client, maya: Member) -> None:
    phone = maya.phones.get()
    address = reverse("accounts:phone_update", args=[phone.pk])
    assert as_maya.get(address).url.startswith(reverse("account_reauthenticate"))
    answer = as_maya.post(address, {"number": "312 555 0199"})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    phone.refresh_from_db()
    assert phone.number == "+13125550142"


def test_signing_in_a_moment_ago_is_not_enough_to_change_a_number(maya: Member) -> None:
    browser = Client()
    browser.post(reverse("account_login"), {"login": maya.user.email, "password": make.PASSWORD})
    answer = browser.get(reverse("accounts:phone_create"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_after_the_step_up_the_number_changes_and_every_address_is_told(
    as_maya: Client, maya: Member
) -> None:
    Address.objects.create(member=maya, kind=Address.Kind.EMAIL, value="old@example.com")
    phone = maya.phones.get()
    address = reverse("accounts:phone_update", args=[phone.pk])
    assert confirm_it_is_me(as_maya, next=address).url == address
    answer = as_maya.post(address, {"number": "(312) 555-0199"})
    assert answer.url == YOU
    phone.refresh_from_db()
    assert phone.number == "+13125550199"
    assert phone.verified_at is None
    told = {letter.to[0] for letter in mail.outbox}
    assert told == {"old@example.com", maya.user.email}
    for letter in mail.outbox:
        assert letter.subject == "We changed your number"
        assert "555" not in letter.body
        assert maya.preferred_name not in letter.body


def test_a_new_number_with_a_letter_too_many_is_refused(as_maya: Client, maya: Member) -> None:
    confirm_it_is_me(as_maya)
    page = as_maya.post(reverse("accounts:phone_create"), {"number": "312 555"}).content.decode()
    assert "Enter a phone number, like 312-555-0142." in page
    assert "<title>Error: " in page


def test_the_same_number_twice_is_refused(as_maya: Client, maya: Member) -> None:
    confirm_it_is_me(as_maya)
    page = as_maya.post(reverse("accounts:phone_create"), {"number": "3125550142"})
    assert "You already have this number." in page.content.decode()


def test_another_members_number_does_not_exist_for_you(as_maya: Client, omar: Member) -> None:
    confirm_it_is_me(as_maya)
    theirs = Phone.objects.get(member=omar)
    address = reverse("accounts:phone_update", args=[theirs.pk])
    assert as_maya.get(address).status_code == 404


def test_someone_without_a_password_sets_one_before_changing_a_number(
    as_maya: Client, maya: Member
) -> None:
    maya.user.set_unusable_password()
    maya.user.save()
    as_maya.force_login(maya.user)
    answer = as_maya.get(reverse("accounts:phone_create"))
    assert answer.url == reverse("account_set_password")


def test_members_see_who_looked(as_maya: Client, maya: Member, sana: User) -> None:
    record_access(sana, AccessRecord.What.CALL_LIST, [(maya.pk, None)])
    page = as_maya.get(YOU).content.decode()
    assert "Specialist, The list of calls to make" in page
    assert sana.email not in page
    assert re.search(r"<li class=\"when\">\w+, \w+ \d+, (midnight|midday|[\d:]+[ap]m): ", page)


def test_a_look_at_several_of_their_things_at_once_is_said_once(
    as_maya: Client, maya: Member, sana: User
) -> None:
    things = [(maya.pk, make.claim(maya).pk) for _ in range(12)]
    with time_machine.travel(make.now(), tick=False):
        record_access(sana, AccessRecord.What.CHECK_LIST, things)
        record_access(sana, AccessRecord.What.CALL_LIST, [(maya.pk, None)])
        page = as_maya.get(YOU).content.decode()
    assert page.count("The list of things to check") == 1
    assert "The list of calls to make" in page


def test_what_your_plan_told_us_stands_apart_from_what_you_can_change(
    as_maya: Client, maya: Member
) -> None:
    Address.objects.create(member=maya, kind=Address.Kind.EMAIL, value="plan@example.com")
    page = as_maya.get(YOU).content.decode()
    theirs = page[page.index("<h3>From your plan</h3>") : page.index('id="sign-in"')]
    assert "plan@example.com" in theirs
    assert "To change one, talk to a person." in theirs
    assert ">Change" not in theirs


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(312) 555-0142", "+13125550142"),
        ("312.555.0142", "+13125550142"),
        ("1 312 555 0142", "+13125550142"),
        ("+52 55 1234 5678", "+525512345678"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_any_usual_form_of_a_number_is_understood(typed: str, number: str) -> None:
    assert e164(typed) == number


@pytest.mark.parametrize("typed", ["", "911", "312 555", "call me", "+1 312 555 0142 5555 1"])
def test_what_no_phone_has_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        e164(typed)


def test_a_number_is_shown_the_usual_way() -> None:
    assert shown("+13125550142") == "(312) 555-0142"
    assert shown("+525512345678") == "+52 55 1234 5678"
