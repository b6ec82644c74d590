"""A member's orders: the list, one order, and the day it is needed by."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from msgspec.structs import replace

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.models import Activity, Level, TrustedAct
from claims.answers.answer import Answer
from claims.answers.order import order_answer
from claims.answers.order_date import may_come
from claims.answers.person import person_panel
from claims.answers.words import day, local_date, say
from claims.forms.order import NeededByForm
from claims.letters.of import letters_of
from claims.models import Order
from claims.store.promises import keep
from claims.views.checked import note
from claims.views.listing import listing


@require_safe
@member_required
@open_to_trusted(Level.SEE_ORDERS, looks=TrustedAct.What.ORDERS)
def order_list(request):
    template = "claims/order_list.html#results" if request.htmx else "claims/order_list.html"
    orders = Order.objects.for_member(request.member)
    return render(
        request, template, listing(request, lambda: orders, order_answer, orders_in_words)
    )


def orders_in_words(number: int) -> str:
    return say(ngettext("{n} order.", "{n} orders.", number), n=f"{number:,}")


@require_safe
@member_required
@open_to_trusted(Level.SEE_ORDERS, looks=TrustedAct.What.ORDER)
def order_detail(request, pk):
    order = get_object_or_404(Order.objects.for_member(request.member).with_choices(), pk=pk)
    at, zone = now(), request.member.time_zone
    facts = order.facts()
    answer = order_answer(facts, now=at, zone=zone)
    keep(request.member.pk, [(facts, answer)], at=at, zone=zone)
    note(request, Activity.Kind.ORDER, pk, answer)
    about = f"order:{pk}"
    panel = person_panel(at, zone, phone=answer.phone, group=answer.person_group, about=about)
    needed = needed_words(order, local_date(at, zone)) if may_come(facts) else ""
    shown = without_choices(answer) if request.acting else answer
    context = {
        "answer": shown,
        "panel": panel,
        "about": about,
        "order": order,
        "needed": needed,
        "downloads": letters_of(facts),
    }
    return render(request, "claims/order_detail.html", context)


def without_choices(answer: Answer) -> Answer:
    """For whoever helps: what only the member may choose is left out."""
    return replace(answer, options=tuple(o for o in answer.options if "/choices/" not in o.url))


def needed_words(order: Order, today: dt.date) -> str:
    """The day the member named, or why to name one."""
    if order.needed_on is None:
        return _("Tell us the day. If the order may not arrive by then, we say so here.")
    return say(_("You need it by {date}."), date=day(order.needed_on, today=today))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def order_needed_by(request, pk):
    order = get_object_or_404(Order.objects.for_member(request.member), pk=pk)
    form = NeededByForm(request.POST or None, instance=order, zone=request.member.time_zone)
    if form.is_valid():
        order.need_by(on=form.cleaned_data["needed_on"])
        saved = _("We saved the day you need it by.")
        messages.success(request, saved if order.needed_on else _("No day is set for this order."))
        return redirect(order)
    return render(request, "claims/order_needed_by.html", {"form": form, "order": order})
