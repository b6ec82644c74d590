"""The demo's one-click sign-in: for made-up people, on this machine, and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.checks import demo_is_local, no_demo_in_production
from accounts.models import Member, User

LOGIN = reverse("account_login")
DEMO = reverse("accounts:demo_sign_in")


def make_up(user: User) -> User:
    user.demo_story = "checks at night"
    user.save()
    return user


def test_the_sign_in_page_lists_made_up_people_only(
    client: Client, maya: Member, omar: Member, settings
) -> None:
    settings.PORTAL_DEMO = True
    make_up(maya.user)
    page = client.get(LOGIN).content.decode()
    assert "Checks at night" in page
    assert omar.user.email not in page


def test_one_click_signs_in_as_a_made_up_person(client: Client, sana: User, settings) -> None:
    settings.PORTAL_DEMO = True
    make_up(sana)
    assert client.post(DEMO, {"user": sana.pk}).url == reverse("outreach:desk")
    assert client.session["_auth_user_id"] == str(sana.pk)


def test_a_real_person_is_not_signed_in_by_a_click(client: Client, maya: Member, settings) -> None:
    settings.PORTAL_DEMO = True
    assert client.post(DEMO, {"user": maya.user_id}).status_code == 404
    assert client.post(DEMO, {"user": "nobody"}).status_code == 404


def test_outside_the_demo_there_is_nothing(client: Client, maya: Member, settings) -> None:
    settings.PORTAL_DEMO = False
    make_up(maya.user)
    assert client.post(DEMO, {"user": maya.user_id}).status_code == 404
    assert "Checks at night" not in client.get(LOGIN).content.decode()


def test_a_demo_that_strangers_can_reach_signs_nobody_in(
    client: Client, maya: Member, settings
) -> None:
    settings.PORTAL_DEMO = True
    settings.ALLOWED_HOSTS = ["my.example.org", "testserver"]
    make_up(maya.user)
    assert client.post(DEMO, {"user": maya.user_id}).status_code == 404
    assert [error.id for error in demo_is_local()] == ["accounts.E001"]


def test_a_demo_on_this_machine_passes_the_check_but_not_for_deployment(settings) -> None:
    settings.PORTAL_DEMO = True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    settings.PORTAL_ADDRESS = "http://localhost:8000"
    assert demo_is_local() == []
    assert [warning.id for warning in no_demo_in_production()] == ["accounts.W001"]


@pytest.mark.parametrize("listen", ["::", "192.0.2.7", "box.example.org"])
def test_a_demo_that_listens_to_the_network_signs_nobody_in_by_a_click(
    client: Client, maya: Member, settings, listen: str
) -> None:
    settings.PORTAL_DEMO, settings.LISTEN = True, listen
    make_up(maya.user)
    assert client.post(DEMO, {"user": maya.user_id}).status_code == 404
    assert "Checks at night" not in client.get(LOGIN).content.decode()
    assert demo_is_local() == []  # it may run: passwords still work
