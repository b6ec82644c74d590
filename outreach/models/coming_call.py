"""What every answer page asks of outreach, in one query: the call that comes next, if the thing is
followed, who looks after it, and how many messages are new."""

import datetime as dt
from uuid import UUID

from django.db import connection
from msgspec import Struct

from accounts.models import Member
from outreach.models.booking import WINDOW, booking_address
from outreach.models.call_request import address

REQUESTS = """
SELECT id, call_by, NULL::timestamptz, '' FROM outreach_callrequest
 WHERE member_id = %(member)s AND called_at IS NULL AND cancelled_at IS NULL
   AND asked_by_id IS NULL
"""
BOOKINGS = """
SELECT id, lower(during) + %(window)s, lower(during), zone FROM outreach_booking
 WHERE member_id = %(member)s AND state = 'booked'
"""
ABOUT = "AND subject = %(subject)s AND subject_id = %(subject_id)s"
FIRST = "ORDER BY 2, 1 LIMIT 1"
BESIDE = """
SELECT {beside}, coming.* FROM (VALUES (1)) one LEFT JOIN LATERAL ({soonest}) coming ON true
"""
FOLLOWED = """
EXISTS (SELECT FROM outreach_follow WHERE member_id = %(member)s AND subject = %(subject)s
                                      AND subject_id = %(subject_id)s AND ended_at IS NULL)
"""
KEEPER = """
(SELECT s.name FROM outreach_keeper k JOIN outreach_specialist s ON s.user_id = k.user_id
  WHERE k.member_id = %(member)s AND k.subject = %(subject)s AND k.subject_id = %(subject_id)s)
"""
RECOVERY = """
(SELECT id FROM outreach_recovery
  WHERE subject = %(subject)s AND subject_id = %(subject_id)s AND fixed_at IS NULL
    AND member_id = %(member)s)
"""
UNREAD = """
(SELECT count(*) FROM outreach_message
  WHERE member_id = %(member)s AND sent_at IS NOT NULL AND read_at IS NULL)
"""
SOONEST = BESIDE.format(
    beside=f"{UNREAD}, false, NULL, NULL", soonest=f"{REQUESTS} UNION ALL {BOOKINGS} {FIRST}"
)
SOONEST_ABOUT = BESIDE.format(
    beside=f"{UNREAD}, {FOLLOWED}, {KEEPER}, {RECOVERY}",
    soonest=f"{REQUESTS} {ABOUT} UNION ALL {BOOKINGS} {ABOUT} {FIRST}",
)


class ComingCall(Struct, frozen=True):
    """What a page needs of it: its key and its promise (UTC). ``begins`` is of a booked one, and
    ``zone`` where its member said they are then, "" for where they live."""

    pk: UUID
    call_by: dt.datetime
    begins: dt.datetime | None
    zone: str = ""

    def get_absolute_url(self) -> str:
        return booking_address(self.pk) if self.begins else address(self.pk)


class Coming(Struct, frozen=True):
    """``unread`` counts new messages; ``followed``, ``keeper`` (a name, or "") and ``recovery``
    (the key of what we put right) are asked of a thing."""

    call: ComingCall | None
    unread: int
    followed: bool
    keeper: str
    recovery: UUID | None


def coming(member: Member, subject: str, subject_id: UUID | None) -> Coming:
    """The call about that thing; about whatever comes first when nothing is named.

    In SQL, because every answer page asks, and Django takes longer to write this query than
    PostgreSQL to answer it.
    """
    asked = {"member": member.pk, "window": WINDOW}
    if subject:
        asked |= {"subject": subject, "subject_id": subject_id}
    with connection.cursor() as cursor:
        cursor.execute(SOONEST_ABOUT if subject else SOONEST, asked)
        unread, followed, keeper, recovery, pk, *rest = cursor.fetchone()
    call = ComingCall(pk, *rest) if pk else None
    return Coming(call, unread, followed, keeper or "", recovery)
