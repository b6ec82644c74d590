"""Confirm the number at which they would rather be called."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.clock import now
from accounts.phone_number import shown
from claims.answers.words import say
from outreach.forms.phone_proof import PhoneProofForm
from outreach.new_number import (
    KEPT,
    Coming,
    Wish,
    call_there,
    has_to_be_proved,
    keep_wish,
    kept_wish,
)
from outreach.phone_proof import is_right, was_sent
from outreach.views.phone_proof import text_code


def hold_back(request: HttpRequest, form: Form, old: str) -> str:
    """The number of a valid form that they have to prove first, or "". The form then has the old
    one (E.164, "" for none)."""
    typed = form.cleaned_data.get("phone", "")
    if not typed or not has_to_be_proved(request.member, typed, old):
        return ""
    form.cleaned_data["phone"] = old
    return typed


def ask_for_code(request: HttpRequest, coming: Coming, number: str) -> HttpResponse:
    """Text it a code, and lead to the page that takes it."""
    keep_wish(request.session, Wish(coming, number))
    text_code(request, number)
    return redirect("outreach:new_number_update")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def new_number_update(request: HttpRequest) -> HttpResponse:
    wish = kept_wish(request.member, request.session)
    if wish is None:
        return redirect("outreach:call_request_create")
    if request.method == "POST" and "code" not in request.POST:
        text_code(request, wish.number)
        return redirect("outreach:new_number_update")
    form = PhoneProofForm(request.POST if request.method == "POST" else None)
    asked = was_sent(wish.number, request.session, now())
    if form.is_valid():
        if is_right(wish.number, form.cleaned_data["code"], request.session, now()):
            return taken(request, wish)
        form.add_error("code", _("That is not the code. Look again, or ask for a new one."))
    context = {
        "form": form,
        "number": shown(wish.number),
        "asked": asked,
        "until": say(
            _("Until you confirm this number, we call the one that ends in {digits}."),
            digits=wish.coming.phone[-4:],
        ),
        "coming": wish.coming.get_absolute_url(),
    }
    status = 400 if form.is_bound else 200
    return render(request, "outreach/new_number_update.html", context, status=status)


def taken(request: HttpRequest, wish: Wish) -> HttpResponse:
    del request.session[KEPT]
    if call_there(wish, now(), by=request.user):
        messages.success(request, _("Your number is confirmed. We call you there."))
    else:
        messages.info(request, _("This call was changed in the meantime. Look again."))
    return redirect(wish.coming)
