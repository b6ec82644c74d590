"""Draws the README's pictures into docs/screenshots: pytest tests/browser/screenshots.py."""

from pathlib import Path

import pytest

from tests.browser.conftest import Site, Visit

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
