"""Somebody's training has changed: calls and cases that are theirs no more go to others."""

import datetime as dt
from collections import Counter

from accounts.models import User
from outreach.models import Booking, HandOver, Keeper, Specialist
from outreach.scheduling.keeping import fitting, pass_on
from outreach.scheduling.replace import find_another
from outreach.subject import need_of, topic_of


def pass_on_untrained(who: Specialist, at: dt.datetime, *, by: User) -> Counter[str]:
    """What became of their booked calls, by kind of change; each member is told."""
    trained = who.skills.filter(trained_on__lte=at.date())
    may = {"", *trained.values_list("topic", flat=True)}
    booked = Booking.objects.booked().filter(specialist=who.pk, during__startswith__gt=at)
    done = Counter(
        find_another(one, at, by=by)
        for one in list(booked.select_related("member", "specialist").order_by("during"))
        if need_of(one).topic not in may
    )
    for keeper in Keeper.objects.filter(user=who.pk).select_related("member"):
        topic = topic_of(keeper.member, keeper.subject, keeper.subject_id)
        if topic in may:
            continue
        for taker in fitting(keeper.member, topic, at, besides=[who.pk])[:1]:
            pass_on(keeper, taker, HandOver.Reason.SKILL, at)
    return done
