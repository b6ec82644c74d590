"""What a letter says, before anybody decides how it is shown."""

import datetime as dt

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from msgspec import Struct

from claims.answers.words import plain, say, short_day


class Heading(Struct, frozen=True):
    text: str


class Rows(Struct, frozen=True):
    """Labels and what belongs to each, one below the other."""

    rows: tuple[tuple[str, str], ...]


class Points(Struct, frozen=True):
    points: tuple[str, ...]


Part = str | Heading | Rows | Points


class Letter(Struct, frozen=True, kw_only=True):
    """Every text is finished, in ``language``: either words of ours (`say`) or plain text.

    ``sender`` and ``address`` are lines as an envelope has them; ``to`` is who gets the letter.
    ``paragraphs`` are sentences, headings, rows and points, in order. ``signed_by`` leaves room
    for a hand to sign above the name: only a letter that its reader posts has one.
    """

    title: str
    date: dt.date
    paragraphs: tuple[Part, ...]
    language: str
    to: str = ""
    address: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    reference: str = ""
    signed_by: str = ""

    @property
    def dated(self) -> SafeString:
        """The day with its year, because paper outlives the year."""
        with override(self.language):
            return short_day(self.date, today=dt.date.min)

    @property
    def reference_line(self) -> SafeString | str:
        if not self.reference:
            return ""
        with override(self.language):
            return say(_("Reference: {reference}"), reference=self.reference)

    @property
    def blocks(self) -> tuple[tuple[str, object], ...]:
        """Each part with what it is, for a template."""
        return tuple((KINDS.get(type(part), "text"), part) for part in self.paragraphs)


KINDS: dict[type, str] = {Heading: "heading", Rows: "rows", Points: "points"}


def on_paper(words: str) -> str:
    """The words as they are printed: ours without their markup, others' as they stand."""
    return plain(words) if isinstance(words, SafeString) else words
