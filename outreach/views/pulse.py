"""A member answers three short questions; a supervisor reads what came of all of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required, role_required
from accounts.clock import now
from accounts.consent import standing
from accounts.models import AccessRecord, Role, record_access
from claims.answers.person import portal_hours
from outreach.forms.pulse import PulseForm
from outreach.models import Pulse
from outreach.models.pulse import MAY_SHOW
from outreach.understood_words import report


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def pulse_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    pulse = get_object_or_404(Pulse.objects.for_member(request.member), pk=pk)
    form = PulseForm(request.POST if request.method == "POST" else None)
    if not pulse.answered_at and form.is_valid():
        pulse.answer(now(), **form.cleaned_data)
        messages.success(request, _("Thank you. We read what you wrote."))
        return redirect(pulse)
    story = bool(pulse.words) and pulse.moment == Pulse.Moment.RECOVERY
    signed = story and standing(request.member)[MAY_SHOW].allowed
    context = {"pulse": pulse, "form": form, "may_sign": story and not signed, "signed": signed}
    return render(request, "outreach/pulse_detail.html", context)


@require_safe
@role_required(Role.SUPERVISOR)
def understood_detail(request: HttpRequest) -> HttpResponse:
    words = report(now(), portal_hours().zone)
    record_access(request.user, AccessRecord.What.CALL_LIST, words.members)
    return render(request, "outreach/understood_detail.html", {"words": words})
