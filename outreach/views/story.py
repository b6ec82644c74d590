"""What members told of how we put something right: others read it only while they signed."""

from uuid import UUID

from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_required, role_required
from accounts.clock import now
from accounts.consent import allows
from accounts.models import AccessRecord, Role, record_access
from outreach.models import Pulse
from outreach.models.pulse import MAY_SHOW

MOST = 20


@require_safe
@member_required
def story_list(request: HttpRequest) -> HttpResponse:
    """Whose signature ended since is not in it: that is asked each time."""
    shown = Pulse.objects.stories().exclude(shown_at=None).signed_for(now())
    words = list(shown.order_by("-shown_at").values_list("words", flat=True)[:MOST])
    return render(request, "outreach/story_list.html", {"words": words})


@require_POST
@role_required(Role.SUPERVISOR)
@transaction.atomic
def story_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show it; the gate is asked, and the use stands in its writer's log."""
    told = looked_at(request, pk)
    if allows(told.member, *MAY_SHOW, doing="show_words", actor=request.user):
        Pulse.objects.filter(pk=pk, shown_at=None).update(shown_at=now())
        notes.success(request, _("Other members can read it now, without the name."))
    else:
        notes.error(request, _("They have not signed for that."))
    return redirect("outreach:understood_detail")


@require_POST
@role_required(Role.SUPERVISOR)
def story_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    looked_at(request, pk)
    Pulse.objects.filter(pk=pk).update(shown_at=None)
    notes.success(request, _("Nobody else reads it any more."))
    return redirect("outreach:understood_detail")


def looked_at(request: HttpRequest, pk: UUID) -> Pulse:
    told = get_object_or_404(Pulse.objects.stories().select_related("member"), pk=pk)
    record_access(request.user, AccessRecord.What.CALL_LIST, [(told.member_id, told.pk)])
    return told
