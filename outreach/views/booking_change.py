"""Another time or another way for a call that is booked; and the undoing of a cancellation."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_required
from accounts.clock import now
from claims.answers.words import plain, say
from outreach.forms.call_request import CallRequestForm
from outreach.limit import MOST_MOVES, limited, may_move
from outreach.models import Booking, BookingChange, Specialist
from outreach.scheduling.book import Ask
from outreach.scheduling.change import Change, change
from outreach.subject import ask_again, need_of
from outreach.times import (
    ask_of,
    choice_of,
    hint_of,
    say_it_is_gone,
    time_label,
    times_for,
    value_at,
)
from outreach.views.booking import fully_booked, may_undo, own_booking
from outreach.views.new_number import ask_for_code, hold_back

State, Kind = Booking.State, BookingChange.Kind
LATEST_CHANGE = dt.timedelta(hours=1)  # before the call; cancelling is always possible


@require_POST
@member_required
@limited("book")
def booking_restoration_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo: the same time again, if nobody else has it by now."""
    booked = own_booking(request, pk)
    at = now()
    if not may_undo(booked, at):
        messages.info(request, _("It is too late to undo this. You can ask for another call."))
        return redirect(booked)
    if full := fully_booked(request):
        messages.info(request, full)
        return redirect(booked)
    ask = ask_again(booked, by=request.user)
    choice = choice_of(request.member, ask.need, at, value_at(booked))
    done = choice and change(booked, ask, choice, at, kind=Kind.MADE, state=State.CANCELLED)
    if done == Change.DONE:
        messages.success(request, _("Undone. We will call you."))
    else:
        messages.info(request, _("That time is not free any more. You can ask for another call."))
    return redirect(booked)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("move")
def booking_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another time, number or way to talk. The old time is kept until the new one is certain."""
    booked = own_booking(request, pk)
    at = now()
    if booked.state != State.BOOKED:
        return redirect(booked)
    if booked.starts_at - at < LATEST_CHANGE:
        messages.info(request, _("It is less than an hour away. You can cancel, or call us now."))
        return redirect(booked)
    ask = ask_again(booked, by=request.user)
    form = change_form(request, booked, ask, at)
    if form.is_valid():
        new = hold_back(request, form, booked.phone)
        nothing_else = new and set(form.changed_data) <= {"phone"}
        if nothing_else or save_change(request, booked, form, at):
            return ask_for_code(request, booked, new)
    context = {"form": form, "booked": booked}
    return render(request, "outreach/booking_update.html", context)


def change_form(
    request: HttpRequest, booked: Booking, ask: Ask, at: dt.datetime
) -> CallRequestForm:
    form = CallRequestForm(
        request.POST if request.method == "POST" else None,
        about_item=True,
        phone=booked.phone,
        initial={
            "say_who": "yes" if booked.say_who else "no",
            "voicemail": "yes" if booked.voicemail else "no",
            "way": booked.way,
            "interpreter_language": booked.interpreter_language,
            "speaker": booked.speaker,
            "note": booked.note,
        },
    )
    name = Specialist.objects.get(pk=booked.specialist_id).name
    as_it_is = time_label(booked.starts_at, name, booked.member_zone, at)
    times, hint = [], moved_often()
    if may_move(booked, request.user):
        times = times_for(request.member, ask.need, at)
        hint = hint_of(request.member, ask.need, None, times)
    form.keep(value_at(booked), as_it_is, times, hint)
    return form


def moved_often() -> str:
    words = _("You moved this call {n} times. To move it once more, please call us.")
    return plain(say(words, n=MOST_MOVES))


def save_change(
    request: HttpRequest, booked: Booking, form: CallRequestForm, at: dt.datetime
) -> bool:
    """Whether it is done; else the form says which times fit."""
    fields = dict(form.cleaned_data)
    when = fields.pop("when")
    need = need_of(booked, way=fields["way"])
    ask = ask_of(need, fields, key=booked.key, by=request.user.pk)
    stays = when == value_at(booked) and fields["way"] == booked.way
    if not stays and not may_move(booked, request.user):
        form.add_error("when", moved_often())
        return False
    choice = None if stays else choice_of(request.member, need, at, when)
    if stays or choice:
        kind = Kind.DETAILS if stays else Kind.MOVED
        done = change(booked, ask, choice, at, kind=kind)
        if done == Change.DONE:
            messages.success(request, _("We changed your call."))
            return True
        if done == Change.STALE:
            messages.info(request, _("This call was changed in the meantime. Look again."))
            return True
    say_it_is_gone(form, when, request.member, need, at)
    return False
