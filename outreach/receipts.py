"""Reads what providers say of our messages: stored raw before, in whatever order it came.

Late or repeated words take nothing back: what arrived has arrived.
"""

import datetime as dt
import logging
from uuid import UUID

from django.db import transaction

from accounts.models import Member
from outreach.ladder import bounced, step_on
from outreach.models import Channel, Delivery, Receipt, Silence
from outreach.receipt_words import Kind, Said, said_in
from outreach.stop_words import Meant, meant

logger = logging.getLogger(__name__)


def receive(channel: str, provider: str, event_id: str, body: bytes, *, at: dt.datetime) -> bool:
    """Store a signed request; committed when this returns. False when we have it already."""
    told = {"channel": channel, "body": body, "received_at": at}
    _kept, is_new = Receipt.objects.get_or_create(
        provider=provider[:100], event_id=event_id[:200], defaults=told
    )
    return is_new


def take(at: dt.datetime) -> bool:
    """Read the next. False when there is none. One that cannot be read waits for a person."""
    with transaction.atomic():
        waiting = Receipt.objects.waiting().select_for_update(skip_locked=True)
        receipt = waiting.order_by("pk").first()
        if receipt is None:
            return False
        try:
            with transaction.atomic():
                apply(receipt, said_in(receipt.channel, bytes(receipt.body)), at)
        except Exception as problem:  # noqa: BLE001 - one must not stop the others
            receipt.park(at, f"{type(problem).__name__} while it was read")
            logger.error("receipt failed", extra={"receipt": receipt.pk})
        if not receipt.parked_at:
            receipt.finished_at = at
        receipt.save()
    return True


def apply(receipt: Receipt, said: Said, at: dt.datetime) -> None:
    if said.kind is Kind.ANSWERED:
        return answered(receipt, said, at)
    if said.kind is Kind.NOTHING:
        return None
    delivery = delivery_of(receipt, said)
    if delivery is None:
        return receipt.park(at, "it names no message of ours")
    receipt.delivery, receipt.member = delivery, delivery.message.member
    return APPLY[said.kind](delivery, said, at)


def delivery_of(receipt: Receipt, said: Said) -> Delivery | None:
    """By our own key, which the provider repeats, or by its name for it. Locked.

    Each provider of texts signs for itself, and says nothing of what another has.
    """
    ours = Delivery.objects.filter(channel=receipt.channel).select_related("message__member")
    ours = ours.select_for_update(of=("self",))
    if receipt.channel == Channel.SMS:
        ours = ours.filter(provider__in=("", receipt.provider))
    try:
        found = ours.filter(pk=UUID(said.key)).first() if said.key else None
    except ValueError:
        found = None
    if found is None and said.provider_id:
        found = ours.filter(provider_id=said.provider_id).order_by("-pk").first()
    return found


def delivered(delivery: Delivery, _said: Said, at: dt.datetime) -> None:
    delivery.deliver(at)


def failed(delivery: Delivery, said: Said, at: dt.datetime) -> None:
    """It did not arrive; the address may be good all the same."""
    if delivery.bounce(at, said.reason):
        step_on(delivery, at)


def came_back(delivery: Delivery, said: Said, at: dt.datetime) -> None:
    if delivery.bounce(at, said.reason):
        bounced(delivery, at)


def complained(delivery: Delivery, _said: Said, at: dt.datetime) -> None:
    """The member told their mail program that it is unwanted."""
    Delivery.objects.filter(pk=delivery.pk, complained_at=None).update(complained_at=at)
    member, reason = delivery.message.member, Silence.Reason.COMPLAINED
    Silence.objects.stop(member, delivery.channel, "", reason, at)


APPLY = {
    Kind.DELIVERED: delivered,
    Kind.FAILED: failed,
    Kind.BOUNCED: came_back,
    Kind.COMPLAINED: complained,
}


def answered(receipt: Receipt, said: Said, at: dt.datetime) -> None:
    """A text from a member. What nobody understands stops texts too, and a person reads it."""
    theirs = list(Member.objects.filter(phones__number=said.address).distinct())
    receipt.member = theirs[0] if len(theirs) == 1 else None
    wish = meant(said.text)
    if wish is Meant.START:
        stopped = Silence.objects.filter(member__in=theirs, channel=receipt.channel, purpose="")
        stopped.filter(reason=Silence.Reason.UNSUBSCRIBED).delete()
    elif wish is not Meant.HELP:
        for member in theirs:
            reason = Silence.Reason.UNSUBSCRIBED
            Silence.objects.stop(member, receipt.channel, "", reason, at)
    if wish is Meant.UNCLEAR:
        receipt.park(at, "a text that we do not understand; texts to that number are stopped")
