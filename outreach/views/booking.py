"""One click books a call; its page says when, who, and how to change it."""

import datetime as dt
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_required
from accounts.clock import now
from accounts.consent import standing
from accounts.see_question import SEE, may_ask
from claims.answers.person import call_url
from outreach.booking_words import booking_words
from outreach.limit import limited
from outreach.models import Booking, Specialist
from outreach.remembered import remembered
from outreach.scheduling.book import MOST_BOOKED, Ask, book
from outreach.scheduling.hold import hold_the_best
from outreach.subject import about_words, coming_about, need_about, parse_about
from outreach.views.call_request import about_answer

TIME_TO_UNDO = dt.timedelta(minutes=10)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("book")
def booking_create(request: HttpRequest) -> HttpResponse:
    """Book the best specialist at the soonest fitting time, with the number that we know.

    Pressing twice, or again after a lost answer, shows the booking of the first press. Where
    something is missing, the form asks for it; somebody who comes by GET has lost a session.
    """
    subject, subject_id = parse_about(request.POST.get("about", ""))
    form = call_url(about_words(subject, subject_id))
    answer = about_answer(request, subject, subject_id)
    if request.method != "POST":
        return redirect(form)
    if already := coming_about(request.member, subject, subject_id):
        return redirect(already)
    at = now()
    need = need_about(subject, subject_id, answer, request.member)
    phone = request.member.verified_phone()
    if not phone:
        messages.info(request, _("We need a phone number first. Then we can call you."))
        kept = hold_the_best(request.member, need, at)
        return redirect(f"{form}{'&' if '?' in form else '?'}kept=yes" if kept else form)
    known = remembered(request.member)
    ask = Ask(need=need, phone=phone, key=key_of(request), by=request.user.pk, note=known.note)
    booked = book(request.member, ask, at)
    if booked is None:
        messages.info(request, fully_booked(request) or none_free())
        return redirect(form)
    return redirect(booked)


def key_of(request: HttpRequest) -> UUID:
    """Of the page that was pressed on; a press without one is a press of its own."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def fully_booked(request: HttpRequest) -> str:
    """Why they can book no more now, or ""."""
    booked = Booking.objects.for_member(request.member).booked().count()
    if booked < MOST_BOOKED:
        return ""
    return _("You have {n} calls booked. Cancel one first, or ask for one here.").format(n=booked)


def none_free() -> str:
    return _("We have no free times in the next 2 weeks. Leave your number: we call you first.")


@require_safe
@member_required
def booking_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    booked = own_booking(request, pk)
    name = Specialist.objects.get(pk=booked.specialist_id).name
    stands = standing(request.member)
    words = booking_words(booked, name, now=now(), sees_activity=stands[SEE].allowed)
    context = {
        "words": words,
        "booked": booked,
        "may_undo": may_undo(booked, now()),
        "may_ask": words.is_open and may_ask(request.member, stands),
        "zone_url": reverse("outreach:booking_zone_create", args=[booked.pk]),
        "again": call_url(about_words(booked.subject, booked.subject_id)),
    }
    request.elsewhere = booked.zone
    return render(request, "outreach/booking_detail.html", context)


@require_POST
@member_required
@limited("cancel")
def booking_cancellation_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    booked = own_booking(request, pk)
    if booked.cancel(by=request.user):
        messages.success(request, _("We cancelled the call."))
    else:
        messages.info(request, _("This call had already ended."))
    return redirect(booked)


@require_POST
@member_required
def booking_zone_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The member is elsewhere on that day: their call is told in the time of that place."""
    booked = own_booking(request, pk)
    zone = request.POST.get("zone", "")
    if zone in available_timezones() and not booked.be_in(zone, by=request.user):
        messages.info(request, _("This call had already ended."))
    return redirect(booked)


@require_safe
@member_required
def booking_calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The call for the member's own calendar."""
    from outreach.calendar import calendar_file

    booked = own_booking(request, pk)
    found = calendar_file(booked, "PUBLISH", now=now())
    headers = {"Content-Disposition": 'attachment; filename="call.ics"'}
    return HttpResponse(found, content_type="text/calendar; charset=utf-8", headers=headers)


def may_undo(booked: Booking, at: dt.datetime) -> bool:
    """Only what was cancelled just now."""
    if booked.state != Booking.State.CANCELLED:
        return False
    return booked.changes.latest("at").at > at - TIME_TO_UNDO


def own_booking(request: HttpRequest, pk: UUID) -> Booking:
    return get_object_or_404(Booking.objects.for_member(request.member), pk=pk)
