"""An officer's look at what one member allowed: with a reason, which the member reads."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import privacy_officer_required
from accounts.audit.as_of import Answer, snapshot
from accounts.audit.effects import effects
from accounts.audit.rows import event_row, use_row, wording_url
from accounts.clock import now
from accounts.clock_words import moment, sentence
from accounts.forms.as_of import AsOfForm
from accounts.forms.inspection import InspectionForm
from accounts.history_words import pruned_words
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, ConsentEvent, Use

LASTS = dt.timedelta(hours=4)
PER_PAGE = 50
BY_NUMBER = Keyset(("seq",), tuple[int])
BY_TIME = Keyset(("used_at", "id"), tuple[dt.datetime, int])


@require_http_methods(["GET", "HEAD", "POST"])
@privacy_officer_required
def inspection_create(request: HttpRequest) -> HttpResponse:
    form = InspectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        look = AccessRecord.objects.create(
            user=request.user, what=AccessRecord.What.AUDIT, **form.cleaned_data
        )
        look.refresh_from_db()
        return redirect("accounts:inspection_detail", pk=look.pk)
    return render(request, "accounts/audit/inspection_create.html", {"form": form})


@require_safe
@privacy_officer_required
def inspection_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How things stood at a moment, and what was done after something was turned off."""
    look, form = inspection(request, pk)
    context = about(look, form)
    if not form.errors:
        found = snapshot(look.member, form.at, zone=form.in_zone, purpose=form.about)
        context |= {
            "lead": found.lead,
            "answers": [answer_row(one) for one in found.answers],
            "effects": effects(look.member.subject, form.at, form.about),
            "pruned": pruned_words(look.member.subject),
        }
    return render(request, "accounts/audit/inspection_detail.html", context)


@require_safe
@privacy_officer_required
def inspection_event_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The member's ledger, as it was known at the moment asked for."""
    look, form = inspection(request, pk)
    context = about(look, form)
    if not form.errors:
        events = narrowed(ConsentEvent.objects.of(look.member.subject), form, "recorded_at")
        page = page_of(events, BY_NUMBER, request.GET, PER_PAGE)
        context |= {"page": page, "rows": [event_row(one) for one in page.rows]}
    return render(request, "accounts/audit/inspection_event_list.html", context)


@require_safe
@privacy_officer_required
def inspection_use_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was done with it and what was refused, up to the moment asked for."""
    look, form = inspection(request, pk)
    context = about(look, form)
    if not form.errors:
        uses = narrowed(Use.objects.of(look.member.subject), form, "used_at")
        page = page_of(uses.select_related("actor", "event"), BY_TIME, request.GET, PER_PAGE)
        context |= {"page": page, "rows": [use_row(one) for one in page.rows]}
    return render(request, "accounts/audit/inspection_use_list.html", context)


def narrowed(rows: Any, form: AsOfForm, clock: str) -> Any:
    """Those up to the moment, about the purpose, that were asked for."""
    if form.at:
        rows = rows.filter(**{f"{clock}__lte": form.at})
    return rows.filter(purpose=form.about) if form.about else rows


def inspection(request: HttpRequest, pk: UUID) -> tuple[AccessRecord, AsOfForm]:
    """The officer's own look while its reason is fresh, and the moment they ask about.

    404 for anybody else's look, or an old one.
    """
    mine = AccessRecord.objects.filter(user=request.user, what=AccessRecord.What.AUDIT)
    fresh = mine.filter(looked_at__gt=now() - LASTS).select_related("member")
    if (look := fresh.filter(pk=pk).first()) is None:
        raise Http404
    form = AsOfForm(request.GET, member_zone=look.member.time_zone)
    form.is_valid()
    return look, form


def about(look: AccessRecord, form: AsOfForm) -> dict[str, Any]:
    query = urlencode({} if form.errors else form.query())
    return {
        "look": look,
        "form": form,
        "member": look.member.number,
        "opened": moment(look.looked_at),
        "as_of": "" if form.errors else as_of_words(form),
        "query": f"?{query}&" if query else "?",
        "asked": f"?{query}" if query else "",
    }


def as_of_words(form: AsOfForm) -> str:
    if form.at is None:
        return _("As it is now.")
    return sentence(_("As it was known on {time}."), time=moment(form.at))


def answer_row(answer: Answer) -> dict[str, Any]:
    """What the page prints of one purpose: the state as a word, never by its color alone."""
    return {
        "purpose": answer.purpose,
        "about": answer.about,
        "on": answer.on,
        "state": _("On") if answer.on else _("Off"),
        "sentences": [one for one in (answer.why, answer.decided, answer.meant) if one],
        "how": answer.how,
        "wording": wording_url(*answer.wording) if answer.wording else "",
    }
