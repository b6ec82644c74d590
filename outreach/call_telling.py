"""Tells members what became of their calls: found in the table of changes, a minute after.

The minute is there so that what is undone at once is never told, and several changes are one
message. A message is decided once more when it is sent.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.access import CALLERS
from outreach.call_notice import context_of
from outreach.models import Booking, BookingChange, Call, Message, Specialist
from outreach.models.booking import WINDOW
from outreach.outbox import post
from outreach.scheduling.replace import not_begun

AT_ONCE = 200
PATIENCE = dt.timedelta(minutes=1)
ONE_DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
A_LITTLE = dt.timedelta(minutes=5)
# Of a reminder, or it follows on the confirmation; and of a call to be taken off a calendar.
LEAST_AHEAD = dt.timedelta(minutes=30)
Kind = BookingChange.Kind


def tell_of_calls(at: dt.datetime) -> int:
    """Post what is not told yet; any number of workers may. How many bookings were looked at."""
    with transaction.atomic():
        found = (
            BookingChange.objects.untold()
            .filter(at__lte=at - PATIENCE)
            .select_related("by", "booking__member", "booking__specialist__specialist")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("booking_id", "pk")[:AT_ONCE]
        )
        told = 0
        for _key, changes in groupby(found, key=attrgetter("booking_id")):
            tell(list(changes), at)
            told += 1
    return told


def tell(changes: list[BookingChange], at: dt.datetime) -> None:
    booked = changes[-1].booking
    kinds = [one.kind for one in changes]
    name = booked.specialist.specialist.name
    context = context_of(booked, name)
    notice, more = news(booked, changes)
    if notice:
        send(booked, notice, f"{booked.pk}:{booked.sequence}", context | more)
    if booked.state == Booking.State.BOOKED and Kind.NO_ANSWER not in kinds[-1:]:
        remind(booked, context, at)
    BookingChange.objects.filter(pk__in=[one.pk for one in changes]).update(told_at=at)


def news(booked: Booking, changes: list[BookingChange]) -> tuple[str, dict[str, Any]]:
    """The one notice that says what all these changes came to, and what it needs besides."""
    kinds = {one.kind for one in changes}
    if booked.state in {Booking.State.CANCELLED, Booking.State.LAPSED}:
        reason = str(booked.state)
        return ("", {}) if Kind.MADE in kinds else ("call_cancelled", {"reason": reason})
    if booked.state == Booking.State.CALLED:  # also where "nobody answered" was noted by mistake
        early = booked.starts_at - changes[-1].at > LEAST_AHEAD and Kind.MADE not in kinds
        return ("call_cancelled", {"reason": "called"}) if early else ("", {})
    if booked.state == Booking.State.MISSED:
        return owned_up(booked)
    if Kind.NO_ANSWER in kinds:
        return "call_unanswered", {"next": what_comes(booked, kinds)}
    if booked.state != Booking.State.BOOKED:
        return "", {}
    if Kind.MADE in kinds:
        return ("", {}) if announced(booked) else ("call_booked", {})
    if kinds & {Kind.MOVED, Kind.HANDED}:
        return "call_moved", {"reason": whose_doing(changes)}
    return "", {}


def announced(booked: Booking) -> bool:
    """Whether the message about a call that we missed has named this one already."""
    messages = Message.objects.for_member(booked.member).filter(notice="call_missed")
    return messages.filter(context__booking=str(booked.pk)).exists()


def owned_up(booked: Booking) -> tuple[str, dict[str, Any]]:
    """With the call that comes instead, if there is one."""
    others = Booking.objects.for_member(booked.member).booked()
    instead = others.about(booked.subject, booked.subject_id).first()
    if instead is None:
        return "call_missed", {"booking": ""}
    name = Specialist.objects.get(pk=instead.specialist_id).name
    return "call_missed", context_of(instead, name)


def what_comes(booked: Booking, kinds: Iterable[str]) -> str:
    if booked.state == Booking.State.UNREACHED:
        return "never"
    return "later" if Kind.MOVED in kinds else "soon"


def whose_doing(changes: list[BookingChange]) -> str:
    """ "handed" or "moved" when we did it; "" when the member did."""
    ours = [one for one in changes if one.by is None or one.by.role in CALLERS]
    if not ours:
        return ""
    return "moved" if any(one.kind == Kind.MOVED for one in ours) else "handed"


def tell_of_lateness(at: dt.datetime) -> int:
    """Whoever calls is still on another call when theirs should have begun; how many wait so."""
    others = Call.objects.open().filter(specialist=OuterRef("specialist"))
    late = (
        not_begun(Booking.objects.booked(), at)
        .filter(Exists(others), during__startswith__range=(at - WINDOW, at - A_LITTLE), tries=0)
        .select_related("member", "specialist__specialist")
    )
    for one in late:
        key = f"{one.pk}:{one.sequence}"
        send(one, "call_late", key, context_of(one, one.specialist.specialist.name))
    return len(late)


def reminders(booked: Booking) -> tuple[dt.datetime, dt.datetime]:
    """At the same time on the day before where the member is, and an hour before."""
    zone = ZoneInfo(booked.member_zone)
    local = booked.starts_at.astimezone(zone)
    day_before = dt.datetime.combine(local.date() - ONE_DAY, local.time(), zone)
    return day_before.astimezone(dt.UTC), booked.starts_at - HOUR


def remind(booked: Booking, context: dict[str, str], at: dt.datetime) -> None:
    for due in reminders(booked):
        if due - at >= LEAST_AHEAD:
            key = f"{booked.pk}:{context['begins']}{booked.zone}:{booked.starts_at - due}"
            send(booked, "call_reminder", key, context, due_at=due)


def send(booked: Booking, notice: str, key: str, context: dict[str, Any], **more: Any) -> None:
    post(
        booked.member,
        notice,
        purpose="service_messages",
        category="calls",
        key=key,
        context=context,
        **more,
    )
