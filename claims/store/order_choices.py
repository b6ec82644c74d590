"""A member's choices about an order, and what one of us does about them: written under its lock.

An import of orders takes the same lock, so that "cancel" and "shipped" never pass each other: the
one that comes first counts, and the other reads what it did.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from claims.answers.order_case import OrderCase, order_case
from claims.answers.order_options import act_by, may_choose, refund_by, vests_on
from claims.answers.order_parcel import UNSHIPPED
from claims.facts import PORTAL, Choice, OrderState
from claims.models import Order, OrderChoice, OrderEvent
from claims.sources.values import content_hash
from claims.store.order_folds import refold
from claims.store.shipments import lock

C, S = Choice, OrderState
NOTHING_CHOSEN = {"choice": "", "chosen_at": None, "done_at": None}
NOTHING_OWED = {"cancelled_on": None, "refund_due_on": None}


def choose(
    order: uuid.UUID,
    choice: Choice,
    *,
    by: User,
    at: dt.datetime,
    looked: Sequence[str] = (),
    looked_on: dt.date | None = None,
) -> bool:
    """Keep what the member chose; chosen twice it is the same. False where it is not theirs now."""
    with transaction.atomic():
        case = locked(order, at)
        if _stands(case, choice):
            return True
        if choice not in may_choose(case):
            return False
        told = OrderChoice.objects.create(
            order_id=order, choice=choice, looked=list(looked), looked_on=looked_on, by=by, at=at
        )
        Order.objects.filter(pk=order).update(**_written(case, choice, at))
        if choice in _SAYS:
            say(order, _SAYS[choice], at=at, key=f"choice:{told.pk}")
    return True


def locked(order: uuid.UUID, at: dt.datetime) -> OrderCase:
    """The order as it is once nobody else writes it, until the transaction ends."""
    lock()
    Order.objects.select_for_update().only("pk").get(pk=order)
    held = Order.objects.with_answer().select_related("member").get(pk=order)
    return order_case(held.brief(), now=at, zone=held.member.time_zone)


def say(order: uuid.UUID, state: OrderState, *, at: dt.datetime, key: str) -> None:
    """Append what happened here to what was said of the order, and fold it again."""
    OrderEvent.objects.create(
        order_id=order,
        source_id=PORTAL,
        content_hash=content_hash(PORTAL, key),
        state=state,
        occurred_at=at,
        received_at=at,
    )
    refold({order}, at)


_SAYS = {C.NOT_HERE: S.DISPUTED, C.TURNED_UP: S.DELIVERED}


def _stands(case: OrderCase, choice: Choice) -> bool:
    """It was said already, and nothing came of it yet."""
    if choice in _SAYS:
        return case.state == _SAYS[choice] and not case.doubt
    return case.facts.choice == choice and case.facts.done_at is None


def _written(case: OrderCase, choice: Choice, at: dt.datetime) -> dict[str, object]:
    """The columns of the order's row that a choice changes."""
    back = {} if case.facts.refunded_on else NOTHING_OWED
    if choice in _SAYS:
        by = act_by(case, choice) if choice is C.NOT_HERE else None
        return NOTHING_CHOSEN | back | {"act_by": by}
    chosen = {"choice": choice, "chosen_at": at, "done_at": None} | back
    if choice is C.CANCEL:
        chosen |= {"cancelled_on": vests_on(case), "refund_due_on": refund_by(case)}
    waits = choice is C.WAIT and case.state in UNSHIPPED  # nobody can do anything for it
    return chosen | {"act_by": None if waits else _soonest(case, choice)}


def _soonest(case: OrderCase, choice: Choice) -> dt.date:
    """What was promised of a parcel that is missing is not put off by another choice."""
    by = act_by(case, choice)
    promised = case.facts.act_by if case.state == S.DISPUTED else None
    return min(by, promised) if promised else by
