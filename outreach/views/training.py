"""What specialists are trained for and how they can talk; and who can be booked at all."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.clock import now
from accounts.models import Role
from outreach.forms.training import SpecialistForm, TrainingForm
from outreach.models import Specialist
from outreach.scheduling.untrained import pass_on_untrained
from outreach.views.specialist import what_became

supervisor_required = role_required(Role.SUPERVISOR)


@require_http_methods(["GET", "HEAD", "POST"])
@supervisor_required
def training_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Calls about what somebody is no longer trained for go to others at once."""
    who = get_object_or_404(Specialist, pk=pk)
    form = TrainingForm(request.POST if request.method == "POST" else None, specialist=who)
    if form.is_valid():
        form.save()
        done = pass_on_untrained(who, now(), by=request.user)
        messages.success(request, what_became(done) if done else _("Saved."))
        return redirect("outreach:specialist_detail", pk)
    return render(request, "outreach/training_update.html", {"who": who, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@supervisor_required
def specialist_create(request: HttpRequest) -> HttpResponse:
    """Nobody is sent to them before their hours and their training are noted."""
    form = SpecialistForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = form.save()
        messages.success(
            request, _("Saved. Now say what they are trained for, and when they work.")
        )
        return redirect("outreach:training_update", made.pk)
    return render(request, "outreach/specialist_create.html", {"form": form})
