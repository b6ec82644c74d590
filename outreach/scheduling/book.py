"""Writing a booking, so that nobody is ever promised a time twice.

The database's exclusion constraints refuse the second booking whatever this code does. The locks
before it are for order: without them, many who wait behind one that is given up wake each other
into deadlocks, which PostgreSQL ends at one a second.
"""

import datetime as dt
from collections.abc import Iterable
from contextlib import nullcontext
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from msgspec import Struct

from accounts.models import Member
from outreach.models import Booking
from outreach.scheduling.matching import Choice
from outreach.scheduling.need import Need
from outreach.scheduling.search import choices
from outreach.scheduling.slots import instant

MOST_BOOKED = 3  # calls that one member has booked at a time
MOST_TRIES = 12  # times of one look
MOST_LOOKS = 20

#: Locks, then writes, in one trip to the database: the function stands in migration 0035.
BOOK = """
SELECT outreach_book(%(member)s, %(specialist)s, tstzrange(%(begins)s, %(ends)s), %(topic)s,
                     %(subject)s, %(subject_id)s, %(phone)s, %(say_who)s, %(voicemail)s, %(way)s,
                     %(interpreter_language)s, %(speaker)s, %(zone)s, %(note)s, %(key)s,
                     %(reasons)s, %(now)s, %(by)s, %(most)s)
"""


class Ask(Struct, frozen=True, kw_only=True):
    """What was asked for besides a time: how to reach the member. ``by`` is who asks."""

    need: Need
    phone: str
    key: UUID
    by: UUID | None = None
    say_who: bool = True
    voicemail: bool = False
    interpreter_language: str = ""
    speaker: str = ""
    note: str = ""

    def details(self) -> dict[str, object]:
        """How to reach the member, as the columns are called."""
        return {
            "phone": self.phone,
            "say_who": self.say_who,
            "voicemail": self.voicemail,
            "way": self.need.way,
            "interpreter_language": self.interpreter_language,
            "speaker": self.speaker,
            "zone": self.need.zone,
            "note": self.note,
        }


def book(member: Member, ask: Ask, now: dt.datetime) -> Booking | None:
    """The best time for the best person; None when nothing is free for them.

    What was free a moment ago may be taken: then the next, and when many were, a new look. Who
    has a booking about this thing, or by this key, gets that.
    """
    for _look in range(MOST_LOOKS):
        if booked := already(member, ask):
            return booked
        free = choices(member, ask.need, now)
        if not free or Booking.objects.for_member(member).booked().count() >= MOST_BOOKED:
            return None
        if booked := take(member, ask, free[:MOST_TRIES], now):
            return booked
    return None


def take(member: Member, ask: Ask, free: Iterable[Choice], now: dt.datetime) -> Booking | None:
    """The first of these times that is still free; None when none is."""
    for choice in free:
        if made := try_one(member, ask, choice, now):
            return Booking.objects.get(pk=made)
        if booked := already(member, ask):
            return booked
    return None


def try_one(member: Member, ask: Ask, choice: Choice, now: dt.datetime) -> UUID | None:
    """The key of the booking, or None when that time is not free for them, or the key of their page
    has booked before. One statement, so all of it is done or nothing."""
    begins = instant(choice.begin)
    values = {
        "member": member.pk,
        "specialist": choice.caller.user_id,
        "begins": begins,
        "ends": begins + dt.timedelta(minutes=ask.need.length),
        "topic": ask.need.topic,
        "subject": ask.need.subject,
        "subject_id": ask.need.subject_id,
        **ask.details(),
        "key": ask.key,
        "reasons": list(choice.reasons),
        "now": now,
        "by": ask.by,
        "most": MOST_BOOKED,
    }
    undone = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with undone, connection.cursor() as cursor:
            cursor.execute(BOOK, values)
            return cursor.fetchone()[0]
    except IntegrityError:  # that key, or a writer without a lock
        return None


def already(member: Member, ask: Ask) -> Booking | None:
    """What a double click, or a retry after a lost answer, has booked."""
    own = Booking.objects.for_member(member)
    return (
        own.filter(key=ask.key).first()
        or own.booked().about(ask.need.subject, ask.need.subject_id).first()
    )
