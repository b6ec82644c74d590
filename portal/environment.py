"""Every environment variable the portal reads: its type, its default and what it means.

The table is the documentation: README's copy is checked against it by a test.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured


class WrongValue(ValueError):
    """A variable holds what it must not; the text is one sentence for the operator."""


def yes_or_no(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    return words[text.strip().lower()]


def whole_number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def port_number(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError(text)
    return number


def instant(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(dt.UTC)


def names(text: str) -> list[str]:
    found = [name.strip() for name in text.split(",") if name.strip()]
    if not found:
        raise ValueError(text)
    return found


def address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError(text)
    return text.rstrip("/")


def database(text: str) -> dict[str, Any]:
    config = environ.Env.db_url_config(text)
    if config["ENGINE"] != "django.db.backends.postgresql" or not config["NAME"]:
        raise ValueError(text)
    return dict(config)


def redis_address(text: str) -> str:
    if urlsplit(text).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError(text)
    return text


def broker_address(text: str) -> str:
    if urlsplit(text).scheme not in {"redis", "rediss", "redis+socket", "amqp", "amqps"}:
        raise ValueError(text)
    return text


def email_server(text: str) -> dict[str, Any]:
    return dict(environ.Env.email_url_config(text))


def phone_number(text: str) -> str:
    if not re.fullmatch(r"\+[1-9]\d{6,14}", text.strip()):
        raise ValueError(text)
    return text.strip()


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def opening_hours(text: str) -> tuple[int, int, dt.time, dt.time, str]:
    """First and last weekday (0 is Monday), opening, closing, and the zone these are in."""
    days, times, zone = text.split()
    first, _, last = days.partition("-")
    opens, closes = (dt.time.fromisoformat(time) for time in times.split("-"))
    ZoneInfo(zone)
    return DAYS.index(first), DAYS.index(last or first), opens, closes, zone


def words(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def secret(text: str) -> str:
    if len(text) < 50:
        raise ValueError(text)
    return text


@dataclass(frozen=True)
class Variable:
    name: str
    read: Callable[[str], Any]
    expects: str
    default: str | None
    meaning: str
    shown_default: str = ""
    is_secret: bool = False


VARIABLES = (
    Variable("PORT", port_number, "a port from 1 to 65535", "8000", "Where the server listens."),
    Variable(
        "LISTEN", words, "a host name or IP address", "127.0.0.1", "On which interface it listens."
    ),
    Variable(
        "WORKERS",
        whole_number,
        "a whole number",
        "0",
        "How many web processes.",
        shown_default="one a core",
    ),
    Variable(
        "DATABASE_URL",
        database,
        "postgres://user:password@host:5432/name",
        None,
        "The PostgreSQL to use.",
        shown_default="an own one, in var/",
        is_secret=True,
    ),
    Variable(
        "REDIS_URL",
        redis_address,
        "redis://host:6379/0",
        None,
        "The Redis for sessions and the cache.",
        shown_default="an own one, in var/",
        is_secret=True,
    ),
    Variable(
        "CELERY_BROKER_URL",
        broker_address,
        "redis://host:6379/1 or amqp://host",
        None,
        "Where Celery's messages go.",
        shown_default="the Redis above",
        is_secret=True,
    ),
    Variable(
        "PORTAL_ADDRESS",
        address,
        "an address such as https://my.example.org, without a path",
        None,
        "The address members type. https:// turns on secure cookies, HSTS and the redirect.",
        shown_default="http://localhost:PORT",
    ),
    Variable(
        "PORTAL_ALLOWED_HOSTS",
        names,
        "host names, with commas between",
        None,
        "Host names we answer to.",
        shown_default="the address's, and localhost in the demo",
    ),
    Variable(
        "PORTAL_PROXIES",
        whole_number,
        "a whole number",
        "0",
        "How many proxies of ours stand in front and set X-Forwarded-For and -Proto.",
    ),
    Variable(
        "PORTAL_SECRET_KEY",
        secret,
        "at least 50 characters",
        None,
        "Signs sessions and links. Required outside the demo.",
        shown_default="in the demo, one kept in var/",
        is_secret=True,
    ),
    Variable(
        "PORTAL_DEMO",
        yes_or_no,
        "true or false",
        None,
        "Made-up members and a page that signs you in as one of them.",
        shown_default="true without PORTAL_SECRET_KEY",
    ),
    Variable("PORTAL_DEBUG", yes_or_no, "true or false", "false", "Django's debug pages."),
    Variable(
        "PORTAL_NOW",
        instant,
        "an instant with its offset, such as 2026-03-08T01:59:00-06:00",
        None,
        "Stops the clock there, for tests and screenshots.",
        shown_default="the real time",
    ),
    Variable(
        "PORTAL_SESSION_MINUTES",
        whole_number,
        "a whole number",
        "20",
        "How long a session lasts without a request.",
    ),
    Variable(
        "PORTAL_PHONE",
        phone_number,
        "a number such as +18005550100",
        "+18005550100",
        "The number on every page, unless a plan has its own.",
    ),
    Variable(
        "PORTAL_HOURS",
        opening_hours,
        "days, times and their zone, such as Mon-Fri 08:00-20:00 America/New_York",
        "Mon-Fri 08:00-20:00 America/New_York",
        "When people answer that number. Federal holidays are closed.",
    ),
    Variable(
        "PORTAL_LOGS",
        {"lines": "lines", "json": "json"}.__getitem__,
        "lines or json",
        None,
        "How log lines look.",
        shown_default="lines in the demo, else json",
    ),
    Variable(
        "PORTAL_VAR",
        words,
        "a folder",
        None,
        "Where the embedded services and the demo keep their files.",
        shown_default="var",
    ),
    Variable(
        "EMAIL_URL",
        email_server,
        "smtp+tls://user:password@host:587",
        None,
        "The mail server.",
        shown_default="files in var/mail",
        is_secret=True,
    ),
    Variable(
        "PORTAL_MAIL_FROM",
        words,
        "an e-mail address",
        "Porchlight <portal@localhost>",
        "Who our e-mail comes from.",
    ),
)


def read(source: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Read every variable, an empty one as absent; an absent one without default is None.

    Raises WrongValue with one sentence for the first that is wrong.
    """
    return {variable.name: value_of(variable, source) for variable in VARIABLES}


def value_of(variable: Variable, source: Mapping[str, str]) -> Any:
    text = source.get(variable.name) or variable.default
    if text is None:
        return None
    try:
        return variable.read(text)
    except (ValueError, KeyError, TypeError, ImproperlyConfigured):
        found = "something else" if variable.is_secret else f"“{text}”"
        raise WrongValue(
            f"The environment variable {variable.name} is {found}; it must be {variable.expects}."
        ) from None
