"""A member asks somebody to help, who acts as themselves, sees what was shared, and is ended."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.age import adult_on
from accounts.models import Level, Member, TrustedAct, TrustedPerson, User
from tests import make
from tests.people import browser_of

PEOPLE = reverse("accounts:trusted_person_list")
NEW = reverse("accounts:trusted_person_create")
HELPING = reverse("accounts:helping_list")
SIGN_UP = reverse("account_signup")


@pytest.fixture
def tom(db: None) -> User:
    """Ellen's son, who is on no plan of ours."""
    return make.user("tom@example.com")


@pytest.fixture
def ellen(db: None) -> Member:
    return make.member("Ellen", time_zone="America/New_York")


@pytest.fixture
def help_of_tom(ellen: Member, tom: User) -> TrustedPerson:
    return make.trusted_person(ellen, tom)


def helping(who: TrustedPerson) -> Client:
    """The browser of that person, who pressed “Help … now”."""
    browser = browser_of(who.user)
    browser.post(reverse("accounts:helping_create", args=[who.pk]))
    return browser


def said_who_it_is(browser: Client) -> Client:
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    return browser


def invitation(**typed: object) -> dict[str, object]:
    plain = {
        "name": "Tom",
        "email": "tom@example.com",
        "levels": ["see_claims", "ask_calls"],
        "until": "2099-01-01",
    }
    return plain | typed


def next_june() -> str:
    return f"{make.now().year + 1}-06-30"


def test_an_invitation_says_nothing_outside_and_its_link_changes_nothing(
    ellen: Member, client: Client, tom: User
) -> None:
    browser = said_who_it_is(browser_of(ellen.user))
    browser.post(NEW, invitation(until=next_june()))
    who = TrustedPerson.objects.get()
    (letter,) = mail.outbox
    assert letter.to == ["tom@example.com"]
    assert not re.search("Ellen|claim|Example", letter.subject + letter.body)
    (link,) = re.findall(r"http://testserver(\S+)", letter.body)
    assert link == HELPING
    browser_of(tom).get(link)
    who.refresh_from_db()
    assert who.accepted_at is None


def test_asking_somebody_takes_more_than_a_session(ellen: Member) -> None:
    answer = browser_of(ellen.user).post(NEW, invitation(until=next_june()))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not TrustedPerson.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"levels": []}, "Choose what they can do."),
        ({"levels": ["change_consent"]}, "There is a problem"),
        ({"until": "2020-01-01"}, "That day is over."),
        ({"until": "2099-01-01"}, "Enter a day within 2 years."),
        ({"email": "SAME"}, "This is your own address."),
        ({"name": ""}, "Enter their name."),
    ],
)
def test_a_wrong_invitation_is_refused_in_words(
    ellen: Member, typed: dict[str, object], words: str
) -> None:
    typed = {k: ellen.user.email if v == "SAME" else v for k, v in typed.items()}
    browser = said_who_it_is(browser_of(ellen.user))
    page = browser.post(NEW, invitation(until=next_june()) | typed).content.decode()
    assert words in page
    assert not TrustedPerson.objects.exists()


def test_one_person_is_asked_once_at_a_time(ellen: Member, help_of_tom: TrustedPerson) -> None:
    browser = said_who_it_is(browser_of(ellen.user))
    page = browser.post(NEW, invitation(until=next_june(), email="TOM@example.com"))
    assert "You asked this person already." in page.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        make.trusted_person(ellen, help_of_tom.user, email="Tom@Example.com")


def test_whoever_was_asked_signs_up_with_an_account_of_their_own(
    ellen: Member, client: Client
) -> None:
    new = make.user("ellen.friend@example.com")
    make.trusted_person(ellen, new, email="ann@example.com", user=None, accepted_at=None)
    client.post(SIGN_UP, {"email": "Ann@example.com", "password1": make.PASSWORD})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
    client.post(link)
    ann = User.objects.get(email__iexact="ann@example.com")
    assert not hasattr(ann, "member")
    browser = browser_of(ann)
    assert browser.get("/").url == HELPING
    page = browser.get(HELPING).content.decode()
    assert "Ellen asks you to help" in page
    who = TrustedPerson.objects.get()
    browser.post(reverse("accounts:acceptance_create", args=[who.pk]))
    who.refresh_from_db()
    assert who.user == ann
    assert mail.outbox[-1].to == [ellen.user.email]


def test_an_invitation_is_for_the_address_that_it_names(ellen: Member, tom: User) -> None:
    make.trusted_person(ellen, tom, email="somebody@example.com", user=None, accepted_at=None)
    who = TrustedPerson.objects.get()
    for user in (tom, ellen.user):
        browser = browser_of(user)
        assert "Ellen asks" not in browser.get(HELPING).content.decode()
        answer = browser.post(reverse("accounts:acceptance_create", args=[who.pk]))
        assert answer.status_code == 404


def test_staff_help_nobody_by_invitation(ellen: Member, sana: User) -> None:
    make.trusted_person(ellen, sana, user=None, accepted_at=None)
    assert browser_of(sana).get(HELPING).status_code == 403


def test_an_invitation_taken_up_twice_is_taken_up_once(ellen: Member, tom: User) -> None:
    who = make.trusted_person(ellen, tom, user=None, accepted_at=None)
    assert who.accept(tom)
    assert not who.accept(ellen.user)
    who.refresh_from_db()
    assert who.user == tom


def test_the_banner_says_whom_they_help_and_stop_ends_it(
    ellen: Member, help_of_tom: TrustedPerson
) -> None:
    claim = make.claim(ellen)
    browser = helping(help_of_tom)
    for address in ("/", "/claims/", claim.get_absolute_url(), "/accessibility/", "/nowhere/"):
        assert "You are helping Ellen." in browser.get(address).content.decode(), address
    browser.post(reverse("accounts:helping_delete"))
    assert "You are helping Ellen." not in browser.get(HELPING).content.decode()
    assert browser.get("/claims/").status_code == 403


def test_somebody_with_a_plan_of_their_own_reads_in_their_own_language_and_changes_only_that(
    ellen: Member, rosa: Member
) -> None:
    browser = helping(make.trusted_person(ellen, rosa.user))
    page = browser.get("/claims/").content.decode()
    assert '<html lang="es"' in page
    browser.post(reverse("set_language"), {"language": "en"})
    ellen.refresh_from_db()
    rosa.refresh_from_db()
    assert (ellen.language, rosa.language) == ("en", "en")
    browser.post(reverse("set_language"), {"language": "es"})
    ellen.refresh_from_db()
    assert ellen.language == "en"


def test_what_was_not_shared_says_so(ellen: Member, tom: User) -> None:
    order, balance = make.order(ellen), make.balance(ellen)
    browser = helping(make.trusted_person(ellen, tom, Level.SEE_CLAIMS))
    for address in ("/orders/", order.get_absolute_url(), "/balances/", balance.get_absolute_url()):
        answer = browser.get(address)
        assert answer.status_code == 403
        assert "Ellen has not shared this" in answer.content.decode()
    home = browser.get("/").content.decode()
    assert "has not shared: <bdi>orders, balance</bdi>." in home
    assert "You do not owe anything now." not in home


def test_what_is_not_shared_is_never_said_not_to_be_there(ellen: Member, tom: User) -> None:
    make.balance(ellen, guard="unknown")
    browser = helping(make.trusted_person(ellen, tom))
    for address in ("/", "/claims/", "/approvals/", "/orders/", "/balances/"):
        page = browser.get(address).content.decode()
        assert "Nothing is shared with you now." in page
        assert "You do not" not in page
    make.order(ellen)
    page = browser.get("/").content.decode()
    assert "Nothing that is shared with you needs anything now." in page
    assert "Nothing that is shared with you has to be paid now." in page


def test_s28_ended_while_signed_in_is_ended_with_the_next_request(
    ellen: Member, help_of_tom: TrustedPerson
) -> None:
    claim = make.claim(ellen)
    browser = helping(help_of_tom)
    assert browser.get(claim.get_absolute_url()).status_code == 200
    ending = reverse("accounts:trusted_person_ending_create", args=[help_of_tom.pk])
    browser_of(ellen.user).post(ending)
    answer = browser.get(claim.get_absolute_url())
    assert answer.status_code == 403
    assert "Your access has ended" in answer.content.decode()
    assert browser.get(claim.get_absolute_url()).status_code == 403
    assert {letter.to[0] for letter in mail.outbox} == {help_of_tom.email, ellen.user.email}
    assert (
        browser.post(reverse("accounts:helping_create", args=[help_of_tom.pk])).status_code == 403
    )
    page = browser_of(ellen.user).get(PEOPLE).content.decode()
    assert "Ended:" in page


def test_the_last_day_is_one_of_the_members_own_zone(ellen: Member, tom: User) -> None:
    who = make.trusted_person(ellen, tom, until=dt.date(2026, 6, 30))
    midnight = dt.datetime(2026, 7, 1, 4, 0, tzinfo=dt.UTC)  # in New York
    assert who.in_force(midnight - dt.timedelta(seconds=1))
    assert not who.in_force(midnight)


def test_s27_every_act_is_the_helpers_own_and_the_member_reads_it(
    ellen: Member, help_of_tom: TrustedPerson
) -> None:
    claim = make.claim(ellen)
    browser = helping(help_of_tom)
    browser.get(claim.get_absolute_url())
    browser.get(claim.get_absolute_url())  # again at once is the same look
    act = TrustedAct.objects.get(what="claim")
    assert (act.user, act.member, act.subject_id) == (help_of_tom.user, ellen, claim.pk)
    person = reverse("accounts:trusted_person_detail", args=[help_of_tom.pk])
    for address in (person, reverse("accounts:settings")):
        page = browser_of(ellen.user).get(address).content.decode()
        assert "Tom, who helps you, looked at a claim" in page


def test_what_they_did_is_never_changed(ellen: Member, help_of_tom: TrustedPerson) -> None:
    helping(help_of_tom).get("/claims/")
    for change in (
        "UPDATE accounts_trustedact SET what = 'home'",
        "DELETE FROM accounts_trustedact",
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(change)


def test_a_look_that_cannot_be_recorded_is_not_answered(
    ellen: Member, help_of_tom: TrustedPerson
) -> None:
    claim = make.claim(ellen)
    browser = helping(help_of_tom)
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_trustedact ADD CHECK (what <> 'claim')")
    with transaction.atomic():
        assert browser.get(claim.get_absolute_url()).status_code == 500
        transaction.set_rollback(True)


def test_being_helped_costs_the_member_no_query(as_maya: Client, maya: Member) -> None:
    make.claim(maya)
    as_maya.get("/claims/")
    with CaptureQueriesContext(connection) as before:
        as_maya.get("/claims/")
    make.trusted_person(maya, make.user())
    with CaptureQueriesContext(connection) as after:
        as_maya.get("/claims/")
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("born_on", "of_age"),
    [
        (dt.date(2008, 5, 17), dt.date(2026, 5, 17)),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1)),
        (dt.date(2002, 2, 29 - 1), dt.date(2020, 2, 28)),
    ],
)
def test_the_day_of_being_of_age(born_on: dt.date, of_age: dt.date) -> None:
    assert adult_on(born_on) == of_age


@pytest.mark.parametrize("born_on", [dt.date(2008, 3, 1), dt.date(2008, 2, 29)])
def test_s30_a_parents_access_ends_at_local_midnight_without_a_job(
    tom: User, born_on: dt.date
) -> None:
    lily = make.member("Lily", born_on=born_on, signs_in=False, time_zone="Pacific/Honolulu")
    who = make.trusted_person(
        lily, tom, is_parent=True, until=None, zone="America/Chicago", invited_by=tom
    )
    claim = make.claim(lily)
    midnight = dt.datetime(2026, 3, 1, 6, 0, tzinfo=dt.UTC)  # in Chicago, where the plan is
    with time_machine.travel(midnight - dt.timedelta(minutes=5), tick=False):
        browser = helping(who)
        assert browser.get(claim.get_absolute_url()).status_code == 200
    with time_machine.travel(midnight, tick=False):
        assert browser.get(claim.get_absolute_url()).status_code == 403
        assert "Lily" not in browser.get(HELPING).content.decode()


def test_a_parent_of_a_child_whose_birth_date_is_unknown_sees_nothing(tom: User) -> None:
    lily = make.member("Lily", born_on=None, signs_in=False)
    who = make.trusted_person(lily, tom, is_parent=True, until=None, invited_by=tom)
    assert not who.in_force(make.now())


@pytest.mark.parametrize("born_on", ["2008-02-29", "2008-03-01", "2002-03-01", "2008-05-17", ""])
@pytest.mark.parametrize("is_parent", [True, False])
def test_the_database_says_with_us_whose_help_is_over(
    tom: User, born_on: str, *, is_parent: bool
) -> None:
    born = dt.date.fromisoformat(born_on) if born_on else None
    child = make.member("Lily", born_on=born, signs_in=False)
    grown = adult_on(born) if born else dt.date(2026, 1, 1)
    who = make.trusted_person(
        child, tom, is_parent=is_parent, until=None if is_parent else grown, zone="Pacific/Honolulu"
    )
    told = []
    for hours in range(-30, 50, 4):
        at = dt.datetime.combine(grown, dt.time(), dt.UTC) + dt.timedelta(hours=hours)
        told.append(who.is_over(at))
        assert TrustedPerson.objects.over(at).exists() is told[-1], at
    assert told[-1]
    assert not told[0] or born is None
    who.end(by=tom)
    assert TrustedPerson.objects.over(make.now()).exists()


def test_a_page_left_open_asks_by_itself_for_nothing_of_whom_they_help(ellen: Member) -> None:
    kit = make.member("Kit")
    browser = helping(make.trusted_person(ellen, kit.user))
    assert browser.get("/inbox/count/").status_code == 403
    by_itself = browser.get("/inbox/count/", headers={"HX-Request": "true", "X-Unattended": "1"})
    assert (by_itself.status_code, by_itself.content) == (204, b"")
