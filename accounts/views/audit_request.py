"""The board of requests about data: what is due soon, what is late, and how each is answered."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import privacy_officer_required, role_required
from accounts.clock import today
from accounts.clock_words import full_day
from accounts.forms.audit_request import DONE, AnswerForm, ExtensionForm, TakenRequestForm
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, DataRequest, Role, record_access
from accounts.regimes import Kind
from accounts.rights.requests import ask, latest, settle_by_hand
from accounts.rights.words import found_words, regime_words, request_row, step_rows
from accounts.tasks import hurry

PER_PAGE = 50
SOONEST = Keyset(("due_on", "id"), tuple[dt.date, UUID], falling=False, by_age=False)
LATEST = Keyset(("asked_at", "id"), tuple[dt.datetime, UUID])
ANSWERED = "answered"

board_required = role_required(Role.PRIVACY_OFFICER, Role.SUPERVISOR)


@require_safe
@board_required
def audit_request_list(request: HttpRequest) -> HttpResponse:
    """Officers see all; supervisors those that are late, because they have to find the people."""
    on, officer = today(settings.PORTAL_HOURS[-1]), request.user.role == Role.PRIVACY_OFFICER
    answered = officer and request.GET.get("show") == ANSWERED
    found = DataRequest.objects.select_related("member")
    if answered:
        page = page_of(found.exclude(finished_at=None), LATEST, request.GET, PER_PAGE)
    else:
        page = page_of(
            found.open() if officer else found.overdue(on), SOONEST, request.GET, PER_PAGE
        )
    seen = [(one.member_id, one.pk) for one in page.rows]
    record_access(request.user, AccessRecord.What.DATA_REQUEST, seen)
    context = {
        "page": page,
        "rows": [request_row(one, today=on, for_staff=True) for one in page.rows],
        "found": found_words(on),
        "query": f"?show={ANSWERED}&" if answered else "?",
        "officer": officer,
        "shows": [
            {"url": "?", "label": _("Open"), "current": not answered},
            {"url": f"?show={ANSWERED}", "label": _("Answered"), "current": answered},
        ],
    }
    return render(request, "accounts/audit/request_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@privacy_officer_required
def audit_request_create(request: HttpRequest) -> HttpResponse:
    """Someone asked by phone or by letter. Whom we do not know is refused (422), never answered."""
    form = TakenRequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        known = {name: form.cleaned_data[name] for name in ("home", "through", "words")}
        kind = Kind(form.cleaned_data["kind"])
        asked = ask(form.member, kind, taken_by=request.user, **known)
        hurry()
        messages.success(request, _("We opened the request. Its clock runs from today."))
        return redirect("accounts:audit_request_detail", pk=asked.pk)
    status = 422 if form.non_field_errors() else 200
    return render(request, "accounts/audit/request_create.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@privacy_officer_required
def audit_request_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(DataRequest.objects.select_related("member"), pk=pk)
    record_access(request.user, AccessRecord.What.DATA_REQUEST, [(asked.member_id, asked.pk)])
    forms = forms_of(request, asked)
    pressed = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.get(pressed)
    if form is not None and form.is_valid():
        settled = {"extend": extend, "answer": answer}[pressed](request, asked, form.cleaned_data)
        words = _("Saved.") if settled else _("Somebody else answered or extended it before.")
        messages.info(request, words)
        return redirect("accounts:audit_request_detail", pk=pk)
    context = about(asked) | {f"{name}_form": one for name, one in forms.items()} | {"form": form}
    return render(request, "accounts/audit/request_detail.html", context)


def forms_of(request: HttpRequest, asked: DataRequest) -> dict[str, Any]:
    """What can still be done about it, by the name of the press."""
    if asked.finished_at is not None:
        return {}
    pressed = request.POST.get("do")
    typed = {name: request.POST if pressed == name else None for name in ("extend", "answer")}
    forms: dict[str, Any] = {
        "answer": AnswerForm(typed["answer"], by_hand=asked.kind == Kind.CORRECTION, prefix="a")
    }
    if asked.extended_at is None and latest(asked) > asked.due_on:
        forms["extend"] = ExtensionForm(
            typed["extend"], after=asked.due_on, latest=latest(asked), prefix="e"
        )
    return forms


def extend(request: HttpRequest, asked: DataRequest, typed: dict[str, Any]) -> bool:
    return asked.extend(to=typed["until"], why=typed["why"], by=request.user)


def answer(request: HttpRequest, asked: DataRequest, typed: dict[str, Any]) -> bool:
    if typed["outcome"] == DONE:
        return settle_by_hand(
            asked, source_says=typed["source_says"], answer=typed["answer"], by=request.user
        )
    return asked.refuse(why=typed["answer"], by=request.user)


def about(asked: DataRequest) -> dict[str, Any]:
    on = today(settings.PORTAL_HOURS[-1])
    return {
        "asked": asked,
        "row": request_row(asked, today=on, for_staff=True),
        "came": full_day(asked.came_on),
        "due": full_day(asked.due_on),
        "latest": full_day(max(latest(asked), asked.due_on)),
        "laws": regime_words(asked),
        "steps": step_rows(asked.steps.all()),
        "home": asked.get_home_display(),
        "through": asked.get_through_display(),
    }
