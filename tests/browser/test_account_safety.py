"""J15: Maya adds a passkey and an app, signs out everywhere, and changes her number."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from playwright.sync_api import expect

from accounts.models import Phone
from portal.demo.people import BY_SLUG, PASSWORD

MAYA = BY_SLUG["maya"].email


@pytest.fixture(autouse=True)
def with_a_password_only(site) -> None:
    """As Maya was before she began."""
    Authenticator.objects.filter(user__email=MAYA).delete()
    UserSession.objects.filter(user__email=MAYA).delete()


@pytest.fixture
def with_a_thumb():
    """Give a browser a device that knows its owner's thumb: a passkey needs no more."""

    def give(visitor) -> None:
        devtools = visitor.context.new_cdp_session(visitor.page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


def sign_in(visitor) -> None:
    page = visitor.open("/accounts/login/", title="Sign in")
    page.get_by_label("Email").fill(MAYA)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.go(visitor.page.get_by_role("button", name="Sign in", exact=True))


def say_who_it_is(visitor) -> None:
    expect(visitor.page.locator("h1")).to_have_text("Is it still you?")
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.go(visitor.button("Confirm"))


def test_maya_adds_a_passkey_and_signs_in_with_her_thumb(site, visit, with_a_thumb) -> None:
    maya = visit()
    with_a_thumb(maya)
    sign_in(maya)
    maya.open("/you/", title="You")
    maya.go(maya.link("Passkeys, authenticator app and recovery codes"))
    maya.go(lambda: maya.page.goto(f"{site.address}/accounts/2fa/webauthn/add/"))
    say_who_it_is(maya)
    maya.go(maya.page.locator("#mfa_webauthn_add"), title="Recovery codes")
    maya.sees("We show these codes once.")
    code = maya.page.locator("code").first.inner_text()
    maya.go(maya.page.reload, title="Recovery codes")
    maya.never_sees(code)
    maya.sees("we do not show them again")
    maya.open("/accounts/logout/")
    maya.go(maya.main().get_by_role("button", name="Sign out"))
    maya.open("/accounts/login/")
    maya.go(maya.button("Sign in with a passkey"))
    maya.open("/you/", title="You")


def test_maya_sets_up_an_app_and_is_asked_for_its_code(site, visit) -> None:
    maya = visit()
    sign_in(maya)
    maya.open("/accounts/2fa/totp/activate/")
    say_who_it_is(maya)
    secret = maya.page.locator("#authenticator_secret").input_value()
    expect(maya.page.locator("svg path").first).to_be_visible()
    maya.page.locator("[name=code]").fill(code_of(secret))
    maya.go(maya.button("Turn on"), title="Recovery codes")
    elsewhere = visit()
    sign_in(elsewhere)
    expect(elsewhere.page.locator("[name=code]")).to_be_visible()
    elsewhere.page.locator("[name=code]").first.fill("000000")
    elsewhere.go(elsewhere.page.get_by_role("button", name="Sign in", exact=True))
    elsewhere.sees("That code does not match.")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_maya_signs_out_everywhere_else(site, visit, scripts: bool) -> None:
    here, there = visit(scripts=scripts), visit(scripts=scripts)
    sign_in(here)
    sign_in(there)
    here.open("/accounts/sessions/", title="Where you are signed in")
    here.sees("(this one)", "Chrome on Linux", "127.0.0.1")
    here.go(here.button("Sign out everywhere else"))
    here.sees("We signed you out everywhere else.", "You are signed in only here.")
    there.go(there.page.reload, title="Sign in")
    here.open("/you/", title="You")


def test_maya_changes_her_number_and_hears_of_it(site, visit, scripts: bool) -> None:
    mail.outbox = []
    maya = visit(scripts=scripts)
    sign_in(maya)
    maya.open("/you/")
    maya.go(maya.link("Change (312) 555-0142"))
    say_who_it_is(maya)
    maya.page.get_by_label("New phone number").fill("12")
    maya.go(maya.button("Save"), title="Error: ")
    maya.sees("There is a problem", "Enter a phone number, like 312-555-0142.")
    maya.page.get_by_label("New phone number").fill("312 555 0199")
    maya.go(maya.button("Save"), title="You")
    maya.sees("We changed your number.", "(312) 555-0199")
    assert {letter.subject for letter in mail.outbox} == {"We changed your number"}
    Phone.objects.filter(number="+13125550199").update(number="+13125550142")
