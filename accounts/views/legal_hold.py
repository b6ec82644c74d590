"""Legal holds: whose data must stay as it is, since when and why, and the end of a hold."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import privacy_officer_required
from accounts.clock_words import moment
from accounts.forms.audit_request import LegalHoldForm
from accounts.models import AccessRecord, LegalHold, record_access
from accounts.rights.requests import place_hold
from accounts.tasks import hurry

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@privacy_officer_required
def legal_hold_list(request: HttpRequest) -> HttpResponse:
    form = LegalHoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        placed = place_hold(form.member, why=form.cleaned_data["why"], by=request.user)
        words = _("Nothing of theirs is deleted now.") if placed else _("A hold stands already.")
        messages.info(request, words)
        return redirect("accounts:legal_hold_list")
    standing = LegalHold.objects.standing().select_related("member", "placed_by")
    holds = list(standing.order_by("-placed_at")[:SHOWN])
    seen = [(hold.member_id, hold.pk) for hold in holds]
    record_access(request.user, AccessRecord.What.LEGAL_HOLD, seen)
    rows = [
        {
            "pk": hold.pk,
            "member": hold.member.number,
            "why": hold.why,
            "placed": moment(hold.placed_at),
            "by": hold.placed_by.email,
        }
        for hold in holds
    ]
    status = 422 if form.non_field_errors() else 200
    context = {"form": form, "rows": rows}
    return render(request, "accounts/audit/legal_hold_list.html", context, status=status)


@require_POST
@privacy_officer_required
def legal_hold_ending_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The hold is over; what was asked to be deleted meanwhile is deleted now."""
    if get_object_or_404(LegalHold, pk=pk).lift(by=request.user):
        hurry()
        messages.success(request, _("The hold is over. What the member asked for goes on."))
    return redirect("accounts:legal_hold_list")
