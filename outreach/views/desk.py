"""The specialists' list of calls to make, the most urgent promise first."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import calls, first_page, specialist_required, staff_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, record_access
from claims.answers.person import portal_hours
from claims.answers.words import say
from outreach.call_words import desk_row
from outreach.models import CallRequest
from outreach.subject import answers_for

PER_PAGE = 20
SOONEST = Keyset(("call_by", "id"), tuple[dt.datetime, UUID], falling=False, by_age=False)


@require_safe
@staff_required
def desk(request: HttpRequest) -> HttpResponse:
    """Every look is recorded, because each row is something of a member's.

    Staff who do not call have another first page.
    """
    if not calls(request.user):
        return redirect(first_page(request.user))
    to_call = CallRequest.objects.to_call()
    page = page_of(to_call, SOONEST, request.GET, PER_PAGE)
    asked, at = page.rows, now()
    seen = answers_for(asked, now=at)
    record_access(
        request.user, AccessRecord.What.CALL_LIST, [(one.member_id, one.pk) for one in asked]
    )
    rows = [
        desk_row(one, seen.get((one.subject, one.subject_id)), now=at, zone=portal_hours().zone)
        for one in asked
    ]
    context = {"page": page, "rows": rows, "found": calls_in_words(to_call.count())}
    return render(request, "outreach/desk.html", context)


def calls_in_words(number: int) -> str:
    return say(ngettext("{n} call.", "{n} calls.", number), n=f"{number:,}")


@require_POST
@specialist_required
def call_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A specialist has called. Whoever says so second learns that it was done."""
    asked = get_object_or_404(CallRequest, pk=pk)
    record_access(request.user, AccessRecord.What.CALL_REQUEST, [(asked.member_id, asked.pk)])
    if asked.call(by=request.user):
        messages.success(request, _("Noted: you called."))
    else:
        messages.info(request, _("This call had already ended."))
    return redirect("outreach:desk")
