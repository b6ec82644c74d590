"""What members chose that lasts, or that ends by itself: whom to remind of it, and of what."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Q
from msgspec import Struct

from accounts.consent.catalogue import EVERYTHING
from accounts.models import ConsentNow, Member
from accounts.models.consent_event import Decision

A_MONTH = dt.timedelta(days=30)


class Reminder(Struct, frozen=True):
    """One choice; ``event`` is the row of the ledger that stands. ``last``: the last day on which
    it counts, None for a pause, which lasts."""

    member: Member
    event: int
    purpose: str
    last: dt.date | None


def long_paused(at: dt.datetime) -> list[Reminder]:
    """Who paused everything a month ago, or two at most."""
    since = (at - 2 * A_MONTH, at - A_MONTH)
    return reminders(Q(purpose=EVERYTHING, decision=Decision.PAUSE, recorded_at__range=since))


def ending(at: dt.datetime) -> list[Reminder]:
    """Who signed for something that ends within a month."""
    return reminders(Q(decision=Decision.GRANT, valid_until__range=(at, at + A_MONTH)))


def reminders(about: Q) -> list[Reminder]:
    """Of those who have a sign-in to read it with."""
    rows = list(ConsentNow.objects.filter(about, subject__user__isnull=False))
    members = Member.objects.in_bulk([row.subject_id for row in rows], field_name="subject")
    return [reminder(row, members[row.subject_id]) for row in rows]


def reminder(row: ConsentNow, member: Member) -> Reminder:
    last = None
    if row.valid_until is not None:
        until = row.valid_until.astimezone(ZoneInfo(member.time_zone))
        last = (until - dt.timedelta(microseconds=1)).date()
    return Reminder(member, row.event_id, row.purpose, last)
