"""What the trackers of all carriers have in common, so that each source file is only its own words.

A status becomes one of our states through a table of its source (research/claims.md 1.8). One
that stands in no table becomes UNRECOGNISED, keeps its code, and is shown and counted.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from claims.facts import OrderState, ShipmentRecord, Step
from claims.fold_order import fold_shipment, identity
from claims.sources.refusal import Refusal
from claims.sources.values import content_hash, text

# One carrier under one name, however each source spells it: in words, or as its letters (SCAC) in
# X12. Another name stays as it is written.
CARRIERS = {
    "abfs": "ABF Freight",
    "amazon": "Amazon",
    "canadapost": "Canada Post",
    "chinapost": "China Post",
    "dhl": "DHL",
    "dhlecommerce": "DHL eCommerce",
    "dhlexpress": "DHL Express",
    "exla": "Estes",
    "fde": "FedEx",
    "fdeg": "FedEx",
    "fedex": "FedEx",
    "fedexdefault": "FedEx",
    "fedexground": "FedEx",
    "fedexhomedelivery": "FedEx",
    "fedexsmartpost": "FedEx",
    "fxfe": "FedEx Freight",
    "lasership": "LaserShip",
    "odfl": "Old Dominion",
    "ontrac": "OnTrac",
    "royalmail": "Royal Mail",
    "unitedparcelservice": "UPS",
    "unitedstatespostalservice": "USPS",
    "ups": "UPS",
    "upsdap": "UPS",
    "upsn": "UPS",
    "usps": "USPS",
}

# Words for what went wrong: claims/answers/order.py has a sentence for each.
DETAILS = frozenset(
    {
        "delayed",
        "weather",
        "held",
        "customs",
        "payment",
        "damaged",
        "lost",
        "missorted",
        "address",
        "refused",
        "information",
        "undeliverable",
        "unclaimed",
        "absent",
        "closed",
    }
)

Meaning = tuple[OrderState, str]  # our state, and one of DETAILS or ""


class Heard(Struct, frozen=True):
    """Who says it, and when we heard (UTC)."""

    source: str
    at: dt.datetime


def carrier_name(value: Any) -> str:
    name = text(value, 60)
    return CARRIERS.get("".join(c for c in name.casefold() if c.isalnum()), name)


def objects(value: Any) -> list[Mapping]:
    """The objects of a list; none for anything else, because a history may be missing or broken."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def place(location: Any, *fields: str) -> str:
    """City, state and country of a scan, as far as they are given."""
    if not isinstance(location, Mapping):
        return ""
    return ", ".join(filter(None, (text(location.get(field), 60) for field in fields)))


def shipment(
    heard: Heard,
    *,
    line: int,
    carrier: Any,
    tracking_code: Any,
    steps: Iterable[Step],
    headline: Step | None,
    **stated: Any,
) -> ShipmentRecord | Refusal:
    """One record; refused without a carrier and a code, because codes repeat between carriers.

    ``headline`` is the tracker's own status. It becomes a step of its own when its events do not
    lead to it, because some trackers report damage or expiry nowhere else.
    """
    name, code = carrier_name(carrier), text(tracking_code, 120)
    for field, value in (("carrier", name), ("tracking_code", code)):
        if not value:
            return Refusal(
                line=line, field=field, expected="a carrier and its tracking code", found="none"
            )
    history = tuple({identity(step): step for step in steps}.values())
    if headline and _adds(headline, history):
        history = (*history, headline)
    folded = fold_shipment(history)
    return ShipmentRecord(
        source=heard.source,
        carrier=name,
        tracking_code=code,
        content_hash=content_hash(
            heard.source, name, code, [identity(step) for step in history], stated
        ),
        steps=history,
        state=folded.state,
        code=folded.code,
        detail=folded.detail,
        **stated,
    )


def step(
    heard: Heard,
    meaning: Meaning,
    code: str,
    *,
    occurred_at: dt.datetime | None,
    message: Any = "",
    where: str = "",
) -> Step:
    state, detail = meaning
    return Step(
        source=heard.source,
        state=state,
        received_at=heard.at,
        occurred_at=occurred_at,
        code=code,
        detail=detail,
        message=text(message, 500),
        place=where,
    )


def _adds(headline: Step, history: tuple[Step, ...]) -> bool:
    folded = fold_shipment(history)
    if not history or folded.state != headline.state:
        return True
    return bool(headline.detail) and folded.detail != headline.detail
