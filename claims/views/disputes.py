"""What a member says is wrong on a bill: told, followed, taken back."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now, today
from accounts.models import Level, TrustedAct
from claims.answers.balance_case import BalanceCase, balance_case
from claims.answers.balance_items import item_name
from claims.answers.dispute import DisputePage, Step, Told, dispute_page
from claims.answers.words import day, money, plain, say
from claims.documents import of
from claims.documents.places import may_send
from claims.forms.dispute import DisputeForm
from claims.models import Balance, Dispute, Payment
from claims.payments import provider
from claims.payments.provider import NoAnswer, Refused
from claims.store.bill_disputes import CannotDispute, dispute, key_of, withdraw
from claims.store.payments import let_go


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def dispute_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = request.member  # type: ignore[attr-defined]
    balance = get_object_or_404(Balance.objects.for_member(member).with_answer(), pk=pk)
    case = balance_case(balance.facts(), now=now(), zone=member.time_zone)
    items = items_of(case)
    start = {"item": request.GET.get("item") or (items[0][0] if len(items) == 1 else None)}
    form = DisputeForm(request.POST or None, items=items, initial=start)
    if request.method == "POST" and (made := told_already(balance, request.POST.get("item", ""))):
        messages.info(request, _("You told us about this already. This is where it stands."))
        return redirect(made)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = dispute(member, pk, told.pop("item"), by=request.user, at=now(), **told)
        except CannotDispute:
            messages.info(request, _("This is not asked of you any more. You have nothing to do."))
            return redirect(balance)
        close_page(pk)
        return redirect(made)
    context = {"form": form, "balance": balance, "items": items, "until": until_words(case)}
    return render(request, "claims/dispute_create.html", context)


def told_already(balance: Balance, item: str) -> Dispute | None:
    """A second press of the button finds what the first one made."""
    return next((one for one in balance.disputes.open() if one.item == item), None)


def close_page(balance: UUID) -> None:
    """A page of the payment provider may still ask for what rests now; it may be paid, too."""
    taker = provider()
    other = Payment.objects.under_way().filter(balance=balance).first() if taker else None
    if taker and other:
        with suppress(NoAnswer, Refused):
            let_go(other, taker, at=now())


def items_of(case: BalanceCase) -> list[tuple[str, str]]:
    """Each with what it asks for."""
    return [
        (
            key_of(item),
            plain(say(_("{what}: {amount}"), what=item_name(item), amount=money(cents))),
        )
        for item, cents in case.asked_items
    ]


def until_words(case: BalanceCase) -> str:
    if case.dispute is None:
        return ""
    words = _("The law gives you until {date}. What you send here has arrived when you send it.")
    return say(words, date=day(case.dispute.notice_by, today=case.today))


@require_safe
@member_required
@open_to_trusted(Level.SEE_BALANCE, looks=TrustedAct.What.BALANCE)
def dispute_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = request.member  # type: ignore[attr-defined]
    held = Dispute.objects.for_member(member).select_related("balance")
    told = get_object_or_404(held, pk=pk)
    page = page_of_dispute(told, zone=member.time_zone)
    about = f"dispute:{pk}"
    context = {
        "page": page,
        "dispute": told,
        "about": about,
        "documents": of(member, about),
        "may_send": page.is_open and may_send(member),
    }
    return render(request, "claims/dispute_detail.html", context)


def page_of_dispute(told: Dispute, *, zone: str) -> DisputePage:
    steps = tuple(
        Step(title=step.get_what_display(), at=step.at, words=step.words, agreed=step.agreed)
        for step in told.events.all()
    )
    said = Told(
        reason=told.get_reason_display(),
        words=told.words,
        estimate=told.estimate,
        billed_on=told.sent_on,
    )
    return dispute_page(told.facts(), said, steps, today=today(zone), zone=zone)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def withdrawal_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked once more, because the item is owed again then."""
    told = get_object_or_404(Dispute.objects.for_member(request.member), pk=pk)  # type: ignore[attr-defined]
    if request.method != "POST" and told.ended_at is None:
        amount = say(_("{amount} is part of what you owe again."), amount=money(told.cents))
        context = {"dispute": told, "amount": amount}
        return render(request, "claims/withdrawal_create.html", context)
    if request.method == "POST" and withdraw(told, by=request.user):
        messages.success(request, _("You took it back."))
    return redirect(told)
