"""Somebody died: one of us stops what we start, from the screen of the call in which they hear it.

What is owed still stands in the inbox, for whoever looks there; none of it leaves the portal.
"""

from uuid import UUID

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import specialist_required
from accounts.clock import now
from outreach import drafts
from outreach.models import Silence
from outreach.models.reach import DEATHS
from outreach.views.call import found, summary_form


@require_POST
@specialist_required
def silence_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Also before they are verified: whoever tells us of a death is often somebody else."""
    call, reason = found(request, pk), request.POST.get("reason", "")
    drafts.keep_typed(call, request.user, summary_form(call, request.POST).boxes())
    if reason == "end":
        Silence.objects.let_go_on(call.member)
        notes.success(request, _("Messages go on."))
    elif reason in DEATHS:
        Silence.objects.mourn(call.member, reason, by=request.user, at=now())
        notes.success(request, _("Stopped. We start no more messages to them."))
    else:
        raise Http404
    return redirect(call)
