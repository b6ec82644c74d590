"""Every part, in the browser: light and dark, turned around, printed, in forced colours."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_is_accessible_in_light_and_dark(site, visit, scheme: str) -> None:
    visit("maya", color_scheme=scheme).open("/components/")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_sticks_out_when_the_page_is_turned_around(site, visit, width: int) -> None:
    page = visit("maya").open("/components/")
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    edge = "getComputedStyle(document.querySelector('.answer')).borderRightWidth"
    assert page.evaluate(edge) == "8px"


def test_paper_says_when_it_was_printed_and_leaves_out_what_one_clicks(site, visit) -> None:
    page = visit("maya").open("/components/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed as it was at 11:58pm")).to_be_visible()
    for hidden in ("nav", ".talk", ".search", "#feedback"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_spaced_out_text_still_fits_the_smallest_phone(site, visit) -> None:
    """WCAG 1.4.12: the spacing that a reader may set for themselves."""
    page = visit("maya").open("/components/")
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important;"
            + " word-spacing: .16em !important } p { margin-block-end: 2em !important }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_everything_one_clicks_is_big_enough_for_a_thumb(site, visit) -> None:
    """WCAG 2.5.8, and 44 px for buttons; links inside a sentence are exempt."""
    page = visit("maya").open("/components/")
    page.set_viewport_size({"width": 320, "height": 800})
    small = page.evaluate(
        """() => [...document.querySelectorAll("a.button, button, nav a, footer a, summary")]
          .filter((one) => one.checkVisibility())
          .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
          .filter(([, box]) => box.height < 24 || box.width < 24)
          .map(([words]) => words)"""
    )
    assert small == []


def test_forced_colours_keep_every_edge(site, visit) -> None:
    page = visit("maya", forced_colors="active").open("/components/")
    for part in (".answer", ".button", ".tag", ".person"):
        width = page.locator(part).first.evaluate("one => getComputedStyle(one).borderTopWidth")
        assert width == "2px"


def test_the_first_tab_leads_past_the_frame(site, visit) -> None:
    page = visit("maya").open("/components/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
