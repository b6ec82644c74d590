"""Tells members of files that we could not use: one message for all that were sent together.

A batch is told once nothing of it is still on its way or being checked.
"""

import datetime as dt

from django.db import connection

RECENT = dt.timedelta(days=7)
# What its subject is where the portal has pages for it; of others the message says no more.
FIND = """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at)
SELECT failed.member_id, 'document_refused', failed.batch::text, 'service_messages',
       coalesce(known.category, 'claims'), coalesce(known.subject, ''),
       CASE WHEN known.subject IS NOT NULL THEN split_part(min(failed.about), ':', 2)::uuid END,
       jsonb_build_object('documents', min(failed.about), 'files', count(*), 'again', EXISTS (
         SELECT FROM claims_document earlier
          WHERE earlier.member_id = failed.member_id AND earlier.about = min(failed.about)
            AND earlier.state = 'refused' AND earlier.batch <> failed.batch
            AND earlier.begun_at < min(failed.begun_at))),
       '{}', %(at)s, %(at)s
  FROM claims_document failed
  LEFT JOIN (VALUES ('claim', 'claims'), ('order', 'orders'), ('balance', 'balances'))
         AS known(subject, category) ON known.subject = split_part(failed.about, ':', 1)
 WHERE failed.state = 'refused' AND failed.checked_at > %(since)s AND failed.repeats_id IS NULL
   AND NOT EXISTS (
     SELECT FROM claims_document other
      WHERE other.member_id = failed.member_id AND other.batch = failed.batch
        AND other.about = failed.about AND other.state IN ('receiving', 'checking'))
 GROUP BY failed.member_id, failed.batch, known.subject, known.category
ON CONFLICT (member_id, notice, key) DO NOTHING
"""


def tell_of_documents(at: dt.datetime) -> int:
    """Write a message for each batch of which something failed; how many were new."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"at": at, "since": at - RECENT})
        return cursor.rowcount
