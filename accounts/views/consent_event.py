"""For privacy officers: the whole ledger, the latest row first, by random names."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.audit.rows import event_row
from accounts.forms.ledger import LedgerForm
from accounts.keyset import Keyset, page_of

PER_PAGE = 50
LATEST = Keyset(("id",), tuple[int])


@require_safe
@privacy_officer_required
def consent_event_list(request: HttpRequest) -> HttpResponse:
    form = LedgerForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        page = page_of(form.events(), LATEST, request.GET, PER_PAGE)
        asked = urlencode(form.query())
        context |= {
            "page": page,
            "rows": [event_row(one) for one in page.rows],
            "query": f"?{asked}&" if asked else "?",
            "asked": f"?{asked}" if asked else "",
            "filtered": bool(asked),
        }
    return render(request, "accounts/audit/consent_event_list.html", context)
