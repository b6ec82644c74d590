"""A member hides one thing from everyone who helps them, or shows a private one to one of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import HiddenThing, Level, Member, SharedThing, TrustedPerson
from claims.facts import Guard
from tests import make
from tests.accounts.test_trusted_people import helping, said_who_it_is
from tests.people import browser_of


@pytest.fixture
def ellen(db: None) -> Member:
    return make.member("Ellen")


@pytest.fixture
def tom(ellen: Member) -> TrustedPerson:
    return make.trusted_person(ellen, make.user("tom@example.com"))


@pytest.fixture
def own(ellen: Member) -> Client:
    return said_who_it_is(browser_of(ellen.user))


def sees(who: TrustedPerson, thing) -> bool:
    return helping(who).get(thing.get_absolute_url()).status_code == 200


def all_kinds(ellen: Member, **fields):
    return (
        ("claim", make.claim(ellen, **fields)),
        ("claim", make.claim(ellen, "approved", use="preauthorization", **fields)),
        ("order", make.order(ellen, **fields)),
        ("balance", make.balance(ellen, **fields)),
    )


def test_every_things_page_leads_there(ellen: Member, own: Client) -> None:
    for subject, thing in all_kinds(ellen):
        page = own.get(thing.get_absolute_url()).content.decode()
        assert f'href="/sharing/{subject}:{thing.pk}/"' in page
        assert own.get(f"/sharing/{subject}:{thing.pk}/").status_code == 200


def test_hidden_in_one_press_and_shown_again(
    ellen: Member, own: Client, tom: TrustedPerson
) -> None:
    for subject, thing in all_kinds(ellen):
        page = f"/sharing/{subject}:{thing.pk}/"
        assert sees(tom, thing)
        browser_of(ellen.user).post(f"{page}hiding/")  # without saying once more who it is
        assert not sees(tom, thing)
        assert "You hide this" in own.get(page).content.decode()
        assert f'href="{page}"' in own.get("/me/trusted/").content.decode()
        own.post(f"{page}hiding/end/")
        assert sees(tom, thing)


def test_a_private_thing_is_shown_to_one_person_by_who_proves_who_they_are(
    ellen: Member, own: Client, tom: TrustedPerson
) -> None:
    ann = make.trusted_person(ellen, make.user())
    for subject, thing in all_kinds(ellen, guard=Guard.UNKNOWN):
        grant = f"/sharing/{subject}:{thing.pk}/{tom.pk}/"
        browser_of(ellen.user).post(grant)
        assert not sees(tom, thing)
        own.post(grant)
        assert (sees(tom, thing), sees(ann, thing)) == (True, False)
        browser_of(ellen.user).post(f"{grant}end/")
        assert not sees(tom, thing)


def test_hiding_takes_back_what_was_shown(ellen: Member, own: Client, tom: TrustedPerson) -> None:
    claim = make.claim(ellen, guard=Guard.HIV)
    own.post(f"/sharing/claim:{claim.pk}/{tom.pk}/")
    own.post(f"/sharing/claim:{claim.pk}/hiding/")
    assert not sees(tom, claim)
    own.post(f"/sharing/claim:{claim.pk}/hiding/end/")
    assert not sees(tom, claim)


def test_what_belongs_together_is_shown_together(
    ellen: Member, own: Client, tom: TrustedPerson
) -> None:
    claim = make.claim(ellen, "paid", guard=Guard.HIV, authorization_number="A-1")
    approval = make.claim(
        ellen, "approved", use="preauthorization", guard=Guard.HIV, authorization_number="A-1"
    )
    own.post(f"/sharing/claim:{claim.pk}/{tom.pk}/")
    assert sees(tom, claim)
    assert sees(tom, approval)


def test_the_page_says_what_each_person_really_sees(
    ellen: Member, own: Client, tom: TrustedPerson
) -> None:
    make.trusted_person(ellen, make.user(), Level.SEE_ORDERS, name="Ann")
    secret = make.claim(ellen, "paid", guard=Guard.HIV)
    account = make.balance(ellen)
    make.entry(account, 100, claim=secret)
    own.post(f"/sharing/balance:{account.pk}/{tom.pk}/")
    page = own.get(f"/sharing/balance:{account.pk}/").content.decode()
    assert "does not see this. It tells of something else that is private." in page
    assert "does not see this. You did not share things of this kind." in page
    assert not sees(tom, account)


def test_another_members_thing_or_person_is_not_there(
    own: Client, tom: TrustedPerson, omar: Member, ellen: Member
) -> None:
    theirs = make.claim(omar)
    assert own.get(f"/sharing/claim:{theirs.pk}/").status_code == 404
    assert own.post(f"/sharing/claim:{theirs.pk}/hiding/").status_code == 404
    mine, stranger = make.claim(ellen), make.trusted_person(omar, make.user())
    assert own.post(f"/sharing/claim:{mine.pk}/{stranger.pk}/").status_code == 404
    assert own.get("/sharing/claim:nonsense/").status_code == 404
    assert own.get(f"/sharing/user:{mine.pk}/").status_code == 404
    assert not HiddenThing.objects.exists()
    assert not SharedThing.objects.exists()


def test_the_page_asks_few_queries_with_as_many_people_as_there_may_be(
    ellen: Member, own: Client
) -> None:
    claim = make.claim(ellen)
    for _number in range(5):
        make.trusted_person(ellen, make.user())
    with CaptureQueriesContext(connection) as queries:
        own.get(f"/sharing/claim:{claim.pk}/")
    assert len(queries) < 15
