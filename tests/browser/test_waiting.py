"""The late dress: Priya chooses, Ines looks for it, and both read the same. Last, with a demo of
its own."""

import datetime as dt

from playwright.sync_api import expect

from claims.facts import OrderState, ShipmentRecord, Step
from claims.models import Order
from claims.store.shipments import land_shipments
from outreach.models import Recovery
from outreach.recovering import step
from tests import make
from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit
from tests.browser.visitor import Visitor

DAY = dt.timedelta(days=1)


def deliver(order: Order, at: dt.datetime) -> None:
    """UPS says so, as its tracker would."""
    (parcel,) = order.shipments.all()
    scan = Step(
        source=parcel.source_id,
        state=OrderState.DELIVERED,
        occurred_at=at,
        received_at=at,
        code="delivered",
    )
    record = ShipmentRecord(
        source=parcel.source_id,
        carrier=parcel.carrier,
        tracking_code=parcel.tracking_code,
        content_hash="delivered",
        steps=(scan,),
        state=OrderState.DELIVERED,
    )
    land_shipments([record], make.batch(parcel.source, started_at=at, seen_at=at, finished_at=at))


def note(ines: Visitor, *did: str, **typed: str) -> None:
    page = ines.page
    for one in did:
        page.get_by_label(one).check()
        for label, words in typed.items():
            page.get_by_label(label.replace("_", " ")).fill(words)
        page.get_by_role("button", name="Note it").click()
        expect(page.locator("main, body").first).to_contain_text("Noted.")
    ines.works_for_staff()


def test_the_late_dress(server: Site, visit: Visit, scripts: bool) -> None:
    at = TUESDAY_NIGHT + dt.timedelta(minutes=1 + scripts)
    server.stop_clock(at, "priya", "ines")
    priya, ines = visit("priya", scripts=scripts), visit("ines", scripts=scripts)
    priya.open("/orders/")
    priya.go(priya.link("Dress shoes with orthotic insoles"))
    priya.sees(
        "Your order is late. It may not arrive by Saturday, March 7.",
        "Bad weather is holding it up. We are sorry.",
        "Send a replacement",
        "Collect it from a UPS Access Point",
        "Cancel and get $159.00 back by Friday, March 13",
        "You do not have to choose now. If you do nothing, we keep trying.",
    )
    assert priya.main().inner_text().count("We are sorry") == 1
    priya.go(priya.link("Keep waiting"), title="Your choice")
    priya.go(priya.button("Keep waiting"))
    priya.sees("You chose on", "to keep waiting.", "You can still change this.")

    ines.page.goto(f"{server.address}/desk/checks/?kind=help")
    ines.works_for_staff()
    ines.page.get_by_role("link", name="Order ORD-80021").click()
    note(ines, "Found the parcel", "Asked the carrier to speed it up", "I am watching it")
    ines.never_sees("Added something because we were late")
    priya.go(priya.page.reload)
    priya.sees("Found your parcel", "Asked UPS to speed it up", "Ines is watching it until")

    server.tick(at + 3 * DAY)
    deliver(Order.objects.get(number="ORD-80021"), at + 3 * DAY)
    ines.page.reload()
    case = Recovery.objects.get(subject_id=Order.objects.get(number="ORD-80021").pk)
    for what in ("told", "fixed"):
        step(case, what, "", by=case.owner, at=at + 3 * DAY)
    priya.go(priya.page.reload)
    priya.sees(
        "UPS delivered your order.",
        "we added $10.00 to your account.",
        "It works on “any order here”. You do not need a code.",
    )
    priya.go(priya.link("Tell us it is not here"), title="Your choice")
    priya.page.get_by_label("With my neighbors").check()
    priya.go(priya.button("Tell us it is not here"))
    priya.sees("We find out where it was left, and tell you by Wednesday, March 11.")
    priya.never_sees("we added $10.00")
    server.tick(at + 3 * DAY + dt.timedelta(minutes=5))
    priya.go(priya.link("Tell us it is here"), title="Your choice")
    priya.go(priya.button("Tell us it is here"))
    priya.sees("UPS delivered your order.", "we added $10.00")
