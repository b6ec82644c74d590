"""J5 and J7's desk half: a call rings, two of us see each other, and what is turned off is gone."""

import datetime as dt

from playwright.sync_api import expect

from outreach.models import PhoneCall
from outreach.phone_events import rang
from outreach.phones.heard import Rang
from tests import make

THURSDAY = dt.datetime(2026, 3, 5, 16, 0, tzinfo=dt.UTC)
MAYAS = "+13125550142"


def test_a_call_rings_is_proven_and_its_opener_goes_when_the_member_says_so(server, visit) -> None:
    server.stop_clock(THURSDAY, "maya", "lena", "ruth")
    lena, ruth, maya = visit("lena"), visit("ruth"), visit("maya")
    lena.page.goto(f"{server.address}/desk/")
    expect(lena.page.locator("#ringing")).to_contain_text("No call is ringing.")
    make.source("phone", "contact")
    rang("phone", Rang(call_id="c-1", number=MAYAS, at=THURSDAY))
    lena.page.get_by_role("link", name="A call from (312) 555-0142").click()
    lena.works_for_staff()
    lena.never_sees("Maya")
    lena.page.get_by_label("Who do they say they are?").fill("maya")
    lena.page.get_by_role("button", name="Take the call").click()
    expect(lena.page.locator("#opener")).to_contain_text("Ask for two answers first.")
    lena.never_sees("you checked", "They see", "Checked in the last two weeks")
    lena.page.get_by_label("Their whole name").check()
    lena.page.get_by_label("Their address").check()
    lena.page.get_by_role("button", name="It is them").click()
    opener = lena.page.locator("#opener")
    expect(opener).to_contain_text("you checked")
    expect(opener).to_contain_text("Because:")
    expect(lena.page.locator("#activity-part")).to_contain_text("Checked in the last two weeks")
    lena.works_for_staff()
    lena.page.locator("#id_told_us").fill("She moved in May.")
    expect(lena.page.locator("#saved")).to_contain_text("Saved at")
    # The supervisor opens the same screen: both read so, without loading it again.
    ruth.page.goto(server.address + PhoneCall.objects.get().call.get_absolute_url())
    expect(ruth.page.locator("#opener")).to_contain_text("Also on this case now: Lena")
    expect(opener).to_contain_text("Also on this case now: Ruth")
    # The member turns it off: it is gone from both screens when they next ask, every 4 seconds.
    page = maya.open("/me/", title="What we remember about you")
    page.get_by_role("switch", name="Let specialists see what I checked").click()
    maya.sees("It is off for everyone now.")
    for screen in (lena.page, ruth.page):
        expect(screen.locator("#opener")).to_contain_text("Activity is hidden.")
        expect(screen.locator("#opener")).not_to_contain_text("you checked")
        expect(screen.locator("#activity-part")).to_be_empty()
    # What was typed stands there still, and comes back with the page; Enter sends nothing.
    lena.page.get_by_label("We agreed, 1: what").fill("Change the address")
    lena.page.get_by_label("We agreed, 1: what").press("Enter")
    expect(lena.page.locator("#id_told_us")).to_have_value("She moved in May.")
    expect(lena.page.get_by_label("We agreed, 1: what")).to_have_value("Change the address")
    lena.works_for_staff()
