"""Who calls members and when: supervisors change it, specialists see it and call in sick."""

import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from psycopg.types.range import Range

from accounts.access import specialist_required
from accounts.clock import now
from accounts.forms.settings import zone_name
from accounts.models import Role
from claims.answers.words import clock, day, join, local_date, say
from outreach.call_words import zone_words
from outreach.forms.specialist import HoursForm, TimeOffForm
from outreach.models import Booking, BookingChange, CallRequest, Specialist, TimeOff, Topic
from outreach.scheduling.absence import be_away

Kind = BookingChange.Kind


@require_safe
@specialist_required
def specialist_list(request: HttpRequest) -> HttpResponse:
    if request.user.role != Role.SUPERVISOR:
        return redirect("outreach:specialist_detail", request.user.pk)
    everybody = Specialist.objects.filter(user__is_active=True).select_related("team")
    rows = [
        {
            "name": one.name,
            "url": f"/desk/specialists/{one.pk}/",
            "zone": zone_name(one.zone),
            "team": one.team.name if one.team else "",
        }
        for one in everybody.order_by("name", "pk")
    ]
    return render(request, "outreach/specialist_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def specialist_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hours and time off of one; only a supervisor changes the hours."""
    who = one_of(request, pk)
    form = HoursForm(request.POST if request.method == "POST" else None, specialist=who)
    if request.method == "POST" and request.user.role != Role.SUPERVISOR:
        raise PermissionDenied
    if form.is_valid():
        form.save()
        messages.success(request, _("We changed the hours. Calls that are booked stay."))
        return redirect("outreach:specialist_detail", pk)
    return page_of(request, who, form, TimeOffForm(initial=today_for(who)))


@require_POST
@specialist_required
def time_off_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody is away: their calls go to others or move, and each member is told."""
    who = one_of(request, pk)
    form = TimeOffForm(request.POST)
    if not form.is_valid():
        return page_of(request, who, HoursForm(specialist=who), form)
    at = now()
    begins, ends = form.instants(who.zone, at)
    try:
        done = be_away(who, begins, ends, form.cleaned_data["kind"], by=request.user, at=at)
    except IntegrityError:
        form.add_error("first", _("They are off at that time already."))
        return page_of(request, who, HoursForm(specialist=who), form)
    messages.success(request, what_became(done))
    return redirect("outreach:specialist_detail", pk)


def one_of(request: HttpRequest, pk: UUID) -> Specialist:
    """A supervisor opens everybody's page, a specialist their own."""
    who = get_object_or_404(Specialist, pk=pk)
    if request.user.role != Role.SUPERVISOR and request.user.pk != pk:
        raise PermissionDenied
    return who


def page_of(
    request: HttpRequest, who: Specialist, hours: HoursForm, time_off: TimeOffForm
) -> HttpResponse:
    at = now()
    context: dict[str, Any] = {
        "who": who,
        "zone": zone_words(who.zone),
        "hours": hours,
        "time_off": time_off,
        "may_change": request.user.role == Role.SUPERVISOR,
        "away": [
            span_words(str(one.get_kind_display()), one.during, who.zone, at)
            for one in TimeOff.objects.filter(specialist=who).ahead(at)
        ],
        "booked": calls_ahead(who, at),
        "trained": trained_words(who),
    }
    return render(request, "outreach/specialist_detail.html", context)


def today_for(who: Specialist) -> dict[str, object]:
    today = local_date(now(), who.zone)
    return {"kind": TimeOff.Kind.SICK, "first": today, "last": today}


def span_words(label: str, during: Range, zone: str, at: dt.datetime) -> str:
    """Sick: from 9am on Tuesday until 5pm on Friday."""
    today = local_date(at, zone)
    begins, ends = during.lower, during.upper
    return join(
        say("{label}:", label=label),
        say(
            _("from {time} on {date} until {end_time} on {end_date}"),
            time=clock(begins, zone),
            date=day(local_date(begins, zone), today=today),
            end_time=clock(ends, zone),
            end_date=day(local_date(ends, zone), today=today),
        ),
    )


def trained_words(who: Specialist) -> str:
    """Claims, Orders; English, Spanish; Phone."""
    topics = dict(Topic.choices)
    skills = who.skills.order_by("trained_on", "topic")
    return join(
        say("{topics}.", topics=", ".join(str(topics[one.topic]) for one in skills) or _("None")),
        say("{all}.", all=", ".join(str(dict(settings.LANGUAGES)[one]) for one in who.languages)),
        say("{all}.", all=", ".join(str(CallRequest.Way(one).label) for one in who.ways)),
    )


def calls_ahead(who: Specialist, at: dt.datetime) -> str:
    number = Booking.objects.booked().filter(specialist=who.pk, during__endswith__gt=at).count()
    return say(ngettext("{n} call is booked.", "{n} calls are booked.", number), n=number)


def what_became(done: Counter[str]) -> str:
    """Noted. 2 calls go to somebody else, 1 moved, 0 wait for whoever is free."""
    if not done:
        return _("Noted. No call was booked in that time.")
    return _(
        "Noted. Calls that go to somebody else at their time: {handed}. Moved: {moved}. "
        "For whoever is free first: {lapsed}."
    ).format(handed=done[Kind.HANDED], moved=done[Kind.MOVED], lapsed=done[Kind.LAPSED])
