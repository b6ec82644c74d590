"""Signing in: by email and password, by nothing less when more was set up, and not by guessing."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Member, User
from tests import make

LOGIN = reverse("account_login")


def sign_in(browser: Client, email: str, password: str = make.PASSWORD, **more: str):
    return browser.post(LOGIN, {"login": email, "password": password} | more)


def test_staff_land_at_their_work(client: Client, sana: User, otto: User, nadia: User) -> None:
    assert sign_in(client, sana.email).url == reverse("outreach:desk")
    assert sign_in(Client(), otto.email).url == reverse("claims:source_list")
    assert sign_in(Client(), nadia.email).url == reverse("accounts:audit")


def test_after_signing_in_you_are_where_you_wanted_to_go(client: Client, maya: Member) -> None:
    answer = sign_in(client, maya.user.email, next="/you/")
    assert answer.url == "/you/"


def test_a_foreign_address_is_no_place_to_go_to(client: Client, maya: Member) -> None:
    answer = sign_in(client, maya.user.email, next="https://evil.example/")
    assert answer.url == "/"


def test_a_wrong_password_says_the_same_as_an_unknown_address(client: Client, maya: Member) -> None:
    wrong = sign_in(client, maya.user.email, "not this one").content.decode()
    unknown = sign_in(client, "nobody@example.com", "not this one").content.decode()
    words = "That email or password does not match. Try again, or set a new password."
    assert words in wrong
    assert words in unknown
    assert "<title>Error: " in wrong


def test_after_five_wrong_passwords_we_stop_for_15_minutes(client: Client, maya: Member) -> None:
    for _attempt in range(5):
        sign_in(client, maya.user.email, "not this one")
    answer = sign_in(client, maya.user.email)
    assert "We stopped sign-in for 15 minutes" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_passwords_may_be_pasted_and_managers_may_fill_them(client: Client, db: None) -> None:
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="email"' in page
    assert "onpaste" not in page


def test_the_session_ends_with_the_browser(client: Client, maya: Member) -> None:
    sign_in(client, maya.user.email)
    client.get("/you/")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def test_a_new_password_comes_by_a_link_in_an_email(client: Client, maya: Member) -> None:
    client.post(reverse("account_reset_password"), {"email": maya.user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"password1": "another porch entirely", "password2": "another porch entirely"},
    )
    assert sign_in(Client(), maya.user.email, "another porch entirely").status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_asking_for_a_new_password_does_not_tell_who_has_an_account(
    client: Client, maya: Member, known: bool
) -> None:
    email = maya.user.email if known else "nobody@example.com"
    answer = client.post(reverse("account_reset_password"), {"email": email})
    assert answer.url == reverse("account_reset_password_done")
    assert len(mail.outbox) == 1


def test_emails_say_nothing_sensitive(client: Client, maya: Member) -> None:
    make.claim(maya, service="Counselling")
    client.post(reverse("account_reset_password"), {"email": maya.user.email})
    letter = mail.outbox[0]
    assert "Counselling" not in letter.body + letter.subject
    assert maya.preferred_name not in letter.body
    assert "!" not in letter.body


def test_a_passkey_button_without_scripts_leads_back_to_the_password(
    client: Client, db: None
) -> None:
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": ""}, follow=True)
    assert answer.status_code == 200
    assert "<h1>Sign in</h1>" in answer.content.decode().replace("\n", "")
