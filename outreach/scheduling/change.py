"""Changing a booking in one transaction: its old time is kept until the new one is certain."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from outreach.models import Booking, BookingChange
from outreach.models.booking import LIVE
from outreach.scheduling.book import Ask
from outreach.scheduling.matching import Choice
from outreach.scheduling.slots import instant

LOCK = """
SELECT pg_advisory_xact_lock(uuid_hash_extended(%s, 7)),
       pg_advisory_xact_lock(uuid_hash_extended(%s, 7)),
       pg_advisory_xact_lock(uuid_hash_extended(%s, 7))
"""
CHANGE = """
WITH changed AS (
  UPDATE outreach_booking m
     SET specialist_id = s.user_id, during = tstzrange(%(begins)s, %(ends)s), state = 'booked',
         phone = %(phone)s, say_who = %(say_who)s, voicemail = %(voicemail)s, way = %(way)s,
         interpreter_language = %(interpreter_language)s, speaker = %(speaker)s, note = %(note)s,
         reasons = %(reasons)s, sequence = m.sequence + 1, held_until = NULL
    FROM outreach_specialist s
   WHERE m.id = %(booking)s AND m.sequence = %(sequence)s AND m.state = ANY(%(states)s)
     AND s.user_id = %(specialist)s
     AND (%(same)s OR (
         NOT EXISTS (SELECT FROM outreach_timeoff t WHERE t.specialist_id = s.user_id
                        AND t.during && tstzrange(%(begins)s, %(ends)s))
         AND NOT EXISTS (SELECT FROM outreach_booking b
                          WHERE (b.specialist_id = s.user_id OR b.member_id = m.member_id)
                            AND b.id <> m.id AND b.state IN ('held', 'booked')
                            AND b.during && tstzrange(%(begins)s, %(ends)s))
         AND s.daily_maximum > (
             SELECT count(*) FROM outreach_booking b
              WHERE b.specialist_id = s.user_id AND b.id <> m.id
                AND b.state NOT IN ('cancelled', 'lapsed')
                AND lower(b.during) >= date_trunc('day', %(begins)s, s.zone)
                AND lower(b.during) < (date_trunc('day', %(begins)s AT TIME ZONE s.zone)
                                       + interval '1 day') AT TIME ZONE s.zone)))
  RETURNING m.id, m.specialist_id, m.during)
INSERT INTO outreach_bookingchange (booking_id, kind, at, by_id, specialist_id, during)
SELECT id, %(kind)s, %(now)s, %(by)s, specialist_id, during FROM changed
RETURNING booking_id
"""


class Change(StrEnum):
    """What became of a wish to change. `STALE`: it was changed or ended by somebody before."""

    DONE = "done"
    TAKEN = "taken"
    STALE = "stale"


def change(
    booked: Booking,
    ask: Ask,
    choice: Choice | None,
    now: dt.datetime,
    *,
    kind: str = BookingChange.Kind.MOVED,
    states: tuple[str, ...] = LIVE,
) -> Change:
    """Give the booking, as it was read, these details and this time (None: the one it has).

    In one statement, so that nobody is ever without a time: either all of it is changed or
    nothing, and what is no longer as ``booked`` says stays as it is.
    """
    begins = instant(choice.begin) if choice else booked.during.lower
    specialist = choice.caller.user_id if choice else booked.specialist_id
    length = dt.timedelta(minutes=ask.need.length)
    values = {
        "booking": booked.pk,
        "sequence": booked.sequence,
        "states": list(states),
        "same": choice is None and booked.state in LIVE,
        "specialist": specialist,
        "begins": begins,
        "ends": begins + length if choice else booked.during.upper,
        "reasons": list(choice.reasons) if choice else booked.reasons,
        "kind": kind,
        "now": now,
        "by": ask.by,
        **ask.details(),
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            lock(cursor, booked.member_id, booked.specialist_id, specialist)
            cursor.execute(CHANGE, values)
            done = cursor.fetchone()
    except IntegrityError:  # a live booking about the same thing, or a writer without a lock
        return Change.TAKEN
    before = booked.sequence
    booked.refresh_from_db()
    if done:
        return Change.DONE
    as_it_was = booked.sequence == before and booked.state in states
    return Change.TAKEN if as_it_was else Change.STALE


def lock(cursor, member: UUID, *specialists: UUID) -> None:
    """The member first and specialists in the order of their keys, as everybody locks."""
    first, *rest = sorted(specialists)
    cursor.execute(LOCK, (member, first, rest[-1] if rest else first))
