"""What is held back: its member, the two who settle it, by keyboard and without scripts."""

from playwright.sync_api import expect

from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit


def test_a_member_reads_that_we_check_and_no_number(site: Site, visit: Visit) -> None:
    ahmed = visit("ahmed")
    ahmed.open("/claims/", title="claims")
    ahmed.sees("We received something new about this claim and are checking it.")
    ahmed.go(ahmed.link("Physical therapy"))
    ahmed.sees("Its amounts do not add up.", "We will answer here by")
    ahmed.never_sees("$")
    ahmed.open("/claims/", title="claims")
    ahmed.go(ahmed.link("Skin check"))
    ahmed.sees("We received something about this claim and are checking it.")
    ahmed.never_sees("$")


def test_the_second_person_confirms_by_keyboard(site: Site, visit: Visit, scripts: bool) -> None:
    site.begin_anew()  # what is settled here is for no other test
    site.stop_clock(TUESDAY_NIGHT)
    otis = visit("otis", scripts=scripts)
    page = otis.page
    page.goto(f"{site.address}/desk/checks/")
    otis.link("Holds").click()
    otis.works_for_staff()
    otis.sees("things held back.", "Waits for a second person")
    otis.link("Claim CLM-4009").click()
    otis.works_for_staff()
    otis.sees("demo-claims-Held", "Billed less all adjustments", "$154.00", "The plan says that")
    page.get_by_label("I agree: Use this record").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write why.")
    otis.works_for_staff()
    page.get_by_label("Why?").fill("I asked the plan too")
    page.get_by_role("button", name="Save this decision").click()
    otis.sees("Settled.", "I asked the plan too")
    otis.works_for_staff()
    ahmed = visit("ahmed", scripts=scripts)
    ahmed.open("/claims/", title="claims")
    ahmed.go(ahmed.link("Physical therapy"))
    ahmed.sees("We paid $144.00", "$26.00")
    site.begin_anew()
