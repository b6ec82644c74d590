"""Changing a booking in one transaction: its old time is kept until the new one is certain."""

import datetime as dt
from enum import StrEnum

from django.db import IntegrityError, connection, transaction

from outreach.models import Booking, BookingChange
from outreach.scheduling.book import Ask
from outreach.scheduling.lock import lock_call
from outreach.scheduling.matching import Choice
from outreach.scheduling.slots import instant

CHANGE = """
WITH changed AS (
  UPDATE outreach_booking m
     SET specialist_id = %(specialist)s, during = tstzrange(%(begins)s, %(ends)s),
         state = 'booked', phone = %(phone)s, say_who = %(say_who)s, voicemail = %(voicemail)s,
         way = %(way)s, interpreter_language = %(interpreter_language)s, speaker = %(speaker)s,
         zone = %(zone)s, note = %(note)s, reasons = %(reasons)s, sequence = m.sequence + 1
   WHERE m.id = %(booking)s AND m.sequence = %(sequence)s AND m.state = %(state)s
     AND (%(same)s OR EXISTS (SELECT FROM outreach_is_free(
           m.member_id, %(specialist)s, tstzrange(%(begins)s, %(ends)s), %(topic)s, m.id, %(now)s)))
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
    state: str = Booking.State.BOOKED,
) -> Change:
    """Give the booking, as it was read, these details and this time (None: the one it has).

    In one statement, so that nobody is ever without a time: either all of it is changed or
    nothing, and what is no longer as ``booked`` says, or not in ``state``, stays as it is.
    """
    begins = instant(choice.begin) if choice else booked.during.lower
    specialist = choice.caller.user_id if choice else booked.specialist_id
    length = dt.timedelta(minutes=ask.need.length)
    values = {
        "booking": booked.pk,
        "sequence": booked.sequence,
        "state": state,
        "same": choice is None,
        "topic": ask.need.topic,
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
            lock_call(cursor, booked.member_id, specialist, booked.specialist_id)
            cursor.execute(CHANGE, values)
            done = cursor.fetchone()
    except IntegrityError:  # a booked call about the same thing, or a writer without a lock
        return Change.TAKEN
    before = booked.sequence
    booked.refresh_from_db()
    if done:
        return Change.DONE
    as_it_was = booked.sequence == before and booked.state == state
    return Change.TAKEN if as_it_was else Change.STALE
