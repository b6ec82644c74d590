"""What a call answers, a booking or a request, has happened; whatever was noted of it before."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from outreach.models import Booking, BookingChange, Call
from outreach.subject import coming_about

#: What can be noted of a booking while its call goes on in another tab: its summary knows better.
#: What its member cancelled stays as they left it.
MISTAKEN = (Booking.State.UNREACHED, Booking.State.MISSED)


def fulfil(call: Call, *, by: User) -> None:
    if call.booking and not call.booking.call(by=by):
        reach_after_all(call.booking, by=by)
    if call.request:
        call.request.call(by=by)


@transaction.atomic
def reach_after_all(booked: Booking, *, by: User) -> None:
    changed = Booking.objects.filter(pk=booked.pk, state__in=MISTAKEN).update(
        state=Booking.State.CALLED, sequence=F("sequence") + 1
    )
    booked.refresh_from_db()
    if changed:
        booked.note_change(BookingChange.Kind.CALLED, by)


def noted_otherwise(call: Call) -> bool:
    """Whether somebody wrote down that this call reached nobody."""
    return call.dropped or bool(call.booking and call.booking.state in MISTAKEN)


def still_coming(call: Call) -> bool:
    """Whether another call about the same thing is planned."""
    return coming_about(call.member, call.subject, call.subject_id) is not None
