"""For privacy officers: who used emergency access, and the review of it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import privacy_officer_required
from accounts.clock import now
from accounts.clock_words import moment, sentence
from accounts.forms.emergency_access import ReviewForm
from accounts.keyset import Keyset, page_of
from accounts.models import EmergencyAccess

PER_PAGE = 20
LATEST = Keyset(("began_at", "id"), tuple[dt.datetime, UUID])


@require_safe
@privacy_officer_required
def emergency_access_list(request: HttpRequest) -> HttpResponse:
    every = EmergencyAccess.objects.select_related("user", "member", "reviewed_by")
    page = page_of(every, LATEST, request.GET, PER_PAGE)
    context = {"page": page, "rows": [row(one) for one in page.rows]}
    return render(request, "accounts/emergency_access_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@privacy_officer_required
def emergency_access_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = EmergencyAccess.objects.select_related("user", "member", "reviewed_by")
    access = get_object_or_404(found, pk=pk)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if access.decide(by=request.user, **form.cleaned_data):
            messages.success(request, _("We saved your review."))
        else:
            messages.info(request, _("Somebody reviewed this before you."))
        return redirect(access)
    context = {"row": row(access), "form": form}
    return render(request, "accounts/emergency_access_detail.html", context)


def row(access: EmergencyAccess) -> dict[str, Any]:
    """Finished words about one, for the list and for its own page."""
    ended = access.ended_at or access.ends_at
    return {
        "url": access.get_absolute_url(),
        "title": _("{who} opened member {member}").format(
            who=access.user.email, member=access.member.number
        ),
        "began": moment(access.began_at),
        "ended": sentence(_("It is open until {time}."), time=moment(ended))
        if access.is_open
        else moment(ended),
        "reason": access.reason,
        "standing": standing(access),
        "late": is_late(access),
        "reviewed": access.reviewed_at is not None,
        "review": access.review,
    }


def is_late(access: EmergencyAccess) -> bool:
    return access.reviewed_at is None and access.review_by <= now()


def standing(access: EmergencyAccess) -> str:
    if access.reviewed_at:
        words = _("{finding}. {who} reviewed it on {time}.")
        return words.format(
            finding=access.get_finding_display(),
            who=access.reviewed_by.email,
            time=moment(access.reviewed_at),
        )
    if is_late(access):
        return sentence(_("Late: its review was due by {time}."), time=moment(access.review_by))
    return sentence(_("Review it by {time}."), time=moment(access.review_by))
