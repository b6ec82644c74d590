"""Late orders for tests: made, chosen about, and read as their member reads them."""

import datetime as dt
from typing import Any

from accounts.clock import now
from accounts.models import Member
from claims.answers.order import order_answer
from claims.facts import Choice, OrderState
from claims.models import Order
from claims.store.order_choices import choose
from tests import make


def late(owner: Member, **fields: Any) -> Order:
    """On its way, and held up by the weather."""
    made = make.order(owner, OrderState.EXCEPTION, **fields)
    made.shipments.update(detail="weather")
    made.refresh_from_db()
    return made


def shop(**can: bool) -> Any:
    return make.source("shop", "orders", **can)


def chosen(order: Order, choice: Choice, at: dt.datetime | None = None, **more: Any) -> bool:
    assert order.member.user is not None
    done = choose(order.pk, choice, by=order.member.user, at=at or now(), **more)
    order.refresh_from_db()
    return done


def offers(order: Order) -> list[str]:
    held = Order.objects.with_choices().get(pk=order.pk)
    answer = order_answer(held.facts(), now=now(), zone=order.member.time_zone)
    return [one.kind for one in answer.options if "/choices/" in one.url]


def says(order: Order, at: dt.datetime | None = None) -> Any:
    held = Order.objects.with_choices().get(pk=order.pk)
    return order_answer(held.facts(), now=at or now(), zone=order.member.time_zone)
