"""A member's phone number: changed only by someone who proves once more who they are."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required, step_up_required
from accounts.clock import now
from accounts.forms.phone import PhoneForm
from accounts.models import Address, Member, Phone
from accounts.phone_number import shown


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def phone_create(request: HttpRequest) -> HttpResponse:
    first = not request.member.phones.exists()
    return _edit(request, Phone(member=request.member, preferred=first))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def phone_update(request: HttpRequest, phone_id: int) -> HttpResponse:
    return _edit(request, get_object_or_404(request.member.phones, pk=phone_id))


def _edit(request: HttpRequest, phone: Phone) -> HttpResponse:
    old = phone.number
    form = PhoneForm(
        request.POST if request.method == "POST" else None, instance=phone, initial={"number": ""}
    )
    if form.is_valid():
        if phone.number != old:
            phone.verified_at = None
            form.save()
            tell_everywhere(request, phone.member)
        messages.success(request, _("We changed your number. We told you by email, too."))
        return redirect("accounts:settings")
    return render(request, "accounts/phone.html", {"form": form, "old": old and shown(old)})


def tell_everywhere(request: HttpRequest, member: Member) -> None:
    """Say "we changed your number", and nothing more, to every address we have.

    Whoever took over a session can change one of them, hardly all.
    """
    on_file = member.addresses.filter(kind=Address.Kind.EMAIL).values_list("value", flat=True)
    signs_in = EmailAddress.objects.filter(user=request.user, verified=True)
    adapter = get_adapter(request)
    for email in {*on_file, *signs_in.values_list("email", flat=True)}:
        adapter.send_mail("account/email/phone_changed", email, {"timestamp": now()})
