"""What the provider says: stored raw, then read one a transaction, in whatever order it came."""

import datetime as dt
import logging
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from accounts.models import User
from claims.facts import PaymentState
from claims.models import Payment, PaymentEvent
from claims.payments.provider import NoAnswer, Provider, Refused, Word
from claims.store.payments import OPEN_FOR, apply

logger = logging.getLogger(__name__)
MOST = 200  # looked up at once


def receive(provider: Provider, body: bytes, *, at: dt.datetime) -> bool:
    """Store a signed message; committed when this returns. False when we have it already."""
    event = provider.read(body)
    told = {"body": body, "received_at": at}
    _kept, is_new = PaymentEvent.objects.get_or_create(
        provider=provider.name, event_id=event.id[:255], defaults=told
    )
    return is_new


def take(provider: Provider, *, at: dt.datetime) -> bool:
    """Read the next message. False when there is none."""
    with transaction.atomic():
        waiting = PaymentEvent.objects.waiting().filter(provider=provider.name)
        event = waiting.select_for_update(skip_locked=True).order_by("pk").first()
        if event is None:
            return False
        word = provider.read(bytes(event.body)).word
        payment = _of(word) if word else None
        problem = _problem(word, payment)
        event.payment = payment
        if problem:
            event.parked_at, event.reason = at, problem
            logger.error("payment event needs a person", extra={"event": event.pk, "why": problem})
        else:
            if word and payment:
                apply(payment, word, at=at)
            event.finished_at = at
        event.save()
    return True


def again(key: int) -> bool:
    """Read it once more, because somebody put right what was wrong. False if it is not parked."""
    parked = PaymentEvent.objects.parked().filter(pk=key)
    return bool(parked.update(parked_at=None, reason=""))


def settle(key: int, outcome: PaymentState | None, note: str, *, by: User, at: dt.datetime) -> bool:
    """A person decided: the payment was made, was not, or (None) it is none of ours."""
    with transaction.atomic():
        parked = PaymentEvent.objects.parked().select_for_update(of=("self",))
        event = parked.select_related("payment__member").filter(pk=key).first()
        if event is None:
            return False
        event.parked_at, event.finished_at = None, at
        event.settled_by, event.note = by, note
        event.save()
        if event.payment and outcome:
            apply(event.payment, Word(state=outcome), at=at)
    return True


def look_after(provider: Provider, *, at: dt.datetime) -> None:
    """Ask about payments whose page has closed and of which no message came."""
    late = Payment.objects.under_way().filter(provider=provider.name, begun_at__lt=at - OPEN_FOR)
    late.filter(state=PaymentState.BEGUN).update(state=PaymentState.EXPIRED, state_at=at)
    for payment in late.exclude(session="").select_related("member")[:MOST]:
        try:
            word = provider.look_up(payment.session)
        except NoAnswer:
            return  # the next time
        except Refused:
            continue  # it knows no such session
        if word is not None and not _problem(word, payment):
            apply(payment, word, at=at)


def _of(word: Word) -> Payment | None:
    """Ours by the session, or by our own id that the provider repeats."""
    payments = Payment.objects.select_related("member")
    found = payments.filter(session=word.session).first() if word.session else None
    if found is not None or not word.payment:
        return found
    try:
        return payments.filter(pk=UUID(word.payment)).first()
    except ValueError:
        return None


def _problem(word: Word | None, payment: Payment | None) -> str:
    if word is None:
        return ""
    if payment is None:
        return _("It names no payment of ours.")
    if word.currency != "usd" or word.cents not in (None, payment.cents):
        return _("The amount is not the one that we asked for.")
    return ""
