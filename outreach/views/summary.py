"""A member reads what was agreed in a call, and says what is not right."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import Member
from claims.answers.words import local_date
from outreach.forms.correction import CorrectionForm
from outreach.languages import shown
from outreach.models import Call
from outreach.summary_words import summary_rows, summary_words, title_of, unfinished_words
from outreach.talk import correct

LATEST = Keyset(("began_at", "id"), tuple[dt.datetime, UUID])
PER_PAGE = 20


@require_safe
@member_required
def summary_list(request: HttpRequest) -> HttpResponse:
    member = request.member
    page = page_of(own(member), LATEST, request.GET, PER_PAGE)
    today = local_date(now(), member.time_zone)
    rows = summary_rows(page.rows, today=today, zone=member.time_zone)
    waits = Call.objects.for_member(member).unfinished().select_related("specialist__specialist")
    unfinished = unfinished_words(waits.first(), now=now(), zone=member.time_zone)
    context = {"rows": rows, "page": page, "unfinished": unfinished}
    return render(request, "outreach/summary_list.html", context)


def own(member: Member) -> QuerySet[Call]:
    return (
        Call.objects.for_member(member)
        .told()
        .select_related("summary__written_by__specialist", "specialist__specialist")
    )


@require_safe
@member_required
def summary_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = request.member
    call = get_object_or_404(own(member), summary=pk)
    words = summary_words(call, today=local_date(now(), member.time_zone), zone=member.time_zone)
    return render(
        request, "outreach/summary_detail.html", {"words": words, "summary": call.summary}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def correction_create(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """``number`` is the line's own; 0 is what is missing from all of them."""
    member = request.member
    call = get_object_or_404(own(member), summary=pk)
    line = get_object_or_404(call.summary.lines, number=number) if number else None
    label = _("What would be right?") if line else _("What is missing?")
    form = CorrectionForm(request.POST if request.method == "POST" else None, label=label)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if correct(call.summary, text, line=line).text == text:
            messages.success(request, _("Thank you. Your words stand beside ours now."))
        else:
            messages.info(request, _("You wrote about this line already. We answer that first."))
        return redirect(call.summary)
    title = title_of(call, local_date(now(), member.time_zone), member.time_zone)
    context = {
        "form": form,
        "line": shown(line) if line else "",
        "summary": call.summary,
        "title": title,
    }
    return render(request, "outreach/correction_create.html", context)
