"""Our answer to what a member says is wrong in a summary, or missing from it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import specialist_required
from accounts.clock import now
from accounts.models import AccessRecord, record_access
from claims.answers.person import portal_hours
from claims.answers.words import local_date
from outreach.desk_promises import due_of
from outreach.desk_words import reads_words
from outreach.forms.correction import CorrectionAnswerForm
from outreach.languages import OURS
from outreach.models import Correction
from outreach.summary_words import first_name, staff_title
from outreach.talk import answer

OF_CALL = ("summary__call__member", "summary__call__specialist__specialist")


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def correction_answer_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Any of us may answer; the call's page is a press away."""
    correction = get_object_or_404(Correction.objects.select_related(*OF_CALL), pk=pk)
    call = correction.summary.call
    record_access(request.user, AccessRecord.What.CALL_REQUEST, [(call.member_id, call.pk)])
    if correction.answered_at:
        messages.info(request, _("Somebody has answered this already."))
        return redirect("outreach:desk")
    form = CorrectionAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if answer(correction, form.cleaned_data["text"], by=request.user):
            messages.success(request, _("Your answer is with them now."))
        else:
            messages.info(request, _("Somebody has answered this already."))
        return redirect("outreach:desk")
    zone = portal_hours().zone
    today = local_date(now(), zone)
    context = {
        "row": due_of(correction, today),
        "title": staff_title(first_name(call.specialist), call.began_at, today, zone),
        "call": call,
        "reads": reads_words(call.member) if call.member.language != OURS else "",
        "form": form,
    }
    return render(request, "outreach/correction_answer_create.html", context)
