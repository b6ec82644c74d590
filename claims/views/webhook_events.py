"""Where outside systems push events to, the one address that writes without a session; retries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import operator_required
from accounts.clock import now
from claims import webhook_signature
from claims.models import WebhookEvent
from claims.store.webhook_events import receive, signer
from claims.tasks import hurry

LARGEST = 2**20
KINDS = frozenset(
    {
        "application/json",
        "application/fhir+json",
        "application/x-ndjson",
        "application/xml",
        "text/xml",
        "application/edi-x12",
        "text/csv",
    }
)
LONGEST_ID = 200
GZIP = b"\x1f\x8b"


@login_not_required
@csrf_exempt
@require_POST
def webhook_event_create(request, slug):
    """Store a signed event and answer; a worker reads it.

    A source that does not exist is answered like a wrong signature: nobody learns which exist.
    """
    unwelcome = _unwelcome(request)
    if unwelcome:
        return unwelcome
    signature = webhook_signature.read(request.headers.get("Porchlight-Signature", ""))
    at = now()
    if signature is None:
        return _no("Porchlight-Signature is missing or is not t=SECONDS,v1=HEX.")
    if not signature.is_recent(at):
        return _no("The time t of the signature is more than 5 minutes from ours.")
    key = signer(slug, signature, request.body, at=at)
    if key is None:
        return _no("No active key of this source made this signature.")
    event_id = request.headers.get("Porchlight-Event", "")
    if receive(key, signature, request.body, event_id=event_id, at=at) is None:
        return JsonResponse({"status": "already known"})
    transaction.on_commit(hurry)
    return JsonResponse({"status": "stored"}, status=202)


@require_POST
@operator_required
def webhook_try_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody mended why an event could not be read."""
    event = get_object_or_404(WebhookEvent.objects.parked(), source=slug, pk=pk)
    if event.again(now()):
        transaction.on_commit(hurry)
        messages.success(request, _("It will be read again now."))
    return redirect("claims:source_detail", slug=slug)


def _unwelcome(request: HttpRequest) -> JsonResponse | None:
    """What we do not even look into: too large, empty, of a kind that no source has."""
    if _length(request) > LARGEST:
        return JsonResponse({"error": f"A body may have {LARGEST:,} bytes."}, status=413)
    if request.content_type not in KINDS:
        return JsonResponse({"error": f"Send one of: {', '.join(sorted(KINDS))}."}, status=415)
    if not request.body or request.body.startswith(GZIP):
        return JsonResponse({"error": "Send a body, and not a compressed one."}, status=400)
    event_id = request.headers.get("Porchlight-Event", "")
    if len(event_id) > LONGEST_ID or not event_id.isprintable():
        error = f"Porchlight-Event may have {LONGEST_ID} printable characters."
        return JsonResponse({"error": error}, status=400)
    return None


def _length(request: HttpRequest) -> int:
    """What the body says of itself; Django reads nothing where that is no number."""
    stated = request.headers.get("Content-Length") or ""
    return int(stated) if stated.isdecimal() else 0


def _no(reason: str) -> JsonResponse:
    return JsonResponse({"error": reason}, status=401)
