"""Each order says what its own events and those of its parcels add up to."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from claims.deadlines.calendar import add_business_days
from claims.facts import OrderState, Step
from claims.fold_order import Folded, FoldedOrder, fold_order
from claims.models import Order
from claims.store import merging
from claims.store.copying import columns, named, rows

ORDER = columns(Order)
TOLD = ("state", "occurred_at", "received_at", "code", "detail", "message", "place")
FOLDED = ("state", "conflict", "checking_until", "changed_at")
CHECK_WITHIN = 2  # business days, for a person to look at what we do not understand

BY_ID = named("SELECT {names} FROM claims_order WHERE id = ANY(%s)", ORDER)
OWN = named(
    "SELECT order_id, source_id, {names} FROM claims_orderevent WHERE order_id = ANY(%s)", TOLD
)
PARCELS = """
SELECT order_id, state, state_at, detail FROM claims_shipment WHERE order_id = ANY(%s)
"""


def refold(orders: set[uuid.UUID], at: dt.datetime) -> None:
    """Let each order say what its events and parcels add up to."""
    if not orders:
        return
    asked = list(orders)
    own = defaultdict(list)
    for order, source, *told in rows(OWN, asked):
        own[order].append(step_of(source, told))
    parcels = defaultdict(list)
    for order, state, state_at, detail in rows(PARCELS, asked):
        parcels[order].append(Folded(state=OrderState(state), state_at=state_at, detail=detail))
    changed = []
    for held in rows(BY_ID, asked):
        row = dict(zip(ORDER, held, strict=True))
        if settle(row, fold_order(own[row["id"]], parcels[row["id"]]), at):
            changed.append(row)
    merging.update("claims_order", ORDER, FOLDED, changed)


def settle(row: dict[str, Any], folded: FoldedOrder, at: dt.datetime) -> bool:
    """Write a fold into its order's row; whether that changed it.

    In doubt a day is set by which a person answers; it stays until the doubt is gone.
    """
    doubt = bool(folded.conflict) or folded.state == OrderState.UNRECOGNISED
    until = row["checking_until"]
    if doubt and until is None:
        until = add_business_days(at.date(), CHECK_WITHIN)
    now = {
        "state": str(folded.state),
        "conflict": [str(state) for state in folded.conflict],
        "checking_until": until if doubt else None,
    }
    if all(row[name] == value for name, value in now.items()):
        return False
    row |= now | {"changed_at": at}
    return True


def step_of(source: str, told: Sequence) -> Step:
    """A stored event (source, then TOLD) as the fold reads it."""
    stated = dict(zip(TOLD, told, strict=True))
    return Step(source=source, **stated | {"state": OrderState(stated["state"])})
