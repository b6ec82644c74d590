"""Grace uses a keyboard and a screen reader: order of reading, focus, errors, the time limit."""

from itertools import pairwise

from playwright.sync_api import expect

from outreach.models import CallRequest
from tests.browser.conftest import Site, Visit
from tests.browser.test_session import pass_all_but
from tests.browser.visitor import Visitor

#: The words of the answer card in the order in which they are read.
CARD = "[...document.querySelectorAll('.answer > p, .answer > h2')].map(one => one.innerText)"
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4')].map(one => +one.tagName[1])"
#: In the dialog, or in the browser's own bars: never in the page behind.
INSIDE = "one => one.contains(document.activeElement) || document.activeElement === document.body"


def press_until(grace: Visitor, name: str, role: str = "link") -> None:
    """Tab to what has this name, as somebody without a mouse does."""
    wanted = grace.page.get_by_role(role, name=name).first
    for _ in range(60):
        grace.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"No way by keyboard to {name!r}.")


def enter(grace: Visitor) -> None:
    grace.go(lambda: grace.page.keyboard.press("Enter"))


def test_from_the_skip_link_to_a_claim_without_a_mouse(site: Site, visit: Visit) -> None:
    grace = visit("grace")
    grace.open("/", title="Home")
    grace.page.keyboard.press("Tab")
    expect(grace.link("Skip to main content")).to_be_focused()
    grace.page.keyboard.press("Enter")
    expect(grace.main()).to_be_focused()
    press_until(grace, "Hip replacement")
    enter(grace)
    card = [words.strip() for words in grace.page.evaluate(CARD)]
    assert card[0] == "Waiting for us"
    assert card.index("We are late with our decision.") < card.index(
        "You can call us at (800) 555-0124."
    )
    levels = grace.page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_form_sent_empty_says_what_to_mend_and_leads_there(
    site: Site, visit: Visit, scripts: bool
) -> None:
    CallRequest.objects.filter(member__preferred_name="Grace").delete()
    grace = visit("grace", scripts=scripts)
    grace.open("/calls/new/", title="Ask for a call")
    phone = grace.page.get_by_label("Phone number")
    phone.fill("")
    grace.go(grace.main().get_by_role("button", name="Ask for a call"), title="Error: ")
    summary = grace.page.locator(".errors")
    expect(summary).to_contain_text("There is a problem")
    if scripts:
        expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(phone).to_be_focused()
    grace.page.keyboard.type("303-555-0185")
    enter(grace)
    grace.sees("We will call you", "0185")


def test_an_answer_to_a_question_does_not_lose_the_focus(site: Site, visit: Visit) -> None:
    grace = visit("grace")
    grace.open("/claims/")
    grace.go(grace.link("Home oxygen"))
    press_until(grace, "Yes", "button")
    grace.page.keyboard.press("Enter")
    grace.sees("Thank you. We wrote that down.")
    expect(grace.page.locator("#feedback-question")).to_be_focused()
    grace.check()


def test_the_time_limit_keeps_the_focus_in_its_dialog_and_gives_it_back(
    site: Site, visit: Visit
) -> None:
    grace = visit("grace")
    grace.page.clock.install()
    page = grace.open("/calls/new/")
    note = page.locator("textarea")
    note.fill("I use a screen reader.")
    pass_all_but(page, 119)
    dialog = page.get_by_role("dialog")
    expect(grace.button("Stay signed in")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
        assert dialog.evaluate(INSIDE)
    grace.button("Stay signed in").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(note).to_be_focused()
    expect(note).to_have_value("I use a screen reader.")


def test_a_password_can_be_pasted(site: Site, visit: Visit) -> None:
    stranger = visit(permissions=["clipboard-read", "clipboard-write"])
    page = stranger.open("/accounts/login/", title="Sign in")
    page.evaluate("navigator.clipboard.writeText('pasted words')")
    field = page.get_by_label("Password", exact=True)
    field.focus()
    page.keyboard.press("Control+V")
    expect(field).to_have_value("pasted words")
