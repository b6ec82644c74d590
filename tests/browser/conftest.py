"""A real server with the demo in it, and Chromium."""

import datetime as dt
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from claims.estimates.tables import IN_USE
from claims.models.estimate import look
from portal.demo.load import load
from portal.demo.people import PEOPLE
from tests.browser.visitor import Visitor
from tests.conftest import may_be_emptied

# Playwright's loop runs in this thread, and Django then takes its own calls for async ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHICAGO = ZoneInfo("America/Chicago")
#: Tuesday, two minutes to midnight, where Maya lives.
TUESDAY_NIGHT = dt.datetime(2026, 3, 3, 23, 58, tzinfo=CHICAGO).astimezone(dt.UTC)
WHOLE, SHELL = ("chromium", "google-chrome"), ("chromium-headless-shell",)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)

#: The server's threads keep their connections, and a database in use cannot be dropped.
HANG_UP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
   AND backend_type = 'client backend'
"""

#: As long as Playwright waits for anything else: a busy machine proves nothing wrong.
expect.set_options(timeout=30_000)  # milliseconds

Visit = Callable[..., Visitor]

#: The instant that its dates count from, and the people in it (none named: all of them).
Demo = tuple[dt.datetime, tuple[str, ...]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


class Chromium:
    """Pages are drawn and run by the same engine in either; the shell has no desktop around it,
    and takes half the time. What is shown outside of a page, a notification, needs the whole.
    """

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.open: dict[str, Browser] = {}

    def browser(self, *, whole: bool = False) -> Browser:
        path = program(*(WHOLE if whole else (*SHELL, *WHOLE)))
        if path not in self.open:
            launch = self.playwright.chromium.launch
            self.open[path] = launch(executable_path=path, args=list(ARGUMENTS))
        return self.open[path]

    def close(self) -> None:
        for browser in self.open.values():
            browser.close()


def program(*names: str) -> str:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return path or pytest.fail(
        "The browser tests need Chromium: install it, or name it in CHROMIUM."
    )


@pytest.fixture(scope="package")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        yield (both := Chromium(playwright))
        both.close()


class Site:
    """The live server, the instant at which its clock stands, and the demo in its database.

    A demo takes five seconds to make and a second to copy, so each is made once and kept as it
    was before anybody touched it. Every file of tests begins with a fresh copy.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.database = str(connection.settings_dict["NAME"])
        self.kept: list[Demo] = []
        self.demo: Demo | None = None

    def stop_clock(self, at: dt.datetime, *people: str) -> None:
        """Stop the clock there, with a demo whose dates count from then (only these people)."""
        portal_settings.PORTAL_NOW = at
        demo = (at, people)
        if self.demo == demo:
            return
        if demo in self.kept:
            self.copy(self.copy_of(demo), self.database)
        else:
            call_command("flush", interactive=False, verbosity=0)
            load(at, [person for person in PEOPLE if not people or person.slug in people])
            self.kept.append(demo)
            self.copy(self.database, self.copy_of(demo))
        IN_USE.drop()
        look()
        self.demo = demo

    def begin_anew(self) -> None:
        """Forget what was done in this demo: the next test, or ``stop_clock``, finds it fresh."""
        self.demo = None

    def tick(self, at: dt.datetime) -> None:
        """Move the clock; the demo stays as it was."""
        portal_settings.PORTAL_NOW = at

    def copy_of(self, demo: Demo) -> str:
        return f"{self.database}_{self.kept.index(demo)}"

    def copy(self, one: str, other: str) -> None:
        """Copy a database over another. Nobody may be connected to either meanwhile."""
        with connection.cursor() as cursor:
            cursor.execute(HANG_UP)
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {other} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {other} TEMPLATE {one}")

    def forget(self) -> None:
        with connection._nodb_cursor() as cursor:
            for demo in self.kept:
                cursor.execute(f"DROP DATABASE {self.copy_of(demo)}")


@pytest.fixture(scope="package")
def server(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """A server on a database of its own, so that other tests find theirs as they left it."""
    with django_db_blocker.unblock():
        naming = connection.settings_dict["TEST"]
        naming["NAME"], usual = f"{connection.settings_dict['NAME']}_browser", naming["NAME"]
        databases = setup_databases(0, interactive=False, aliases={"default"})
        may_be_emptied()
        usually = connection.settings_dict["CONN_HEALTH_CHECKS"]
        connection.settings_dict["CONN_HEALTH_CHECKS"] = True  # threads outlive what they opened
        live = LiveServer("localhost")
        site = Site(live.url)
        yield site
        live.stop()
        IN_USE.drop()
        portal_settings.PORTAL_NOW = None
        connection.close()  # what was open here may have been hung up by a test
        with connection.cursor() as cursor:
            cursor.execute(HANG_UP)
        site.forget()
        teardown_databases(databases, 0)
        naming["NAME"] = usual
        connection.settings_dict["CONN_HEALTH_CHECKS"] = usually


@pytest.fixture(scope="module", autouse=True)
def _a_fresh_demo(server: Site) -> None:
    server.begin_anew()


@pytest.fixture
def site(server: Site) -> Site:
    """The whole demo, on Tuesday at 11:58pm in Chicago."""
    cache.clear()
    server.stop_clock(TUESDAY_NIGHT)
    return server


class Contexts:
    """Chromium's, each for one test at a time.

    To make one takes it a third of a second, a fifth of what most of these tests take; so a test
    gets one of an earlier test, without its pages and cookies.
    """

    def __init__(self, chromium: Chromium) -> None:
        self.chromium = chromium
        self.free: dict[str, list[BrowserContext]] = defaultdict(list)
        self.taken: list[tuple[str, BrowserContext]] = []

    def take(self, *, whole: bool, **options: Any) -> BrowserContext:
        kind = repr((whole, sorted(options.items())))
        free, browser = self.free[kind], self.chromium.browser(whole=whole)
        context = free.pop() if free else browser.new_context(**options)
        self.taken.append((kind, context))
        return context

    def take_back(self) -> None:
        for kind, context in self.taken:
            for page in context.pages:
                page.close()
            context.clear_cookies()
            self.free[kind].append(context)
        self.taken.clear()


@pytest.fixture(scope="package")
def contexts(chromium: Chromium) -> Contexts:
    return Contexts(chromium)


@pytest.fixture
def visit(contexts: Contexts, server: Site) -> Iterator[Visit]:
    """A browser of one's own: ``visit("maya")`` is signed in, ``visit()`` is a stranger."""

    def visit(
        slug: str = "", *, scripts: bool = True, whole: bool = False, **options: Any
    ) -> Visitor:
        context = contexts.take(whole=whole, java_script_enabled=scripts, **options)
        if slug:
            sign_in(context, server.address, slug)
        return Visitor(context, server.address, scripts=scripts)

    yield visit
    contexts.take_back()


def sign_in(context, address: str, slug: str) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{slug}@demo.example"))
    name = portal_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param
