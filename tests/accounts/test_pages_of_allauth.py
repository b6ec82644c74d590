"""Every page that comes from allauth stands in our frame and breaks no rule of it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from tests import make

OPEN = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
)
OWN = (
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>")
INLINE_HANDLER = re.compile(r"<[^>]+\s(on[a-z]+|style)=", re.IGNORECASE)


@pytest.fixture
def maya_again(as_maya: Client, maya: Member) -> Client:
    """Maya, who has just proved once more that it is her."""
    as_maya.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    return as_maya


def check(page: str) -> None:
    assert page.count("<h1") == 1
    assert "Porchlight</title>" in page
    assert not re.search(r"<title>\s*,", page)
    assert not INLINE_SCRIPT.search(page)
    assert not INLINE_HANDLER.search(page), INLINE_HANDLER.search(page)
    assert 'src="data:' not in page
    assert "Talk to a person" in page


@pytest.mark.parametrize("name", OPEN)
def test_a_page_for_strangers_is_in_our_frame(client: Client, db: None, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    check(answer.content.decode())


@pytest.mark.parametrize("name", OWN)
def test_a_page_about_ones_sign_in_is_in_our_frame(maya_again: Client, name: str) -> None:
    answer = maya_again.get(reverse(name))
    assert answer.status_code == 200
    check(answer.content.decode())


def test_the_picture_for_the_app_is_inline_and_its_key_can_be_copied(maya_again: Client) -> None:
    page = maya_again.get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in page
    assert 'id="authenticator_secret"' in page


def test_an_authenticator_secret_does_not_lie_readable_in_the_database(maya: Member) -> None:
    secret = generate_totp_secret()
    TOTP.activate(maya.user, secret)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)


def test_recovery_codes_are_shown_once(maya_again: Client, maya: Member) -> None:
    TOTP.activate(maya.user, generate_totp_secret())
    codes = RecoveryCodes.activate(maya.user).get_unused_codes()
    address = reverse("mfa_view_recovery_codes")
    first = maya_again.get(address).content.decode()
    again = maya_again.get(address).content.decode()
    assert all(code in first for code in codes)
    assert not any(code in again for code in codes)
    assert maya_again.get(reverse("mfa_download_recovery_codes")).status_code == 403
    check(first)
    check(again)


def test_a_second_factor_is_asked_for_when_it_is_set_up(client: Client, maya: Member) -> None:
    TOTP.activate(maya.user, generate_totp_secret())
    codes = RecoveryCodes.activate(maya.user).get_unused_codes()
    answer = client.post(
        reverse("account_login"), {"login": maya.user.email, "password": make.PASSWORD}
    )
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/you/").status_code == 302
    check(client.get(reverse("mfa_authenticate")).content.decode())
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get("/you/").status_code == 200


def test_setting_up_a_factor_asks_who_it_is_first(as_maya: Client) -> None:
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        answer = as_maya.get(reverse(name))
        assert answer.url.startswith(reverse("account_reauthenticate"))


def test_an_empty_password_form_names_each_field_in_our_case(as_maya: Client) -> None:
    page = as_maya.post(reverse("account_change_password"), {}).content.decode()
    for label in ("Current password", "New password", "New password (again)"):
        assert f">{label}: This field is required.</a>" in page
        assert f">{label}</label>" in page
    assert "Current Password" not in page
