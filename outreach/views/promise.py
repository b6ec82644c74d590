"""We did what we agreed: noted on the desk, or on the screen of another call with that member."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import specialist_required
from outreach import drafts
from outreach.kept_promises import may_keep
from outreach.models import SummaryLine
from outreach.talk import keep
from outreach.views.call import found, summary_form


@require_POST
@specialist_required
def promise_keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    note_kept(request, pk)
    return redirect("outreach:desk")


@require_POST
@specialist_required
def call_promise_keep(request: HttpRequest, pk: UUID, promise: UUID) -> HttpResponse:
    """What was typed of the summary so far comes along and stays."""
    call = found(request, pk)
    drafts.keep_typed(call, request.user, summary_form(call, request.POST).boxes())
    note_kept(request, promise)
    return redirect(call)


def note_kept(request: HttpRequest, pk: UUID) -> None:
    ours = SummaryLine.objects.filter(kind="agreed", owner="us").with_owner()
    line = ours.select_related("summary__call").filter(pk=pk).first()
    if line is None or not may_keep(request.user, line):
        raise Http404
    if keep(line, by=request.user):
        messages.success(request, _("Noted as done. They can see it."))
    else:
        messages.info(request, _("Somebody had noted this as done."))
