"""Tells members that the money for an order was sent back, where a ledger told us so.

Where one of us noted it, that told them already.
"""

import datetime as dt

from django.db import connection

RECENT = dt.timedelta(days=7)
FIND = """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at)
SELECT bought.member_id, 'order_done', bought.id::text || ':refund:' || bought.refunded_on,
       'service_messages', 'orders', 'order', bought.id, '{}', '{}', %(at)s, %(at)s
  FROM claims_order bought
  JOIN accounts_member member ON member.id = bought.member_id AND member.user_id IS NOT NULL
 WHERE bought.refunded_on > %(day)s AND bought.changed_at > %(since)s
   AND NOT EXISTS (SELECT FROM claims_orderdeed deed
                    WHERE deed.order_id = bought.id AND deed.deed = 'refunded')
ON CONFLICT (member_id, notice, key) DO NOTHING
"""


def tell_of_refunds(at: dt.datetime) -> int:
    """Write a message for each refund that was read lately; how many were new."""
    told = {"at": at, "since": at - RECENT, "day": (at - 5 * RECENT).date()}
    with connection.cursor() as cursor:
        cursor.execute(FIND, told)
        return cursor.rowcount
