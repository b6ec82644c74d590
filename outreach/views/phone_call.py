"""A call that rings: shown on an open desk, opened by the telephone system, taken by one of us."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import specialist_required
from accounts.clock import now
from accounts.models import Member, User
from accounts.phone_number import e164
from claims.answers.person import portal_hours
from outreach.callers import began_lately, named, ringing_row, ringing_words
from outreach.forms.caller import CallerForm
from outreach.models import Call, PhoneCall
from outreach.talk import take


@require_safe
@specialist_required
def ringing_list(request: HttpRequest) -> HttpResponse:
    """The calls that ring now, alone: a desk that stays open asks every few seconds."""
    return render(request, "outreach/_ringing.html", {"ringing": ringing(request)})


def ringing(request: HttpRequest) -> list:
    zone = portal_hours().zone
    waiting = PhoneCall.objects.ringing_for(request.user, now())[:5]
    return [ringing_row(one, zone) for one in waiting]


@require_safe
@specialist_required
def screen_pop(request: HttpRequest) -> HttpResponse:
    """Where a telephone system sends a specialist's browser: ?call=ITS-ID or ?number=+1….

    It leads to the call that rings and never to a member.
    """
    call_id = request.GET.get("call", "").replace("\0", "")  # as no database holds it
    number = request.GET.get("number", "")
    found = None
    if call_id:
        found = PhoneCall.objects.filter(platform_id=call_id[:200]).order_by("-began_at").first()
    elif number:
        try:
            found = began_lately(e164(number), now())
        except ValueError:
            found = None
    if found is None:
        messages.info(request, _("We know of no such call. Ask for their member number."))
        return redirect("outreach:desk")
    return redirect(found.call or found)


@require_safe
@specialist_required
def phone_call_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    phone_call = get_object_or_404(PhoneCall.objects.select_related("call"), pk=pk)
    if phone_call.call:
        return redirect(phone_call.call)
    return page(request, phone_call, CallerForm())


def page(request: HttpRequest, phone_call: PhoneCall, form: CallerForm) -> HttpResponse:
    words = ringing_words(phone_call, portal_hours().zone)
    return render(request, "outreach/phone_call_detail.html", {"words": words, "form": form})


@require_POST
@specialist_required
def phone_call_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The caller said who they are; two answers have yet to prove it."""
    phone_call = get_object_or_404(PhoneCall.objects.select_related("call"), pk=pk)
    if phone_call.call:
        messages.info(request, _("Somebody has taken this call already."))
        return redirect(phone_call.call)
    form = CallerForm(request.POST)
    member = named(form.cleaned_data["said"], number=phone_call.number) if form.is_valid() else None
    if member is None:
        if form.is_valid():
            form.add_error(
                "said", _("Nobody with this number goes by that. Ask for their member number.")
            )
        return page(request, phone_call, form)
    return redirect(taken(phone_call, member, by=request.user))


@transaction.atomic
def taken(phone_call: PhoneCall, member: Member, *, by: User) -> Call:
    """The call that both are about: another's, where they were faster. Then none begins here, which
    nobody would end."""
    phone_call = PhoneCall.objects.select_for_update().get(pk=phone_call.pk)
    if phone_call.call is None:
        phone_call.call = take(by, member, at=phone_call.began_at)
        phone_call.save(update_fields=["call"])
    return phone_call.call
