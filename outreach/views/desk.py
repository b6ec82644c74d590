"""The specialists' list of calls to make, the most urgent promise first."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import calls, first_page, specialist_required, staff_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, User, record_access
from claims.answers.answer import Answer
from claims.answers.person import portal_hours
from claims.answers.words import say
from outreach.callers import ringing_row
from outreach.desk_beside import beside
from outreach.desk_promises import owed
from outreach.desk_words import DeskRow, booked_row, desk_row, speaker_words
from outreach.forms.caller import MemberNumberForm
from outreach.models import Booking, BookingChange, CallRequest
from outreach.scheduling.replace import try_later
from outreach.subject import answers_for
from outreach.talk import begin
from outreach.training import barred_from, barred_ones

PER_PAGE = 20
A_TRY = dt.timedelta(minutes=5)  # calls somebody, and lets it ring
SOONEST = Keyset(("call_by", "id"), tuple[dt.datetime, UUID], falling=False, by_age=False)


@require_safe
@staff_required
def desk(request: HttpRequest) -> HttpResponse:
    """Every look is recorded, because each row is something of a member's.

    Staff who do not call have another first page.
    """
    if not calls(request.user):
        return redirect(first_page(request.user))
    page = page_of(CallRequest.objects.to_call(), SOONEST, request.GET, PER_PAGE)
    asked, at, zone = page.rows, now(), portal_hours().zone
    booked, others = booked_today(request.user, at), beside(request.user, at)
    owes = owed(at, zone, of=request.user)
    seen = answers_for([*asked, *booked], now=at)
    looked = [(one.member_id, one.pk) for one in (*asked, *booked)]
    looked += [(one.member, one.key) for one in owes.all]
    record_access(request.user, AccessRecord.What.CALL_LIST, looked)
    bars = barred_ones(request.user, asked, seen, trained=others.trained)
    rows = [
        desk_row(
            one,
            seen.get((one.subject, one.subject_id)),
            now=at,
            zone=zone,
            barred=bars.get(one.pk, ""),
        )
        for one in asked
    ]
    context = {
        "page": page,
        "rows": rows,
        "found": calls_in_words(others.calls),
        "day": my_day(booked, seen, at),
        "owes": owes,
        "ringing": [ringing_row(one.phone_call(), zone) for one in others.ringing],
        "asked_to_take": asked_to_take(others.to_take),
        "incoming": MemberNumberForm(),
    }
    return render(request, "outreach/desk.html", context)


def booked_today(user: User, at: dt.datetime) -> list[Booking]:
    """The calls that members booked with whoever looks, of their day, in order."""
    return list(Booking.objects.for_day(user, at).booked())


def my_day(
    booked: list[Booking], seen: dict[tuple[str, UUID], Answer], at: dt.datetime
) -> list[DeskRow]:
    return [
        booked_row(
            one,
            seen.get((one.subject, one.subject_id)),
            now=at,
            zone=one.specialist.specialist.zone,
        )
        for one in booked
    ]


def asked_to_take(number: int) -> str:
    """2 wait for your answer, or "" for none."""
    words = ngettext("{n} case waits for your answer.", "{n} cases wait for your answer.", number)
    return say(words, n=number) if number else ""


def calls_in_words(number: int) -> str:
    return say(ngettext("{n} call.", "{n} calls.", number), n=f"{number:,}")


@require_POST
@specialist_required
def call_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A specialist calls, and comes to the screen of that member."""
    asked = get_object_or_404(
        CallRequest.objects.select_related("member", "asked_by__member"), pk=pk
    )
    record_access(request.user, AccessRecord.What.CALL_REQUEST, [(asked.member_id, asked.pk)])
    if asked.called_at or asked.cancelled_at:
        messages.info(request, _("This call had already ended."))
        return redirect("outreach:desk")
    helper = asked.asked_by
    no = speaker_words(asked) if helper and not helper.in_force(now()) else ""
    if no := no or barred_from(request.user, asked):
        messages.error(request, no)
        return redirect("outreach:desk")
    return redirect(begin(request.user, asked))


@require_POST
@specialist_required
def booked_call_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same of a call at a time."""
    booked = get_object_or_404(Booking.objects.select_related("member"), pk=pk)
    record_access(request.user, AccessRecord.What.CALL_REQUEST, [(booked.member_id, booked.pk)])
    if booked.state != Booking.State.BOOKED:
        messages.info(request, _("This call had already ended."))
        return redirect("outreach:desk")
    if no := barred_from(request.user, booked):
        messages.error(request, no)
        return redirect("outreach:desk")
    return redirect(begin(request.user, booked))


@require_POST
@specialist_required
def unanswered_call_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody picked up: again in 10 minutes, then on another day, then the member is asked."""
    booked = get_object_or_404(Booking.objects.select_related("member"), pk=pk)
    record_access(request.user, AccessRecord.What.CALL_REQUEST, [(booked.member_id, booked.pk)])
    if is_no_try(booked, now()):
        messages.info(request, _("Nothing was noted: it is not time for this call."))
    elif not booked.no_answer(by=request.user):
        messages.info(request, _("This call had already ended."))
    elif booked.state != Booking.State.BOOKED:
        messages.success(request, _("Noted. We asked them to book again when it suits them."))
    elif booked.tries == 1:
        messages.success(request, _("Noted. Try again in 10 minutes."))
    else:
        try_later(booked, now(), by=request.user)
        messages.success(request, _("Noted. The next try is on another day."))
    return redirect("outreach:desk")


def is_no_try(booked: Booking, at: dt.datetime) -> bool:
    """Before its time, or again a moment after one: pressed twice it is one try of three."""
    tried = booked.changes.filter(kind=BookingChange.Kind.NO_ANSWER, at__gt=at - A_TRY)
    return at < booked.starts_at - A_TRY or tried.exists()
