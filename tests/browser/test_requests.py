"""Maya has something to send: photos and a locked file, one after the other, until it is done."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfWriter

from accounts.clock import now
from accounts.models import Member
from claims.documents import checking
from claims.models import Claim
from tests import make
from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit
from tests.browser.visitor import Visitor
from tests.claims.conftest import nobody_reads  # noqa: F401 - a fixture


@pytest.fixture
def site(server: Site) -> Site:
    server.stop_clock(TUESDAY_NIGHT, "maya")
    return server


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.KEPT_DOCUMENTS = tmp_path


def asked() -> Claim:
    """A claim of hers that waits for a bill; each test has its own."""
    return make.claim(
        Member.objects.get(),
        "pended_info",
        waiting_for="member",
        wanted="508:279",
        wanted_by=dt.date(2026, 3, 9),
    )


def worker_runs() -> None:
    while checking.take(now()):
        pass


def photo(shade: int) -> dict:
    content = io.BytesIO()
    Image.new("RGB", (60, 80), (shade, 120, 90)).save(content, "JPEG")
    return {"name": f"photo{shade}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def pdf(password: str = "") -> dict:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(content)
    name = "locked.pdf" if password else "open.pdf"
    return {"name": name, "mimeType": "application/pdf", "buffer": content.getvalue()}


def chooses(maya: Visitor, *files: dict) -> None:
    """With scripts they are sent at once, piece by piece."""
    maya.page.locator("#files").set_input_files(files)
    if maya.scripts:
        expect(maya.page.locator(".sending li[data-status=done]")).to_have_count(len(files))


@pytest.mark.usefixtures("nobody_reads")  # what is sent waits until the test lets a worker run
def test_two_photos_and_a_locked_file(site: Site, visit: Visit, scripts: bool) -> None:
    site.tick(TUESDAY_NIGHT)
    claim = asked()
    maya = visit("maya", scripts=scripts)
    maya.open(claim.get_absolute_url())
    maya.sees("You need to send us a bill that lists each service by Monday, March 9.", "6 days")
    maya.go(maya.link("Send it"), title="Send us something")
    maya.sees("Not sent yet", "Why we need it", "What happens after you send it")
    maya.go(maya.link("I need more time"), title="What we need from you")
    maya.sees("A bill that lists each service", "Not sent yet", "Move my date to")
    maya.go(maya.link("A bill that lists each service"))
    chooses(maya, photo(10), photo(20), pdf("secret"))
    maya.go(maya.button("Send"))
    maya.sees("photo10.jpg", "We are checking the file")

    worker_runs()
    maya.open(maya.page.url.removeprefix(maya.address))
    maya.sees("There is a problem", "We could not use this file. It is locked with a password.")
    maya.go(maya.link("What we need from you"))
    maya.sees("There is a problem")
    maya.go(maya.link("A bill that lists each service"))
    chooses(maya, pdf())
    maya.go(maya.button("Send"))

    worker_runs()
    site.tick(TUESDAY_NIGHT + dt.timedelta(minutes=3))
    maya.go(maya.link("What we need from you"))
    maya.sees("We have it", "You do not need to send anything now. We have what we asked for.")
    maya.open(claim.get_absolute_url())
    maya.sees(
        "You do not need to do anything now.",
        "We have what we asked you for.",
        "You sent what we asked for",
        "We have a bill that lists each service.",
    )
    maya.never_sees("You need to send")
