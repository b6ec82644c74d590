"""Writing a booking, so that nobody is ever promised a time twice.

The database's exclusion constraints refuse the second booking whatever this code does. The locks
before it are for order: without them, many who wait behind one that is given up wake each other
into deadlocks, which PostgreSQL ends at one a second.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from msgspec import Struct

from accounts.models import Member
from outreach.models import Booking
from outreach.scheduling.matching import Choice
from outreach.scheduling.need import Need
from outreach.scheduling.search import choices
from outreach.scheduling.slots import instant

MOST_LIVE = 3  # calls that one member has booked at a time
MOST_TRIES = 12  # times of one look
MOST_LOOKS = 20

LOCK = """
SELECT pg_advisory_xact_lock(uuid_hash_extended(%s, 7)),
       pg_advisory_xact_lock(uuid_hash_extended(%s, 7))
"""
# After the lock, so that it sees what the one before us wrote. Says once more whatever the search
# has seen: it may be old by now. Whoever calls first about a thing looks after it from then on.
BOOK = """
WITH made AS (
  INSERT INTO outreach_booking (
         member_id, specialist_id, during, state, subject, subject_id, phone, say_who, voicemail,
         way, interpreter_language, speaker, note, key, reasons, sequence, tries, made_at)
  SELECT %(member)s, s.user_id, tstzrange(%(begins)s, %(ends)s), 'booked', %(subject)s,
         %(subject_id)s, %(phone)s, %(say_who)s, %(voicemail)s, %(way)s,
         %(interpreter_language)s, %(speaker)s, %(note)s, %(key)s, %(reasons)s, 0, 0, %(now)s
    FROM outreach_specialist s
   WHERE s.user_id = %(specialist)s
     AND NOT EXISTS (SELECT FROM outreach_timeoff t WHERE t.specialist_id = s.user_id
                        AND t.during && tstzrange(%(begins)s, %(ends)s))
     AND s.daily_maximum > (
         SELECT count(*) FROM outreach_booking b
          WHERE b.specialist_id = s.user_id AND b.state NOT IN ('cancelled', 'lapsed')
            AND lower(b.during) >= date_trunc('day', %(begins)s, s.zone)
            AND lower(b.during) < (date_trunc('day', %(begins)s AT TIME ZONE s.zone)
                                   + interval '1 day') AT TIME ZONE s.zone)
     AND %(most)s > (SELECT count(*) FROM outreach_booking b
                      WHERE b.member_id = %(member)s AND b.state IN ('held', 'booked'))
      ON CONFLICT DO NOTHING
  RETURNING id, specialist_id, during),
kept AS (
  INSERT INTO outreach_keeper (member_id, subject, subject_id, user_id, since)
  SELECT %(member)s, %(subject)s, %(subject_id)s, specialist_id, %(now)s FROM made
   WHERE %(subject_id)s::uuid IS NOT NULL
      ON CONFLICT DO NOTHING)
INSERT INTO outreach_bookingchange (booking_id, kind, at, by_id, specialist_id, during)
SELECT id, 'made', %(now)s, %(by)s, specialist_id, during FROM made
RETURNING booking_id
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
        if not free or Booking.objects.for_member(member).live().count() >= MOST_LIVE:
            return None
        if booked := take(member, ask, free[:MOST_TRIES], now):
            return booked
    return None


def take(member: Member, ask: Ask, free: Iterable[Choice], now: dt.datetime) -> Booking | None:
    """The first of these times that is still free; None when none is."""
    for choice in free:
        with transaction.atomic():
            made = try_one(member, ask, choice, now)
        if made:
            return Booking.objects.get(pk=made)
        if booked := already(member, ask):
            return booked
    return None


def try_one(member: Member, ask: Ask, choice: Choice, now: dt.datetime) -> UUID | None:
    """The key of the booking, or None when that time is not free for them; in a transaction."""
    begins = instant(choice.begin)
    values = {
        "member": member.pk,
        "specialist": choice.caller.user_id,
        "begins": begins,
        "ends": begins + dt.timedelta(minutes=ask.need.length),
        "subject": ask.need.subject,
        "subject_id": ask.need.subject_id,
        **ask.details(),
        "key": ask.key,
        "reasons": list(choice.reasons),
        "now": now,
        "by": ask.by,
        "most": MOST_LIVE,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOCK, (member.pk, choice.caller.user_id))
        cursor.execute(BOOK, values)
        made = cursor.fetchone()
    return made[0] if made else None


def already(member: Member, ask: Ask) -> Booking | None:
    """What a double click, or a retry after a lost answer, has booked."""
    own = Booking.objects.for_member(member)
    return (
        own.filter(key=ask.key).first()
        or own.live().about(ask.need.subject, ask.need.subject_id).first()
    )
