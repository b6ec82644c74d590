"""The officer's journey: reason, as of, effects, file; everybody in numbers; emergency access."""

import datetime as dt
import hashlib

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import AuditExport
from tests.browser.conftest import Site, Visit

#: The ledger is dated by the database's own clock, so this demo is of today.
TODAY = dt.datetime.now(dt.UTC).replace(microsecond=0)
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


@pytest.fixture
def today(server: Site) -> Site:
    cache.clear()
    server.stop_clock(TODAY)
    return server


def test_an_officer_asks_what_one_member_allowed(today: Site, visit: Visit, scripts: bool) -> None:
    nadia = visit("nadia", scripts=scripts)
    page = nadia.page
    page.goto(f"{today.address}/")
    expect(page.locator("h1")).to_have_text("Audit")
    nadia.sees("1 emergency access waits for a review.", "We found no use without consent.")
    nadia.works_for_staff()
    nadia.link("Look up a member").click()
    nadia.works_for_staff()
    nadia.button("Look").click()
    nadia.sees("There is a problem", "Write why you look.")
    nadia.works_for_staff()
    page.get_by_label("Member number or email").fill("sam@demo.example")
    page.get_by_label("Why do you look?").fill("He wrote to us about an old call")
    nadia.button("Look").click()
    nadia.sees(
        "Let specialists see what I checked: Off",
        "Turned off by the member",
        "0 reads, 0 nudges. 1 try was refused.",
    )
    nadia.never_sees("Sam", "Therapy", "This should not have been.")
    nadia.works_for_staff()
    ask_about_two_days_ago(nadia)
    nadia.sees("“Let specialists see what I checked” off.", "By then the member had decided for it")
    nadia.works_for_staff()
    nadia.link("What was decided").click()
    nadia.sees("Nothing was decided by then.")
    nadia.works_for_staff()


def ask_about_two_days_ago(nadia) -> None:
    page = nadia.page
    page.locator("#id_day").fill((TODAY - dt.timedelta(days=2)).date().isoformat())
    page.locator("#id_purpose").select_option(label="Let specialists see what I checked")
    nadia.button("Show this moment").click()


def test_every_row_is_taken_as_a_file_whose_digest_stays(today: Site, visit: Visit) -> None:
    nadia = visit("nadia")
    page = nadia.page
    page.goto(f"{today.address}/audit/decisions/")
    nadia.sees("the member, on paper", "turned off")
    nadia.works_for_staff()
    with page.expect_download() as download:
        nadia.link("Take these rows as a file").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"subject,row,recorded_at")
    log = AuditExport.objects.get()
    assert log.sha256 == hashlib.sha256(content).hexdigest()
    page.goto(f"{today.address}/audit/exports/")
    nadia.sees(log.sha256)
    nadia.works_for_staff()


@LANGUAGES
def test_everybody_by_number_and_every_list(today: Site, visit: Visit, language: str) -> None:
    nadia = visit("nadia")
    page = nadia.page
    page.goto(f"{today.address}/audit/")
    if language == "es":
        nadia.button("Español").click()
    for path in (
        "/audit/",
        "/audit/population/",
        "/audit/decisions/",
        "/audit/anomalies/",
        "/audit/wording/",
        "/audit/wording/other_services/1/",
        "/audit/looks/",
        "/audit/emergencies/",
        "/audit/exports/",
    ):
        page.goto(f"{today.address}{path}")
        assert page.locator("html").get_attribute("lang")[:2] == language
        nadia.works_for_staff()
    page.goto(f"{today.address}/audit/population/")
    nadia.sees("10 (71%)", "menos de 10" if language == "es" else "fewer than 10")


def test_emergency_access_is_seen_by_the_member_and_reviewed_by_another(
    today: Site, visit: Visit, scripts: bool
) -> None:
    today.begin_anew()  # what is reviewed here waits in no other test
    today.stop_clock(TODAY)
    lena, grace, nadia = visit("lena", scripts=scripts), visit("grace"), visit("nadia")
    page = lena.page
    page.goto(f"{today.address}/desk/")
    lena.link("Emergency access").click()
    lena.works_for_staff()
    page.get_by_label("Member number or email").fill("grace@demo.example")
    page.get_by_label("Why do you need this now?").fill("She fell and a neighbor asks for her plan")
    lena.button("Open this member for 30 minutes").click()
    lena.sees("You use emergency access until", "30 minutes are left.", "Grace")
    lena.works_for_staff()
    grace.open("/you/")
    grace.sees("She fell and a neighbor asks for her plan")
    nadia.page.goto(f"{today.address}/audit/emergencies/")
    nadia.works_for_staff()
    nadia.link("lena@demo.example opened member").click()
    nadia.works_for_staff()
    nadia.page.get_by_label("It was needed").check()
    nadia.page.get_by_label("What did you find?").fill("I called the neighbor")
    nadia.button("Save this review").click()
    nadia.sees("It was needed. nadia@demo.example reviewed it on")
    nadia.works_for_staff()
    lena.button("End it now").click()
    lena.sees("Emergency access has ended.")
    today.begin_anew()
