"""Somebody is away: no new call is offered at once, every booked one is looked after, and so are
their cases."""

import datetime as dt
from collections import Counter

from django.db import connection, transaction

from accounts.models import User
from outreach.models import Booking, Specialist, TimeOff
from outreach.scheduling.keeping import stand_in
from outreach.scheduling.lock import lock
from outreach.scheduling.replace import find_another, not_begun


def be_away(
    who: Specialist,
    begins: dt.datetime,
    ends: dt.datetime,
    kind: str,
    *,
    by: User,
    at: dt.datetime,
) -> Counter[str]:
    """Note it, then find another person or time for each call in it, in order; how many of each
    kind of change. Raises IntegrityError where they are away at that time already.

    The lock is the one that whoever books takes: a booking is either seen here or sees this.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            lock(cursor, who.pk)
        TimeOff.objects.create(
            specialist=who, during=(begins, ends), kind=kind, noted_by=by, noted_at=at
        )
    booked = (
        not_begun(Booking.objects.booked(), at)
        .filter(specialist=who.pk, during__overlap=(begins, ends), during__endswith__gt=at)
        .select_related("member", "specialist")
        .order_by("during")
    )
    done = Counter(find_another(one, at, by=by) for one in list(booked))
    stand_in(who.pk, begins, ends, at)
    return done
