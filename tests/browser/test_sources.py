"""An operator finds out what is wrong with a source, and runs an import again, by keyboard."""

from playwright.sync_api import expect

from claims.tasks import run_batches_again


def test_from_an_alarm_to_another_run(site, visit, scripts: bool) -> None:
    otis = visit("otis", scripts=scripts)
    page = otis.page
    page.goto(f"{site.address}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sources")
    expect(page.locator("main")).to_contain_text("We refused 11.5% of what it sent last.")
    otis.works_for_staff()
    follow(page, "billing-partial")
    expect(page.locator("figcaption")).to_contain_text("we read 26 records and refused 3 of them")
    otis.works_for_staff()
    follow(page, "therapy.ledger.csv")
    expect(page.locator("main")).to_contain_text('an amount like "1234.50"')
    otis.works_for_staff()
    follow(page, "Run it again")
    otis.works_for_staff()
    page.get_by_role("button", name="Run it again").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("otis@demo.example")
    run_batches_again.delay()
    page.reload()
    expect(page.locator("main")).to_contain_text("0 new or changed, 23 already here")
    otis.works_for_staff()


def follow(page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_what_was_refused_is_taken_home_as_a_file(site, visit) -> None:
    otis = visit("otis")
    page = otis.page
    page.goto(f"{site.address}/sources/billing-partial/")
    page.get_by_role("link", name="therapy.ledger.csv").last.click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as a table (CSV)").click()
    assert taken.value.path().read_text().count("therapy.ledger.csv,") == 3


def test_a_member_reads_that_something_may_be_missing(site, visit, scripts: bool) -> None:
    ahmed = visit("ahmed", scripts=scripts)
    ahmed.open("/balances/")
    ahmed.go(ahmed.link("Riverside Physical Therapy"))
    ahmed.sees("Our billing system sent records today that we could not read.")
    ahmed.sees("What you see may be missing something.", "Want to be sure?")
