"""Who of us looked at whom: for privacy officers."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord
from accounts.views.session import when

PER_PAGE = 50
LATEST = Keyset(("looked_at", "id"), tuple[dt.datetime, UUID])


@require_safe
@privacy_officer_required
def access_record_list(request: HttpRequest) -> HttpResponse:
    page = page_of(AccessRecord.objects.recent(), LATEST, request.GET, PER_PAGE)
    rows = [row(look) for look in page.rows]
    return render(request, "accounts/access_record_list.html", {"page": page, "rows": rows})


def row(look: AccessRecord) -> dict[str, str]:
    """Finished words: who by their address, the member by their number."""
    return {
        "when": when(look.looked_at),
        "who": look.user.email,
        "whom": look.member.number,
        "what": look.get_what_display(),
    }
