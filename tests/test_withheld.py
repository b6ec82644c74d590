"""What people who help never see: pages are the same, byte for byte, whether or not it is there."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import HiddenThing, Level, Member, SharedThing, TrustedPerson, User
from claims.facts import Guard
from claims.models import Claim
from tests import make
from tests.accounts.test_trusted_people import helping
from tests.people import browser_of

SEES = (Level.SEE_CLAIMS, Level.SEE_ORDERS, Level.SEE_BALANCE)
SUBSETS = [
    (*some, Level.ASK_CALLS) for size in range(4) for some in itertools.combinations(SEES, size)
]
CHANGES_ANYWAY = re.compile(
    r'(csrfmiddlewaretoken" value|session-seconds)="[^"]*"|<p class="on-paper">.*?</p>'
)


@pytest.fixture(autouse=True)
def _one_moment() -> Iterator[None]:
    with time_machine.travel("2026-11-18T15:00:00Z", tick=False):
        yield


@pytest.fixture
def tom(db: None) -> User:
    return make.user("tom@example.com")


@pytest.fixture
def ellen(db: None) -> Member:
    """A member with one plain thing of each kind."""
    ellen = make.member("Ellen")
    claim = make.claim(ellen, "paid", patient_account="PLAIN", service="Plain care")
    make.claim(ellen, "approved", use="preauthorization", authorization_number="PLAIN-A")
    make.order(ellen)
    account = make.balance(ellen)
    make.entry(account, -2500, claim=claim)
    return ellen


def pages(ellen: Member) -> list[str]:
    things = [
        *ellen.claims.filter(guard=Guard.NONE),
        *ellen.orders.filter(guard=Guard.NONE),
        *ellen.balances.filter(guard=Guard.NONE),
    ]
    lists = ("/claims/", "/approvals/", "/orders/", "/balances/")
    shows = [f"{one}?show={show}" for one in lists for show in ("you", "us", "done")]
    searches = [f"/search/?q={words}" for words in ("e", "secret", "visit", "99")]
    searches += [f"{one}?q=e" for one in lists]
    return ["/", *lists, *shows, *searches, *(one.get_absolute_url() for one in things)]


def read(browser: Client, addresses: list[str]) -> dict[str, str]:
    found = {}
    for address in addresses:
        answer = browser.get(address)
        found[address] = f"{answer.status_code} " + CHANGES_ANYWAY.sub("", answer.content.decode())
    return found


def private_things(ellen: Member) -> None:
    """What is guarded, unknown or hidden, and what would give it away."""
    for guard in (Guard.HIV, Guard.SUBSTANCE_USE, Guard.MINOR, Guard.UNKNOWN):
        make.claim(ellen, "denied", guard=guard, service="Secret care", notice_on=today())
        make.claim(ellen, "approved", use="preauthorization", guard=guard, service="Secret care")
        make.order(ellen, guard=guard, summary="Secret thing")
        make.balance(ellen, 9900, guard=guard, title="Secret Clinic")
    about_it = make.balance(ellen, 9901, title="Secret Clinic")
    secret = make.claim(ellen, "paid", guard=Guard.HIV, service="Secret care", number="SECRET-1")
    make.entry(about_it, 100, claim=secret, description="Secret visit")
    by_number = make.balance(ellen, 9902, title="Secret Clinic")
    make.entry(by_number, 100, claim_number="SECRET-1", description="Secret visit")
    for thing, subject in (
        (make.claim(ellen, "denied", service="Secret care", notice_on=today()), "claim"),
        (make.order(ellen, "exception", summary="Secret thing"), "order"),
        (make.balance(ellen, 9903, title="Secret Clinic"), "balance"),
    ):
        HiddenThing.objects.create(member=ellen, subject=subject, subject_id=thing.pk)
    make.accumulator(ellen, limit=150_000, used=42_000)
    make.call_request(ellen, subject="claim", subject_id=secret.pk, note="Secret note")


def today() -> dt.date:
    return make.now().date()


def test_s21_s29_pages_are_the_same_with_and_without_private_things(ellen: Member) -> None:
    browsers = {
        levels: helping(make.trusted_person(ellen, make.user(), *levels)) for levels in SUBSETS
    }
    addresses = pages(ellen)
    read(browsers[SUBSETS[-1]], addresses)  # what the first look leaves behind is no difference
    before = {levels: read(browser, addresses) for levels, browser in browsers.items()}
    private_things(ellen)
    for levels, browser in browsers.items():
        assert read(browser, addresses) == before[levels], levels
        assert "200" in before[levels]["/"][:3]


def test_private_things_are_not_there_by_their_address(ellen: Member, tom: User) -> None:
    plain = set(pages(ellen))
    private_things(ellen)
    browser = helping(make.trusted_person(ellen, tom))
    things = [*ellen.claims.all(), *ellen.orders.all(), *ellen.balances.all()]
    private = [one for one in things if one.get_absolute_url() not in plain]
    assert len(private) > 15
    for one in private:
        assert browser.get(one.get_absolute_url()).status_code == 404
    own = browser_of(ellen.user)
    assert all(own.get(one.get_absolute_url()).status_code == 200 for one in private)


def hide(member: Member, thing, subject: str = "claim") -> None:
    HiddenThing.objects.create(member=member, subject=subject, subject_id=thing.pk)


@pytest.fixture
def who(ellen: Member, tom: User) -> TrustedPerson:
    return make.trusted_person(ellen, tom)


def sees(who: TrustedPerson, thing) -> bool:
    return helping(who).get(thing.get_absolute_url()).status_code == 200


def test_a_new_version_of_what_was_hidden_stays_hidden(ellen: Member, who: TrustedPerson) -> None:
    new = make.claim(ellen, "paid")
    old = make.claim(ellen, "paid", superseded_by=new)
    assert sees(who, new)
    hide(ellen, old)
    assert not sees(who, new)


@pytest.mark.parametrize(
    ("this", "that"),
    [
        ({"patient_account": "P-1"}, {"patient_account": "P-1"}),
        ({"authorization_number": "A-1"}, {"authorization_number": "A-1"}),
        ({"external_key": "K-1"}, {"replaces_key": "K-1"}),
        ({"replaces_key": "K-2"}, {"external_key": "K-2"}),
    ],
)
def test_what_belongs_to_something_private_is_private(
    ellen: Member, who: TrustedPerson, this: dict[str, str], that: dict[str, str]
) -> None:
    one = make.claim(ellen, "paid", **this)
    other = make.claim(ellen, "paid", **that)
    assert sees(who, one)
    hide(ellen, other)
    assert not sees(who, one)
    assert one.get_absolute_url() not in helping(who).get("/claims/").content.decode()


def test_an_approval_that_merely_fits_a_claim_is_not_named_with_it(
    ellen: Member, who: TrustedPerson
) -> None:
    plain = {"provider": "Bright Dental", "service_from": today()}
    days = {"authorization_from": today(), "authorization_to": today()}
    claim = make.claim(ellen, "denied", notice_on=today(), **plain)
    approval = make.claim(
        ellen, "approved", use="preauthorization", authorization_number="A-9", **plain, **days
    )
    who.member.acting = who
    for reader in (ellen, who.member):
        facts = Claim.objects.own(reader, claim.pk)
        assert [one.id for one in facts.linked] == [str(approval.pk)]
    hide(ellen, approval)
    assert Claim.objects.own(ellen, claim.pk).linked
    assert not Claim.objects.own(who.member, claim.pk).linked


def test_a_claim_says_nothing_of_accounts_that_are_not_shared(ellen: Member, tom: User) -> None:
    claim = ellen.claims.get(service="Plain care")
    account = ellen.balances.get()
    with_balance = helping(make.trusted_person(ellen, tom))
    ann = make.user()
    without = helping(make.trusted_person(ellen, ann, Level.SEE_CLAIMS))
    said = account.get_absolute_url()
    assert said in with_balance.get(claim.get_absolute_url()).content.decode()
    assert said not in without.get(claim.get_absolute_url()).content.decode()


def test_a_grant_of_its_own_shows_one_thing_to_one_person(
    ellen: Member, who: TrustedPerson
) -> None:
    ann = make.trusted_person(ellen, make.user())
    for thing, subject in (
        (make.claim(ellen, "paid", guard=Guard.GENETICS), "claim"),
        (make.order(ellen, guard=Guard.UNKNOWN), "order"),
        (make.balance(ellen, guard=Guard.MONEY), "balance"),
    ):
        assert not sees(who, thing)
        SharedThing.objects.create(trusted_person=who, subject=subject, subject_id=thing.pk)
        assert sees(who, thing)
        assert not sees(ann, thing)


def test_another_members_things_are_nobodys_business(
    ellen: Member, who: TrustedPerson, omar: Member
) -> None:
    assert not sees(who, make.claim(omar))
    assert not sees(who, make.order(omar))
