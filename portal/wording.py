"""The strings that the code and the templates translate, and the catalogue that holds them.

Pure Python (Babel, and Django's own reading of templates), so that no machine needs GNU gettext.
"""

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("portal", "outreach", "claims", "accounts")
SKIPPED = {"migrations", "__pycache__"}
ONE, MANY = (1,), (1, 2)
KEYWORDS = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": MANY,
    "ngettext_lazy": MANY,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[sd]")
HEADER = "# The portal in Spanish. Bring it up to date with: manage.py messages"
#: A fixed date keeps the catalogue's header, and with it the file, the same from run to run.
UNDATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def words_in_use(base: Path) -> Catalog:
    """A catalogue without translations: every string, and the files that use it."""
    used = Catalog(project="Porchlight", charset="utf-8")
    for path in sorted(files(base)):
        place = path.relative_to(base).as_posix()
        for words, context in strings(path, place):
            used.add(words, locations=[(place, None)], context=context)
    return used


def files(base: Path) -> Iterator[Path]:
    for app in APPS:
        yield from (p for p in (base / app).rglob("*.py") if not SKIPPED & set(p.parts))
        yield from (p for p in (base / app).rglob("templates/**/*") if p.is_file())
    yield from (p for p in (base / "templates").rglob("*") if p.suffix in {".html", ".txt"})


def strings(path: Path, place: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The (words, context) of one file; words are two for a plural."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template is no Python: indentation would be read as blocks.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=place).splitlines())
    found = extract("python", BytesIO(text.encode()), KEYWORDS, COMMENT_TAGS)
    for _line, words, _comments, context in found:
        if words:
            yield words, context


def update(path: Path, used: Catalog) -> None:
    """Add new strings untranslated, drop what nobody uses, keep every translation."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = read(path)
    kept.update(used, no_fuzzy_matching=True)
    kept.obsolete.clear()
    kept.creation_date = kept.revision_date = UNDATED
    kept.fuzzy = False
    kept.header_comment = HEADER
    kept.last_translator = kept.language_team = kept.msgid_bugs_address = "Porchlight"
    with path.open("wb") as lines:
        write_po(lines, kept, width=100, sort_output=True, include_lineno=False)


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="es", project="Porchlight", charset="utf-8")
    with path.open("rb") as lines:
        return read_po(lines, locale="es", abort_invalid=True)


def faults(path: Path, used: Catalog) -> list[str]:
    """What keeps the catalogue from being complete, one line each."""
    held = read(path)
    missing = [
        f"not in the catalogue: {first(message)}"
        for message in used
        if message.id and held.get(first(message), message.context) is None
    ]
    return missing + [fault for message in held if message.id for fault in faults_of(message)]


def faults_of(message: Message) -> Iterator[str]:
    meant = both(message.id)
    said = both(message.string)
    if len(said) < len(meant) or not all(said):
        yield f"not translated: {first(message)}"
        return
    if message.fuzzy:
        yield f"marked as fuzzy: {first(message)}"
    needed = {frozenset(PLACEHOLDER.findall(words)) for words in meant}
    if any(frozenset(PLACEHOLDER.findall(words)) not in needed for words in said):
        yield f"other placeholders: {first(message)}"


def first(message: Message) -> str:
    return both(message.id)[0]


def both(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
