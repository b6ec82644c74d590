"""Where providers tell us what became of our messages; and where a member's text comes in."""

import hmac
from base64 import b64encode
from hashlib import sha1, sha256
from html import escape
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from msgspec import ValidationError

from accounts.clock import now
from claims import webhook_signature
from outreach.models import Channel
from outreach.receipt_words import Kind, mail_said, text_said
from outreach.receipts import receive
from outreach.stop_words import Meant, meant
from outreach.tasks import hurry_receipts

LARGEST = 2**16
TWIML = "text/xml"


@login_not_required
@csrf_exempt
@require_POST
def mail_receipt(request: HttpRequest) -> HttpResponse:
    """Signed as docs/webhooks.md says, not older than five minutes; one it knows is known."""
    if not settings.MAIL_SECRET:
        raise Http404
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    given = webhook_signature.read(request.headers.get("Porchlight-Signature", ""))
    if given is None or not given.is_recent(now()):
        return JsonResponse({"error": "not signed, or too long ago"}, status=401)
    if not given.is_made_with(settings.MAIL_SECRET, request.body):
        return JsonResponse({"error": "not signed by you"}, status=401)
    try:
        mail_said(request.body)
    except (ValidationError, ValueError):
        return JsonResponse({"error": "no event"}, status=400)
    event = sha256(request.body).hexdigest()
    is_new = receive(Channel.EMAIL, "email", event, request.body, at=now())
    transaction.on_commit(hurry_receipts)
    return JsonResponse({"status": "stored" if is_new else "already known"})


@login_not_required
@csrf_exempt
@require_POST
def text_receipt(request: HttpRequest) -> HttpResponse:
    """As Twilio signs it: the address and the form, under the account's token. It names no time,
    so what came once is known by its number, and counts once."""
    if not settings.TEXTS:
        raise Http404
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    provider = signer(request)
    if provider is None:
        return JsonResponse({"error": "not signed by you"}, status=401)
    form = request.POST.dict()
    event = f"{form.get('MessageSid', '')}:{form.get('MessageStatus', 'answer')}"
    body = urlencode(form | {"key": request.GET.get("key", "")}).encode()
    is_new = receive(Channel.SMS, provider, event, body, at=now())
    transaction.on_commit(hurry_receipts)
    said = text_said(body)
    words = reply(said.text) if is_new and said.kind is Kind.ANSWERED else ""
    told = f"<Response>{words}</Response>"
    return HttpResponse(told, content_type=TWIML)


def signer(request: HttpRequest) -> str | None:
    """Which provider of ours signed this."""
    given = request.headers.get("X-Twilio-Signature", "").encode()
    address = f"{settings.PORTAL_ADDRESS}{request.get_full_path()}"
    form = sorted(request.POST.items())
    signed = (address + "".join(f"{name}{value}" for name, value in form)).encode()
    for held in settings.TEXTS:
        made = b64encode(hmac.new(held["token"].encode(), signed, sha1).digest())
        if hmac.compare_digest(made, given):
            return held["name"]
    return None


def reply(text: str) -> str:
    """One text back, in both languages, because the number alone says none."""
    phone = settings.PORTAL_PHONE
    words = {
        Meant.STOP: "Porchlight: no more texts. No le enviamos más mensajes de texto.",
        Meant.START: "Porchlight: you get texts again. Le enviamos mensajes de texto otra vez.",
        Meant.HELP: f"Porchlight: {phone}. STOP: no more texts. ALTO: no más mensajes.",
        Meant.UNCLEAR: f"Porchlight: no more texts. No más mensajes de texto. {phone}",
    }[meant(text)]
    return f"<Message>{escape(words)}</Message>"
