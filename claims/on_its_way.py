"""Payments made here that the ledger does not have yet, so that none is subtracted twice. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from claims.credit import item_of
from claims.deadlines.calendar import ONE_DAY
from claims.facts import EntryFacts, EntryType, PaymentFacts, PaymentState

# What was given back has its line in the ledger too, which is no other payment's.
SENT = (PaymentState.PAID, PaymentState.CONFIRMING, PaymentState.REFUNDED)
BEFORE, WITHIN = ONE_DAY, 45 * ONE_DAY  # of the day it was paid, a ledger posts it


def with_payments(
    entries: tuple[EntryFacts, ...], payments: Iterable[PaymentFacts]
) -> tuple[EntryFacts, ...]:
    """The entries of a ledger, and a line for each payment that is on its way to it."""
    return (*(_line(one, entries) for one in on_its_way(payments, entries)), *entries)


def on_its_way(
    payments: Iterable[PaymentFacts], entries: Sequence[EntryFacts]
) -> tuple[PaymentFacts, ...]:
    """Those that no line of the ledger says yet, the oldest first; also those that a bank still has
    to confirm, because who has paid once is not asked again.

    A line that names our reference is the payment's; else one of the same amount and about the same
    day. Each line is one payment's at most.
    """
    paid = [one for one in payments if one.state in SENT]
    if not paid:
        return ()
    paid.sort(key=lambda one: (one.paid_on or dt.date.min, one.id))
    posted = [one for one in entries if one.type is EntryType.MEMBER_PAYMENT and one.cents < 0]
    posted.sort(key=lambda one: (one.effective_on, one.id))
    waiting = []
    for payment in paid:
        line = next((one for one in posted if _names(one, payment)), None)
        if line is None:
            waiting.append(payment)
        else:
            posted.remove(line)
    still = []
    for payment in waiting:
        line = next((one for one in posted if _looks_like(one, payment)), None)
        if line is None:
            still.append(payment)
        else:
            posted.remove(line)
    return tuple(one for one in still if one.left > 0)


def _names(line: EntryFacts, payment: PaymentFacts) -> bool:
    return payment.reference in line.external_id or payment.reference in line.description


def _looks_like(line: EntryFacts, payment: PaymentFacts) -> bool:
    if payment.paid_on is None or -line.cents not in (payment.cents, payment.left):
        return False
    return payment.paid_on - BEFORE <= line.effective_on <= payment.paid_on + WITHIN


def _line(payment: PaymentFacts, entries: Sequence[EntryFacts]) -> EntryFacts:
    """As the ledger will say it: for the item that was chosen, where one was."""
    assert payment.paid_on is not None
    made = EntryFacts(
        id=f"payment {payment.id}",
        type=EntryType.MEMBER_PAYMENT,
        cents=-payment.left,
        effective_on=payment.paid_on,
        on_its_way=True,
    )
    of = next((one for one in entries if payment.item and item_of(one) == payment.item), None)
    if of is None:
        return made
    return replace(
        made,
        claim_id=of.claim_id,
        claim_number=of.claim_number,
        order_id=of.order_id,
        order_number=of.order_number,
        statement=of.statement,
    )
