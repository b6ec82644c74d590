"""What a member chooses about an order: the page that asks once more, and the choice itself."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.clock import now
from claims.answers.answer import Option
from claims.answers.order import order_answer
from claims.answers.person import orders_specialist, person_panel
from claims.facts import Choice
from claims.forms.order import ChoiceForm
from claims.models import Order
from claims.store.order_choices import choose


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def order_choice_create(request: HttpRequest, pk: UUID, choice: str) -> HttpResponse:
    """Pressed twice it is the same. What is not theirs any more leads to what is."""
    if choice not in list(Choice):
        raise Http404
    wanted = Choice(choice)
    order = get_object_or_404(Order.objects.for_member(request.member).with_answer(), pk=pk)
    typed = request.POST if request.method == "POST" else None
    form = ChoiceForm(typed, choice=wanted, zone=request.member.time_zone)
    if form.is_valid():
        kept = choose(pk, wanted, by=request.user, at=now(), **form.cleaned_data)
        if kept:
            order.refresh_from_db(fields=["refund_due_on"])
            messages.success(request, said(wanted, owed=order.refund_due_on is not None))
        else:
            messages.error(request, changed())
        return redirect(order)
    option = offered(order, wanted)
    if option is None:
        messages.info(request, changed())
        return redirect(order)
    about = f"order:{pk}"
    panel = person_panel(now(), request.member.time_zone, group=orders_specialist(), about=about)
    context = {"form": form, "order": order, "option": option, "panel": panel, "about": about}
    return render(request, "claims/order_choice.html", context)


def offered(order: Order, choice: Choice) -> Option | None:
    """The words of the choice, where it is still theirs."""
    answer = order_answer(order.brief(), now=now(), zone=order.member.time_zone)
    ours = f"/choices/{choice}/"
    return next((one for one in answer.options if one.url.endswith(ours)), None)


def changed() -> str:
    return _("You cannot choose that any more. This is what you can do now.")


def said(choice: Choice, *, owed: bool) -> str:
    if choice is Choice.CANCEL and not owed:
        return _("We cancelled it for you.")
    return {
        Choice.WAIT: _("We noted that you keep waiting."),
        Choice.REPLACE: _("We noted that you want a replacement."),
        Choice.COLLECT: _("We noted that you want to collect it."),
        Choice.CANCEL: _("We cancelled it for you. Below is when you get your money back."),
        Choice.NOT_HERE: _("Thank you for telling us. We are looking for it."),
        Choice.TURNED_UP: _("Good. We stopped looking."),
    }[choice]
