"""Who could call a member about something, and when: two queries for any number of specialists."""

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from django.db import connection
from msgspec import Struct

from accounts.models import Member
from outreach.models import CallRequest
from outreach.scheduling.matching import Caller, Choice, Wish, ranked, spread
from outreach.scheduling.slots import (
    HORIZON,
    NOTICE,
    STEP,
    Shift,
    Span,
    Worker,
    length_of,
    minute,
    open_spans,
    starts,
    waking_spans,
)

EACH = 3  # times of one specialist among which the best is sought
LONGER = {CallRequest.Way.INTERPRETER, CallRequest.Way.TEXT_RELAY, CallRequest.Way.SIGN_LANGUAGE}

# Arrays, because a row for each of 17,000 calls costs more than all the rest of the search.
WORKERS = """
SELECT s.user_id, s.name, s.zone, s.languages, s.daily_maximum,
       ARRAY(SELECT h.weekday FROM outreach_workinghours h WHERE h.specialist_id = s.user_id
              ORDER BY h.weekday, h.opens),
       ARRAY(SELECT h.opens FROM outreach_workinghours h WHERE h.specialist_id = s.user_id
              ORDER BY h.weekday, h.opens),
       ARRAY(SELECT h.closes FROM outreach_workinghours h WHERE h.specialist_id = s.user_id
              ORDER BY h.weekday, h.opens),
       ARRAY(SELECT (date_part('epoch', lower(b.during)) / 60)::int FROM outreach_booking b
              WHERE b.specialist_id = s.user_id AND b.state NOT IN ('cancelled', 'lapsed')
                AND lower(b.during) >= %(from)s AND lower(b.during) < %(until)s
                AND b.id IS DISTINCT FROM %(moving)s
                AND (b.held_until IS NULL OR b.held_until > %(now)s) ORDER BY lower(b.during)),
       ARRAY(SELECT (date_part('epoch', upper(b.during)) / 60)::int FROM outreach_booking b
              WHERE b.specialist_id = s.user_id AND b.state NOT IN ('cancelled', 'lapsed')
                AND lower(b.during) >= %(from)s AND lower(b.during) < %(until)s
                AND b.id IS DISTINCT FROM %(moving)s
                AND (b.held_until IS NULL OR b.held_until > %(now)s) ORDER BY lower(b.during)),
       ARRAY(SELECT ARRAY[(date_part('epoch', lower(t.during)) / 60)::int,
                          (date_part('epoch', upper(t.during)) / 60)::int]
               FROM outreach_timeoff t
              WHERE t.specialist_id = s.user_id AND upper(t.during) > %(now)s),
       c.case_too, c.specialist_id IS NOT NULL
  FROM outreach_specialist s JOIN accounts_user u ON u.id = s.user_id AND u.is_active
  LEFT JOIN (SELECT specialist_id, bool_or(subject_id = %(subject_id)s) AS case_too
               FROM outreach_booking
              WHERE member_id = %(member)s AND state = 'called' AND lower(during) > %(year_ago)s
              GROUP BY specialist_id) c ON c.specialist_id = s.user_id
 WHERE %(way)s = ANY(s.ways)
   AND (%(topic)s = '' OR EXISTS (
        SELECT FROM outreach_skill k
         WHERE k.specialist_id = s.user_id AND k.topic = %(topic)s AND k.trained_on <= %(today)s))
   AND (%(person)s::uuid IS NULL OR s.user_id = %(person)s::uuid)
 ORDER BY s.user_id
"""
OWN = """
SELECT (date_part('epoch', lower(during)) / 60)::int, (date_part('epoch', upper(during)) / 60)::int
  FROM outreach_booking
 WHERE member_id = %s AND state IN ('held', 'booked') AND upper(during) > %s
   AND id IS DISTINCT FROM %s
"""


class Need(Struct, frozen=True, kw_only=True):
    """What a call is about and how the member talks. ``language`` is what they speak.

    ``moving`` is the booking that would be given up for another time.
    """

    topic: str = ""
    subject: str = ""
    subject_id: UUID | None = None
    way: str = CallRequest.Way.PHONE
    language: str = "en"
    wish: Wish = Wish()
    moving: UUID | None = None

    @property
    def length(self) -> int:
        """Minutes to keep: talking through somebody else takes longer."""
        return 2 * STEP if self.way in LONGER else STEP


def choices(
    member: Member,
    need: Need,
    now: dt.datetime,
    *,
    each: int = EACH,
    person: UUID | None = None,
    notice: int = NOTICE,
) -> list[Choice]:
    """Free times for this member, the best first; ``person`` looks at one specialist only.

    Whoever reads Spanish and wants no interpreter is called by somebody who speaks it.
    """
    own = tuple(own_calls(member, need, now))
    waking = waking_spans(member.time_zone, now.date(), HORIZON)
    free = []
    for caller, worker in workers(member, need, now, person=person):
        if not caller.speaks and need.way == CallRequest.Way.PHONE:
            continue
        busy = Worker(
            zone=worker.zone,
            shifts=worker.shifts,
            daily_maximum=worker.daily_maximum,
            booked=worker.booked,
            off=worker.off + own,
        )
        begins = starts(busy, now, length=need.length, awake_in=member.time_zone, notice=notice)
        free.append((caller, islice(begins, each)))
    found = ranked(free, now=minute(now), waking=waking, topic=need.topic, wish=need.wish)
    who = f"{member.pk}{need.subject_id}{now.date()}"
    return spread(found, who.encode()) if found else []


def workers(
    member: Member, need: Need, now: dt.datetime, *, person: UUID | None = None
) -> Iterable[tuple[Caller, Worker]]:
    asked = {
        "from": now - dt.timedelta(days=1),
        "until": now + dt.timedelta(days=HORIZON + 1),
        "now": now,
        "today": now.date(),
        "year_ago": now - dt.timedelta(days=365),
        "member": member.pk,
        "subject_id": need.subject_id,
        "topic": need.topic,
        "way": need.way,
        "person": person,
        "moving": need.moving,
    }
    with connection.cursor() as cursor:
        cursor.execute(WORKERS, asked)
        for row in cursor.fetchall():
            worker = worker_of(row)
            yield caller_of(row, worker, need, now), worker


def worker_of(row: tuple) -> Worker:
    _key, _name, zone, _languages, most, weekdays, opens, closes, begins, ends, off, *_known = row
    shifts: tuple[Shift, ...] = tuple(zip(weekdays, opens, closes, strict=True))
    booked: tuple[Span, ...] = tuple(zip(begins, ends, strict=True))
    return Worker(
        zone=zone,
        shifts=shifts,
        daily_maximum=most,
        booked=booked,
        off=tuple((begin, end) for begin, end in off),
    )


def caller_of(row: tuple, worker: Worker, need: Need, now: dt.datetime) -> Caller:
    key, name, _zone, languages, *_rest, knows_case, knows_member = row
    working = length_of(open_spans(worker, now, HORIZON, ""))
    return Caller(
        user_id=key,
        name=name,
        knows_case=bool(knows_case),
        knows_member=knows_member,
        speaks=need.language in languages,
        load=length_of(worker.booked) / working if working else 1,
    )


def own_calls(member: Member, need: Need, now: dt.datetime) -> list[Span]:
    """When the member is on the phone with us already."""
    with connection.cursor() as cursor:
        cursor.execute(OWN, (member.pk, now, need.moving))
        return cursor.fetchall()
