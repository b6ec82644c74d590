"""Reads who could call about something, with hours, calls and days off: three queries for any
number of people.

As arrays, because a row for each of 17,000 calls costs more than the rest of the search; and each
table in one pass, because a subquery for each person costs ten times that.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from accounts.models import Member
from outreach.scheduling.matching import Caller
from outreach.scheduling.need import Need
from outreach.scheduling.slots import HORIZON, Shift, Span, Worker, length_of, open_spans

PEOPLE = """
SELECT s.user_id, s.name, s.zone, s.languages, s.daily_maximum, h.weekdays, h.opens, h.closes,
       coalesce(c.case_too, false), c.specialist_id IS NOT NULL, k.user_id IS NOT NULL
  FROM outreach_specialist s
  JOIN accounts_user u ON u.id = s.user_id AND u.is_active
  JOIN (SELECT specialist_id, array_agg(weekday ORDER BY weekday, opens) AS weekdays,
               array_agg(opens ORDER BY weekday, opens) AS opens,
               array_agg(closes ORDER BY weekday, opens) AS closes
          FROM outreach_workinghours GROUP BY specialist_id) h ON h.specialist_id = s.user_id
  LEFT JOIN (SELECT specialist_id, bool_or(subject_id = %(subject_id)s) AS case_too
               FROM outreach_booking
              WHERE member_id = %(member)s AND state = 'called' AND lower(during) > %(year_ago)s
              GROUP BY specialist_id) c ON c.specialist_id = s.user_id
  LEFT JOIN outreach_keeper k
         ON k.user_id = s.user_id AND k.member_id = %(member)s AND k.subject = %(subject)s
        AND k.subject_id = %(subject_id)s
 WHERE %(way)s = ANY(s.ways)
   AND (%(topic)s = '' OR EXISTS (
        SELECT FROM outreach_skill k
         WHERE k.specialist_id = s.user_id AND k.topic = %(topic)s AND k.trained_on <= %(today)s))
   AND (%(person)s::uuid IS NULL OR s.user_id = %(person)s::uuid)
 ORDER BY s.user_id
"""
BOOKED = """
SELECT specialist_id, array_agg((date_part('epoch', lower(during)) / 60)::int),
       array_agg((date_part('epoch', upper(during)) / 60)::int)
  FROM outreach_booking
 WHERE specialist_id = ANY(%(people)s) AND state NOT IN ('cancelled', 'lapsed')
   AND lower(during) >= %(from)s AND lower(during) < %(until)s
   AND id IS DISTINCT FROM %(moving)s
 GROUP BY specialist_id
"""
#: Away; kept for somebody else; or as many of their team are on calls as may be at a time. Calls
#: begin at half-hours and last whole ones, so a team is full by the half-hour.
OFF = """
SELECT specialist_id, (date_part('epoch', lower(during)) / 60)::int,
       (date_part('epoch', upper(during)) / 60)::int
  FROM (SELECT specialist_id, during FROM outreach_timeoff WHERE upper(during) > %(now)s
        UNION ALL
        SELECT specialist_id, during FROM outreach_hold
         WHERE until > %(now)s AND member_id <> %(member)s
        UNION ALL
        SELECT s.user_id, tstzrange(busy.half, busy.half + interval '30 minutes')
          FROM (SELECT t.id, half
                  FROM outreach_team t
                  JOIN outreach_specialist c ON c.team_id = t.id
                  JOIN outreach_booking b ON b.specialist_id = c.user_id AND b.state = 'booked'
                       AND lower(b.during) >= %(from)s AND b.id IS DISTINCT FROM %(moving)s,
                       generate_series(lower(b.during), upper(b.during) - interval '1 minute',
                                       interval '30 minutes') half
                 GROUP BY t.id, t.at_once, half HAVING count(*) >= t.at_once) busy
          JOIN outreach_specialist s ON s.team_id = busy.id) off
 WHERE specialist_id = ANY(%(people)s)
"""

#: When the calls of somebody begin, and when they end, each in order.
Booked = tuple[Sequence[int], Sequence[int]]


def workers(
    member: Member, need: Need, now: dt.datetime, *, person: UUID | None = None
) -> Iterator[tuple[Caller, Worker]]:
    """Everybody who may call about it, as the search and the matching see them."""
    asked = {
        "from": now - dt.timedelta(days=1),
        "until": now + dt.timedelta(days=HORIZON + 1),
        "now": now,
        "today": now.date(),
        "year_ago": now - dt.timedelta(days=365),
        "member": member.pk,
        "subject": need.subject,
        "subject_id": need.subject_id,
        "topic": need.topic,
        "way": need.way,
        "person": person,
        "moving": need.moving,
    }
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, asked)
        people = cursor.fetchall()
        asked["people"] = [row[0] for row in people]
        cursor.execute(BOOKED, asked)
        booked = {key: (sorted(begins), sorted(ends)) for key, begins, ends in cursor.fetchall()}
        cursor.execute(OFF, asked)
        off: dict[UUID, list[Span]] = {}
        for key, begin, end in cursor.fetchall():
            off.setdefault(key, []).append((begin, end))
    for row in people:
        worker = worker_of(row, booked.get(row[0], ((), ())), tuple(off.get(row[0], ())))
        yield caller_of(row, worker, need, now), worker


def worker_of(row: tuple, booked: Booked, off: tuple[Span, ...]) -> Worker:
    begins, ends = booked
    _key, _name, zone, _languages, most, weekdays, opens, closes, *_known = row
    shifts: tuple[Shift, ...] = tuple(zip(weekdays, opens, closes, strict=True))
    return Worker(zone=zone, shifts=shifts, daily_maximum=most, begins=begins, ends=ends, off=off)


def caller_of(row: tuple, worker: Worker, need: Need, now: dt.datetime) -> Caller:
    key, name, _zone, languages, *_rest, knows_case, knows_member, keeps_case = row
    working = length_of(open_spans(worker, now, HORIZON, ""))
    return Caller(
        user_id=key,
        name=name,
        keeps_case=keeps_case,
        knows_case=knows_case,
        knows_member=knows_member,
        speaks=need.language in languages,
        load=(sum(worker.ends) - sum(worker.begins)) / working if working else 1,
    )
