"""A member's requests about their data: a copy, a correction, a deletion, and how each stands."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required, step_up_required
from accounts.clock import today
from accounts.clock_words import full_day
from accounts.forms.data import CopyForm, CorrectionForm, DeletionForm
from accounts.models import DataRequest, LegalHold
from accounts.regimes import Kind
from accounts.rights import copying, deletion
from accounts.rights.requests import ask, work_on
from accounts.rights.words import preview_words, regime_words, request_row, state_words, step_rows
from accounts.tasks import hurry

SHOWN = 50


@require_safe
@member_required
def data(request: HttpRequest) -> HttpResponse:
    """What a member may ask for, and what they asked for before."""
    on = today(request.member.time_zone)
    found = DataRequest.objects.for_member(request.member).recent()[:SHOWN]
    rows = [request_row(one, today=on) for one in found]
    return render(request, "accounts/data/home.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def copy_create(request: HttpRequest) -> HttpResponse:
    """A small copy is made at once, a large one by the worker."""
    form = CopyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        kind = Kind(form.cleaned_data["kind"])
        asked = ask(request.member, kind, home=form.cleaned_data["home"])
        if copying.is_large(request.member):
            hurry()
        else:
            work_on(asked.pk)
        return redirect(asked)
    return render(request, "accounts/data/copy_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def correction_create(request: HttpRequest) -> HttpResponse:
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = ask(request.member, Kind.CORRECTION, **form.cleaned_data)
        messages.success(request, _("We have your request. A person looks at it."))
        return redirect(asked)
    return render(request, "accounts/data/correction_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def deletion_create(request: HttpRequest) -> HttpResponse:
    """What would go and what would stay, before anything does."""
    form = DeletionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return delete(request, form)
    held = LegalHold.objects.holds(request.member)
    parts = deletion.preview(request.member, closes_sign_in=True)
    context = {"form": form, "preview": preview_words(parts, held=held)}
    return render(request, "accounts/data/deletion_create.html", context)


def delete(request: HttpRequest, form: DeletionForm) -> HttpResponse:
    known = {name: form.cleaned_data[name] for name in ("closes_sign_in", "home")}
    asked = ask(request.member, Kind.DELETION, **known)
    if asked.closes_sign_in:
        logout(request)
        said = _(
            "We have your request, {reference}. We close your sign-in and answer by {day} at the "
            "latest. To ask about it, call us and say this number."
        )
        said = said.format(reference=asked.reference, day=full_day(asked.due_on))
        messages.success(request, said)
        hurry()
        return redirect("account_login")
    hurry()
    return redirect(asked)


@require_safe
@member_required
def data_request_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = DataRequest.objects.for_member(request.member).select_related("copy")
    asked = get_object_or_404(found, pk=pk)
    steps = list(asked.steps.all())
    context = {
        "asked": asked,
        "row": request_row(asked, today=today(request.member.time_zone)),
        "state": state_words(asked, today(request.member.time_zone)),
        "came": full_day(asked.came_on),
        "due": full_day(asked.due_on),
        "laws": regime_words(asked),
        "steps": step_rows(steps),
        "copy": getattr(asked, "copy", None),
        "gone": full_day(localtime(asked.copy.gone_at).date()) if hasattr(asked, "copy") else "",
        "is_copy": asked.kind in (Kind.ACCESS, Kind.PORTABILITY),
    }
    return render(request, "accounts/data/request_detail.html", context)
