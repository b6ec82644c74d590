"""Emergency access: a specialist opens one member's things without a call, for half an hour."""

import math
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import specialist_required
from accounts.clock import now
from accounts.models import EmergencyAccess
from accounts.phone_number import shown
from accounts.tasks import tell_of_emergencies
from claims.answers.person import portal_hours
from claims.answers.words import clock, join, say
from outreach.forms.emergency_access import EmergencyAccessForm
from outreach.subject import SUBJECTS, they_see

MOST_SHOWN = 20  # of a kind


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def emergency_access_create(request: HttpRequest) -> HttpResponse:
    form = EmergencyAccessForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        begun = EmergencyAccess.objects.begin(request.user, **form.cleaned_data)
        transaction.on_commit(partial(tell_of_emergencies.apply_async, retry=False), robust=True)
        return redirect("outreach:emergency_access_detail", pk=begun.pk)
    return render(request, "outreach/emergency_access_create.html", {"form": form})


@require_safe
@specialist_required
def emergency_access_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the member sees, without what is guarded, while the half hour lasts."""
    found = EmergencyAccess.objects.select_related("member").filter(user=request.user)
    access = get_object_or_404(found, pk=pk)
    context: dict[str, Any] = {"access": access, "until": until(access)}
    if access.is_open:
        context |= {
            "name": access.member.name,
            "phone": shown(number) if (number := access.member.preferred_phone()) else "",
            "parts": parts(access),
        }
    return render(request, "outreach/emergency_access_detail.html", context)


@require_POST
@specialist_required
def emergency_ending_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    access = get_object_or_404(EmergencyAccess.objects.filter(user=request.user), pk=pk)
    access.end()
    messages.success(request, _("Emergency access has ended."))
    return redirect("outreach:desk")


def until(access: EmergencyAccess) -> str:
    """How long it lasts yet, in words; that it is over."""
    if not access.is_open:
        return say(_("This emergency access has ended. You see nothing of this member any more."))
    minutes = math.ceil((access.ends_at - now()).total_seconds() / 60)
    left = ngettext("{n} minute is left.", "{n} minutes are left.", minutes)
    return join(
        say(
            _("You use emergency access until {time}."),
            time=clock(access.ends_at, portal_hours().zone),
        ),
        say(left, n=minutes),
        say(_("The member and our privacy officers see that you looked, and why.")),
    )


def parts(access: EmergencyAccess) -> list[dict[str, Any]]:
    """The member's claims, orders and accounts that changed last, as whoever calls reads them."""
    labels = {"claim": _("Claims"), "order": _("Orders"), "balance": _("Balance")}
    found = []
    for subject, (model, answer) in SUBJECTS.items():
        facts = model.objects.for_member(access.member).recent()[:MOST_SHOWN].facts()
        zone = access.member.time_zone
        answers = [answer(one, now=now(), zone=zone, brief=True) for one in facts]
        rows = [
            {
                "name": answer.caption if answer.guarded else answer.name,
                "caption": "" if answer.guarded else answer.caption,
                "words": they_see(answer),
            }
            for answer in answers
        ]
        found.append({"label": labels[subject], "rows": rows, "id": subject})
    return found
