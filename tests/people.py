"""The people of the tests, as fixtures; ``as_maya`` and alike are browsers signed in as them."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Member, Role, User
from accounts.session import touch
from tests import make


def browser_of(user: User) -> Client:
    """A browser that this person has just used, so that a request writes no session."""
    browser = Client()
    browser.force_login(user)
    session = browser.session
    touch(session)
    session.save()
    return browser


@pytest.fixture(autouse=True)
def _no_limit_reached(request: pytest.FixtureRequest) -> None:
    """Forget how often the test before tried to sign in."""
    if "db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def maya(db: None) -> Member:
    """A member in Chicago who checks at night."""
    return make.member("Maya", phone="+13125550142", pronunciation="MY-uh")


@pytest.fixture
def omar(db: None) -> Member:
    """Another member."""
    return make.member("Omar", phone="+12125550143", time_zone="America/New_York")


@pytest.fixture
def rosa(db: None) -> Member:
    """A member who reads Spanish."""
    return make.member("Rosa", phone="+13055550144", language=Member.Language.SPANISH)


@pytest.fixture
def sana(db: None) -> User:
    """A specialist."""
    return make.user("sana@example.com", role=Role.SPECIALIST)


@pytest.fixture
def ruth(db: None) -> User:
    """A supervisor."""
    return make.user("ruth@example.com", role=Role.SUPERVISOR)


@pytest.fixture
def nadia(db: None) -> User:
    """A privacy officer."""
    return make.user("nadia@example.com", role=Role.PRIVACY_OFFICER)


@pytest.fixture
def otto(db: None) -> User:
    """An operator."""
    return make.user("otto@example.com", role=Role.OPERATOR)


@pytest.fixture
def as_maya(maya: Member) -> Client:
    return browser_of(maya.user)


@pytest.fixture
def as_omar(omar: Member) -> Client:
    return browser_of(omar.user)


@pytest.fixture
def as_rosa(rosa: Member) -> Client:
    return browser_of(rosa.user)


@pytest.fixture
def as_sana(sana: User) -> Client:
    return browser_of(sana)


@pytest.fixture
def as_ruth(ruth: User) -> Client:
    return browser_of(ruth)


@pytest.fixture
def as_nadia(nadia: User) -> Client:
    return browser_of(nadia)


@pytest.fixture
def as_otto(otto: User) -> Client:
    return browser_of(otto)
