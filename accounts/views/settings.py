"""What a member chooses, and where to change the rest."""

from operator import itemgetter
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.settings import SettingsForm
from accounts.models import AccessRecord, Member, Phone, TrustedAct
from accounts.phone_number import shown
from accounts.trusted_words import act_words
from accounts.views.session import when

LOOKS = 10
LOOKS_READ = 100  # who opens a list looks at each of the member's things in it


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """For members; staff have only their sign-in to look after."""
    if request.member is None:
        return redirect("mfa_index")
    # A copy, so that a refused name or zone does not reach the frame of the page.
    member = Member.objects.get(pk=request.member.pk)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=member)
    if form.is_valid():
        form.save()
        translation.activate(member.language)
        messages.success(request, _("We saved your choices."))
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form, **about(request)})


def about(request: HttpRequest) -> dict[str, Any]:
    """What the page shows below the form: how to reach the member, how they sign in, who looked."""
    member = request.member
    return {
        "phones": [phone_row(phone) for phone in member.phones.order_by("pk")],
        "change": _("Change"),
        "addresses": member.addresses.order_by("kind", "pk"),
        "email": request.user.email,
        "has_passkey": Authenticator.objects.filter(
            user=request.user, type=Authenticator.Type.WEBAUTHN
        ).exists(),
        "looks": looks_at(member),
    }


def looks_at(member: Member) -> list[str]:
    """The latest looks in words; one at several things at once is said once."""
    ours = AccessRecord.objects.for_member(member).recent()[:LOOKS_READ]
    theirs = TrustedAct.objects.of_member(member)[:LOOKS_READ]
    looks = [(look.looked_at, look_words(look)) for look in ours]
    looks += [(act.at, act_words(act)) for act in theirs]
    looks.sort(key=itemgetter(0), reverse=True)
    return list(dict.fromkeys(words for _at, words in looks))[:LOOKS]


def phone_row(phone: Phone) -> dict[str, str]:
    return {
        "label": phone.label or _("Phone"),
        "shown": shown(phone.number),
        "url": reverse("accounts:phone_update", args=[phone.pk]),
    }


def look_words(look: AccessRecord) -> str:
    """A specialist saw a call request on Sunday, November 22, 7:21 a.m., and why if they said."""
    words = _("{when}: {who}, {what}. Reason: {why}") if look.reason else _("{when}: {who}, {what}")
    return words.format(
        when=when(look.looked_at),
        who=look.user.get_role_display(),
        what=look.get_what_display(),
        why=look.reason,
    )
