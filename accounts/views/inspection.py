"""An officer's look at what one member allowed: with a reason, which the member reads."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import privacy_officer_required
from accounts.clock import now
from accounts.clock_words import moment
from accounts.forms.inspection import InspectionForm
from accounts.models import AccessRecord

LASTS = dt.timedelta(hours=4)


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
    look = inspection(request, pk)
    return render(request, "accounts/audit/inspection_detail.html", about(look))


def inspection(request: HttpRequest, pk: UUID) -> AccessRecord:
    """The officer's own look, while its reason is fresh; 404 for anybody else's or an old one."""
    mine = AccessRecord.objects.filter(user=request.user, what=AccessRecord.What.AUDIT)
    fresh = mine.filter(looked_at__gt=now() - LASTS).select_related("member")
    if (look := fresh.filter(pk=pk).first()) is None:
        raise Http404
    return look


def about(look: AccessRecord) -> dict[str, Any]:
    return {
        "look": look,
        "member": look.member.number,
        "opened": moment(look.looked_at),
    }
