"""What one of us did about an order: kept, and what its member's page then says."""

import datetime as dt
import uuid

from django.db import connection, transaction
from msgspec import Struct

from accounts.models import User
from claims.answers.order_case import OrderCase
from claims.facts import Choice, Deed, OrderState
from claims.models import Order, OrderDeed
from claims.store.order_choices import locked, say

S, D = OrderState, Deed

ONE_CLICK = dt.timedelta(minutes=1)

#: What ledgers told of, since the member had a right to it: all of the money, in one or in parts.
REFUNDS = """
UPDATE claims_order bought SET refunded_on = found.on, act_by = NULL, changed_at = %(at)s
  FROM (SELECT o.id, max(entry.effective_on) AS on
          FROM claims_order o JOIN claims_ledgerentry entry ON entry.order_id = o.id
         WHERE o.refund_due_on IS NOT NULL AND o.refunded_on IS NULL
           AND entry.type = 'refund' AND entry.effective_on >= o.cancelled_on
         GROUP BY o.id HAVING abs(sum(entry.cents)) >= coalesce(o.total, 0)) found
 WHERE bought.id = found.id
"""


class CannotRecord(Exception):
    """It does not fit what the order is at; the page offers what does."""


class Noted(Struct, frozen=True, kw_only=True):
    """One deed as its form gives it; see `OrderDeed`."""

    deed: Deed
    who: str = ""
    on: dt.date | None = None
    cents: int | None = None
    words: str = ""
    note: str = ""
    use_by: dt.date | None = None


def may_record(case: OrderCase) -> tuple[Deed, ...]:
    """What fits the order now. Goodwill comes after the fix, never before."""
    if case.doubt:
        return ()
    facts, moving = case.facts, not case.words.settled
    standing = facts.choice if facts.done_at is None else None
    fits = {
        D.FOUND: moving,
        D.HURRIED: moving,
        D.TRACED: moving,
        D.ANSWERED: case.state == S.DISPUTED and facts.act_by is not None and not facts.done_at,
        D.WATCHING: moving,
        D.CANCELLED: case.cancelling or case.unshipped_late,
        D.SENT_AGAIN: moving and standing == Choice.REPLACE,
        D.TO_COLLECT: moving and standing == Choice.COLLECT,
        D.REFUNDED: facts.refunded_on is None and (case.owed or case.state in _REFUNDABLE),
        D.GOODWILL: case.settled,
        D.CLOSED: facts.act_by is not None and case.state != S.DISPUTED and not case.owed,
    }
    return tuple(deed for deed, fit in fits.items() if fit)


def record(order: uuid.UUID, noted: Noted, *, by: User, at: dt.datetime) -> bool:
    """Keep a deed, and let the order say what it came to. False for a doubled click."""
    with transaction.atomic():
        case = locked(order, at)
        given = {name: getattr(noted, name) for name in noted.__struct_fields__}
        same = OrderDeed.objects.filter(order=order, by=by, **given)
        if same.filter(at__gt=at - ONE_CLICK).exists():
            return False
        if noted.deed not in may_record(case):
            raise CannotRecord(noted.deed)
        kept = OrderDeed.objects.create(order_id=order, by=by, at=at, **given)
        changes = _written(case, noted, at)
        Order.objects.filter(pk=order).update(changed_at=at, **changes)
        if noted.deed is D.SENT_AGAIN:
            _keep_the_day(order, noted.words)
        if _ends(case, noted.deed):
            say(order, S.CANCELLED, at=at, key=f"deed:{kept.pk}")
    return True


def note_refunds(at: dt.datetime) -> int:
    """Read in the ledgers which refunds were sent; how many orders say so now."""
    with connection.cursor() as cursor:
        cursor.execute(REFUNDS, {"at": at})
        return cursor.rowcount


_REFUNDABLE = (S.DISPUTED, S.RETURNED, S.RETURNING, S.CANCELLED)


def _ends(case: OrderCase, deed: Deed) -> bool:
    """The order is over: it was stopped, or paid back while nobody knew where it was."""
    over = case.state in (S.CANCELLED, S.RETURNED, S.DELIVERED)
    return not over and deed in (D.CANCELLED, D.REFUNDED)


def _written(case: OrderCase, noted: Noted, at: dt.datetime) -> dict[str, object]:
    """The columns of the order's row that a deed changes."""
    facts = case.facts
    if noted.deed is D.CANCELLED:
        owed = {"cancelled_on": facts.cancelled_on, "refund_due_on": facts.refund_due_on}
        if facts.choice != Choice.CANCEL and case.due:
            owed = {"cancelled_on": case.due.cancelled_on}
            owed |= {"refund_due_on": case.due.refund_by if facts.total else None}
        return owed | {"act_by": owed["refund_due_on"]} | _done(case, at)
    if noted.deed is D.REFUNDED:
        cancelled_on = min(facts.cancelled_on or noted.on or case.today, noted.on or case.today)
        return {"refunded_on": noted.on, "act_by": None, "cancelled_on": cancelled_on}
    if noted.deed in (D.SENT_AGAIN, D.TO_COLLECT):
        return {"act_by": None} | _done(case, at)
    if noted.deed is D.ANSWERED:
        return {"act_by": facts.act_by if facts.choice else None} | (
            {} if facts.choice else {"done_at": at}
        )
    return {"act_by": None} if noted.deed is D.CLOSED else {}


def _done(case: OrderCase, at: dt.datetime) -> dict[str, object]:
    return {"done_at": at} if case.facts.choice else {}


def _keep_the_day(order: uuid.UUID, number: str) -> None:
    """What is sent again is needed by the same day."""
    first = Order.objects.get(pk=order)
    again = Order.objects.filter(member=first.member_id, number=number, needed_on=None)
    if number and first.needed_on:
        again.exclude(pk=order).update(needed_on=first.needed_on)
