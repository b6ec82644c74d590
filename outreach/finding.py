"""Runs the rules of `outreach.nudges`: finds whom to write to, and whether it is needed still."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.consent import allows
from accounts.models import Member
from outreach.models import Message, Rule
from outreach.nudges import NUDGES
from outreach.nudges.nudge import Nudge

# Only members who said yes to just this are in it: for all others no row is ever written.
ALLOWED = """
, allowed AS (
  SELECT found.* FROM found
    JOIN accounts_member member ON member.id = found.member_id AND member.user_id IS NOT NULL
    JOIN accounts_consentnow consent ON consent.subject = member.subject
     AND consent.purpose = %(purpose)s AND consent.category = %(category)s
     AND consent.decision = 'grant'
)
"""
WRITE = """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at, expires_at)
SELECT member_id, %(notice)s, cause, %(purpose)s, %(category)s, subject, subject_id,
       context, '{}', %(at)s, %(at)s, %(at)s::timestamptz + %(lasts)s
  FROM allowed
ON CONFLICT (member_id, notice, key) DO NOTHING
RETURNING id
"""
EARLY = 6  # o'clock where the member is
WHO = """
SELECT member.* FROM accounts_member member
  JOIN accounts_consentnow consent ON consent.subject = member.subject
   AND consent.purpose = %(purpose)s AND consent.category = %(category)s
   AND consent.decision = 'grant'
 WHERE member.user_id IS NOT NULL
   AND extract(hour FROM %(at)s::timestamptz AT TIME ZONE member.time_zone) = %(hour)s
"""
HOW_MANY = """
SELECT count(*) FROM accounts_consentnow
 WHERE purpose = %(purpose)s AND category = %(category)s AND decision = 'grant'
"""
STILL = """
SELECT EXISTS (SELECT FROM found WHERE member_id = %(member)s AND subject_id = %(subject_id)s)
"""


def find_nudges(at: dt.datetime) -> int:
    """Let every rule that runs find whom to write to; how many were new."""
    found = 0
    for nudge in running():
        if nudge.gather is None:
            with transaction.atomic():
                found += len(find(nudge, at))
    return found


def find_by_what_is_remembered(at: dt.datetime) -> int:
    """The same for rules that draw from what a member did here: each member once a day, at six.

    Before anything of theirs is read, the gate is asked, and the use stands in their use log.
    """
    found = 0
    for nudge in running():
        if nudge.gather is None:
            continue
        who = values_of(nudge, at) | {"hour": EARLY}
        for member in Member.objects.raw(WHO, who).iterator():
            found += find_for(nudge, member, at)
    return found


def find_for(nudge: Nudge, member: Member, at: dt.datetime) -> int:
    with transaction.atomic():
        if not allows(member, nudge.purpose, nudge.category, doing=f"nudge:{nudge.key}"):
            return 0
        assert nudge.gather is not None
        return len(find(nudge, at, **nudge.gather(member, at)))


def running() -> list[Nudge]:
    going = set(Rule.objects.running().values_list("key", "version"))
    return [nudge for nudge in NUDGES.values() if (nudge.key, nudge.version) in going]


def find(nudge: Nudge, at: dt.datetime, **gathered: Any) -> list[UUID]:
    """Write a message for whomever this rule finds now; the keys of the new ones."""
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {nudge.finds} {ALLOWED} {WRITE}", values_of(nudge, at) | gathered)
        return [key for (key,) in cursor.fetchall()]


def is_still_found(nudge: Nudge, message: Message, at: dt.datetime) -> bool:
    """Whether the rule would find this thing again."""
    wanted = {"member": message.member_id, "subject_id": message.subject_id}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {nudge.finds} {STILL}", values_of(nudge, at) | wanted)
        return bool(cursor.fetchone()[0])


def values_of(nudge: Nudge, at: dt.datetime) -> dict[str, Any]:
    return nudge.values() | {
        "at": at,
        "notice": nudge.key,
        "purpose": nudge.purpose,
        "category": nudge.category,
        "lasts": nudge.notice.lasts,
    }


def how_many_allow(nudge: Nudge) -> int:
    """Members who said yes to the purpose of this rule."""
    asked = {"purpose": nudge.purpose, "category": nudge.category}
    with connection.cursor() as cursor:
        cursor.execute(HOW_MANY, asked)
        return int(cursor.fetchone()[0])
