"""A session ends with a warning, covers the page, and gives back what was typed."""

from playwright.sync_api import Page, expect

TYPED = "I asked about this in March"


def waiting_page(visitor) -> Page:
    """The page of all parts with something typed into it, and a clock that we turn."""
    visitor.page.clock.install()
    visitor.open("/components/")
    visitor.page.get_by_label("What is it about?").fill(TYPED)
    return visitor.page


def pass_all_but(page: Page, seconds: int) -> None:
    lasts = int(page.locator("body").get_attribute("data-session-seconds"))
    page.clock.fast_forward((lasts - seconds) * 1000)


def test_two_minutes_before_the_end_a_dialog_asks_and_one_click_goes_on(site, visit) -> None:
    page = waiting_page(visit("maya"))
    warning = page.get_by_role("dialog")
    expect(warning).to_be_hidden()
    pass_all_but(page, 119)
    expect(warning).to_contain_text("You will be signed out in 2 minutes.")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.clock.fast_forward(61_000)
    expect(warning).to_contain_text("You will be signed out in 1 minute.")
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    expect(page.get_by_label("What is it about?")).to_have_value(TYPED)


def test_after_the_end_the_page_is_covered_until_its_owner_is_back(site, visit) -> None:
    visitor = visit("maya")
    page = waiting_page(visitor)
    # As after an error in a form: an address that only takes a form.
    page.evaluate("history.replaceState(null, '', '/calls/bookings/')")
    pass_all_but(page, -1)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("What you typed is still on this page.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("What is it about?")).to_have_value(TYPED)
    assert page.locator("[name=csrfmiddlewaretoken]").first.input_value() != token


def test_someone_else_who_signs_in_does_not_see_what_was_there(site, visit) -> None:
    visitor = visit("maya")
    page = waiting_page(visitor)
    pass_all_but(page, -1)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("document.body.dataset.who = 'somebody else'")
    with page.expect_navigation():
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text(TYPED)).to_have_count(0)
