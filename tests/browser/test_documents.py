"""Maya sends files, with scripts and without, and over a line that breaks."""

import re
import secrets
from collections.abc import Iterator

import pytest
from django.conf import settings as portal_settings
from playwright.sync_api import Route, expect

from claims.models import Document
from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit
from tests.browser.visitor import Visitor
from tests.claims.clamd import clamd
from tests.claims.hostile import GOOD

__all__ = ["clamd"]

BILL = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": GOOD["bill.pdf"]}
PAGE = {"name": "page.txt", "mimeType": "text/plain", "buffer": b"<html><script>1</script>"}
SENT = "We have it"


@pytest.fixture
def desk_of_maya(server: Site, clamd: str, tmp_path, monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(portal_settings, "CLAMAV_URL", clamd)
    monkeypatch.setattr(portal_settings, "KEPT_DOCUMENTS", tmp_path)
    server.stop_clock(TUESDAY_NIGHT, "maya")
    yield
    Document.objects.all().delete()


def at_her_first_claim(maya: Visitor) -> None:
    maya.open("/claims/")
    maya.go(maya.page.locator("main .rows a").first)
    maya.go(maya.link("Send us a document"), title="Send documents")
    maya.sees("Each up to 25 MB")


@pytest.mark.usefixtures("desk_of_maya")
def test_she_reads_what_became_of_each_file(visit: Visit, scripts: bool) -> None:
    maya = visit("maya", scripts=scripts)
    at_her_first_claim(maya)
    maya.page.get_by_label("Choose files").set_input_files([BILL, PAGE])
    if scripts:
        expect(maya.main()).to_contain_text("There is a problem")
    maya.go(maya.button("Send"))
    maya.sees(
        "You sent this at 11:58pm on Tuesday, March 3. It counts as Tuesday.",
        "We could not use this file. It is a web page",
    )
    with maya.page.expect_download() as download:
        maya.link("bill.pdf").click()
    assert download.value.suggested_filename == "document.pdf"


@pytest.mark.usefixtures("desk_of_maya")
def test_a_form_without_a_file_is_asked_for_one(visit: Visit, scripts: bool) -> None:
    maya = visit("maya", scripts=scripts)
    at_her_first_claim(maya)
    maya.go(maya.button("Send"), title="Error")
    maya.sees("Choose a file.")


@pytest.mark.usefixtures("desk_of_maya")
def test_a_line_that_breaks_takes_nothing_away(visit: Visit) -> None:
    maya = visit("maya")
    at_her_first_claim(maya)
    words = ("page " * 150_000).encode() + secrets.token_hex(8).encode()
    pieces = []

    def break_every_second(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route)
            if len(pieces) % 2:
                return route.abort("connectionreset")
        return route.continue_()

    maya.page.route(re.compile("/uploads/"), break_every_second)
    note = {"name": "note.txt", "mimeType": "text/plain", "buffer": words}
    maya.page.get_by_label("Choose files").set_input_files([note])
    expect(maya.main()).to_contain_text("The line is down. We go on by ourselves")
    expect(maya.main()).to_contain_text(SENT)
    assert Document.objects.get().size == len(words)
    maya.trouble.clear()  # the browser itself writes down each line that broke
