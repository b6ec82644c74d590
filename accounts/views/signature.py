"""Signing for a purpose that a switch alone does not turn on, with all of its words in view."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.choice_words import cells
from accounts.consent import wordings
from accounts.consent.catalogue import PURPOSES, Basis
from accounts.forms.signature import SignatureForm
from accounts.gpc import asks_not_to_share
from accounts.views.choice import turned
from accounts.views.persona import back_to

SHARING = "share_with_others"


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def signature_create(request: HttpRequest, purpose: str) -> HttpResponse:
    found = PURPOSES.get(purpose)
    if found is None or found.basis is not Basis.AUTHORIZATION:
        raise Http404
    form = SignatureForm(request.POST if request.method == "POST" else None, member=request.member)
    if form.is_valid():
        choices = dict.fromkeys(cells(purpose), True)
        where = f"choice-{purpose}"
        change = turned(request, choices, where=where, what=f"{where}:sign", through="signature")
        return back_to(request, change)
    context = {
        "form": form,
        "name": found.name,
        "lines": wordings.shown(found, get_language()).text.splitlines()[1:],
        "asks_not_to_share": purpose == SHARING and asks_not_to_share(request),
    }
    return render(request, "accounts/signature.html", context)
