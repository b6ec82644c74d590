"""The free times of a member for something, the best first: four queries, however many people.

Nothing of it is kept: what was booked, held or paused a moment ago is seen by the next search.
"""

import datetime as dt
from itertools import islice
from uuid import UUID

from django.db import connection

from accounts.models import Member
from outreach.models import CallRequest
from outreach.scheduling.matching import Choice, ranked, spread
from outreach.scheduling.need import Need
from outreach.scheduling.slots import HORIZON, NOTICE, Span, minute, starts, waking_spans
from outreach.scheduling.workers import workers

EACH = 3  # times of one specialist among which the best is sought
CLOSED = """
SELECT (date_part('epoch', lower(during)) / 60)::int, (date_part('epoch', upper(during)) / 60)::int
  FROM (SELECT during FROM outreach_booking
         WHERE member_id = %(member)s AND state = 'booked' AND upper(during) > %(now)s
           AND id IS DISTINCT FROM %(moving)s
        UNION ALL
        SELECT during FROM outreach_pause
         WHERE topic IN ('all', %(topic)s) AND ended_at IS NULL AND upper(during) > %(now)s) closed
"""


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
    closed = closed_spans(member, need, now)
    zone = need.zone_of(member)
    waking = waking_spans(zone, now.date(), HORIZON)
    free = []
    for caller, worker in workers(member, need, now, person=person):
        if not caller.speaks and need.way == CallRequest.Way.PHONE:
            continue
        begins = starts(
            worker,
            now,
            length=need.length,
            awake_in=zone,
            notice=notice,
            besides=closed,
        )
        free.append((caller, islice(begins, each)))
    found = ranked(
        free,
        now=minute(now),
        waking=waking,
        topic=need.topic,
        language=need.language,
        wish=need.wish,
    )
    who = f"{member.pk}{need.subject_id}{now.date()}"
    return spread(found, who.encode()) if found else []


def closed_spans(member: Member, need: Need, now: dt.datetime) -> tuple[Span, ...]:
    """When the member is on the phone with us already, or nobody is called about this."""
    asked = {"member": member.pk, "now": now, "moving": need.moving, "topic": need.topic}
    with connection.cursor() as cursor:
        cursor.execute(CLOSED, asked)
        return tuple(cursor.fetchall())
