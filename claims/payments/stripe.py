"""Stripe Checkout, and whatever speaks like it.

Reference: https://docs.stripe.com/api/checkout/sessions and https://docs.stripe.com/webhooks.
"""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

from claims import webhook_signature
from claims.facts import PaymentState
from claims.payments.provider import Asked, Event, NoAnswer, Refused, Session, Word

TIMEOUT = (3.05, 10)  # seconds to connect, and to answer
ASK_AGAIN = frozenset({409, 429})  # somebody asks the same just now; too many at once
STATES = {
    "checkout.session.async_payment_succeeded": PaymentState.PAID,
    "checkout.session.async_payment_failed": PaymentState.FAILED,
    "checkout.session.expired": PaymentState.EXPIRED,
}


class Stripe:
    """As ``settings.PAYMENTS`` says."""

    def __init__(self) -> None:
        held = settings.PAYMENTS
        self.name, self.pages = held["name"], held["pages"]
        self.address, self.key, self.secret = held["address"], held["key"], held["secret"]

    def begin(self, payment: Asked) -> Session:
        """The form never changes for one payment, because the provider compares it."""
        told = self._ask(
            "POST",
            "/v1/checkout/sessions",
            {
                "mode": "payment",
                "client_reference_id": payment.reference,
                "metadata[payment]": payment.id,
                "payment_intent_data[metadata][payment]": payment.id,
                "line_items[0][quantity]": "1",
                "line_items[0][price_data][currency]": "usd",
                "line_items[0][price_data][unit_amount]": str(payment.cents),
                # Outside the portal, nothing sensitive: the reference says it all to us.
                "line_items[0][price_data][product_data][name]": payment.reference,
                "expires_at": str(int(payment.until.timestamp())),
                "success_url": payment.back,
                "cancel_url": payment.left,
            },
            key=payment.id,
        )
        made, url = told.get("id"), told.get("url")
        if not isinstance(made, str) or not isinstance(url, str) or origin(url) != self.pages:
            raise Refused
        return Session(id=made, url=url)

    def expire(self, session: str) -> bool:
        try:
            self._ask("POST", f"/v1/checkout/sessions/{session}/expire", {})
        except Refused:
            return False
        return True

    def look_up(self, session: str) -> Word | None:
        told = self._ask("GET", f"/v1/checkout/sessions/{session}")
        if told.get("status") == "expired":
            return _of_session(told, PaymentState.EXPIRED)
        return _of_session(told, _completed(told)) if told.get("status") == "complete" else None

    def signed(self, body: bytes, header: str, at: dt.datetime) -> bool:
        """Other schemes of signature stand beside v1, and are left out as Stripe asks."""
        parts = [one.strip() for one in header.split(",")]
        ours = ",".join(one for one in parts if one.startswith(("t=", "v1=")))
        signature = webhook_signature.read(ours)
        if signature is None or not signature.is_recent(at):
            return False
        return signature.is_made_with(self.secret, body)

    def read(self, body: bytes) -> Event:
        if b"\\u0000" in body:  # which no row can hold: it would stop the queue for good
            raise ValueError("no event")
        told = msgspec.json.decode(body)
        if not isinstance(told, dict) or not isinstance(told.get("id"), str):
            raise ValueError("no event")
        data = told.get("data")
        kind, about = told.get("type"), data.get("object") if isinstance(data, dict) else None
        if not isinstance(about, dict):
            raise ValueError("no event")
        if kind == "checkout.session.completed":
            return Event(id=told["id"], word=_of_session(about, _completed(about)))
        if kind in STATES:
            return Event(id=told["id"], word=_of_session(about, STATES[kind]))
        if kind == "charge.refunded":
            return Event(id=told["id"], word=_of_charge(about))
        return Event(id=told["id"], word=None)

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None, *, key: str = ""
    ) -> dict[str, Any]:
        import requests  # which no page needs but the one that hands over

        headers = {"Authorization": f"Bearer {self.key}"} | (
            {"Idempotency-Key": key} if key else {}
        )
        try:
            answer = requests.request(
                method,
                f"{self.address}{path}",
                data=form,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
            told = answer.json() if answer.status_code < 300 else {}
        except (requests.RequestException, ValueError) as problem:
            raise NoAnswer from problem
        if answer.status_code >= 500 or answer.status_code in ASK_AGAIN:
            raise NoAnswer
        if answer.status_code >= 300 or not isinstance(told, dict):
            raise Refused
        return told


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _completed(session: dict[str, Any]) -> PaymentState:
    """Some ways to pay take days: the page is done, and the money has not come yet."""
    paid = session.get("payment_status") == "paid"
    return PaymentState.PAID if paid else PaymentState.CONFIRMING


def _of_session(session: dict[str, Any], state: PaymentState) -> Word:
    return Word(
        state=state,
        session=str(session.get("id", "")),
        payment=_ours(session),
        cents=session.get("amount_total"),
        currency=str(session.get("currency") or "usd"),
    )


def _of_charge(charge: dict[str, Any]) -> Word:
    refunded, taken = charge.get("amount_refunded", 0), charge.get("amount")
    whole = refunded == taken
    return Word(
        state=PaymentState.REFUNDED if whole else PaymentState.PAID,
        payment=_ours(charge),
        cents=taken,
        currency=str(charge.get("currency") or "usd"),
        refunded=refunded,
    )


def _ours(thing: dict[str, Any]) -> str:
    return str((thing.get("metadata") or {}).get("payment", ""))
