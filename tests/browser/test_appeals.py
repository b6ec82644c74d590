"""Journey J3: Daniel reads why, appeals, has a receipt, finds it again, and takes it back."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit


def test_a_denied_claim_is_appealed_to_the_end(server: Site, visit: Visit, scripts: bool) -> None:
    server.begin_anew()  # what is sent here is for no other test
    server.stop_clock(TUESDAY_NIGHT, "daniel")
    daniel = visit("daniel", scripts=scripts)
    page = daniel.page
    daniel.open("/claims/?q=Back+surgery", title="claims")
    daniel.go(daniel.link("Back surgery consultation"))
    daniel.sees("We did not agree to pay this claim.", "Get help with an appeal", "Last date")
    claim = urlsplit(page.url).path
    daniel.go(daniel.main().get_by_role("link", name="Appeal", exact=True))
    daniel.sees("Step 1 of 4")
    box = page.get_by_label("Why do you think that we are wrong?")
    box.press_sequentially("My doctor tried everything else first.")
    if scripts:
        expect(page.locator("#saved")).to_contain_text("We saved this at 12:58am.")
        daniel.open(claim)  # left without a word, as one does
        daniel.go(daniel.link("Go on with your appeal"), title="Why you think")
        expect(box).to_have_value("My doctor tried everything else first.")
    daniel.go(daniel.button("Save and go on"), title="Papers that help")
    page.go_back()
    expect(box).to_have_value("My doctor tried everything else first.")
    page.go_forward()
    page.get_by_label("Choose papers to add").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a letter"}
    )
    if scripts:
        daniel.sees("All of it is here.")
        daniel.go(daniel.button("Send, or go on"), title="Who speaks for you")
    else:
        daniel.go(daniel.button("Send, or go on without papers"))
        daniel.sees("letter.pdf")
        daniel.go(daniel.button("Send these, or go on"), title="Who speaks for you")
    daniel.sees("share your health information is not enough")
    daniel.go(daniel.button("Save and go on"), title="Error: Who speaks for you")
    page.get_by_label("I speak for myself").check()
    daniel.go(daniel.button("Save and go on"), title="Check what you send")
    daniel.sees("My doctor tried everything else first.", "1 document")
    daniel.go(daniel.button("Send my appeal"), title="We have your appeal")
    daniel.sees("Your number is", "We got it at", "It counts as", "What happens next")
    daniel.go(daniel.link("Print what you sent"))
    daniel.sees("I appeal your decision", "My doctor tried everything else first.")
    daniel.open(claim)
    daniel.sees("We are looking at your appeal.", "You do not need to do anything now.")
    daniel.never_sees("sorry", "You can appeal until")
    daniel.go(daniel.link("See your appeal"), title="Your appeal")
    daniel.sees("Someone who did not make the first decision looks at it.", "You can add papers")
    daniel.go(daniel.link("Take my appeal back"))
    daniel.go(daniel.link("Keep my appeal"), title="Your appeal")
    daniel.sees("We must answer by")
    server.begin_anew()
