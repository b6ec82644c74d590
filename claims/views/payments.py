"""Paying: the amount is decided here, and the card is typed on the provider's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.models import Level, TrustedAct
from claims.answers.balance_case import BalanceCase
from claims.answers.balance_items import item_name
from claims.answers.payment import payment_page
from claims.answers.words import money, plain, say
from claims.facts import PaymentState
from claims.forms.payment import PaymentForm
from claims.models import Payment
from claims.models.payment import UNDER_WAY
from claims.payments import provider
from claims.payments.provider import NoAnswer, Provider, Refused
from claims.store import payment_events, payments
from claims.store.bill_disputes import key_of
from claims.tasks import hurry_payments
from claims.views.payment_plans import balance_of, owed_words

LARGEST = 2**18


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def payment_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What cannot be paid is 400 with the reason, and nothing is written (T47)."""
    taker = provider()
    if taker is None:
        return redirect("outreach:payment_create", pk)
    balance, case = balance_of(request.member, pk)  # type: ignore[attr-defined]
    form = PaymentForm(request.POST or None, choices=choices_of(case), due=case.due)
    if form.is_valid():
        return begun(request, pk, taker, form.cleaned_data)
    context = {
        "form": form,
        "balance": balance,
        "due": case.due,
        "owed": owed_words(case),
        "provider": taker.name,
    }
    status = 400 if form.is_bound else 200
    page = render(request, "claims/payment_create.html", context, status=status)
    # The form is answered by a way to the provider's page, which browsers count as its target.
    page._csp_update = {"form-action": [taker.pages]}  # type: ignore[attr-defined]
    return page


def choices_of(case: BalanceCase) -> list[tuple[str, str, int]]:
    """What may be paid at a press, each with its cents: the nearest first."""
    found = []
    if case.plan and 0 < case.plan.asked < case.due:
        words = say(_("The next of your plan: {amount}"), amount=money(case.plan.asked))
        found.append((Payment.Kind.PLAN.value, plain(words), case.plan.asked))
    if case.due:
        words = say(_("All that you owe: {amount}"), amount=money(case.due))
        found.append((Payment.Kind.ALL.value, plain(words), case.due))
    if len(case.asked_items) > 1:
        for item, cents in case.asked_items:
            words = say(_("{what}: {amount}"), what=item_name(item), amount=money(cents))
            found.append((f"item {key_of(item)}", plain(words), min(cents, case.due)))
    return found


def begun(request: HttpRequest, pk: UUID, taker: Provider, typed: dict[str, Any]) -> HttpResponse:
    """Write it down, then go to the provider. What is open there for the balance is ended first."""
    what, _space, item = typed["what"].partition(" ")
    told = {"form_key": typed["form_key"], "cents": typed["cents"], "kind": what, "item": item}
    told |= {"by": request.user, "provider": taker.name, "at": now()}
    try:
        try:
            payment = payments.begin(request.member, pk, **told)  # type: ignore[attr-defined]
        except payments.UnderWay as other:
            if not payments.let_go(other.payment, taker, at=now()):
                messages.info(request, _("You may have paid already. We ask before you pay again."))
                return redirect(other.payment)
            payment = payments.begin(request.member, pk, **told)  # type: ignore[attr-defined]
    except payments.CannotPay as problem:
        messages.info(request, str(problem))
        return redirect("claims:balance_detail", pk)
    except (payments.UnderWay, NoAnswer, Refused):
        messages.info(request, _("Another payment is under way. Try again in a minute."))
        return redirect("claims:balance_detail", pk)
    return handed_over(request, payment, taker)


def handed_over(request: HttpRequest, payment: Payment, taker: Provider) -> HttpResponse:
    """To the provider's page; in words where it does not answer, and nothing is lost then."""
    try:
        url = payments.open_page(payment, taker, at=now())
    except NoAnswer:
        words = _("{provider} did not answer. No money was taken. Try again in a minute.")
        messages.error(request, plain(say(words, provider=taker.name)))
        return redirect(f"{payment.get_absolute_url()}?left=1")
    except Refused:
        payments.fail(payment, at=now())
        return redirect(payment)
    return redirect(url or payment)


@require_safe
@member_required
@open_to_trusted(Level.SEE_BALANCE, looks=TrustedAct.What.BALANCE)
def payment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the provider sends the member back to. What it says here changes nothing by itself."""
    member = request.member  # type: ignore[attr-defined]
    payment = get_object_or_404(Payment.objects.for_member(member).select_related("balance"), pk=pk)
    left = "left" in request.GET or payment.state == PaymentState.BEGUN
    parked = payment.state in UNDER_WAY and payment.events.parked().exists()
    page = payment_page(
        payment.facts(), provider=payment.provider, left=left, asked_a_person=parked
    )
    context = {"payment": payment, "page": page}
    name = "claims/payment_detail.html"
    answer = render(request, f"{name}#state" if request.htmx else name, context)  # type: ignore[attr-defined]
    taker = provider()
    if taker is not None:
        answer._csp_update = {"form-action": [taker.pages]}  # type: ignore[attr-defined]
    return answer


@require_POST
@member_required
def session_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on to the provider's page: asked for again by the same key, so there is one only."""
    payment = get_object_or_404(Payment.objects.for_member(request.member), pk=pk)  # type: ignore[attr-defined]
    taker = provider()
    if taker is None:
        return redirect("outreach:payment_create", payment.balance_id)
    return handed_over(request, payment, taker)


@login_not_required
@csrf_exempt
@require_POST
def payment_event_create(request: HttpRequest) -> HttpResponse:
    """What the provider says: signed, stored as it came, read by a worker."""
    taker = provider()
    if taker is None:
        raise Http404
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    if not taker.signed(request.body, request.headers.get("Stripe-Signature", ""), now()):
        return JsonResponse({"error": "not signed, or too long ago"}, status=401)
    try:
        is_new = payment_events.receive(taker, request.body, at=now())
    except ValueError:
        return JsonResponse({"error": "no event"}, status=400)
    transaction.on_commit(hurry_payments)
    return JsonResponse({"status": "stored" if is_new else "already known"})
