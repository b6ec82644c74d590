"""No calls about something for a while: none is offered, and those that are booked find other
times."""

import datetime as dt
from collections import Counter

from accounts.models import User
from outreach.models import Booking, Pause
from outreach.models.pause import EVERYTHING
from outreach.scheduling.replace import find_another
from outreach.subject import answers_for, need_about


def calls_inside(pause: Pause, at: dt.datetime) -> list[Booking]:
    """Those that are booked about it in that time and not over, the first first."""
    booked = (
        Booking.objects.booked()
        .filter(during__overlap=pause.during, during__endswith__gt=at)
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
