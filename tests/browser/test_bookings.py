"""One click to a call, and everything after it: changed, noted, cancelled, undone, asked for again.

The booking halves of the journeys J4 (one click) and J12 (in Spanish, with an interpreter).
"""

import re

import pytest
from playwright.sync_api import expect

from outreach.models import Booking, CallRequest, TimeOff
from tests.browser.test_calls import forget_calls


@pytest.fixture(autouse=True)
def _no_calls(site) -> None:
    forget_calls()
    TimeOff.objects.all().delete()


def open_denied(visitor) -> None:
    visitor.open("/claims/")
    visitor.go(visitor.link("Back surgery consultation"))


def test_j4_one_press_then_another_time_a_note_a_cancellation_and_again(
    visit, scripts: bool
) -> None:
    daniel = visit("daniel", scripts=scripts)
    open_denied(daniel)
    daniel.go(daniel.main().get_by_role("button", name="Ask for a call"), title="We will call you")
    daniel.sees("Wednesday, March 4", "ends in 0117", "We call from", "is trained for this.")
    daniel.sees("They cannot see what else you checked here.", "If you miss the call")
    daniel.go(daniel.link("Change the call"), title="Change the call")
    times = daniel.main().get_by_role("group", name="When can we call you?").get_by_role("radio")
    assert times.count() > 3
    times.nth(2).check()
    daniel.page.get_by_label("Do you want us to know anything first?").fill(
        "I have hearing aids, speak slowly"
    )
    daniel.go(daniel.main().get_by_role("button", name="Save"), title="We will call you")
    daniel.sees("We changed your call.")
    booked = Booking.objects.booked().get()
    assert (booked.note, booked.sequence) == ("I have hearing aids, speak slowly", 1)
    daniel.go(daniel.button("Cancel the call"), title="You cancelled this call")
    daniel.go(daniel.button("Undo: keep this call"), title="We will call you")
    daniel.sees("Undone. We will call you.")
    daniel.go(daniel.button("Cancel the call"), title="You cancelled this call")
    open_denied(daniel)
    daniel.go(daniel.main().get_by_role("button", name="Ask for a call"), title="We will call you")
    assert Booking.objects.booked().count() == 1
    assert not CallRequest.objects.exists()


def test_s29_another_number_is_called_once_its_code_is_typed_in(
    visit, scripts: bool, settings, tmp_path
) -> None:
    settings.TEXT_PROVIDER, settings.VAR = "portal.demo.texts.Texts", tmp_path
    daniel = visit("daniel", scripts=scripts)
    open_denied(daniel)
    daniel.go(daniel.main().get_by_role("button", name="Ask for a call"), title="We will call you")
    daniel.go(daniel.link("Change the call"), title="Change the call")
    daniel.page.get_by_label("Phone number").fill("(312) 555-0177")
    save = daniel.main().get_by_role("button", name="Save")
    daniel.go(save, title="Confirm your number")
    daniel.sees("We sent a code to your phone.", "we call the one that ends in 0117", "555-0177")
    (text,) = (tmp_path / "texts").iterdir()
    number, words = text.read_text().splitlines()
    assert number == "+13125550177"
    daniel.page.get_by_label("Code").fill(re.findall(r"\d{6}", words)[0])
    confirm = daniel.main().get_by_role("button", name="Confirm")
    daniel.go(confirm, title="We will call you")
    daniel.sees("Your number is confirmed. We call you there.", "ends in 0177")


def test_the_call_goes_into_a_calendar_as_a_file_that_says_nothing(visit) -> None:
    daniel = visit("daniel")
    open_denied(daniel)
    daniel.go(daniel.main().get_by_role("button", name="Ask for a call"), title="We will call you")
    with daniel.page.expect_download() as file:
        daniel.link("Add to calendar").click()
    assert file.value.suggested_filename == "call.ics"
    words = file.value.path().read_text()
    assert "SUMMARY:Phone call" in words
    assert "surgery" not in words


def test_a_double_click_books_one_call(visit) -> None:
    daniel = visit("daniel")
    open_denied(daniel)
    daniel.main().get_by_role("button", name="Ask for a call").dblclick()
    # The second press may break off what the first one began: only where it ends counts.
    expect(daniel.page).to_have_title(re.compile("We will call you"))
    daniel.page.wait_for_load_state("networkidle")
    daniel.check("We will call you")
    assert Booking.objects.count() == 1


def test_j12_in_spanish_with_an_interpreter(visit, site, scripts: bool) -> None:
    rosa = visit("rosa", scripts=scripts)
    rosa.open("/claims/")
    rosa.go(rosa.main().locator("li.row a").first)
    rosa.go(rosa.main().get_by_role("link", name="Elija la hora y cómo hablamos"))
    rosa.page.get_by_label("Teléfono con intérprete").check()
    rosa.page.get_by_label("¿En qué idioma?").fill("Mixteco")
    rosa.go(rosa.main().get_by_role("button", name="Pida una llamada"))
    if not Booking.objects.exists():  # the time shown first was for half an hour
        rosa.sees("Esa hora no sirve para lo que eligió.")
        group = rosa.main().get_by_role("group", name="¿Cuándo podemos llamarle?")
        group.get_by_role("radio").first.check()
        rosa.go(rosa.main().get_by_role("button", name="Pida una llamada"))
    rosa.sees("Le llamaremos", "Usted permitió que también vea qué más consultó aquí.")
    assert rosa.page.locator("html").get_attribute("lang") == "es"
    booked = Booking.objects.get()
    assert (booked.way, booked.interpreter_language) == ("interpreter", "Mixteco")
    assert (booked.during.upper - booked.during.lower).total_seconds() == 3600
    site.tick(booked.starts_at)
    desk = visit(booked.specialist.email.partition("@")[0], scripts=scripts)
    desk.page.goto(f"{site.address}/desk/")
    words = desk.page.locator("main").inner_text()
    assert words.index("Mixteco") < words.index("(323) 555-0164")
    desk.works_for_staff()
    write_in_both_languages(desk.page)
    rosa.open("/summaries/")
    rosa.go(rosa.main().locator("li.row a").first)
    rosa.sees(
        "escribió esto en inglés y después lo mismo en español", "El formulario llega el lunes."
    )
    rosa.sees("El original:", "The form comes on Monday.")


def write_in_both_languages(page) -> None:
    page.locator("li", has_text="Rosa").get_by_role("button", name="Start the call").click()
    page.get_by_label("Their whole name").check()
    page.get_by_label("Their member number").check()
    page.get_by_role("button", name="It is them").click()
    page.get_by_label("We told them", exact=True).fill("The form comes on Monday.")
    page.get_by_label("We told them, in Spanish").fill("El formulario llega el lunes.")
    page.get_by_role("button", name="Send it to Rosa").click()
    expect(page.locator("main")).to_contain_text("The summary is with them now.")


def test_a_supervisor_notes_that_somebody_is_sick(visit, site, scripts: bool) -> None:
    ruth = visit("ruth", scripts=scripts)
    page = ruth.page
    page.goto(f"{site.address}/desk/")
    page.get_by_role("link", name="Hours and time off").click()
    ruth.works_for_staff()
    page.get_by_role("link", name="Lena").click()
    ruth.works_for_staff()
    page.get_by_role("button", name="Note time off").click()
    expect(page.locator("main")).to_contain_text("Noted. No call was booked in that time.")
    page.get_by_label("Monday").fill("nine to five")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.locator("main")).to_contain_text("Enter hours like 9:00-12:00, 13:00-17:00.")
    ruth.works_for_staff()
    page.goto(f"{site.address}/desk/specialists/")
    page.get_by_role("link", name="No calls for a while").click()
    page.get_by_label("From").fill("2026-03-07T09:00")
    page.get_by_label("Until").fill("2026-03-07T17:00")
    page.get_by_role("button", name="Stop booking calls").click()
    expect(page.locator("main")).to_contain_text("No call is booked inside.")
    ruth.works_for_staff()
    page.get_by_role("button", name="Let calls be booked again").click()
    expect(page.locator("main")).to_contain_text("Calls can be booked in that time again.")
    page.goto(f"{site.address}/desk/teams/")
    expect(page.locator("main")).to_contain_text("2 booked calls at a time.")
    ruth.works_for_staff()


def test_a_browser_in_another_time_zone_is_asked_whose_clock_it_reads(visit) -> None:
    daniel = visit("daniel", timezone_id="Europe/Paris")
    open_denied(daniel)
    daniel.go(daniel.main().get_by_role("button", name="Ask for a call"), title="We will call you")
    daniel.sees("You seem to be in Paris.")
    daniel.go(daniel.button("Show the times there"), title="We will call you")
    daniel.sees("Times are as clocks show them in Paris.")
    assert Booking.objects.get().zone == "Europe/Paris"
    expect(daniel.button("Show the times there")).to_be_hidden()
