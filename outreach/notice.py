"""What a notice is: its words in the portal, and the neutral ones that may leave it."""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.answer import Answer
from claims.answers.words import plain, say


class Kind(StrEnum):
    """How a notice is treated. What was asked for, or is owed, stands in the inbox at once and is
    never too many; a deadline leaves at most once a day; an offer seldom."""

    ASKED = "asked"
    DEADLINE = "deadline"
    OFFER = "offer"


class Words(Struct, frozen=True):
    """Plain text, finished, in the language that was active when it was built."""

    title: str
    paragraphs: tuple[str, ...] = ()


class Outside(Struct, frozen=True):
    """What an e-mail or a text says: that there is something, and nothing of what it is."""

    subject: str
    sentence: str


def an_update() -> Outside:
    """The words of every notice outside: a shared screen learns nothing from them."""
    return Outside(
        _("You have a new message"),
        _("There is an update in your account. Sign in to read it:"),
    )


class Notice(Struct, frozen=True, kw_only=True):
    """``words`` takes the message's context and the brief answer about its thing.

    It is asked only where the thing is not guarded and is still the member's: for all others the
    portal, too, says no more than `nameless`. ``wants`` are the names that the context must hold.
    ``still`` is asked when it is sent: False means that it holds no more. ``calendar`` is not empty
    where the e-mail brings a calendar file, about the booking that the context names.
    ``offers_call``: its page has a button to ask for one. ``lasts``: not sent later than that.
    """

    key: str
    version: int
    kind: Kind
    about: str  # what it is for, for those who look after the rules; translated when shown
    words: Callable[[Mapping[str, Any], Answer | None], Words]
    why: Callable[[Mapping[str, Any]], str]
    wants: frozenset[str] = frozenset()
    still: Callable[[Mapping[str, Any]], bool] | None = None
    calendar: str = ""
    offers_call: bool = False
    lasts: dt.timedelta | None = None


def same_for_all(
    *,
    key: str,
    about: str,
    title: str,
    paragraphs: tuple[str, ...],
    why: str,
    wants: frozenset[str],
) -> Notice:
    """Of what was asked for or is owed: one that says no more than that its page has news."""
    return Notice(
        key=key,
        version=1,
        kind=Kind.ASKED,
        about=about,
        words=lambda _context, _answer: Words(_(title), tuple(map(_, paragraphs))),
        why=lambda _context: _(why),
        wants=wants,
    )


def nameless() -> Words:
    """About something private, or something that is no longer there."""
    return Words(_("There is an update in your account"), (_("Open it to read what is new."),))


def thing(answer: Answer | None) -> str:
    """Claim CLM-2041, as its own page calls it."""
    return plain(answer.caption) if answer else ""


def filled(sentence: str, **values: object) -> str:
    """A sentence with its values in place, as plain text."""
    return plain(say(sentence, **values))


def date_in(context: Mapping[str, Any], name: str) -> dt.date:
    return dt.date.fromisoformat(context[name])
