"""Asking for a call, by keyboard, with a mistake on the way; and the specialist who finds it."""

from playwright.sync_api import expect

from accounts.models import Member, User
from claims.models import Claim
from outreach.models import Booking, BookingChange, Call, CallRequest, Correction, Summary
from tests import make


def test_a_mistake_is_said_first_and_leads_to_its_field(site, visit) -> None:
    forget_calls()
    grace = visit("grace")
    page = grace.open("/calls/new/", title="Ask for a call")
    no_time = page.get_by_label("No time suits me. Call me when somebody is free.")
    no_time.check()
    page.get_by_label("Phone number").fill("")
    page.get_by_label("Do you want us to know anything first?").fill("I read lips")
    grace.go(lambda: page.get_by_label("Phone number").press("Enter"), title="Error: ")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Enter a phone number.")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Phone number")).to_be_focused()
    expect(page.get_by_label("Do you want us to know anything first?")).to_have_value("I read lips")
    expect(no_time).to_be_checked()
    page.keyboard.type("303 555 0185")
    grace.go(lambda: page.keyboard.press("Enter"), title="We will call you")
    grace.sees("We will call you by", "Reference", "We never ask for your password")


def test_one_click_from_a_claim_says_what_it_is_about(site, visit, scripts: bool) -> None:
    forget_calls()
    maya = visit("maya", scripts=scripts)
    maya.open("/claims/")
    maya.go(maya.main().locator("li.row a").first)
    maya.go(maya.main().get_by_role("button", name="Ask for a call"), title="We will call you")
    maya.sees("Wednesday, March 4", "between", "ends in 0142", "We call from", "will call.")
    here = maya.page.url
    maya.page.go_back()
    maya.page.goto(here)
    maya.go(maya.button("Cancel the call"), title="You cancelled this call")
    maya.sees("We cancelled the call.", "We will not call you on")


def test_a_specialist_writes_up_a_call_and_its_member_corrects_a_line(
    site, visit, scripts: bool
) -> None:
    forget_calls()
    rosa = visit("rosa", scripts=scripts)
    lena = visit("lena", scripts=scripts)
    page = lena.page
    page.goto(f"{site.address}/desk/")
    lena.works_for_staff()
    number = Member.objects.get(user__email="rosa@demo.example").number
    page.get_by_label("Their member number").fill(number)
    page.get_by_role("button", name="Somebody is calling").click()
    expect(page.locator("main")).to_contain_text("ROH-sah")
    expect(page.locator("main")).to_contain_text("Ask for two answers first.")
    lena.works_for_staff()
    page.get_by_label("Their whole name").check()
    page.get_by_label("Their address").check()
    page.get_by_role("button", name="It is them").click()
    expect(page.locator("#opener")).to_contain_text("you checked")
    lena.works_for_staff()
    page.get_by_label("They told us", exact=True).fill("She wants the letter in Spanish.")
    page.get_by_label("We agreed, 1: what", exact=True).fill("Send the letter in Spanish")
    page.get_by_label("1: who does it").select_option("us")
    page.get_by_label("1: by which day").fill("2026-03-10")
    page.get_by_role("button", name="Send it to Rosa").click()
    expect(page.locator("main")).to_contain_text("The summary is with them now.")
    lena.works_for_staff()
    rosa.open("/summaries/")
    rosa.page.locator("ul.rows a").first.click()
    expect(rosa.main()).to_contain_text("Send the letter in Spanish")
    rosa.go(rosa.main().get_by_role("link", name="Esto no es correcto").first)
    rosa.page.get_by_label("¿Qué sería lo correcto?").fill("Y también por correo.")
    rosa.go(rosa.main().get_by_role("button", name="Enviar"))
    expect(rosa.main()).to_contain_text("Y también por correo.")
    page.goto(f"{site.address}/desk/")
    expect(page.locator("main")).to_contain_text("Y también por correo.")
    lena.works_for_staff()


def test_things_to_check_and_the_record_of_looks(site, visit) -> None:
    otis, nadia = visit("otis"), visit("nadia")
    for kind in ("claims", "orders", "balances", "codes"):
        otis.page.goto(f"{site.address}/desk/checks/?kind={kind}")
        otis.works_for_staff()
    nadia.page.goto(f"{site.address}/audit/looks/")
    nadia.works_for_staff()


def test_a_case_that_a_colleague_asks_to_pass_on_is_taken_with_one_press(site, visit) -> None:
    lena, omar = (User.objects.get(email=f"{one}@demo.example") for one in ("lena", "omar"))
    claim = Claim.objects.filter(member__preferred_name="Walter").earliest("received_on", "pk")
    make.hand_over(claim, lena, omar)
    page = (taker := visit("omar")).page
    page.goto(f"{site.address}/desk/cases/")
    taker.works_for_staff()
    page.get_by_role("button", name="I take it over").click()
    expect(page.locator("main")).to_contain_text("Omar took over from Lena")
    taker.works_for_staff()


def forget_calls() -> None:
    Correction.objects.all().delete()
    for model in (Call, Summary, BookingChange, Booking, CallRequest):
        model.objects.all().delete()
