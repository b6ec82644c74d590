"""A payment plan: the terms, yes to them, where it stands, and its end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.models import Level, Member, TrustedAct
from claims.answers.balance_case import BalanceCase, balance_case
from claims.answers.payment_plan import standing_words, terms
from claims.answers.words import money, say
from claims.forms.payment_plan import AgreementForm, PaymentPlanForm
from claims.instalments import schedule
from claims.models import Balance, PaymentPlan
from claims.store.payment_plans import CannotPlan, agree, cancel


def balance_of(member: Member, pk: UUID) -> tuple[Balance, BalanceCase]:
    balance = get_object_or_404(Balance.objects.for_member(member).with_answer(), pk=pk)
    return balance, balance_case(balance.facts(), now=now(), zone=member.time_zone)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def payment_plan_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First the choices, then the terms that follow from them; agreeing is a press below those."""
    member = request.member  # type: ignore[attr-defined]
    balance, case = balance_of(member, pk)
    if case.plan:
        return redirect("claims:payment_plan_detail", pk)
    asked = {"total": case.due, "today": case.today}
    if request.method == "POST":
        return agreed(request, balance, AgreementForm(request.POST, **asked))
    typed = request.GET if "months" in request.GET or "first_on" in request.GET else None
    start = case.pay_by if case.pay_by and (case.pay_by - case.today).days <= 31 else case.today
    form = PaymentPlanForm(typed, **asked, initial={"first_on": start})
    context = {"form": form, "balance": balance, "due": case.due, "owed": owed_words(case)}
    if form.is_valid():
        context |= shown(case, **form.cleaned_data)
    return render(request, "claims/payment_plan_create.html", context)


def shown(case: BalanceCase, *, months: int, first_on: Any) -> dict[str, Any]:
    made = terms(schedule(case.due, first_on, months), case.today)
    chosen = {"months": months, "first_on": first_on.isoformat(), "total": case.due}
    return {"terms": made, "chosen": chosen}


def agreed(request: HttpRequest, balance: Balance, form: AgreementForm) -> HttpResponse:
    """What changed since the terms were shown is shown again, and nothing is agreed."""
    member, at = request.member, now()  # type: ignore[attr-defined]
    if form.is_valid():
        chosen = form.cleaned_data
        plan = schedule(chosen["total"], chosen["first_on"], chosen["months"])
        text = terms(plan, form.today).kept
        try:
            agree(member, balance.pk, **chosen, terms=text, by=request.user, at=at)
        except CannotPlan:
            pass
        else:
            messages.success(request, _("Your plan is set up."))
            return redirect("claims:payment_plan_detail", balance.pk)
    messages.info(request, _("What you owe has changed. Look at the terms again."))
    return redirect("claims:payment_plan_create", balance.pk)


def owed_words(case: BalanceCase) -> str:
    if not case.due:
        return _("You do not owe anything now.")
    return say(_("You owe {amount} now."), amount=money(case.due))


@require_safe
@member_required
@open_to_trusted(Level.SEE_BALANCE, looks=TrustedAct.What.BALANCE)
def payment_plan_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The newest plan of a balance, also when it has ended."""
    member = request.member  # type: ignore[attr-defined]
    balance, case = balance_of(member, pk)
    plan = PaymentPlan.objects.for_member(member).filter(balance=balance).order_by("-pk").first()
    if plan is None:
        raise Http404
    facts = plan.facts()
    is_open = plan.ended_at is None and case.plan is not None
    table = standing_words(facts.schedule, case.plan if is_open else None, case.today)
    context = {
        "balance": balance,
        "plan": plan,
        "is_open": is_open,
        "table": table if is_open else None,
        "sentences": terms(facts.schedule, case.today).sentences,
        "left": say(_("{amount} is left to pay."), amount=money(case.plan.left))
        if is_open and case.plan
        else "",
    }
    return render(request, "claims/payment_plan_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def payment_plan_ending_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked once more, because what is left is owed by the bills' own days then."""
    member = request.member  # type: ignore[attr-defined]
    balance, case = balance_of(member, pk)
    plan = PaymentPlan.objects.for_member(member).filter(balance=balance).order_by("-pk").first()
    if plan is None:
        raise Http404
    if request.method == "POST" or plan.ended_at:
        if request.method == "POST" and cancel(plan, at=now()):
            messages.success(request, _("Your plan has ended."))
        return redirect(balance)
    context = {"balance": balance, "owed": owed_words(case)}
    return render(request, "claims/payment_plan_ending_create.html", context)
