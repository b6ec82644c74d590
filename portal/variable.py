"""One environment variable: its name, how its text is read, and what to say when that fails."""

import datetime as dt
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

from claims.date_kind import DateKind
from claims.estimates.segments import DATED


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


def percent(text: str) -> int:
    """Never more than half: those who get it are the many."""
    number = whole_number(text)
    if number > 50:
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


def virus_checker(text: str) -> str:
    parts = urlsplit(text)
    unix, tcp = parts.scheme == "unix" and parts.path, parts.scheme == "tcp" and parts.port
    if not (unix or (tcp and parts.hostname)):
        raise ValueError(text)
    return text


def bucket(text: str) -> str:
    parts = urlsplit(text)
    known = parts.scheme in {"http", "https"} and parts.hostname
    if not known or not parts.username or not parts.password or not parts.path.strip("/"):
        raise ValueError(text)
    return text


def payment_provider(text: str) -> dict[str, str]:
    """Its address and key, the name that members read, and the origin of its pages."""
    parts = urlsplit(text)
    more = dict(parse_qsl(parts.query))
    pages = urlsplit(more.get("pages", ""))
    known = {"http", "https"}
    if parts.scheme not in known or not parts.hostname or not parts.username or parts.path:
        raise ValueError(text)
    if pages.scheme not in known or not pages.netloc or pages.path or not more.get("name"):
        raise ValueError(text)
    host = parts.netloc.rpartition("@")[2]
    return {
        "address": f"{parts.scheme}://{host}",
        "key": unquote(parts.username),
        "name": more["name"],
        "pages": more["pages"],
    }


def text_providers(text: str) -> list[dict[str, str]]:
    """One or two, the second for when the first is away: each with its sign-in and its number."""
    found = [text_provider(one) for one in text.split()]
    if not 1 <= len(found) <= 2 or len({one["name"] for one in found}) < len(found):
        raise ValueError(text)
    return found


def text_provider(text: str) -> dict[str, str]:
    parts = urlsplit(text)
    known = parts.scheme in {"http", "https"} and parts.hostname and not parts.path.strip("/")
    if not known or not parts.username or not parts.password:
        raise ValueError(text)
    host = parts.netloc.rpartition("@")[2]
    # In a query a plus is a space; a number is written with one all the same.
    number = dict(parse_qsl(parts.query)).get("from", "").replace(" ", "+")
    return {
        "name": host,
        "address": f"{parts.scheme}://{host}",
        "account": unquote(parts.username),
        "token": unquote(parts.password),
        "from": phone_number(number),
    }


ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def push_key(text: str) -> str:
    """A private key of the curve P-256: 32 bytes in base64url."""
    key = text.strip()
    secret = int.from_bytes(urlsafe_b64decode(key + "=" * (-len(key) % 4)), "big")
    if len(key.rstrip("=")) != 43 or not 0 < secret < ORDER_OF_P256:
        raise ValueError("not a key")
    return key


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


def closed_days(text: str) -> frozenset[dt.date]:
    return frozenset(dt.date.fromisoformat(date) for date in names(text))


def shares(text: str) -> dict[str, int]:
    """Of a hundred, by kind of date."""
    found: dict[str, int] = {}
    for part in names(text):
        kind, _, share = part.partition("=")
        found[DateKind(kind)] = int(share)
    if not all(kind in DATED and 50 <= share <= 99 for kind, share in found.items()):
        raise ValueError(text)
    return found


def words(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def secret(text: str) -> str:
    if len(text) < 50:
        raise ValueError(text)
    return text


def signing_secret(text: str) -> str:
    """One that somebody else made: too short a one is a mistake, not a secret."""
    if len(text) < 16 or text.split() != [text]:
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
