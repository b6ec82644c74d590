"""The free times of a member for something, the best first: four queries, however many people."""

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
OWN = """
SELECT (date_part('epoch', lower(during)) / 60)::int, (date_part('epoch', upper(during)) / 60)::int
  FROM outreach_booking
 WHERE member_id = %s AND state IN ('held', 'booked') AND upper(during) > %s
   AND id IS DISTINCT FROM %s
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
    own = own_calls(member, need, now)
    waking = waking_spans(member.time_zone, now.date(), HORIZON)
    free = []
    for caller, worker in workers(member, need, now, person=person):
        if not caller.speaks and need.way == CallRequest.Way.PHONE:
            continue
        begins = starts(
            worker,
            now,
            length=need.length,
            awake_in=member.time_zone,
            notice=notice,
            besides=own,
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


def own_calls(member: Member, need: Need, now: dt.datetime) -> tuple[Span, ...]:
    """When the member is on the phone with us already."""
    with connection.cursor() as cursor:
        cursor.execute(OWN, (member.pk, now, need.moving))
        return tuple(cursor.fetchall())
