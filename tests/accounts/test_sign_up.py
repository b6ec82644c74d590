"""Only people on the plan may sign up, and trying tells a stranger nothing."""

import datetime as dt
import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Address, Member, User
from tests import make

BORN = dt.date(1980, 5, 17)
EMAIL = "lee@example.com"
SIGN_UP = reverse("account_signup")


@pytest.fixture
def lee(db: None) -> Member:
    """On the plan, and not signed up."""
    return make.member("Lee", number="PL-42", born_on=BORN, signs_in=False)


def sign_up(browser: Client, **typed: str):
    return browser.post(SIGN_UP, {"email": EMAIL, "password1": make.PASSWORD} | typed)


def confirm(browser: Client) -> None:
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
    browser.post(link)


def test_number_and_birth_date_make_you_the_member_once_your_email_is_confirmed(
    client: Client, lee: Member
) -> None:
    answer = sign_up(client, number=" pl-42 ", born_on="05/17/1980")
    assert answer.url == reverse("account_email_verification_sent")
    lee.refresh_from_db()
    assert lee.user is None
    confirm(client)
    lee.refresh_from_db()
    assert lee.user.email == EMAIL


def test_nobody_signs_in_before_the_email_is_confirmed(client: Client, lee: Member) -> None:
    sign_up(client, number="PL-42", born_on="1980-05-17")
    browser = Client()
    browser.post(reverse("account_login"), {"login": EMAIL, "password": make.PASSWORD})
    assert browser.get("/you/").status_code == 302


def test_a_childs_number_and_birth_date_let_nobody_in_because_parents_know_them(
    client: Client, lee: Member, settings
) -> None:
    settings.PORTAL_NOW = dt.datetime(1998, 5, 16, 12, tzinfo=dt.UTC)
    page = sign_up(client, number="PL-42", born_on="1980-05-17").content.decode()
    assert "Until you are 18, sign up without the number" in page
    assert not User.objects.filter(email=EMAIL).exists()
    settings.PORTAL_NOW += dt.timedelta(days=1)
    assert sign_up(client, number="PL-42", born_on="1980-05-17").status_code == 302


def test_an_email_on_file_is_enough(client: Client, lee: Member) -> None:
    Address.objects.create(member=lee, kind=Address.Kind.EMAIL, value="Lee@Example.com")
    sign_up(client)
    confirm(client)
    lee.refresh_from_db()
    assert lee.user.email == EMAIL


def test_an_email_that_a_family_shares_is_not_enough(client: Client, lee: Member) -> None:
    for member in (lee, make.member("Kim", signs_in=False)):
        Address.objects.create(member=member, kind=Address.Kind.EMAIL, value=EMAIL)
    sign_up(client)
    assert not User.objects.filter(email=EMAIL).exists()


def test_without_a_number_the_page_does_not_tell_whether_an_email_is_on_file(
    client: Client, lee: Member
) -> None:
    answer = sign_up(client)
    assert answer.url == reverse("account_email_verification_sent")
    assert not User.objects.filter(email=EMAIL).exists()
    assert mail.outbox[0].subject == "We need your member number"
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("number", "born_on"), [("PL-42", "1980-05-18"), ("PL-43", "1980-05-17"), ("", "1980-05-17")]
)
def test_details_that_do_not_fit_are_refused(
    client: Client, lee: Member, number: str, born_on: str
) -> None:
    page = sign_up(client, number=number, born_on=born_on)
    assert "There is a problem" in page.content.decode()
    assert not mail.outbox


def test_someone_who_signed_up_before_looks_like_someone_unknown(
    client: Client, maya: Member
) -> None:
    taken = sign_up(client, number=maya.number, born_on="1980-05-17")
    unknown = sign_up(Client(), number="PL-99", born_on="1980-05-17")
    words = "We cannot sign you up with these details."
    assert words in taken.content.decode()
    assert words in unknown.content.decode()


def test_guessing_birth_dates_ends_after_five(client: Client, lee: Member) -> None:
    for day in range(1, 6):
        sign_up(client, number="PL-42", born_on=f"1980-05-{day:02}")
    sign_up(client, number="PL-42", born_on="1980-05-17")
    assert not User.objects.filter(email=EMAIL).exists()


def test_an_address_that_has_an_account_gets_an_email_and_the_page_stays_the_same(
    client: Client, lee: Member, maya: Member
) -> None:
    answer = sign_up(client, email=maya.user.email, number="PL-42", born_on="1980-05-17")
    assert answer.url == reverse("account_email_verification_sent")
    assert mail.outbox[0].subject == "You have an account already"


def test_who_confirms_first_is_the_member(client: Client, lee: Member) -> None:
    sign_up(client, number="PL-42", born_on="1980-05-17")
    sign_up(Client(), email="thief@example.com", number="PL-42", born_on="1980-05-17")
    confirm(Client())
    confirm(Client())
    lee.refresh_from_db()
    assert lee.user.email == "thief@example.com"
    assert not Member.objects.filter(user__email=EMAIL).exists()


def test_a_password_is_hashed_once_whether_or_not_an_account_is_made(
    client: Client, lee: Member, maya: Member, monkeypatch
) -> None:
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_up(client, number="PL-42", born_on="1980-05-17")
    made = len(hashed)
    sign_up(Client(), email="nobody@example.com")
    unknown = len(hashed) - made
    sign_up(Client(), email=maya.user.email)
    assert (made, unknown, len(hashed) - made - unknown) == (1, 1, 1)
