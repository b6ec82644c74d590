"""What stands of a summary before it is sent: kept while it is typed, and what a tool drafted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import specialist_required
from accounts.clock import now
from accounts.consent import standing
from claims.answers.person import portal_hours
from claims.answers.words import clock, say
from outreach import drafts
from outreach.forms.summary import NotesForm
from outreach.models import Call, Draft
from outreach.phones.heard import Spoken
from outreach.views.call import drafts_are_off, found, summary_form


@require_POST
@specialist_required
def draft_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the lines of a draft below what was typed, where the member allows that a tool drafts."""
    call = found(request, pk)
    boxes = summary_form(call, request.POST).boxes()
    draft = draft_of(request, call)
    if draft is None:
        messages.info(request, _("There is no draft. Write the summary yourself."))
    else:
        boxes = drafts.with_lines(boxes, draft)
    drafts.keep_typed(call, request.user, boxes)
    return redirect(f"{call.get_absolute_url()}#write")


def draft_of(request: HttpRequest, call: Call) -> Draft | None:
    """The one that waits and was asked for, or one from notes that were typed."""
    if key := request.POST.get("take", ""):
        return drafts.held(call, request.user, standing(call.member)).named(key)
    form = NotesForm(request.POST)
    spoken = [Spoken("", form.cleaned_data["notes"] if form.is_valid() else "")]
    return drafts.make(call, spoken, origin=Draft.Origin.NOTES, actor=request.user)


@require_POST
@specialist_required
def typed_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked for while somebody types, and by Enter in a box: it keeps, and sends nothing.

    Where the member has turned drafts off, the page then comes anew without what a tool wrote.
    """
    call = found(request, pk)
    form, here = summary_form(call, request.POST), f"{call.get_absolute_url()}#write"
    drafts.keep_typed(call, request.user, form.boxes())
    unwritten = form.taken and not call.summary_id
    is_off = unwritten and not drafts.may_draft(call, standing(call.member))
    if is_off:
        drafts_are_off(request)
    if request.headers.get("HX-Request") != "true":
        return redirect(here)
    if is_off:
        return HttpResponse(headers={"HX-Redirect": call.get_absolute_url()})
    if call.summary_id:
        return HttpResponse(_("Somebody sent a summary. Send yours too: it is added."))
    return HttpResponse(say(_("Saved at {time}."), time=clock(now(), portal_hours().zone)))
