"""Turn notifications on and off on a device of one's own."""

from uuid import UUID

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_required
from accounts.clock import now
from accounts.device import device as device_words
from outreach.channels import is_offered
from outreach.forms.device import DeviceForm
from outreach.models import Channel, Device, Silence

MOST = 10


@require_POST
@member_required
def device_create(request: HttpRequest) -> HttpResponse:
    """The browser's script fills the form; whoever turned it on there last has it."""
    if not is_offered(Channel.PUSH):
        raise Http404
    form = DeviceForm(request.POST)
    member = request.member  # type: ignore[attr-defined]
    mine = Device.objects.of(member)
    if not form.is_valid() or mine.count() >= MOST:
        notes.error(request, _("This browser could not turn notifications on."))
        return redirect("outreach:reach")
    told = form.cleaned_data
    label = device_words(request.headers.get("User-Agent", ""))[:60]
    values = {"public": told["public"], "auth": told["auth"], "label": label}
    Device.objects.update_or_create(
        endpoint=told["endpoint"], defaults={"member": member, "made_at": now(), **values}
    )
    came_back = Silence.objects.of(member).filter(channel=Channel.PUSH)
    came_back.filter(reason=Silence.Reason.BOUNCED).delete()
    notes.success(request, _("This device shows notifications now."))
    return redirect("outreach:reach")


@require_POST
@member_required
def device_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = Device.objects.of(request.member)  # type: ignore[attr-defined]
    if mine.filter(pk=pk).delete()[0]:
        notes.success(request, _("That device shows no more notifications."))
    return redirect("outreach:reach")
