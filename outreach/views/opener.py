"""What a specialist makes of the opener: said as it is, said otherwise, or not at all."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import specialist_required
from outreach import drafts
from outreach.first_words import say_first
from outreach.views.call import found, summary_form


@require_POST
@specialist_required
def opener_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    call = found(request, pk)
    drafts.keep_typed(call, request.user, summary_form(call, request.POST).boxes())
    words = request.POST.get("words", "").replace("\0", "").strip()
    say_first(call, request.POST.get("choice", ""), words, by=request.user)
    return redirect(call)
