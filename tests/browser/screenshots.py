"""Draws the README's pictures into docs/screenshots: pytest tests/browser/screenshots.py."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core import mail
from django.utils.html import format_html

from accounts.models import Member
from outreach.outbox import post
from outreach.sending import send_due
from tests.browser.conftest import TUESDAY_NIGHT, Chromium, Site, Visit

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 720}

#: file: (who, where, which link of it, size, colours)
PICTURES = {
    "home": ("maya", "/", "", WIDE, "light"),
    "home-phone-dark": ("maya", "/", "", NARROW, "dark"),
    "claim-in-review": ("maya", "/claims/", "Knee MRI", WIDE, "light"),
    "claim-denied": ("daniel", "/claims/", "Back surgery consultation", WIDE, "light"),
    "claim-spanish-phone": ("rosa", "/claims/", "Alquiler de silla de ruedas", NARROW, "light"),
    "order-late-dark": ("priya", "/orders/", "Dress shoes with orthotic insoles", WIDE, "dark"),
    "balance-phone": ("daniel", "/balances/", "Hudson Family Medicine", NARROW, "light"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_draw(site: Site, visit: Visit, name: str) -> None:
    slug, path, link, size, colours = PICTURES[name]
    member = visit(slug, color_scheme=colours)
    page = member.open(path)
    if link:
        page = member.go(member.link(link))
    page.set_viewport_size(size)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


HEADERS = """
<dl style="font: 15px system-ui; display: grid; grid-template-columns: 5em 1fr; gap: .3em;
  background: #eef; margin: 0 0 1.5em; padding: 1em">
<dt>From</dt><dd>{}</dd><dt>To</dt><dd>{}</dd><dt>Subject</dt><dd><b>{}</b></dd></dl>
"""


@pytest.mark.parametrize("name", ["Maya", "Rosa"])
def test_draw_an_email(server: Site, chromium: Chromium, settings: Any, name: str) -> None:
    """As a mail program shows it: what was on the wire, below the headers that it says."""
    server.stop_clock(TUESDAY_NIGHT, "maya", "rosa")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    member = Member.objects.get(preferred_name=name)
    about = f"claim:{member.claims.exclude(state='hidden').first().pk}"
    words = {"purpose": "service_messages", "category": "claims", "key": "picture"}
    post(member, "changed", about=about, **words)
    portal_settings.PORTAL_NOW = TUESDAY_NIGHT.replace(hour=16)
    send_due()
    (sent,) = [one for one in mail.outbox if member.user and member.user.email in one.to]
    (page,) = [part for part in sent.message().walk() if part.get_content_type() == "text/html"]
    headers = format_html(HEADERS, sent.from_email, sent.to[0], sent.subject)
    window = chromium.browser().new_page(viewport={"width": 640, "height": 420})
    window.set_content(headers + page.get_payload(decode=True).decode())
    window.screenshot(path=FOLDER / f"email-{member.language}.png")
    window.close()
