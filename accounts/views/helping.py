"""Whom somebody helps: invitations to take up, whose things to look at now, and how to stop."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import helper_required
from accounts.acting import begin, open_to_trusted, stop
from accounts.clock import now
from accounts.models import TrustedPerson, User
from accounts.models.trusted_person import TrustedPersonQuerySet
from accounts.trusted_words import given_words
from accounts.views.trusted_person import tell


@require_safe
@helper_required
@open_to_trusted()
def helping_list(request: HttpRequest) -> HttpResponse:
    at = now()
    helped = [who for who in TrustedPerson.objects.of_user(request.user) if who.in_force(at)]
    asked = [who for who in invitations(request.user) if not who.is_over(at)]
    context = {
        "helped": [given_words(who) for who in helped],
        "asked": [given_words(who) for who in asked],
    }
    return render(request, "accounts/helping_list.html", context)


def invitations(user: User) -> TrustedPersonQuerySet:
    """Those to an address that this user has proved to be theirs; none of one's own making."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return TrustedPerson.objects.invited(proved).exclude(member__user=user)


def helps(user: User) -> bool:
    """Whether they help somebody, did, or were asked to."""
    return TrustedPerson.objects.of_user(user).exists() or invitations(user).exists()


@require_POST
@helper_required
@open_to_trusted()
def acceptance_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = get_object_or_404(invitations(request.user), pk=pk)
    if who.is_over(now()) or not who.accept(request.user):
        messages.info(request, _("This invitation is over."))
        return redirect("accounts:helping_list")
    if who.member.user is not None:
        tell(request, who.member.user.email, "help_accepted")
    messages.success(request, _("You can help {name} now.").format(name=who.member.name))
    return redirect("accounts:helping_list")


@require_POST
@helper_required
@open_to_trusted()
def refusal_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no to an invitation, or give up helping somebody for good."""
    mine = TrustedPerson.objects.of_user(request.user).open() | invitations(request.user)
    who = get_object_or_404(mine, pk=pk)
    who.end(by=request.user)
    stop(request)
    messages.success(request, _("You do not help {name}.").format(name=who.member.name))
    return redirect("accounts:helping_list")


@require_POST
@helper_required
@open_to_trusted()
def helping_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From now on the pages show this member's things, until “Stop”."""
    who = get_object_or_404(TrustedPerson.objects.of_user(request.user), pk=pk)
    if not who.in_force(now()):
        return render(request, "accounts/help_over.html", status=403)
    begin(request, who)
    return redirect("home")


@require_POST
@helper_required
@open_to_trusted()
def helping_delete(request: HttpRequest) -> HttpResponse:
    stop(request)
    return redirect("accounts:helping_list")
