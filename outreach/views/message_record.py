"""A privacy officer's look at one member's messages: what became of each, and why."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.keyset import Keyset, page_of
from accounts.views.inspection import inspection
from outreach.message_record import record_rows
from outreach.models import Message

PER_PAGE = 50
NEWEST = Keyset(("posted_at", "id"), tuple[dt.datetime, UUID])


@require_safe
@privacy_officer_required
def message_record_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """While the officer's own look lasts, whose reason the member reads."""
    look, _form = inspection(request, pk)
    mine = Message.objects.for_member(look.member).prefetch_related("deliveries")
    page = page_of(mine, NEWEST, request.GET, PER_PAGE)
    context = {
        "look": look,
        "member": look.member.number,
        "page": page,
        "rows": record_rows(page.rows),
    }
    return render(request, "outreach/message_record_list.html", context)
