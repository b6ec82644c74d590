"""A person at a browser who holds every page they see to what we promise of all of them."""

import hashlib
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

AXE = Axe()
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
NARROW = {"width": 320, "height": 800}
WIDE = {"width": 1280, "height": 900}
PERSON = {"en": "Talk to a person", "es": "Hable con una persona"}
CHANGING = re.compile(r'(csrfmiddlewaretoken" value|name="key" value|session-seconds)="[^"]*"')
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

#: What nobody with a mouse or a finger can press, as something else lies over its middle.
COVERED = """() => [...document.querySelectorAll("main button, main select, main summary")]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".hidden"))
  .filter(one => {
    one.scrollIntoView({block: "center", behavior: "instant"});
    const {left, top, width, height} = one.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    return over && !one.contains(over);
  })
  .map(one => one.innerText)"""

#: A page as it stands, and what colors its reader asked for.
LOOKS = """() => [
  matchMedia("(prefers-color-scheme: dark)").matches,
  matchMedia("(forced-colors: active)").matches,
  document.documentElement.outerHTML,
].join()"""

#: Looks of pages that were found good, so that the same page is not examined twice.
_good: set[str] = set()


class Visitor:
    """``open`` and ``go`` end on a page that has been checked; ``page`` is Playwright's own."""

    def __init__(self, context: BrowserContext, address: str, *, scripts: bool = True) -> None:
        self.context = context
        self.address = address
        self.scripts = scripts
        self.trouble: list[str] = []
        self.expected_status = 200
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.set_viewport_size(WIDE)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.trouble.append(f"script error: {error}"))
        page.on("request", self._asked)
        return page

    def open(self, path: str, *, title: str = "", status: int = 200) -> Page:
        """Go to a path as if typed in."""
        self.expected_status = status
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return self.check(title)

    def go(self, do: Locator | Callable[[], object], *, title: str = "") -> Page:
        """Click something (or do something) that leads to another page, and check that page."""
        self.expected_status = 200
        with self.page.expect_navigation():
            do.click() if isinstance(do, Locator) else do()
        return self.check(title)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name).first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name).first

    def main(self) -> Locator:
        return self.page.locator("main")

    def sees(self, *words: str) -> None:
        for one in words:
            expect(self.main()).to_contain_text(one)

    def never_sees(self, *words: str) -> None:
        for one in words:
            expect(self.main()).not_to_contain_text(one)

    def works_for_staff(self) -> None:
        """What `check` asks of every page, but for the way to a person: they are one."""
        # A click returns as soon as the next page begins.
        self.page.wait_for_load_state()
        self._is_good(self.page.url)
        assert not self.trouble, f"{self.page.url}: {self.trouble}"

    def check(self, title: str = "") -> Page:
        """All that holds for every page; ``title`` is a part of it."""
        page = self.page
        where = page.url
        language = page.locator("html").get_attribute("lang") or ""
        assert page.title().endswith(", Porchlight"), f"{where}: title is {page.title()!r}"
        assert title in page.title(), f"{where}: title is {page.title()!r}, not {title!r}"
        expect(page.locator("h1")).to_have_count(1)
        expect(page.get_by_text(PERSON[language[:2]]).first).to_be_visible()
        self._is_good(where)
        assert not self.trouble, f"{where}: {self.trouble}"
        return page

    def _is_good(self, where: str) -> None:
        """It fits the smallest phone and, to axe, is accessible; unless this was seen already."""
        looks = f"{self.scripts} {CHANGING.sub('', self.page.evaluate(LOOKS))}"
        seen = hashlib.sha256(looks.encode()).hexdigest()
        if seen in _good:
            return
        self.page.set_viewport_size(NARROW)
        over, covered = self.page.evaluate(SIDEWAYS), self.page.evaluate(COVERED)
        self.page.evaluate("scrollTo(0, 0)")
        self.page.set_viewport_size(WIDE)
        assert over <= 0, f"{where}: {over} px too wide at 320 px"
        assert not covered, f"{where}: something lies over {covered}"
        if self.scripts:
            found = AXE.run(self.page, options=AXE_OPTIONS)
            assert found.violations_count == 0, f"{where}: {found.generate_report()}"
        _good.add(seen)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if f"status of {self.expected_status}" in message.text and self.expected_status >= 400:
            return
        self.trouble.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        asked, ours = urlsplit(request.url), urlsplit(self.address)
        if asked.scheme in {"http", "https"} and asked.netloc != ours.netloc:
            self.trouble.append(f"third party: {request.url}")
        if asked.path == "/csp-report/":
            self.trouble.append(f"CSP report: {request.post_data}")
