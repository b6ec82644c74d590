"""Who, of the people who help a member, sees one of their things; hidden and shown here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_required, step_up_required
from accounts.clock import now
from accounts.models import HiddenThing, Level, Member, SharedThing, TrustedPerson
from claims.answers.words import say
from claims.facts import Guard
from claims.models import Balance, Claim, Order
from claims.models.withheld import together

THINGS: dict[str, tuple[Any, Level]] = {
    "claim": (Claim, Level.SEE_CLAIMS),
    "order": (Order, Level.SEE_ORDERS),
    "balance": (Balance, Level.SEE_BALANCE),
}


def thing_of(member: Member, about: str) -> tuple[str, Any]:
    """The member's own thing that ``claim:<uuid>`` names, and its kind."""
    subject, _colon, key = about.partition(":")
    try:
        pk = UUID(key)
    except ValueError:
        raise Http404 from None
    if subject not in THINGS:
        raise Http404
    model, _level = THINGS[subject]
    return subject, get_object_or_404(model.objects.for_member(member), pk=pk)


@require_safe
@member_required
def sharing_detail(request: HttpRequest, about: str) -> HttpResponse:
    subject, thing = thing_of(request.member, about)
    hidden = HiddenThing.objects.filter(member=request.member, subject=subject, subject_id=thing.pk)
    context = {
        "about": about,
        "thing": thing,
        "hidden": hidden.exists(),
        "guarded": thing.guard != Guard.NONE,
        "people": people(request.member, subject, thing),
    }
    return render(request, "claims/sharing_detail.html", context)


def people(member: Member, subject: str, thing: Any) -> list[dict[str, Any]]:
    """Whom the member asked to help, and whether they see it: asked in the way that they ask."""
    shared = SharedThing.objects.filter(subject=subject, subject_id=thing.pk)
    granted = set(shared.values_list("trusted_person", flat=True))
    helpers = TrustedPerson.objects.of_member(member).open()
    return [
        row(who, member, subject, thing, granted=who.pk in granted)
        for who in helpers.select_related("member")
        if not who.is_over(now())
    ]


def row(
    who: TrustedPerson, member: Member, subject: str, thing: Any, *, granted: bool
) -> dict[str, Any]:
    model, level = THINGS[subject]
    who.member.acting = who
    allowed = who.allows(level)
    sees = allowed and model.objects.for_member(who.member).filter(pk=thing.pk).exists()
    if sees:
        words = _("{name} sees this, because you let them.") if granted else _("{name} sees this.")
    elif not allowed:
        words = _("{name} does not see this. You did not share things of this kind.")
    elif granted:
        words = _("{name} does not see this. It tells of something else that is private.")
    else:
        words = _("{name} does not see this.")
    return {
        "pk": who.pk,
        "words": say(words, name=who.name),
        "show": say(_("Let {name} see it"), name=who.name) if allowed and not sees else "",
        "stop": say(_("Do not let {name} see it"), name=who.name) if granted else "",
    }


def belonging(subject: str, thing: Any) -> list[UUID]:
    """The keys of all that is hidden and shown with it."""
    return [one.pk for one in together(thing)] if subject == "claim" else [thing.pk]


@require_POST
@member_required
def hiding_create(request: HttpRequest, about: str) -> HttpResponse:
    """From everyone who helps, also whom it was shown to; in one press."""
    subject, thing = thing_of(request.member, about)
    keys = belonging(subject, thing)
    with transaction.atomic():
        HiddenThing.objects.bulk_create(
            (HiddenThing(member=request.member, subject=subject, subject_id=key) for key in keys),
            ignore_conflicts=True,
        )
        shown_to(request.member, subject, keys).delete()
    messages.success(request, _("Hidden. Nobody who helps you sees it."))
    return redirect("claims:sharing_detail", about)


def shown_to(member: Member, subject: str, keys: list[UUID]) -> Any:
    return SharedThing.objects.filter(
        trusted_person__member=member, subject=subject, subject_id__in=keys
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def hiding_delete(request: HttpRequest, about: str) -> HttpResponse:
    """Shows more to others, so a session alone does not do it; who comes by GET said who it is."""
    subject, thing = thing_of(request.member, about)
    if request.method == "POST":
        hidden = HiddenThing.objects.filter(member=request.member, subject=subject)
        hidden.filter(subject_id__in=belonging(subject, thing)).delete()
        messages.success(request, _("It is no longer hidden."))
    return redirect("claims:sharing_detail", about)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def grant_create(request: HttpRequest, about: str, pk: UUID) -> HttpResponse:
    """Show this one thing, and what belongs to it, to this one person."""
    subject, thing = thing_of(request.member, about)
    open_help = TrustedPerson.objects.of_member(request.member).open()
    who = get_object_or_404(open_help.filter(is_parent=False), pk=pk)
    if request.method == "POST":
        SharedThing.objects.bulk_create(
            (
                SharedThing(trusted_person=who, subject=subject, subject_id=key)
                for key in belonging(subject, thing)
            ),
            ignore_conflicts=True,
        )
        messages.success(request, say(_("{name} sees it now."), name=who.name))
    return redirect("claims:sharing_detail", about)


@require_POST
@member_required
def grant_delete(request: HttpRequest, about: str, pk: UUID) -> HttpResponse:
    subject, thing = thing_of(request.member, about)
    keys = belonging(subject, thing)
    shown_to(request.member, subject, keys).filter(trusted_person=pk).delete()
    messages.success(request, _("They see it no more."))
    return redirect("claims:sharing_detail", about)
