"""Confirm a phone number, so that texts go to nobody else."""

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.clock import now
from accounts.models import Phone
from accounts.phone_number import shown
from outreach.channels import Never, NotNow, is_offered
from outreach.forms.phone_proof import PhoneProofForm
from outreach.limit import Uncounted, counted
from outreach.models import Channel
from outreach.phone_proof import is_right, send_code, was_sent


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def phone_proof_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a code first; the form for it stands there once one was sent."""
    if not is_offered(Channel.SMS):
        raise Http404
    phone = get_object_or_404(request.member.phones, pk=pk)  # type: ignore[attr-defined]
    if request.method == "POST" and "code" not in request.POST:
        text_code(request, phone.number)
        return redirect("outreach:phone_proof_create", phone.pk)
    asked = was_sent(phone.number, request.session, now())
    if request.method == "POST" and not asked:
        say_it_is_over(request)
        return redirect("outreach:phone_proof_create", phone.pk)
    form = PhoneProofForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and code_is_right(request, form, phone.number):
        Phone.objects.filter(pk=phone.pk, number=phone.number).update(verified_at=now())
        notes.success(request, _("Your number is confirmed."))
        return redirect("outreach:reach")
    context = {"form": form, "number": shown(phone.number), "asked": asked}
    status = 400 if form.is_bound else 200
    return render(request, "outreach/phone_proof.html", context, status=status)


def code_is_right(request: HttpRequest, form: PhoneProofForm, number: str) -> bool:
    """With the try counted; else the form says why not. A guess that nobody counts is no try."""
    try:
        if not counted(request, "phone_try", str(request.member.pk)):
            form.add_error("code", too_many())
        elif is_right(number, form.cleaned_data["code"], request.session, now()):
            return True
        else:
            form.add_error("code", _("That is not the code. Look again, or ask for a new one."))
    except Uncounted:
        form.add_error("code", _("We could not check the code just now. Try again in a minute."))
    return False


def too_many() -> str:
    return _("You asked for many codes. Try again in an hour.")


def say_it_is_over(request: HttpRequest) -> None:
    notes.error(request, _("This code is over. Ask for a new one."))


def text_code(request: HttpRequest, number: str) -> None:
    """Send a code to this number (E.164), and say so, or why not, on the next page."""
    member = request.member
    try:
        if not counted(request, "phone_code", str(member.pk)):
            notes.error(request, too_many())
            return
        send_code(number, request.session, language=member.language, at=now())
    except Never:
        notes.error(request, _("This number takes no texts. Try another number."))
    except (NotNow, Uncounted):
        notes.error(request, _("We could not send the text just now. Try again in a minute."))
    else:
        notes.success(request, _("We sent a code to your phone."))
