"""From a refused claim to its letter, on the screen, on paper and as a file."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Site, Visit


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """The whole demo, as the other journeys have it."""


def test_a_decision_is_read_printed_and_kept(visit: Visit, scripts: bool) -> None:
    daniel = visit("daniel", scripts=scripts)
    daniel.open("/claims/")
    daniel.go(daniel.link("Back surgery consultation"))
    page = daniel.go(daniel.link("Decision letter"), title="Our decision about your claim")
    daniel.sees("The last date to appeal is Wednesday, July 22")
    with page.expect_download() as download:
        daniel.link("Download as PDF").click()
    file = download.value
    assert file.suggested_filename == "letter-2026-03-04.pdf"
    text = PdfReader(io.BytesIO(file.path().read_bytes())).pages[0].extract_text()
    assert "The last date to appeal is Wednesday, July 22" in text
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Our decision about your claim")).to_be_visible()
    for frame in (daniel.link("Home"), daniel.button("Sign out"), daniel.link("Go back")):
        expect(frame).to_be_hidden()
    page.emulate_media(media="screen")
    daniel.go(daniel.link("Go back"), title="claim")
