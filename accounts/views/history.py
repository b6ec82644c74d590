"""All that a member ever decided with the words they read, and every use that was asked for."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import member_required
from accounts.history_words import decision_rows, pruned_words, use_rows
from accounts.keyset import Keyset, page_of
from accounts.models import ConsentEvent, Use, Wording
from accounts.proof.sealing import public_key

PER_PAGE = 30
LATEST_DECISION = Keyset(("seq",), tuple[int])
LATEST_USE = Keyset(("used_at", "id"), tuple[dt.datetime, int])


@require_safe
@member_required
def history(request: HttpRequest) -> HttpResponse:
    events = ConsentEvent.objects.of(request.member.subject)
    page = page_of(events, LATEST_DECISION, request.GET, PER_PAGE)
    shown = Wording.objects.showing({bytes(one.wording) for one in page.rows if one.wording})
    rows = decision_rows(page.rows, shown)
    context = {
        "page": page,
        "rows": rows,
        "pruned": pruned_words(request.member.subject),
        "key": public_key() if rows else "",
    }
    return render(request, "accounts/history.html", context)


@require_safe
@member_required
def use_list(request: HttpRequest) -> HttpResponse:
    uses = Use.objects.of(request.member.subject).select_related("actor")
    page = page_of(uses, LATEST_USE, request.GET, PER_PAGE)
    return render(request, "accounts/use_list.html", {"page": page, "rows": use_rows(page.rows)})
