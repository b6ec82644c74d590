"""A member writes about a claim, a specialist answers from the desk, and Back shows it as read."""

from playwright.sync_api import expect

from outreach.models import ThreadDraft
from tests.browser.conftest import Site, Visit


def test_written_answered_and_read(site: Site, visit: Visit, scripts: bool) -> None:
    site.begin_anew()
    priya, ines = visit("priya", scripts=scripts), visit("ines")
    priya.open("/orders/")
    priya.go(priya.link("Dress shoes with orthotic insoles"))
    priya.go(priya.link("Write to us about this"), title="Write to us")
    words = priya.page.get_by_label("Your message")
    words.press_sequentially("Can it go to my sister?")
    if scripts:
        expect(priya.page.locator("#saved")).to_contain_text("Saved at")
        assert ThreadDraft.objects.get().text == "Can it go to my sister?"
    priya.go(priya.button("Send"), title="What you wrote to us")
    priya.sees("Can it go to my sister?", "answers by")
    ines.page.goto(f"{site.address}/desk/threads/")
    ines.works_for_staff()
    ines.page.get_by_role("link", name="Priya").click()
    ines.works_for_staff()
    ines.page.get_by_label("Your answer").fill("Yes. Tell us her address.")
    ines.page.get_by_role("button", name="Send the answer").click()
    expect(ines.page.locator("main")).not_to_contain_text("Priya")
    priya.open("/inbox/", title="Inbox")
    priya.sees("We answered.")
    new = priya.main().locator("li.row", has_text="We answered.")
    expect(new).to_contain_text("New")
    priya.go(priya.main().locator("li.row a", has_text="Order").first)
    priya.sees("Yes. Tell us her address.")
    priya.page.go_back()
    expect(priya.main().locator("li.row", has_text="We answered.")).not_to_contain_text("New")
