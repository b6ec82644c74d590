"""Messages of the payment provider that do not fit: an operator reads why, and decides."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import operator_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, record_access
from claims.facts import PaymentState
from claims.forms.payment import PaymentEventForm
from claims.models import PaymentEvent
from claims.payment_event_words import event_row
from claims.store.payment_events import again, settle
from claims.tasks import hurry_payments

PER_PAGE = 50
NEWEST = Keyset(("id",), tuple[int])
LIST = "claims:payment_event_list"


def note_looks(request: HttpRequest, events: list[PaymentEvent]) -> None:
    seen = [(one.payment.member_id, one.payment.pk) for one in events if one.payment]
    record_access(request.user, AccessRecord.What.CHECK_LIST, seen)


@require_safe
@operator_required
def payment_event_list(request: HttpRequest) -> HttpResponse:
    parked = PaymentEvent.objects.parked().select_related("payment__member")
    page = page_of(parked, NEWEST, request.GET, PER_PAGE)
    note_looks(request, page.rows)
    context = {"page": page, "rows": [event_row(one) for one in page.rows]}
    return render(request, "claims/payment_event_list.html", context)


@require_POST
@operator_required
def payment_try_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody put right what was wrong."""
    if again(pk):
        transaction.on_commit(hurry_payments)
        messages.success(request, _("It will be read again now."))
    return redirect(LIST)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def payment_event_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide by hand, with a note."""
    parked = PaymentEvent.objects.parked().select_related("payment__member")
    event = get_object_or_404(parked, pk=pk)
    note_looks(request, [event])
    form = PaymentEventForm(request.POST or None, ours=event.payment is not None)
    if form.is_valid():
        outcome, note = form.cleaned_data["outcome"], form.cleaned_data["note"]
        state = PaymentState(outcome) if outcome != form.NOTHING else None
        settle(pk, state, note, by=request.user, at=now())  # type: ignore[arg-type]
        messages.success(request, _("Noted as done."))
        return redirect(LIST)
    context = {"form": form, "row": event_row(event)}
    return render(request, "claims/payment_event_end.html", context)
