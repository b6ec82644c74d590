"""A member asks for their data, takes it along, and sees what a deletion would take and leave."""

import json

from playwright.sync_api import expect

from portal.demo.people import PASSWORD
from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit
from tests.browser.visitor import Visitor


def say_who_you_are(one: Visitor) -> None:
    one.page.get_by_label("Password").fill(PASSWORD)
    one.page.get_by_role("button", name="Confirm").click()


def test_a_member_takes_a_copy_and_previews_a_deletion(
    site: Site, visit: Visit, scripts: bool
) -> None:
    site.begin_anew()  # what is asked for here is for no other test
    site.stop_clock(TUESDAY_NIGHT)
    maya = visit("maya", scripts=scripts)
    maya.open("/me/", title="")
    maya.go(maya.link("Get a copy of your data, have it put right or deleted"), title="Your data")
    maya.sees("You have not asked for anything yet.")
    maya.link("Get a copy").click()
    say_who_you_are(maya)
    maya.check("Get a copy")
    maya.page.get_by_label("Everything that you keep about me").check()
    maya.go(maya.button("Make my copy"), title="A copy of everything")
    maya.sees("Your copy is ready", "Done on")
    with maya.page.expect_download() as waiting:
        maya.link("Download it (JSON)").click()
    assert waiting.value.suggested_filename.startswith("copy-")
    whole = json.loads(waiting.value.path().read_text())
    assert {"claims.Claim", "claims.Order", "accounts.Phone"} <= {
        table["table"] for table in whole["tables"]
    }
    maya.go(maya.link("Read it here"), title="Your copy")
    maya.go(maya.link("Your claims and approvals"), title="Your claims and approvals")
    maya.sees("Physical therapy")
    maya.open("/me/data/deletion/", title="Have it deleted")
    maya.sees("This goes", "Your phone numbers", "This stays, and this is why", "10 years")
    maya.go(maya.button("Delete what goes"))
    maya.sees("Say that you have read what goes and what stays.")
    maya.page.get_by_label("I have read what goes").check()
    maya.go(maya.button("Delete what goes"), title="A deletion")
    maya.sees("Done on", "1 entry deleted")
    maya.open("/you/")
    expect(maya.page.get_by_text("(312) 555-0142")).to_have_count(0)
    site.begin_anew()


def test_a_member_reads_how_long_we_keep_things(site: Site, visit: Visit) -> None:
    maya = visit("maya")
    maya.open("/keeping/", title="How long we keep things and why")
    maya.sees("Your claims and approvals", "10 years", "42 CFR 422.504")


def test_in_spanish(site: Site, visit: Visit) -> None:
    rosa = visit("rosa")
    rosa.open("/me/data/", title="Sus datos")
    rosa.go(rosa.link("Decir qué está mal"), title="Pedir una corrección")
    rosa.open("/keeping/", title="Por cuánto tiempo guardamos las cosas y por qué")


def test_an_officer_answers_by_keyboard(site: Site, visit: Visit, scripts: bool) -> None:
    site.begin_anew()
    site.stop_clock(TUESDAY_NIGHT)
    nadia = visit("nadia", scripts=scripts)
    page = nadia.page
    page.goto(f"{site.address}/audit/requests/")
    nadia.works_for_staff()
    nadia.sees("Overdue: ", "Due soon: ")
    page.get_by_role("link", name="A correction").last.click()
    nadia.works_for_staff()
    nadia.sees("Claim CLM-3107", "The last day that the law allows")
    page.get_by_label("It is put right").focus()
    page.keyboard.press("Space")
    page.get_by_label("What do we tell the member?").fill("It says so now.")
    page.get_by_role("button", name="Save this answer").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write what the system said")
    nadia.works_for_staff()
    page.get_by_label("What did the system that told us say?").fill("It was a mistake.")
    page.get_by_role("button", name="Save this answer").press("Enter")
    nadia.sees("Done on", "It was a mistake.")
    page.goto(f"{site.address}/audit/legal-holds/")
    nadia.works_for_staff()
    nadia.sees("case 2026-114")
    site.begin_anew()
