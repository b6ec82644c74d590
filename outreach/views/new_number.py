"""Confirm the number at which they would rather be called."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.clock import now
from accounts.phone_number import shown
from claims.answers.words import say
from outreach.forms.phone_proof import PhoneProofForm
from outreach.models import Booking
from outreach.new_number import (
    KEPT,
    Coming,
    call_there,
    has_to_be_proved,
    keep_wish,
    kept_wish,
    still_comes,
)
from outreach.phone_proof import was_sent
from outreach.views.phone_proof import code_is_right, say_it_is_over, text_code


def hold_back(request: HttpRequest, form: BaseForm, old: str) -> str:
    """The number of a valid form that they have to prove first, or "". The form then has the old
    one (E.164, "" for none)."""
    typed = form.cleaned_data.get("phone", "")
    if not typed or not has_to_be_proved(request.member, request.session, typed, old):
        return ""
    form.cleaned_data["phone"] = old
    return typed


def ask_for_code(request: HttpRequest, coming: Coming, number: str) -> HttpResponse:
    """To the page of the call where there is nothing to prove ("", or it goes there already, or is
    over); else text a code, unless one is on its way, and lead to the page that takes it."""
    if number in ("", coming.phone) or not still_comes(coming):
        return redirect(coming)
    keep_wish(request.session, number, coming)
    if not was_sent(number, request.session, now()):
        text_code(request, number)
    return redirect("outreach:new_number_update")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def new_number_update(request: HttpRequest) -> HttpResponse:
    wish = kept_wish(request.member, request.session)
    if wish is None or not wish.calls:
        return redirect("outreach:call_request_create")
    coming, at = wish.calls[-1], now()
    if not still_comes(coming):
        del request.session[KEPT]
        return changed_meanwhile(request, coming)
    if request.method == "POST" and "code" not in request.POST:
        text_code(request, wish.number)
        return redirect("outreach:new_number_update")
    asked = was_sent(wish.number, request.session, at)
    if request.method == "POST" and not asked:
        say_it_is_over(request)
        return redirect("outreach:new_number_update")
    form = PhoneProofForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and code_is_right(request, form, wish.number):
        if not call_there(request.session, wish, at, by=request.user):
            return changed_meanwhile(request, coming)
        messages.success(request, _("Your number is confirmed. We call you there."))
        return redirect(coming)
    context = {"form": form, "number": shown(wish.number), "asked": asked, **words_of(coming)}
    status = 400 if form.is_bound else 200
    return render(request, "outreach/new_number_update.html", context, status=status)


def words_of(coming: Coming) -> dict[str, str]:
    until = _("Until you confirm this number, we call the one that ends in {digits}.")
    booked = isinstance(coming, Booking)
    return {
        "until": say(until, digits=coming.phone[-4:]),
        "coming": coming.get_absolute_url(),
        "change": reverse("outreach:booking_update", args=[coming.pk]) if booked else "",
    }


def changed_meanwhile(request: HttpRequest, coming: Coming) -> HttpResponse:
    messages.info(request, _("This call was changed in the meantime. Look again."))
    return redirect(coming)
