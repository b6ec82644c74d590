"""What a member chooses, and where to change the rest."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.forms.settings import SettingsForm
from accounts.models import AccessRecord, Member
from accounts.phone_number import shown

LOOKS_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def settings(request: HttpRequest) -> HttpResponse:
    # A copy, so that a refused name or zone does not reach the frame of the page.
    member = Member.objects.get(pk=request.member.pk)
    form = SettingsForm(request.POST or None, instance=member)
    if form.is_valid():
        form.save()
        translation.activate(member.language)
        messages.success(request, _("We saved your choices."))
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form, **about(request)})


def about(request: HttpRequest) -> dict:
    """What the page shows below the form: how to reach the member, how they sign in, who looked."""
    member = request.member
    return {
        "phones": [(phone, shown(phone.number)) for phone in member.phones.order_by("pk")],
        "addresses": member.addresses.order_by("kind", "pk"),
        "email": request.user.email,
        "has_passkey": Authenticator.objects.filter(
            user=request.user, type=Authenticator.Type.WEBAUTHN
        ).exists(),
        "looks": AccessRecord.objects.for_member(member).recent()[:LOOKS_SHOWN],
    }
