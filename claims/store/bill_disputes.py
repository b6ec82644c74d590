"""A dispute of a bill, from what the member says to our answer; the item rests meanwhile."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.clock import now
from accounts.models import Member, User
from claims.answers.balance_items import item_name
from claims.answers.person import portal_hours
from claims.answers.words import local_date, plain
from claims.credit import item_of
from claims.deadlines.balance import billing_error_due, pay_after_answer
from claims.facts import DisputeOutcome
from claims.item import ItemOwed
from claims.models import Dispute, DisputeEvent, LedgerEntry, Statement
from claims.store.by_member import locked, refold

What = DisputeEvent.What


class CannotDispute(Exception):
    """Nothing of this item is asked for now: it was paid, taken off or questioned meanwhile."""


@transaction.atomic
def dispute(
    member: Member, balance: UUID, item: str, *, by: User, at: dt.datetime, **told: Any
) -> Dispute:
    """Pause an item of a bill from that instant on; ``told`` is what `DisputeForm` gives."""
    account, case = locked(member, balance, at)
    found = next((one for one, _cents in case.asked_items if key_of(one) == item), None)
    cents = next((cents for one, cents in case.asked_items if one is found), 0)
    if found is None:
        raise CannotDispute
    lines = [int(entry.id) for entry in found.entries if not entry.on_its_way]
    first = _first_sent(account.pk, found)
    received_on = local_date(at, portal_hours().zone)
    made = Dispute.objects.create(
        balance=account,
        member=member,
        item=item,
        entries=lines,
        name=plain(item_name(found))[:300],
        cents=cents,
        sent_on=first and first.transmitted_on,
        received_at=at,
        received_on=received_on,
        resolve_by=_resolve_by(first, received_on),
        **told,
    )
    made.refresh_from_db()
    LedgerEntry.objects.filter(pk__in=lines).update(disputed_at=at)
    DisputeEvent.objects.create(dispute=made, by=by, at=at, what=What.RECEIVED)
    refold(account, at)
    return made


def key_of(item: ItemOwed) -> str:
    """What a form calls an item."""
    return item_of(item.entries[0])


def _first_sent(balance: UUID, item: ItemOwed) -> Statement | None:
    """The law counts from the first statement that shows what is wrong."""
    numbers = {entry.statement for entry in item.entries if entry.cents > 0}
    sent = Statement.objects.filter(balance=balance, number__in=numbers)
    return sent.order_by("transmitted_on").first()


def _resolve_by(first: Statement | None, received_on: dt.date) -> dt.date | None:
    """None where no bill tells a cycle: ninety days then."""
    if first is None or first.period_from is None or first.period_to is None:
        return None
    cycle = (first.period_from, first.period_to)
    due = billing_error_due(first.transmitted_on, notice_received_on=received_on, cycle=cycle)
    return due.resolve_by


def _pay_by(told: Dispute, outcome: DisputeOutcome, on: dt.date) -> dt.date | None:
    """As long as the bill gave, from our answer on; None where nothing is left to pay of it."""
    if outcome not in (DisputeOutcome.UPHELD, DisputeOutcome.PARTLY):
        return None
    numbers = LedgerEntry.objects.filter(pk__in=told.entries).values("statement__number")
    sent = Statement.objects.filter(balance=told.balance_id, number__in=numbers)
    bill = sent.order_by("transmitted_on").first()
    return pay_after_answer(
        on, transmitted_on=bill and bill.transmitted_on, due_on=bill and bill.due_on
    )


@transaction.atomic
def withdraw(told: Dispute, *, by: User) -> bool:
    """The member takes it back, and the item is asked for again. False if it had ended."""
    return _end(told, DisputeOutcome.WITHDRAWN, by=by, what=What.WITHDRAWN)


@transaction.atomic
def acknowledge(told: Dispute, *, by: User, words: str = "") -> bool:
    """Tell the member that somebody looks at it. False if that was told, or it had ended."""
    at = now()
    account, _case = locked(told.member, told.balance_id, at)  # first, as everybody does
    waiting = Dispute.objects.open().filter(pk=told.pk, acknowledged_at=None)
    if not waiting.update(acknowledged_at=at):
        return False
    DisputeEvent.objects.create(dispute=told, by=by, at=at, what=What.ACKNOWLEDGED, words=words)
    refold(account, at)
    return True


@transaction.atomic
def answer(
    told: Dispute, outcome: DisputeOutcome, *, by: User, words: str, agreed: int | None = None
) -> bool:
    """End it with words for the member. False if it had ended.

    ``agreed`` are the cents that the item costs them in all, where they were right in part: what
    the ledger asks for above that is not asked of them, until the ledger says so itself.
    """
    if outcome is DisputeOutcome.RIGHT:
        agreed = 0
    return _end(told, outcome, by=by, what=What.ANSWERED, words=words, agreed=agreed)


def _end(
    told: Dispute,
    outcome: DisputeOutcome,
    *,
    by: User,
    what: str,
    agreed: int | None = None,
    words: str = "",
) -> bool:
    at = now()
    account, _case = locked(told.member, told.balance_id, at)
    on = local_date(at, portal_hours().zone)
    ended = {
        "ended_at": at,
        "ended_on": on,
        "outcome": outcome,
        "pay_by": _pay_by(told, outcome, on),
    }
    if not Dispute.objects.open().filter(pk=told.pk).update(**ended):
        return False
    lines = LedgerEntry.objects.filter(pk__in=told.entries)
    lines.update(disputed_at=None, **({} if agreed is None else {"agreed": agreed}))
    DisputeEvent.objects.create(
        dispute=told, by=by, at=at, what=what, outcome=outcome, agreed=agreed, words=words
    )
    refold(account, at)
    return True
