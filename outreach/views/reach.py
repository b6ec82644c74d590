"""How we reach a member outside the portal: which ways, quiet hours, and what stands against it."""

from django.conf import settings
from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_required
from accounts.consent.catalogue import PURPOSES
from accounts.phone_number import shown
from outreach.channels import is_offered
from outreach.channels.push_encryption import packed, point_of, private_key
from outreach.forms.reach import ReachForm
from outreach.models import Channel, Device, Reach, Silence
from outreach.models.turn import take_turn

THEIRS_TO_END = (Silence.Reason.UNSUBSCRIBED, Silence.Reason.BOUNCED)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def reach(request: HttpRequest) -> HttpResponse:
    mine = Reach.objects.filter(member=request.member).first() or Reach(member=request.member)
    form = ReachForm(request.POST if request.method == "POST" else None, instance=mine)
    if form.is_valid():
        with transaction.atomic():
            take_turn(request.member.pk)
            form.save()
        notes.success(request, _("We saved your choices."))
        return redirect("outreach:reach")
    status = 400 if form.is_bound else 200
    context = {"form": form, "silences": silences(request), "phones": phones(request)}
    if is_offered(Channel.PUSH):
        key = packed(point_of(private_key(settings.PUSH_KEY)))
        mine = Device.objects.of(request.member)  # type: ignore[attr-defined]
        context |= {"push_key": key, "devices": list(mine)}
    return render(request, "outreach/reach.html", context, status=status)


def phones(request: HttpRequest) -> list[dict[str, object]]:
    """The numbers that texts could go to, and if they are proved; none where nobody sends texts."""
    if not is_offered(Channel.SMS):
        return []
    return [
        {"pk": one.pk, "shown": shown(one.number), "proved": one.verified_at is not None}
        for one in request.member.phones.order_by("-preferred", "pk")  # type: ignore[attr-defined]
    ]


def silences(request: HttpRequest) -> list[dict[str, object]]:
    """What keeps an e-mail or a text from this member, in words, and if they may end it."""
    ways = {
        "": _("All messages"),
        "email": _("Emails"),
        "sms": _("Text messages"),
        "push": _("Notifications"),
    }
    return [
        {
            "pk": one.pk,
            "way": ways[one.channel],
            "purpose": PURPOSES[one.purpose].name if one.purpose in PURPOSES else "",
            "reason": one.get_reason_display(),
            "mine": one.reason in THEIRS_TO_END,
        }
        for one in Silence.objects.of(request.member).order_by("pk")
    ]


@require_POST
@member_required
def silence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear from us again this way; not where a person of ours stopped it."""
    mine = Silence.objects.of(request.member).filter(pk=pk)
    if mine.filter(reason__in=THEIRS_TO_END).delete()[0]:
        notes.success(request, _("We send these again."))
    return redirect("outreach:reach")
