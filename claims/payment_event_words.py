"""Messages of the payment provider that do not fit, as an operator reads them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from claims.alarm_words import moment
from claims.answers.words import money, say
from claims.models import PaymentEvent


class EventRow(Struct, frozen=True, kw_only=True):
    """``member`` is their number; "" where the message names no payment of ours."""

    pk: int
    url: str
    title: str
    came: str
    reason: str
    member: str


def event_row(event: PaymentEvent) -> EventRow:
    title = say(_("Message {n}"), n=event.event_id)
    payment = event.payment
    if payment:
        words = _("Payment {reference} of {amount}")
        title = say(words, reference=payment.reference, amount=money(payment.cents))
    return EventRow(
        pk=event.pk,
        url=f"/payments/messages/{event.pk}/",
        title=title,
        came=say(
            _("{provider} told us on {moment}."),
            provider=event.provider,
            moment=moment(event.received_at),
        ),
        reason=_(event.reason),
        member=payment.member.number if payment else "",
    )


def to_look_at() -> str:
    """How many wait for a person; "" for none."""
    number = PaymentEvent.objects.parked().count()
    words = ngettext(
        "{n} message about a payment needs a person",
        "{n} messages about payments need a person",
        number,
    )
    return say(words, n=f"{number:,}") if number else ""
