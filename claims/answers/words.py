"""Finished words: sentences with their dates, amounts and ids already in place.

`say` returns safe HTML in which every value is escaped and isolated by ``<bdi>``, because a date
or an id inside right-to-left text otherwise reads backwards. `plain` turns it into text again.
All functions use the language that is active when they are called; dates and times are kept by
language, because a page prints the same few again and again.
"""

import datetime as dt
import html
import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as translated

from accounts.clock_words import time_of_day

P = ParamSpec("P")
Built = TypeVar("Built")
TAGS = re.compile(r"<[^>]+>")


_speaking: ContextVar[str | None] = ContextVar("speaking", default=None)


def in_one_language(build: Callable[P, Built]) -> Callable[P, Built]:
    """Ask Django for the active language once for a whole answer, or for a list of them: asking
    costs microseconds, and an answer says a hundred sentences."""

    @wraps(build)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> Built:
        if _speaking.get() is not None:
            return build(*args, **kwargs)
        token = _speaking.set(get_language())
        try:
            return build(*args, **kwargs)
        finally:
            _speaking.reset(token)

    return spoken


def language() -> str | None:
    return _speaking.get() or get_language()


def gettext(sentence: str) -> str:
    """Django's, kept by language: a list says the same few sentences hundreds of times."""
    return _translated(sentence, language())


_ = gettext


@lru_cache(maxsize=4096)
def _translated(sentence: str, spoken_in: str | None) -> str:
    return translated(sentence)


def say(sentence: str, **values: object) -> SafeString:
    """Fill ``{name}`` placeholders; each value is escaped and isolated, a `SafeString` kept."""
    pattern = _escaped(sentence)
    if not values:
        return SafeString(pattern)
    for name, value in values.items():
        if type(value) is not SafeString:
            values[name] = f"<bdi>{html.escape(str(value))}</bdi>"
    # A value may end in its own full stop ("11:41 p. m."): the sentence then needs no second.
    return SafeString(pattern.format(**values).replace(".</bdi>.", ".</bdi>"))


@lru_cache(maxsize=4096)
def _escaped(sentence: str) -> str:
    return html.escape(sentence)


def plain(words: str) -> str:
    """The same words without markup, for titles, e-mail and files."""
    return html.unescape(TAGS.sub("", words))


def first_upper(words: str) -> str:
    """Words that stood inside a sentence, as they begin one."""
    return words[:1].upper() + words[1:]


def join(*sentences: str) -> SafeString:
    """Several finished sentences in one paragraph; empty ones left out."""
    return SafeString(" ".join(sentence for sentence in sentences if sentence))


def money(cents: int) -> SafeString:
    """Cents as dollars in the active language: $1,234.50; minus before the sign."""
    sign = "-" if cents < 0 else ""
    dollars, rest = divmod(abs(cents), 100)
    return SafeString(f"<bdi>{sign}${dollars:,}.{rest:02d}</bdi>")


def day(date: dt.date, *, today: dt.date) -> SafeString:
    """Thursday, December 3; with the year when it is not this year."""
    return _day(date, date.year == today.year, language())


@lru_cache(maxsize=4096)
def _day(date: dt.date, this_year: bool, spoken_in: str | None) -> SafeString:
    words = {
        "weekday": WEEKDAYS[date.weekday()],
        "month": MONTHS[date.month],
        "day": date.day,
    }
    if this_year:
        text = pgettext("date", "{weekday}, {month} {day}").format(**words)
    else:
        text = pgettext("date", "{weekday}, {month} {day}, {year}").format(**words, year=date.year)
    return mark_safe(f"<bdi>{text}</bdi>")


def weekday(date: dt.date) -> str:
    """Thursday."""
    return _weekday(date.weekday(), language())


@lru_cache(maxsize=64)
def _weekday(number: int, spoken_in: str | None) -> str:
    return str(WEEKDAYS[number])


def short_day(date: dt.date, *, today: dt.date) -> SafeString:
    """December 3; with the year when it is not this year. For tables and lists."""
    return _short_day(date, date.year == today.year, language())


@lru_cache(maxsize=4096)
def _short_day(date: dt.date, this_year: bool, spoken_in: str | None) -> SafeString:
    words = {"month": MONTHS[date.month], "day": date.day}
    if this_year:
        text = pgettext("date", "{month} {day}").format(**words)
    else:
        text = pgettext("date", "{month} {day}, {year}").format(**words, year=date.year)
    return mark_safe(f"<bdi>{text}</bdi>")


def days(first: dt.date, last: dt.date | None, *, today: dt.date) -> SafeString:
    """One day, or "December 1 to December 3"."""
    if last is None or last == first:
        return short_day(first, today=today)
    return say(
        _("{first} to {last}"),
        first=short_day(first, today=today),
        last=short_day(last, today=today),
    )


def clock(instant: dt.datetime, zone: str, *, exact: bool = False) -> SafeString:
    """11:41pm or 9am in the member's zone; "midnight" and "midday" in words (NHS style).

    ``exact`` says 9:00am, where another time stands beside it.
    """
    local = instant.astimezone(ZoneInfo(zone))
    return _clock(local.hour, local.minute, exact, language())


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, exact: bool, spoken_in: str | None) -> SafeString:
    return mark_safe(f"<bdi>{time_of_day(hour, minute, exact=exact)}</bdi>")


@lru_cache(maxsize=256)
def local_date(instant: dt.datetime, zone: str) -> dt.date:
    """The calendar day of an instant where the member is; kept, as each row asks for today."""
    return instant.astimezone(ZoneInfo(zone)).date()


def count_days(number: int) -> str:
    """6 days; numerals always (NHS style)."""
    return _count_days(number, language())


@lru_cache(maxsize=4096)
def _count_days(number: int, spoken_in: str | None) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=number)
