"""Where a parcel and an order stand: a fold over what carriers and order systems said.

Events count in the order in which they happened, not in which they arrived; hearing one twice
changes nothing; an old one that comes late enters the history and decides nothing. An order is as
far as its worst open shipment (research/claims.md 1.8).
"""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from claims.facts import PORTAL, OrderState, Step

S = OrderState

# Of two events of one instant the higher rank decides.
RANK = {
    state: number
    for number, state in enumerate(
        (
            S.UNRECOGNISED,
            S.STALE,
            S.PLACED,
            S.PAYMENT_DUE,
            S.LABEL_CREATED,
            S.IN_TRANSIT,
            S.OUT_FOR_DELIVERY,
            S.ATTEMPTED,
            S.PICKUP_READY,
            S.EXCEPTION,
            S.DELIVERED,
            S.DISPUTED,
            S.RETURNING,
            S.RETURNED,
            S.CANCELLED,
        )
    )
}

# What may still follow an ending. Carriers scan parcels after they delivered them, and some date
# the delivery before the tour (a sample of EasyPost does), so no other event reopens one.
AFTER_ENDING = {
    S.DELIVERED: frozenset({S.DISPUTED, S.RETURNING, S.RETURNED}),
    S.DISPUTED: frozenset({S.DELIVERED, S.RETURNING, S.RETURNED, S.CANCELLED}),
    S.RETURNING: frozenset({S.RETURNED, S.DELIVERED}),
    S.RETURNED: frozenset(),
    S.CANCELLED: frozenset(),
}

CLOSED = frozenset({S.DELIVERED, S.RETURNED, S.CANCELLED})
MOVED = frozenset({S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.ATTEMPTED, S.PICKUP_READY})
TRAVELS = MOVED | {S.EXCEPTION}
UNMOVED = frozenset({S.PLACED, S.PAYMENT_DUE, S.LABEL_CREATED, S.CANCELLED, S.STALE})
AFTER_DELIVERY = frozenset({S.DISPUTED, S.RETURNING, S.RETURNED})

# Which of several parcels speaks for the order: the open one that needs somebody soonest.
WORST_FIRST = {
    state: number
    for number, state in enumerate(
        (
            S.EXCEPTION,
            S.DISPUTED,
            S.RETURNING,
            S.ATTEMPTED,
            S.PICKUP_READY,
            S.UNRECOGNISED,
            S.STALE,
            S.PAYMENT_DUE,
            S.PLACED,
            S.LABEL_CREATED,
            S.IN_TRANSIT,
            S.OUT_FOR_DELIVERY,
            S.RETURNED,
            S.DELIVERED,
            S.CANCELLED,
        )
    )
}


class Folded(Struct, frozen=True, kw_only=True):
    """``state_at`` (UTC) is when the deciding event happened, and ``source`` who said it.

    ``unknown``: codes without a row.
    """

    state: OrderState
    state_at: dt.datetime | None = None
    source: str = ""
    detail: str = ""
    code: str = ""
    steps: tuple[Step, ...] = ()  # newest first, each once
    unknown: tuple[str, ...] = ()


class FoldedOrder(Struct, frozen=True, kw_only=True):
    """``conflict`` holds two states when the order system and the carrier cannot both be right."""

    state: OrderState
    state_at: dt.datetime | None = None
    steps: tuple[Step, ...] = ()
    unknown: tuple[str, ...] = ()
    conflict: tuple[OrderState, ...] = ()


def fold_shipment(steps: Iterable[Step]) -> Folded:
    """The state of one parcel. Without any event it is unrecognised: we cannot say.

    What somebody said of it without a date ("in transit") counts only until a carrier gives one:
    the day we heard it says nothing about where the parcel was.
    """
    history = in_order(steps)
    dated = tuple(step for step in history if step.occurred_at)
    return _fold(history, dated or history)


def _fold(history: tuple[Step, ...], counting: tuple[Step, ...]) -> Folded:
    deciding: Step | None = None
    state: OrderState | None = None
    travelled = False  # since it was delivered: to a wrong door, and on to the right one
    for step in counting:
        again = travelled and state == step.state == S.DELIVERED
        following = step.state if again else _following(state, step.state)
        if following == S.DELIVERED and _still_missed(deciding, step):
            continue
        if following is not None:
            state, deciding, travelled = following, step, False
        elif step.state in TRAVELS:
            travelled = True
    return Folded(
        state=state or S.UNRECOGNISED,
        state_at=happened_at(deciding) if deciding else None,
        source=deciding.source if deciding else "",
        detail=deciding.detail if deciding else "",
        code=deciding.code if deciding else "",
        steps=history[::-1],
        unknown=_unknown_codes(history),
    )


def fold_order(own: Iterable[Step], shipments: Iterable[Folded] = ()) -> FoldedOrder:
    """The state of an order from its own events and its folded shipments."""
    history = in_order(own)
    order = _fold(history, history)
    parcels = tuple(shipments)
    unknown = dict.fromkeys(order.unknown)
    for parcel in parcels:
        unknown |= dict.fromkeys(parcel.unknown)
    worst = worst_open(parcels) if parcels else order
    speaks = _who_speaks(order, worst, parcels)
    return FoldedOrder(
        state=speaks.state,
        state_at=speaks.state_at,
        steps=order.steps,
        unknown=tuple(unknown),
        conflict=_conflict(order.state, parcels, worst, here=_cancelled_here(order)),
    )


def worst_open(parcels: Iterable[Folded]) -> Folded:
    """The parcel that needs somebody soonest; a finished one only when all are finished."""
    parcels = tuple(parcels)
    still_open = [parcel for parcel in parcels if parcel.state not in CLOSED]
    return min(still_open or parcels, key=_worst_key)


def worst_state(states: Iterable[OrderState]) -> OrderState:
    """The open state that needs somebody soonest; a finished one only when all are finished."""
    states = tuple(states)
    still_open = [state for state in states if state not in CLOSED]
    return min(still_open or states, key=WORST_FIRST.__getitem__)


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Oldest first, each once: what was heard again keeps the time it was first heard."""
    first_heard: dict[tuple, Step] = {}
    for step in steps:
        known = first_heard.get(identity(step))
        if known is None or step.received_at < known.received_at:
            first_heard[identity(step)] = step
    return tuple(sorted(first_heard.values(), key=_moment))


def identity(step: Step) -> tuple:
    """What makes two reports the same event: everything but when we heard it."""
    return (
        step.source,
        step.state,
        step.occurred_at,
        step.code,
        step.detail,
        step.message,
        step.place,
    )


def happened_at(step: Step) -> dt.datetime:
    """When it happened (UTC); the time we heard it, when the carrier gave none."""
    return step.occurred_at or step.received_at


def _moment(step: Step) -> tuple:
    words = (step.source, step.code, step.detail, step.message, step.place)
    return happened_at(step), RANK[step.state], step.received_at, words


def _following(state: OrderState | None, reported: OrderState) -> OrderState | None:
    """The state after a report, or None when the report changes nothing."""
    # Carriers give labels and pickups a day only, so that a label may seem the later of the two.
    if state in MOVED and reported == S.LABEL_CREATED:
        return None
    if state is None or state not in AFTER_ENDING:
        return reported
    if reported not in AFTER_ENDING[state]:
        return None
    # What a carrier "delivers" on the way back, it delivers to the sender.
    if state == S.RETURNING and reported == S.DELIVERED:
        return S.RETURNED
    return reported


def _still_missed(deciding: Step | None, step: Step) -> bool:
    """That it was delivered is no news to a member who told us that it is not there."""
    if deciding is None or deciding.state != S.DISPUTED:
        return False
    return deciding.source == PORTAL != step.source


def _who_speaks(order: Folded, worst: Folded, parcels: tuple[Folded, ...]) -> Folded:
    """The order system knows of returns, disputes, payment, cancelling; the carrier of the rest.

    What we cancelled with the seller, because its member chose so, is cancelled wherever it is.
    """
    if _cancelled_here(order):
        return order
    if worst.state == S.DELIVERED and order.state in AFTER_DELIVERY:
        return order
    unmoved = all(parcel.state in UNMOVED for parcel in parcels)
    if unmoved and order.state in {S.CANCELLED, S.PAYMENT_DUE}:
        return order
    return worst


def _cancelled_here(order: Folded) -> bool:
    return order.state == S.CANCELLED and order.source == PORTAL


def _conflict(
    order: OrderState, parcels: tuple[Folded, ...], worst: Folded, *, here: bool
) -> tuple[OrderState, ...]:
    """A cancelled order that travels, or a delivered one that the carrier still has."""
    if order == S.CANCELLED and not here:
        moved = [p for p in parcels if p.state not in UNMOVED | {S.RETURNING, S.RETURNED}]
        return (order, worst_open(moved).state) if moved else ()
    if order == S.DELIVERED and worst.state not in CLOSED | AFTER_DELIVERY:
        return order, worst.state
    return ()


def _unknown_codes(history: tuple[Step, ...]) -> tuple[str, ...]:
    codes = (f"{step.source}:{step.code}" for step in history if step.state == S.UNRECOGNISED)
    return tuple(dict.fromkeys(codes))


def _worst_key(parcel: Folded) -> tuple:
    began = parcel.state_at.timestamp() if parcel.state_at else 0.0
    return WORST_FIRST[parcel.state], began, parcel.detail, parcel.code
