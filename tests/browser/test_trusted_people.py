"""J14: a member asks somebody to help, who acts as themselves until the member ends it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.models import TrustedPerson
from portal.demo.people import PASSWORD


def ask(visitor, email: str, *, title: str = "Ask someone to help") -> None:
    """Fill in the invitation, after saying once more who it is."""
    page = visitor.page
    visitor.open("/me/trusted/", title="People who help you")
    visitor.go(visitor.link("Ask someone to help"))
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSWORD)
        visitor.go(visitor.main().get_by_role("button").first, title=title)
    page.get_by_label("What you call them").fill("Kit")
    page.get_by_label("Their email address").fill(email)
    page.get_by_label("See claims and approvals").check()
    page.get_by_label("Ask for calls").check()
    page.get_by_label("Until which day?").fill("2026-06-30")
    visitor.go(visitor.button("Send the invitation"), title="People who help you")
    visitor.sees("They did not accept yet.", "We sent them an email with a link.")


def test_j14_a_trusted_person_sees_what_was_shared_until_it_ends(
    site, visit, scripts: bool
) -> None:
    for who in TrustedPerson.objects.filter(email="kit@demo.example", ended_at=None):
        who.end(by=who.invited_by)
    mail.outbox.clear()
    june = visit("june", scripts=scripts)
    ask(june, "kit@demo.example")
    letter = mail.outbox[-1]
    assert "June" not in letter.subject + letter.body
    (address,) = re.findall(r"http://\S+(/helping/)", letter.body)

    kit = visit("kit", scripts=scripts)
    kit.open(address, title="People you help")
    kit.sees("asks you to help", "See claims and approvals and ask for calls", "June 30, 2026")
    kit.go(kit.button("Yes, help June"))
    kit.go(kit.button("Help June now"), title="Home")
    banner = kit.page.get_by_role("region", name="Helping someone")
    expect(banner).to_contain_text("You are helping June.")
    kit.sees("has not shared: orders, balance.")
    kit.open("/claims/", title="Your claims")
    expect(banner).to_be_visible()
    kit.open("/orders/", title="Not shared with you", status=403)
    kit.sees("June has not shared this")
    kit.open("/calls/new/", title="Ask for a call")
    kit.page.get_by_label("Phone number").fill("907 555 0112")
    kit.go(kit.main().get_by_role("button", name="Ask for a call"), title="We will call you")

    june.open("/me/trusted/")
    june.go(june.link("See or change"), title="Someone who helps you")
    june.sees("Kit, who helps you, looked at the list of claims", "asked for a call")
    june.go(june.button("End their access"), title="People who help you")
    june.sees("Ended. They see nothing of yours from now on.")

    kit.open("/claims/", title="Your access has ended", status=403)
    kit.go(kit.main().get_by_role("link", name="People you help"), title="People you help")
    kit.never_sees("June")


def test_a_mistake_in_the_invitation_is_said_first(site, visit) -> None:
    grace = visit("grace")
    grace.open("/me/trusted/")
    grace.go(grace.link("Ask someone to help"))
    grace.page.get_by_label("Password").fill(PASSWORD)
    grace.go(grace.main().get_by_role("button").first, title="Ask someone to help")
    grace.go(grace.button("Send the invitation"), title="Error: ")
    grace.sees("Choose what they can do.", "Enter their email address.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_spanish_and_in_both_themes(site, visit, theme: str) -> None:
    luis = visit("luis", color_scheme=theme)
    luis.open("/me/trusted/", title="Personas que le ayudan")
    luis.open("/helping/", title="Personas a quienes usted ayuda")
    luis.open("/me/signal/", title="La señal de exclusión")
    luis.open("/claims/")
    luis.go(luis.main().locator("li.row a").nth(0 if theme == "light" else 1))
    luis.go(luis.link("Quién más ve esto"), title="Quién más ve esto")
    luis.go(luis.button("Ocultarlo"))
    luis.sees("Oculto. Nadie que le ayuda lo ve.")
