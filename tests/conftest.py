"""What every test may ask for."""

import gc
import os
import threading
from collections import defaultdict
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from portal import catalogues, embedded

#: Tables whose trigger ``no_truncate`` rests while tests run.
NEVER_EMPTIED = (
    "accounts_accessrecord",
    "accounts_consentevent",
    "accounts_consentnow",
    "accounts_consentpruned",
    "accounts_use",
    "accounts_wording",
)

BROWSER = "tests/browser/"
APPS = ("tests/accounts/", "tests/claims/", "tests/outreach/")  # of many files, all of them short


# How long an example takes tells of the machine, not of the code: a busy one made tests fail.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")


def pytest_configure() -> None:
    """Compile changed translations, so that a test of words reads today's."""
    catalogues.compile_changed(settings.LOCALE_PATHS[0])
    threading.excepthook = say_in_a_line


def say_in_a_line(end: threading.ExceptHookArgs) -> None:
    """Say what ended a thread, without where: twice, Python 3.11.7 itself ended while it said that.

    Once while pytest wrote it down, which "no:threadexception" forbids, and once by itself.
    """
    name = end.thread.name if end.thread else "A thread"
    os.write(2, f"{name} ended: {end.exc_type.__name__}: {end.exc_value}\n".encode())


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Look for no garbage among what all tests keep: Python spent a third of collecting on that.

    And seldom among what later ones keep: templates, addresses, words. Young garbage goes as ever.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(5_000, 20, 100)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files into an order in which two workers wait for nothing and end together.

    First the browser's tests, the longest of all that stays in one process. Beside them what needs
    no database, while that is made; then files in which a test commits, since what was committed
    is sealed only once no test beside it has a transaction open, and a browser's has none. Files
    of ``APPS`` come last: they are many and short.
    """
    kinds: dict[Path, set[str]] = defaultdict(set)
    for item in items:
        kinds[item.path].add(kind(item))

    def turn(item: pytest.Item) -> int:
        if item.nodeid.startswith(BROWSER):
            return 0
        if kinds[item.path] == {"pure"}:
            return 1
        if "commits" in kinds[item.path]:
            return 2
        return 4 if item.nodeid.startswith(APPS) else 3

    items.sort(key=turn)


def kind(item: pytest.Item) -> str:
    """What a test does with the database."""
    asked_for = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    if asked_for & {"transactional_db", "live_server"} or (mark and mark.kwargs.get("transaction")):
        return "commits"
    return "reads" if mark or "django_db_setup" in asked_for else "pure"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Keep a file's tests, and all browser tests, in one process: they share what is dear."""
    return Together(config, log)


class Together(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return BROWSER if path.startswith(BROWSER) else path


@pytest.fixture(autouse=True)
def _forget_the_last_readers_language() -> Iterator[None]:
    """A request leaves its reader's language active in the thread, and the next test reads it."""
    yield
    translation.deactivate()


pytest_plugins = ["tests.people"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Start PostgreSQL and Redis for the first test that needs a database, and only then."""
    from tests import tripwire  # which needs Django to be set up
    from tests.template_database import use_template

    embedded.start()
    with django_db_blocker.unblock():
        use_template()
    tripwire.on_all_connections()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Where no test asks for the database, as when only browsers run, there is none yet."""
    from tests import emptying

    with django_db_blocker.unblock():
        if str(connection.settings_dict["NAME"]).startswith(TEST_DATABASE_PREFIX):
            may_be_emptied()
            emptying.instead_of_truncate()


def may_be_emptied() -> None:
    """Let tests empty the tables that may never be emptied, and only that.

    A browser's next demo begins with TRUNCATE of everything. One test puts these triggers back
    and sees them refuse; all others that keep the tables as they are stay on.
    """
    with connection.cursor() as cursor:
        for table in NEVER_EMPTIED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER no_truncate")
