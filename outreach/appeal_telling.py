"""Tells members that their appeal came, and that it was decided: one message for each step.

What a payer decided anew is told as every decision is, so an appeal that ended by it is not told
twice.
"""

import datetime as dt

from django.db import connection

RECENT = dt.timedelta(days=7)
FIND = """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at)
SELECT appeal.member_id, 'appeal_' || told.step, told.id::text, 'service_messages', 'claims',
       'claim', appeal.claim_id, jsonb_build_object('appeal', appeal.id), '{}', %(at)s, %(at)s
  FROM claims_appealevent told
  JOIN claims_appeal appeal ON appeal.id = told.appeal_id
  JOIN accounts_member member ON member.id = appeal.member_id AND member.user_id IS NOT NULL
 WHERE told.step IN ('filed', 'decided') AND told.by_id IS NOT NULL AND told.at > %(since)s
ON CONFLICT (member_id, notice, key) DO NOTHING
"""


def tell_of_appeals(at: dt.datetime) -> int:
    """Write a message for each step that is news; how many were new."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"at": at, "since": at - RECENT})
        return cursor.rowcount
