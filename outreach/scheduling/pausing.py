"""No calls about something for a while: none is offered, and those that are booked find other
times."""

import datetime as dt
from collections import Counter

from django.db.models import Exists, OuterRef

from accounts.models import User
from outreach.models import Booking, BookingChange, Pause
from outreach.models.booking import BookingQuerySet
from outreach.models.pause import EVERYTHING
from outreach.scheduling.replace import find_another, not_begun
from outreach.subject import answers_for, need_about

A_MOMENT = dt.timedelta(minutes=1)  # longer than it takes to look for a time and to book it
Kind = BookingChange.Kind


def calls_inside(pause: Pause, at: dt.datetime) -> list[Booking]:
    """Those that are booked about it in that time and not begun or over, the first first."""
    return among(Booking.objects.filter(during__endswith__gt=at), pause, at)


def among(these: BookingQuerySet, pause: Pause, at: dt.datetime) -> list[Booking]:
    booked = (
        not_begun(these.booked(), at)
        .filter(during__overlap=pause.during)
        .select_related("member", "specialist__specialist")
        .order_by("during", "pk")
    )
    if pause.topic == EVERYTHING:
        return list(booked)
    seen = answers_for(booked, now=at)
    return [
        one
        for one in booked
        if need_about(
            one.subject, one.subject_id, seen.get((one.subject, one.subject_id)), one.member
        ).topic
        == pause.topic
    ]


def find_others(pause: Pause, at: dt.datetime, *, by: User) -> Counter[str]:
    """Another time for each of them, in order; how many of each kind of change."""
    return Counter(find_another(one, at, by=by) for one in calls_inside(pause, at))


def look_after_pauses(at: dt.datetime) -> int:
    """Another time for calls that were booked into a pause; how many there were.

    A booking that is being written while a pause is noted sees nothing of it, and whoever notes the
    pause sees nothing of the booking: only a look after both finds it. Calls that were booked
    before wait for whoever noted the pause to move them.
    """
    found = [one for pause in Pause.objects.on(at) for one in slipped_in(pause, at)]
    return sum(bool(find_another(one, at, by=None)) for one in found)


def slipped_in(pause: Pause, at: dt.datetime) -> list[Booking]:
    """Those to come whose time was given when the pause was noted, or after."""
    given = BookingChange.objects.filter(
        booking=OuterRef("pk"),
        during=OuterRef("during"),
        kind__in=(Kind.MADE, Kind.MOVED),
        at__gt=pause.noted_at - A_MOMENT,
    )
    return among(Booking.objects.filter(Exists(given), during__startswith__gt=at), pause, at)
