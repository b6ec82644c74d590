"""An order that one of us works on, and what they note about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import specialist_required
from accounts.clock import now
from accounts.models import AccessRecord, record_access
from claims.answers.words import local_date
from claims.models import Order
from claims.store.order_deeds import CannotRecord, may_record
from outreach.forms.order_deed import DeedForm
from outreach.order_work import case_of, may_open, note, work
from outreach.summary_words import first_name


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def order_deed_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every look is recorded; without a case to work on there is nothing to look at."""
    order = get_object_or_404(Order.objects.with_choices().select_related("member"), pk=pk)
    at = now()
    if not may_open(order, at):
        raise Http404
    record_access(request.user, AccessRecord.What.ORDER, [(order.member_id, order.pk)])
    case = case_of(order, at)
    form = DeedForm(
        request.POST if request.method == "POST" else None,
        fits=may_record(case),
        today=local_date(at, order.member.time_zone),
    )
    if form.is_valid():
        try:
            note(order, form.noted(first_name(request.user)), by=request.user, at=at)
        except CannotRecord:
            messages.error(request, _("The order changed. Look at what fits it now."))
        else:
            messages.success(request, _("Noted. The member can read it now."))
        return redirect("outreach:order_deed_create", pk)
    context = {"form": form, "order": order, "work": work(order, case, at)}
    return render(request, "outreach/order_deed_create.html", context)
