"""Tells members that somebody looks at what they said is wrong on a bill, and what was answered."""

import datetime as dt

from django.db import connection

RECENT = dt.timedelta(days=7)
FIND = """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at)
SELECT dispute.member_id, 'dispute_answered', step.id::text, 'service_messages', 'balances',
       'balance', dispute.balance_id, jsonb_build_object('what', step.what), '{}', %(at)s, %(at)s
  FROM claims_disputeevent step
  JOIN claims_dispute dispute ON dispute.id = step.dispute_id
  JOIN accounts_member member ON member.id = dispute.member_id AND member.user_id IS NOT NULL
 WHERE step.what IN ('acknowledged', 'answered') AND step.at > %(since)s
ON CONFLICT (member_id, notice, key) DO NOTHING
"""


def tell_of_disputes(at: dt.datetime) -> int:
    """Write a message for each answer of the last days; how many were new."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"at": at, "since": at - RECENT})
        return cursor.rowcount
