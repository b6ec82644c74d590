"""Which parcel speaks for its order, and which of its days still mean something. Pure."""

import datetime as dt

from claims.explanations.order_states import trouble
from claims.facts import OrderFacts, OrderState, ShipmentFacts
from claims.fold_order import CLOSED, WORST_FIRST

S = OrderState

UNSHIPPED = frozenset({S.PLACED, S.PAYMENT_DUE, S.LABEL_CREATED})
SCANNED = frozenset({S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.ATTEMPTED})
ON_THE_WAY = SCANNED | {S.EXCEPTION}


def speaking(facts: OrderFacts) -> ShipmentFacts | None:
    """The open parcel that needs somebody soonest; a closed one only when all are closed."""
    still_open = [one for one in facts.shipments if one.state not in CLOSED]
    return min(
        still_open or facts.shipments,
        key=lambda one: _soonest(facts, one),
        default=None,
    )


def _soonest(facts: OrderFacts, one: ShipmentFacts) -> tuple:
    """Of two parcels in trouble the one whose trouble the member can end comes first."""
    asks = one.state == S.EXCEPTION and bool(trouble(one.detail).ask)
    return one.state != facts.state, WORST_FIRST[one.state], not asks, one.tracking_code


def believed_day(parcel: ShipmentFacts | None, state: OrderState) -> dt.date | None:
    """The carrier's day, where it still means something."""
    if parcel is None or state not in ON_THE_WAY | {S.LABEL_CREATED}:
        return None
    if state == S.EXCEPTION and trouble(parcel.detail).hopeless:
        return None
    return parcel.expected_on


def named_later(parcel: ShipmentFacts | None, on: dt.date | None) -> bool:
    """Its carrier named an earlier day first than this one."""
    first_on = parcel.first_expected_on if parcel else None
    return first_on is not None and on is not None and first_on < on
