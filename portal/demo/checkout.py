"""The demo's payment provider: a page of our own without a card, and signed messages."""

import datetime as dt
import hmac
import time
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from claims import webhook_signature
from claims.answers.words import money
from claims.payments.provider import Asked, Session, Word
from claims.payments.stripe import Stripe
from claims.store.payment_events import receive
from claims.tasks import hurry_payments

SALT = "demo checkout"


class Checkout(Stripe):
    """Speaks as Stripe does, without a network between us."""

    def __init__(self) -> None:
        self.name, self.pages = "Demo Pay", settings.PORTAL_ADDRESS
        self.secret = hmac.new(settings.SECRET_KEY.encode(), SALT.encode(), sha256).hexdigest()

    def begin(self, payment: Asked) -> Session:
        told = {
            "id": payment.id,
            "reference": payment.reference,
            "cents": payment.cents,
            "back": payment.back.removeprefix(self.pages),
            "left": payment.left.removeprefix(self.pages),
        }
        token = signing.dumps(told, salt=SALT)
        return Session(id=f"demo_{payment.id}", url=f"/demo/checkout/{token}/")

    def expire(self, session: str) -> bool:
        return True

    def look_up(self, session: str) -> Word | None:
        return None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest, token: str) -> HttpResponse:
    """The provider's page: pay, let it fail, or leave."""
    try:
        told = signing.loads(token, salt=SALT, max_age=dt.timedelta(hours=1))
    except signing.BadSignature:
        raise Http404 from None
    if not settings.PORTAL_DEMO:
        raise Http404
    if request.method != "POST":
        context = {"told": told, "amount": money(told["cents"])}
        return render(request, "portal/checkout.html", context)
    kind = "async_payment_failed" if request.POST.get("fails") else "completed"
    with transaction.atomic():
        tell(kind, told)
    return redirect(told["back"])


def tell(kind: str, told: dict[str, Any]) -> None:
    """Sign and send the message as the network would bring it."""
    session = {
        "id": f"demo_{told['id']}",
        "amount_total": told["cents"],
        "currency": "usd",
        "payment_status": "paid",
        "metadata": {"payment": told["id"]},
    }
    event = {
        "id": f"evt_{kind}_{told['id']}",
        "type": f"checkout.session.{kind}",
        "data": {"object": session},
    }
    body, provider, at = msgspec.json.encode(event), Checkout(), int(time.time())
    header = f"t={at},v1={webhook_signature.signed(provider.secret, at, body)}"
    if not provider.signed(body, header, dt.datetime.fromtimestamp(at, dt.UTC)):
        raise Http404
    receive(provider, body, at=now())
    transaction.on_commit(hurry_payments)
