"""A summary in two languages: the one that we work in, and the member's. One is the original."""

from collections.abc import Sequence
from typing import Protocol

from babel import Locale
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.answers.words import language, plain, say

OURS = settings.LANGUAGES[0][0]
"""What whoever looks after the case next can read, whatever the member speaks."""


class Written(Protocol):
    """``text`` as it was written in ``language``; ``translated`` the same in the other, or ""."""

    text: str
    language: str
    translated: str


def named(code: str) -> str:
    """As inside a sentence: Spanish writes languages small."""
    return str(Locale.parse(code).get_display_name(language() or OURS))


def other_than(code: str) -> str:
    """The other one of the two."""
    return next(one for one, _name in settings.LANGUAGES if one != code)


def is_translated(line: Written) -> bool:
    """Whether who reads now reads not the original."""
    return bool(line.translated) and line.language != language()


def read(line: Written) -> str:
    return line.translated if is_translated(line) else line.text


def marked(line: Written) -> str:
    """In one line for staff, who need to know in which language it was really said."""
    if not is_translated(line):
        return line.text
    words = _("{text} (translated; the original is in {language})")
    return plain(say(words, text=line.translated, language=named(line.language)))


def shown(line: Written) -> SafeString:
    """For its member, marked for whatever reads it aloud where the page speaks another language."""
    return in_its_language(read(line), language() if is_translated(line) else line.language)


def languages_words(lines: Sequence[Written], name: str) -> str:
    """Which text is the original, where there are two or it is not in the reader's language."""
    first = next((one for one in lines if one.translated), lines[0] if lines else None)
    if first is None or (first.language == language() and not first.translated):
        return ""
    if is_translated(first):
        words = _("{name} wrote this in {original}, and then the same in {other}.")
    elif first.translated:
        words = _("This is the original. {name} wrote the same in {other}.")
    else:
        words = _("{name} wrote this in {original}. Ask for a call, and we read it to you.")
    return say(
        words,
        name=name or _("A specialist"),
        original=named(first.language),
        other=named(other_than(first.language)),
    )


def in_its_language(text: str, code: str | None) -> SafeString:
    """Marked for whatever reads it aloud, where the page speaks another one."""
    mark = "" if code == language() else f' lang="{code}"'
    return SafeString(f"<bdi{mark}>{escape(text)}</bdi>")


def original_words(line: Written) -> str:
    if not is_translated(line):
        return ""
    return say(_("The original: “{text}”"), text=in_its_language(line.text, line.language))
