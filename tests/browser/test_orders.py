"""The late order to its end (journey J8), and orders of each other kind."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest

from accounts.clock import now
from accounts.models import User
from claims.facts import Deed, OrderState
from claims.models import Order, Shipment
from claims.store.order_deeds import Noted, record
from outreach.models import CallRequest, Pulse, Recovery
from outreach.recovering import step
from outreach.understood import ask
from portal.demo.people import BY_SLUG
from tests.browser.conftest import Site, Visit


def test_an_order_that_may_come_too_late_says_so_first(
    site: Site, visit: Visit, scripts: bool
) -> None:
    priya = visit("priya", scripts=scripts)
    priya.open("/", title="Home")
    priya.go(priya.link("Dress shoes with orthotic insoles"))
    priya.sees(
        "Your order is late. It may not arrive by Saturday, March 7.",
        "Bad weather is holding it up. We are sorry.",
        "UPS expects to deliver it on Monday, March 9.",
        "Keep waiting",
        "You do not have to choose now.",
    )
    assert priya.main().inner_text().count("We are sorry") == 1
    priya.never_sees("we added")
    page = urlsplit(priya.page.url).path
    priya.go(priya.link("Keep waiting"), title="Your choice")
    priya.go(priya.button("Keep waiting"))
    priya.sees("You chose on Wednesday, March 4 to keep waiting.")
    ines_does(Deed.FOUND, Deed.HURRIED, Deed.WATCHING)
    case = Recovery.objects.open().get(subject="order", member__preferred_name="Priya")
    puts_right(case, "told", "A storm holds it up.")
    priya.open(page)
    priya.sees("Found your parcel", "Asked UPS to speed it up", "Ines is watching it")
    priya.go(priya.link("See who puts it right"), title="What we are putting right")
    priya.sees("It will not come by the day you need it. We are sorry.", "A storm holds it up.")
    it_comes()
    puts_right(case, "fixed")
    priya.open(page)
    priya.sees("Because we were late, we added $10.00", "You do not need a code.")
    ask(now() + dt.timedelta(hours=2))
    assert not Pulse.objects.filter(thing=case.pk).exists(), "we still owe her the call"
    CallRequest.objects.open().get(member=case.member).cancel()
    ask(now() + dt.timedelta(hours=2))
    pulse = Pulse.objects.get(moment="recovery", thing=case.pk)
    priya.open(pulse.get_absolute_url(), title="Three short questions")
    priya.page.get_by_label("Yes").first.check()
    priya.page.get_by_label("In your own words").fill("Ines told me each step.")
    priya.go(priya.button("Send"))
    priya.sees("Ines told me each step.", "May others read how that went?")
    site.begin_anew()


def ines_does(*deeds: Deed, **more: Any) -> None:
    ines = User.objects.get(email=BY_SLUG["ines"].email)
    order = Order.objects.get(number="ORD-80021")
    for deed in deeds:
        record(order.pk, Noted(deed=deed, who="Ines", **more), by=ines, at=now())


def puts_right(case: Recovery, what: str, words: str = "") -> None:
    ines = User.objects.get(email=BY_SLUG["ines"].email)
    step(case, what, words, by=ines, at=now())


def it_comes() -> None:
    parcel = Shipment.objects.filter(order__number="ORD-80021")
    parcel.update(state=OrderState.DELIVERED, state_at=now())
    Order.objects.filter(number="ORD-80021").update(state=OrderState.DELIVERED)


@pytest.mark.parametrize(
    ("slug", "item", "said"),
    [
        ("june", "Reading lamp", "Not shipped yet (label only)."),
        ("june", "Custom insoles", "You need to pay $180.00 before it ships."),
        ("rosa", "Nebulizador", "4352 Main Street"),
        ("kit", "Ice packs", "FedEx cannot find it."),
        ("ahmed", "Heating pad", "We cannot reach the carrier right now."),
    ],
)
def test_each_kind_of_order_has_its_own_words(
    site: Site, visit: Visit, slug: str, item: str, said: str
) -> None:
    member = visit(slug)
    member.open("/orders/")
    member.go(member.link(item))
    member.sees(said)
