"""A letter says the same on the page and on paper, and its file tells nobody what it is about."""

import datetime as dt
import io
import logging

import pytest
import time_machine
from django.test import RequestFactory
from django.utils.translation import override
from msgspec.structs import replace
from pypdf import PdfReader

from claims.answers.words import money, say
from claims.letters import Heading, Letter, Points, Rows, as_pdf, letter_response
from portal.logs import configuration

LETTER = Letter(
    title="Why we did not agree",
    date=dt.date(2026, 11, 22),
    language="en",
    to="Íñigo Núñez",
    address=("12 Calle Ñandú", "El Paso, TX 79901"),
    sender=("Porchlight",),
    reference="AP-0012",
    paragraphs=(
        "First words, and a < b.",
        Heading("What you may owe"),
        Rows((("Billed", money(120_00)), (say("Paid to {who}", who="Dr. O'Neil"), "$80.00"))),
        Points(("Call us.", "Or write.")),
        "Last words.",
    ),
)


def read(letter: Letter) -> PdfReader:
    return PdfReader(io.BytesIO(as_pdf(letter)))


def words(letter: Letter) -> str:
    return "\n".join(page.extract_text() for page in read(letter).pages)


def test_a_pdf_says_every_word_of_the_letter_in_its_order():
    text = words(LETTER)
    said = [
        "Porchlight",
        "Íñigo Núñez",
        "12 Calle Ñandú",
        "November 22, 2026",
        "Reference: AP-0012",
        "Why we did not agree",
        "a < b",
        "What you may owe",
        "Billed",
        "$120.00",
        "Paid to Dr. O'Neil",
        "• Call us.",
        "Last words.",
        "Page 1 of 1",
    ]
    assert [text.index(one) for one in said] == sorted(text.index(one) for one in said)
    assert "<bdi>" not in text


def test_a_pdf_names_its_language_and_title_and_tags_its_headings():
    pdf = read(replace(LETTER, language="es"))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata.title == LETTER.title
    tags = [one.get_object()["/S"] for one in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 1
    assert "/P" in tags


def test_a_spanish_letter_is_dated_in_spanish_whoever_asks_for_it():
    spanish = replace(LETTER, language="es")
    with override("en"):
        assert "22 de noviembre de 2026" in words(spanish)
        assert "Página 1 de 1" in words(spanish)


def test_the_same_letter_is_the_same_bytes_years_later():
    first = as_pdf(LETTER)
    with time_machine.travel(dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        assert as_pdf(LETTER) == first
    assert as_pdf(replace(LETTER, reference="AP-0013")) != first


def test_a_long_letter_goes_on_over_the_page_and_loses_no_line():
    counted = tuple(f"Sentence number {number}. " * 12 for number in range(40))
    letter = replace(LETTER, paragraphs=(*counted, Heading("The end"), "Goodbye."))
    pdf = read(letter)
    assert len(pdf.pages) > 2
    text = words(letter)
    assert [text.count(f"number {number}.") for number in range(40)] == [12] * 40
    assert f"Page 2 of {len(pdf.pages)}" in text


def test_a_value_longer_than_a_page_is_said_whole():
    long = " ".join(f"word{number}" for number in range(700))
    text = " ".join(words(replace(LETTER, paragraphs=(Rows((("Label", long),)),))).split())
    assert all(f"word{number} " in f"{text} " for number in range(700))


@pytest.mark.parametrize("typed", ["", "   ", "a\r\nb\tc", "\x00\x07", "😀", "\u202eabc", "**x**"])
def test_whatever_somebody_typed_makes_a_letter(typed):
    parts = (typed, Heading(typed), Rows(((typed, typed),)), Points((typed,)))
    assert as_pdf(replace(LETTER, title=typed, to=typed, paragraphs=parts)).startswith(b"%PDF")


def test_what_somebody_typed_is_not_taken_for_the_number_of_pages():
    pages = PdfReader(io.BytesIO(as_pdf(replace(LETTER, paragraphs=("Not {nb} but 1.",))))).pages
    assert "Not {nb} but 1." in pages[0].extract_text()
    assert "Page 1 of 1" in pages[0].extract_text()


def test_a_name_in_another_script_makes_a_letter_and_leaves_no_trace_in_the_log(caplog):
    for name, wanted in configuration("json")["loggers"].items():
        if name in ("fpdf", "fontTools"):
            caplog.set_level(wanted["level"], logger=name)
    assert as_pdf(replace(LETTER, to="王小明")).startswith(b"%PDF")
    assert not [record for record in caplog.records if record.levelno < logging.ERROR]


@pytest.fixture
def asked(rf: RequestFactory):
    return rf.get("/letter/")


def test_a_page_of_a_letter_escapes_what_others_wrote(asked):
    shown = letter_response(LETTER, "html", request=asked, pdf="/letter.pdf", back="/claims/")
    page = shown.content.decode()
    assert "and a &lt; b." in page
    assert "<bdi>$120.00</bdi>" in page
    assert "Paid to <bdi>Dr. O&#x27;Neil</bdi>" in page
    assert 'href="/letter.pdf"' in page
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_file_of_a_letter_tells_nobody_what_it_is_about(asked):
    file = letter_response(LETTER, "pdf", request=asked, pdf="/letter.pdf", back="/claims/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="letter-2026-11-22.pdf"'
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Cache-Control"] == "no-store"
