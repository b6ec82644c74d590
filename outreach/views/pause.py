"""A supervisor lets nobody book calls for a while, and gives those who have one another time."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.clock import now
from accounts.models import AccessRecord, Role, record_access
from claims.answers.person import portal_hours
from claims.answers.words import clock, day, local_date, say
from outreach.forms.pause import PauseForm
from outreach.models import Booking, Pause
from outreach.scheduling.pausing import calls_inside, find_others
from outreach.summary_words import first_name
from outreach.views.specialist import span_words, what_became

supervisor_required = role_required(Role.SUPERVISOR)


@require_http_methods(["GET", "HEAD", "POST"])
@supervisor_required
def pause_list(request: HttpRequest) -> HttpResponse:
    """From the moment that one is noted no time inside it is offered."""
    at, zone = now(), portal_hours().zone
    with timezone.override(zone):
        form = PauseForm(request.POST if request.method == "POST" else None, at=at)
        if form.is_valid():
            typed = form.cleaned_data
            Pause.objects.create(
                topic=typed["topic"],
                during=(typed["begins"], typed["ends"]),
                noted_by=request.user,
                noted_at=at,
            )
            messages.success(request, _("No more calls are booked in that time."))
            return redirect("outreach:pause_list")
        found = [(one, calls_inside(one, at)) for one in Pause.objects.on(at)]
        looked = {(call.member_id, None) for _pause, calls in found for call in calls}
        record_access(request.user, AccessRecord.What.CALL_LIST, sorted(looked))
        rows = [row_of(one, calls, at, zone) for one, calls in found]
        return render(request, "outreach/pause_list.html", {"form": form, "rows": rows})


def row_of(pause: Pause, calls: list[Booking], at: dt.datetime, zone: str) -> dict[str, Any]:
    return {
        "pk": pause.pk,
        "url": f"/desk/pauses/{pause.pk}/",
        "words": span_words(str(pause.get_topic_display()), pause.during, zone, at),
        "calls": [call_words(one, at, zone) for one in calls],
    }


def call_words(booked: Booking, at: dt.datetime, zone: str) -> str:
    """Maya Torres: Wednesday, March 4, 9am, with Lena."""
    return say(
        _("{member}: {date}, {time}, with {name}"),
        member=booked.member.name,
        date=day(local_date(booked.starts_at, zone), today=local_date(at, zone)),
        time=clock(booked.starts_at, zone),
        name=first_name(booked.specialist),
    )


@require_POST
@supervisor_required
def pause_calls_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who has a call in that time gets another, and is told."""
    pause = get_object_or_404(Pause.objects.on(now()), pk=pk)
    messages.success(request, what_became(find_others(pause, now(), by=request.user)))
    return redirect("outreach:pause_list")


@require_POST
@supervisor_required
def pause_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    ended = Pause.objects.filter(pk=pk, ended_at=None)
    if ended.update(ended_at=now(), ended_by=request.user):
        messages.success(request, _("Calls can be booked in that time again."))
    else:
        get_object_or_404(Pause, pk=pk)
    return redirect("outreach:pause_list")
