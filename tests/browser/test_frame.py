"""Pages that belong to no one thing keep what every page keeps, those of sign-in too."""

import pytest

STRANGERS = ["/accounts/login/", "/accounts/password/reset/", "/accessibility/"]
MEMBERS = ["/accounts/2fa/", "/accounts/logout/", "/accounts/email/"]


@pytest.mark.parametrize("path", STRANGERS)
def test_pages_before_signing_in(site, visit, path: str) -> None:
    visit().open(path)


@pytest.mark.parametrize("path", MEMBERS)
def test_pages_about_ones_own_sign_in(site, visit, path: str) -> None:
    visit("maya").open(path)


def test_a_page_that_is_not_there_leads_on(site, visit) -> None:
    visitor = visit("maya")
    visitor.open("/nothing-here/", status=404)
    visitor.sees("We cannot find that page", "Talk to a person")


def test_a_wrong_password_is_said_above_the_form_and_heard(site, visit) -> None:
    visitor = visit()
    page = visitor.open("/accounts/login/")
    page.get_by_label("Email").fill("nobody@example.com")
    page.get_by_label("Password", exact=True).fill("not the password")
    visitor.go(visitor.button("Sign"))
    visitor.sees("There is a problem")
