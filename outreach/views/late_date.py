"""Dates that we told members and did not keep, and by when we tell more to those without a date."""

import datetime as dt

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import specialist_required
from accounts.clock import now, today
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, User, record_access
from claims.answers.person import portal_hours
from claims.answers.words import local_date, say
from claims.models import Promise
from claims.store.promises import name_day
from outreach.forms.late_date import LateDateForm
from outreach.late_dates import late_row
from outreach.subject import own_answer, they_see

PER_PAGE = 50
UNDATED = "undated"
LONGEST_LATE = Keyset(("due_on", "id"), tuple[dt.date, int], falling=False, by_age=False)


@require_safe
@specialist_required
def late_date_list(request: HttpRequest) -> HttpResponse:
    undated = request.GET.get("show") == UNDATED
    dates = Promise.objects.undated() if undated else Promise.objects.late()
    whose = dates.select_related("member", "claim", "order")
    page = page_of(whose, LONGEST_LATE, request.GET, PER_PAGE)
    note(request.user, page.rows)
    on, number = today(portal_hours().zone), dates.count()
    context = {
        "page": page,
        "rows": [late_row(one, on) for one in page.rows],
        "found": say(ngettext("{n} date.", "{n} dates.", number), n=f"{number:,}"),
        "undated": undated,
        "shows": [
            {"url": "?", "label": _("Late"), "current": not undated},
            {"url": f"?show={UNDATED}", "label": _("No date yet"), "current": undated},
        ],
        "query": f"?show={UNDATED}&" if undated else "?",
    }
    return render(request, "outreach/late_date_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def late_date_detail(request: HttpRequest, pk: int) -> HttpResponse:
    late = waited_for(pk)
    note(request.user, [late])
    at = now()
    typed = request.POST if request.method == "POST" else None
    form = LateDateForm(typed, late=late, today=local_date(at, late.member.time_zone))
    if form.is_valid():
        act(late, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, _("Saved. They read it on their page."))
        return redirect("outreach:late_date_list")
    answer = own_answer(late.member, late.subject, late.thing.pk, now=at)
    context = {
        "row": late_row(late, today(portal_hours().zone)),
        "form": form,
        "they_see": they_see(answer) if answer else "",
        "number": late.member.number,
        "about": f"{late.subject}:{late.thing.pk}",
    }
    return render(request, "outreach/late_date_detail.html", context)


def waited_for(pk: int) -> Promise:
    for dates in (Promise.objects.late(), Promise.objects.undated()):
        if found := dates.select_related("member", "claim", "order").filter(pk=pk).first():
            return found
    raise Http404


@transaction.atomic
def act(late: Promise, *, by: User, at: dt.datetime, told: bool, **named) -> None:
    if told:
        late.heed(at=at, by=by)
    if named.get("on"):
        name_day(late, named["on"], delay=named["delay"], by=by, at=at, told=told)


def note(user: User, seen: list[Promise]) -> None:
    """Every look is recorded, because each row is a member's."""
    looked = [(one.member_id, one.thing.pk) for one in seen]
    record_access(user, AccessRecord.What.LATE_DATE_LIST, looked)
