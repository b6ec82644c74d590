"""A member's receipts, and the program that checks them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import member_required
from accounts.models import ConsentEvent
from accounts.proof import checking
from accounts.proof.alarms import Kind, sound
from accounts.proof.receipt import receipt
from accounts.proof.sealing import Broken


@require_safe
@member_required
def consent_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(ConsentEvent.objects.of(request.member.subject), pk=pk)
    try:
        text = receipt(event)
    except Broken as problem:
        sound(Kind.BROKEN, str(problem))
        messages.error(request, _("We could not make this receipt. Our privacy officers know."))
        return redirect("accounts:history")
    if text is None:
        messages.info(request, _("This receipt is ready in about a minute. Please try again then."))
        return redirect("accounts:history")
    headers = {"Content-Disposition": f'attachment; filename="receipt-{event.pk}.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
def record_verifier(_request: HttpRequest) -> HttpResponse:
    """For everybody who signs in: a receipt is worth what its reader can check."""
    headers = {"Content-Disposition": f'attachment; filename="{checking.VERIFIER.name}"'}
    program = checking.VERIFIER.read_bytes()
    return HttpResponse(program, content_type="text/x-python", headers=headers)
