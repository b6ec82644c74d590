"""Orders, as a shop says what was bought (schema.org), and their parcels (EasyPost trackers)."""

import datetime as dt
from typing import Any

from portal.synthetic.dice import Dice, Table
from portal.synthetic.people import number_of as member_number

DAYS = 400  # of shopping, before the feed ends
STEPS_TAKE = 4  # days, so that no parcel is seen after the feed ends
STATES = Table({"delivered": 80, "transit": 9, "placed": 4, "late": 3, "returned": 2, "lost": 2})
STATUS = {
    "delivered": "OrderDelivered",
    "transit": "OrderInTransit",
    "placed": "OrderProcessing",
    "late": "OrderInTransit",
    "returned": "OrderReturned",
    "lost": "OrderProblem",
}
TRACKED = {
    "delivered": ("delivered", ""),
    "transit": ("in_transit", ""),
    "late": ("in_transit", "delayed"),
    "returned": ("return_to_sender", "return"),
    "lost": ("failure", "lost"),
}
ITEMS = (
    ("Test strips, 50", 2_499),
    ("Blood pressure cuff", 4_950),
    ("Walking cane", 1_899),
    ("Reading lamp", 3_500),
    ("Compression socks", 1_250),
    ("Shower chair", 5_999),
)
SHOPS = ("Example Supplies", "Porch Pharmacy", "Corner Medical")
CARRIERS = ("UPS", "USPS", "FedEx")
PLACES = (("Memphis", "TN"), ("Ontario", "CA"), ("Chicago", "IL"), ("Newark", "NJ"))


def number_of(order: int) -> str:
    return f"SYNO{order + 1:010}"


def story(seed: int, order: int, until: dt.date) -> tuple[Dice, str, dt.date, str, str]:
    """(dice for the rest, how it went, the day it was placed, carrier, tracking code)."""
    dice = Dice(seed, 4, order)
    state = dice.of(STATES)
    recent = state in ("transit", "placed", "late")
    least = 0 if state == "placed" else STEPS_TAKE
    placed = until - dt.timedelta(dice.between(least, 8 if recent else DAYS))
    return dice, state, placed, dice.pick(CARRIERS), f"SYN{order + 1:012}"


def order(seed: int, number: int, person: int, until: dt.date) -> dict[str, Any]:
    dice, state, placed, carrier, code = story(seed, number, until)
    bought = [(dice.pick(ITEMS), dice.between(1, 3)) for _ in range(dice.pick((1, 1, 1, 2, 3)))]
    total = sum(price * quantity for (_name, price), quantity in bought)
    promised = placed + dt.timedelta(dice.between(3, 9))
    told = {
        "@context": "https://schema.org",
        "@type": "Order",
        "orderNumber": number_of(number),
        "orderStatus": f"https://schema.org/{STATUS[state]}",
        "orderDate": placed.isoformat(),
        "customer": {"@type": "Person", "identifier": member_number(person)},
        "seller": {"@type": "Organization", "name": dice.pick(SHOPS)},
        "price": f"{total // 100}.{total % 100:02}",
        "priceCurrency": "USD",
        "orderedItem": [
            {
                "@type": "OrderItem",
                "orderQuantity": quantity,
                "orderedItem": {"@type": "Product", "name": name},
            }
            for (name, _price), quantity in bought
        ],
    }
    if state != "placed":
        told["orderDelivery"] = {
            "@type": "ParcelDelivery",
            "trackingNumber": code,
            "carrier": {"@type": "Organization", "name": carrier},
            "expectedArrivalUntil": promised.isoformat(),
        }
    return told


def tracker(seed: int, number: int, until: dt.date) -> dict[str, Any] | None:
    """What the carrier says of the order's parcel; None before there is one."""
    dice, state, placed, carrier, code = story(seed, number, until)
    if state == "placed":
        return None
    status, detail = TRACKED[state]
    days = [placed + dt.timedelta(day) for day in (1, 2, 3)]
    steps = [step(dice, days[0], "pre_transit", ""), step(dice, days[1], "in_transit", "")]
    if (status, detail) != ("in_transit", ""):
        steps.append(step(dice, days[2], status, detail))
    return {
        "object": "Tracker",
        "carrier": carrier,
        "tracking_code": code,
        "status": status,
        "status_detail": detail or status,
        "updated_at": steps[-1]["datetime"],
        "est_delivery_date": f"{placed + dt.timedelta(dice.between(3, 7))}T20:00:00Z",
        "tracking_details": steps,
    }


def step(dice: Dice, on: dt.date, status: str, detail: str) -> dict[str, Any]:
    city, state = dice.pick(PLACES)
    return {
        "object": "TrackingDetail",
        "status": status,
        "status_detail": detail or status,
        "datetime": f"{on}T{dice.between(6, 21):02}:{dice.between(0, 59):02}:00Z",
        "message": status.replace("_", " ").capitalize(),
        "tracking_location": {"city": city, "state": state, "country": "US"},
    }
