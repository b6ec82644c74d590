"""A payment from its first row to the provider's page; what the provider says comes afterwards."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from accounts.models import Member, User
from claims.answers.person import portal_hours
from claims.answers.words import local_date, plain
from claims.due import payment_problem
from claims.facts import PaymentState
from claims.models import Payment
from claims.models.payment import UNDER_WAY
from claims.payments.provider import Asked, Provider, Word
from claims.store.by_member import locked, refold

OPEN_FOR = dt.timedelta(hours=1)
# A later one takes the place of an earlier one; a message that comes late changes nothing.
RANK = {state: place for place, state in enumerate(PaymentState)}


class CannotPay(Exception):
    """The words say why."""


class UnderWay(Exception):
    """Another payment of this balance is open at the provider."""

    def __init__(self, payment: Payment) -> None:
        super().__init__(payment.pk)
        self.payment = payment


@transaction.atomic
def begin(
    member: Member,
    balance: UUID,
    *,
    form_key: UUID,
    by: User,
    provider: str,
    at: dt.datetime,
    cents: int,
    **more: Any,
) -> Payment:
    """Write a payment down, once for each form. The amount is checked against what is due now.

    A form that comes back with another amount in it, as it does from the page before the
    provider's, asks for another payment.
    """
    account, case = locked(member, balance, at)
    known = Payment.objects.filter(form_key=form_key).first()
    if known is not None and (known.balance_id, known.cents) == (account.pk, cents):
        return known
    if problem := payment_problem(cents, case.due):
        raise CannotPay(plain(problem))
    other = account.payments.under_way().first()
    if other is not None:
        raise UnderWay(other)
    made = Payment.objects.create(
        balance=account,
        member=member,
        form_key=uuid4() if known else form_key,
        begun_by=by,
        begun_at=at,
        provider=provider,
        cents=cents,
        state_at=at,
        state_on=local_date(at, portal_hours().zone),
        **more,
    )
    made.refresh_from_db()
    return made


def open_page(payment: Payment, provider: Provider, *, at: dt.datetime) -> str:
    """The address of the provider's page, asked for once however often this is called.

    "" where the payment has gone on since. Raises what `Provider.begin` raises; the row stays, and
    asking again asks for the same page.
    """
    if payment.state == PaymentState.OPEN:
        return payment.url
    if payment.state != PaymentState.BEGUN:
        return ""
    here = f"{settings.PORTAL_ADDRESS}{payment.get_absolute_url()}"
    session = provider.begin(
        Asked(
            id=str(payment.pk),
            reference=payment.reference,
            cents=payment.cents,
            until=payment.begun_at + OPEN_FOR,
            back=here,
            left=f"{here}?left=1",
        )
    )
    begun = Payment.objects.filter(pk=payment.pk, state=PaymentState.BEGUN)
    told = {"session": session.id, "url": session.url, "state": PaymentState.OPEN, "state_at": at}
    if begun.update(**told) or Payment.objects.filter(pk=payment.pk, state=PaymentState.OPEN):
        return session.url
    provider.expire(session.id)  # somebody let it go meanwhile, and pays something else
    return ""


def let_go(payment: Payment, provider: Provider, *, at: dt.datetime) -> bool:
    """End a payment that nobody made. False when it was made, or may be; NoAnswer is raised."""
    begun = Payment.objects.filter(pk=payment.pk, state=PaymentState.BEGUN)
    if begun.update(state=PaymentState.EXPIRED, state_at=at):
        return True  # whoever asks for its page just now ends that page: see `open_page`
    payment.refresh_from_db()
    if payment.state == PaymentState.OPEN:
        if provider.expire(payment.session):
            word: Word | None = Word(state=PaymentState.EXPIRED)
        else:
            word = provider.look_up(payment.session)
        if word is not None:
            apply(payment, word, at=at)
            payment.refresh_from_db()
    return payment.state not in UNDER_WAY


def fail(payment: Payment, *, at: dt.datetime) -> None:
    """The provider will not take it."""
    apply(payment, Word(state=PaymentState.FAILED), at=at)


@transaction.atomic
def apply(payment: Payment, word: Word, *, at: dt.datetime) -> bool:
    """Keep what the provider says. False when we knew it, or something later."""
    account, _case = locked(payment.member, payment.balance_id, at)
    held = Payment.objects.select_for_update().get(pk=payment.pk)
    later = RANK[word.state] > RANK[PaymentState(held.state)]
    if not later and word.refunded <= held.refunded:
        return False
    on = local_date(at, portal_hours().zone)
    if later:
        held.state, held.state_at, held.state_on = word.state, at, on
    if word.state in (PaymentState.PAID, PaymentState.CONFIRMING, PaymentState.REFUNDED):
        held.paid_on = held.paid_on or on
    held.refunded = max(held.refunded, min(word.refunded, held.cents))
    held.save()
    refold(account, at)
    return True
