"""What members chose that lasts, or that ends by itself: whom to remind of it, and of what."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from msgspec import Struct

from accounts.consent import wordings
from accounts.consent.catalogue import EVERYTHING, PURPOSES
from accounts.models import ConsentNow, Member
from accounts.models.consent_event import Decision

A_MONTH = dt.timedelta(days=30)


class Reminder(Struct, frozen=True):
    """One choice; ``event`` is the row of the ledger that stands. ``last``: the last day on which
    it counts, None where no day ends it."""

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


def reworded() -> QuerySet[ConsentNow]:
    """Every yes that counts no more because what it was said to means something else now."""
    old = (Q(purpose=key, version__lt=wordings.material(key)) for key in PURPOSES)
    granted = ConsentNow.objects.filter(decision=Decision.GRANT)
    return granted.filter(Q(*old, _connector=Q.OR)).order_by("event_id")


def reminders(about: Q) -> list[Reminder]:
    return reminders_of(ConsentNow.objects.filter(about))


def reminders_of(found: QuerySet[ConsentNow], most: int | None = None) -> list[Reminder]:
    """Of those who have a sign-in to read it with."""
    rows = list(found.filter(subject__user__isnull=False)[:most])
    members = Member.objects.in_bulk([row.subject_id for row in rows], field_name="subject")
    return [reminder(row, members[row.subject_id]) for row in rows]


def reminder(row: ConsentNow, member: Member) -> Reminder:
    last = None
    if row.valid_until is not None:
        until = row.valid_until.astimezone(ZoneInfo(member.time_zone))
        last = (until - dt.timedelta(microseconds=1)).date()
    return Reminder(member, row.event_id, row.purpose, last)
