"""Spanish is whole: every string that a page can say is there, translated, with its values."""

import datetime as dt
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.utils import translation

from claims.answers import words
from portal.wording import catalogue_path, faults, strings, update, words_in_use

TODAY = dt.date(2026, 11, 22)


def test_every_string_is_translated() -> None:
    assert faults(catalogue_path("es"), words_in_use(settings.BASE_DIR)) == []


def test_a_spanish_time_brings_its_own_article() -> None:
    """Another one before "las 7 p. m." or "la 1 p. m." would be said twice."""
    said = catalogue_path("es").read_text()
    assert re.findall(r"\blas? (?:\{time\}|%\(time\)s)", said) == []


@pytest.fixture
def spanish(tmp_path: Path) -> Path:
    return tmp_path / "django.po"


@pytest.fixture
def used() -> Catalog:
    found = Catalog()
    found.add("You owe {amount}.")
    found.add(("{n} day", "{n} days"))
    return found


def test_a_new_string_is_a_fault_until_it_is_translated(spanish: Path, used: Catalog) -> None:
    assert "not in the catalogue: You owe {amount}." in faults(spanish, used)
    update(spanish, used)
    assert "not translated: You owe {amount}." in faults(spanish, used)
    translate(spanish, 'msgid "You owe {amount}."', "Usted debe {amount}.")
    assert faults(spanish, used) == ["not translated: {n} day"]


def test_a_translation_with_another_placeholder_is_a_fault(spanish: Path, used: Catalog) -> None:
    update(spanish, used)
    translate(spanish, 'msgid "You owe {amount}."', "Usted debe {cantidad}.")
    assert "other placeholders: You owe {amount}." in faults(spanish, used)


def test_an_update_keeps_translations_and_drops_what_nobody_says(
    spanish: Path, used: Catalog
) -> None:
    update(spanish, used)
    translate(spanish, 'msgid "You owe {amount}."', "Usted debe {amount}.")
    fewer = Catalog()
    fewer.add("You owe {amount}.")
    update(spanish, fewer)
    assert faults(spanish, fewer) == []
    assert "{n} day" not in spanish.read_text()


def test_strings_of_templates_are_found_whatever_their_indentation(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}\n<p>\n      {% translate "Home" %}\n  <b>{% blocktranslate count n=n %}'
        '{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}</b>\n {% translate "today" '
        'context "hours" %}'
    )
    assert list(strings(page, "page.html")) == [
        ("Home", None),
        (("%(n)s day", "%(n)s days"), None),
        ("today", "hours"),
    ]


def translate(path: Path, msgid: str, spanish: str) -> None:
    path.write_text(path.read_text().replace(f'{msgid}\nmsgstr ""', f'{msgid}\nmsgstr "{spanish}"'))


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "las 12 de la noche"),
        (1, 15, "la 1:15\u00a0a.\u00a0m."),
        (12, 0, "las 12 del mediodía"),
        (13, 0, "la 1\u00a0p.\u00a0m."),
        (23, 58, "las 11:58\u00a0p.\u00a0m."),
    ],
)
def test_times_read_right_in_spanish(hour: int, minute: int, said: str) -> None:
    at = dt.datetime(2026, 11, 22, hour, minute, tzinfo=dt.UTC)
    with translation.override("es"):
        assert words.plain(words.clock(at, "UTC")) == said


def test_dates_read_right_in_spanish() -> None:
    with translation.override("es"):
        assert words.plain(words.day(dt.date(2026, 12, 3), today=TODAY)) == "jueves 3 de diciembre"
        next_year = words.day(dt.date(2027, 2, 1), today=TODAY)
        assert words.plain(next_year) == "lunes 1 de febrero de 2027"
        assert words.plain(words.short_day(TODAY, today=TODAY)) == "22 de noviembre"
