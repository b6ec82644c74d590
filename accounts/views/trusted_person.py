"""Whom a member lets help them: asked, changed, looked after, ended in one press."""

import datetime as dt
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_required, step_up_required
from accounts.clock import now, today
from accounts.forms.trusted_person import HelpForm, InvitationForm
from accounts.models import TrustedAct, TrustedPerson
from accounts.trusted_words import act_words, help_words, hidden_words

ACTS = 100
A_YEAR = dt.timedelta(days=365)


@require_safe
@member_required
def trusted_person_list(request: HttpRequest) -> HttpResponse:
    people = [help_words(who, now()) for who in TrustedPerson.objects.of_member(request.member)]
    context = {
        "people": [one for one in people if one.is_open],
        "over": [one for one in people if not one.is_open],
        "hidden": hidden_words(request.member),
    }
    return render(request, "accounts/trusted_person_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def trusted_person_create(request: HttpRequest) -> HttpResponse:
    member = request.member
    new = TrustedPerson(member=member, zone=member.time_zone, invited_by=request.user)
    form = InvitationForm(
        request.POST if request.method == "POST" else None,
        instance=new,
        initial={"until": today(member.time_zone) + A_YEAR},
    )
    if form.is_valid():
        if not ratelimit.consume(request, action="invite", key=str(member.pk)):
            form.add_error(None, _("You asked many people today. Try again tomorrow."))
        else:
            form.save()
            tell(request, new.email, "invited")
            messages.success(request, _("We sent them an email with a link."))
            return redirect("accounts:trusted_person_list")
    return render(request, "accounts/trusted_person_form.html", {"form": form, "who": None})


@require_safe
@member_required
def trusted_person_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = get_object_or_404(TrustedPerson, member=request.member, pk=pk)
    acts = TrustedAct.objects.of_member(request.member).filter(trusted_person=who)[:ACTS]
    context: dict[str, Any] = {
        "who": help_words(who, now()),
        "acts": list(dict.fromkeys(act_words(act) for act in acts)),
        "may_change": not who.is_parent and not who.is_over(now()),
    }
    return render(request, "accounts/trusted_person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def trusted_person_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A parent's help is no gift of the child's, so the child does not change it."""
    asked = TrustedPerson.objects.of_member(request.member).open().filter(is_parent=False)
    who = get_object_or_404(asked, pk=pk)
    form = HelpForm(request.POST if request.method == "POST" else None, instance=who)
    if form.is_valid():
        form.save()
        tell(request, who.email, "help_changed")
        messages.success(request, _("We changed what they can do."))
        return redirect("accounts:trusted_person_detail", pk)
    return render(request, "accounts/trusted_person_form.html", {"form": form, "who": who})


@require_POST
@member_required
def trusted_person_ending_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """In one press, and with the next thing they ask for they see nothing."""
    asked = TrustedPerson.objects.of_member(request.member).filter(is_parent=False)
    who = get_object_or_404(asked, pk=pk)
    if who.end(by=request.user):
        tell(request, who.email, "help_changed")
        tell(request, request.user.email, "help_ended")
        messages.success(request, _("Ended. They see nothing of yours from now on."))
    else:
        messages.info(request, _("This had ended already."))
    return redirect("accounts:trusted_person_list")


def tell(request: HttpRequest, email: str, what: str) -> None:
    """Say that there is something to see, and nothing of what or whose it is.

    The link opens a page; whoever opens it changes nothing by that.
    """
    address = request.build_absolute_uri(reverse("accounts:helping_list"))
    get_adapter(request).send_mail(
        f"account/email/{what}", email, {"helping_url": address, "timestamp": now()}
    )
