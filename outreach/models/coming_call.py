"""The call that comes next, asked for or booked: what every answer page asks in one query."""

import datetime as dt
from uuid import UUID

from django.db import connection
from msgspec import Struct

from accounts.models import Member
from outreach.models.booking import WINDOW, booking_address
from outreach.models.call_request import address

REQUESTS = """
SELECT id, call_by, NULL::timestamptz FROM outreach_callrequest
 WHERE member_id = %(member)s AND called_at IS NULL AND cancelled_at IS NULL
"""
BOOKINGS = """
SELECT id, lower(during) + %(window)s, lower(during) FROM outreach_booking
 WHERE member_id = %(member)s AND state = 'booked'
"""
ABOUT = "AND subject = %(subject)s AND subject_id = %(subject_id)s"
FIRST = "ORDER BY 2, 1 LIMIT 1"
SOONEST = f"{REQUESTS} UNION ALL {BOOKINGS} {FIRST}"
SOONEST_ABOUT = f"{REQUESTS} {ABOUT} UNION ALL {BOOKINGS} {ABOUT} {FIRST}"


class ComingCall(Struct, frozen=True):
    """What a page needs of it: its key and its promise (UTC). ``begins`` is of a booked one."""

    pk: UUID
    call_by: dt.datetime
    begins: dt.datetime | None

    def get_absolute_url(self) -> str:
        return booking_address(self.pk) if self.begins else address(self.pk)


def coming_call(member: Member, subject: str, subject_id: UUID | None) -> ComingCall | None:
    """The one about that thing; about whatever comes first when nothing is named.

    In SQL, because every answer page asks, and Django takes longer to write this query than
    PostgreSQL to answer it.
    """
    asked = {"member": member.pk, "window": WINDOW}
    if subject:
        asked |= {"subject": subject, "subject_id": subject_id}
    with connection.cursor() as cursor:
        cursor.execute(SOONEST_ABOUT if subject else SOONEST, asked)
        found = cursor.fetchone()
    return ComingCall(*found) if found else None
