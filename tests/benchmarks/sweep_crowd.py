"""A crowd of whom one in three allows reminders, with something due of each kind, set by set."""

from collections.abc import Callable

from django.db import connection

from outreach.models import Follow, Message
from tests.benchmarks import crowd

WHOLE = {"members": 1_000_000, "claims": 3_000_000, "orders": 500_000, "entries": 1_000_000}
USERS = """
WITH made AS (
  INSERT INTO accounts_user (id, email, password, role, is_staff, is_active, is_superuser,
                             created_at, demo_story)
  SELECT gen_random_uuid(), id || '@example.com', '!', 'member', false, true, false, now(), ''
    FROM accounts_member WHERE user_id IS NULL RETURNING id, email
)
UPDATE accounts_member member SET user_id = made.id
  FROM made WHERE made.email = member.id || '@example.com'
"""
# How it stands, without the ledger: a million chained rows would take as long as all the rest.
YES = """
INSERT INTO accounts_consentnow (subject, purpose, category, event_id, decision, recorded_at,
                                 effective_at, version, who, through)
SELECT subject, 'care_reminders', category, 0, 'grant', now(), now(), 1, 'member', 'switch'
  FROM accounts_member CROSS JOIN unnest(ARRAY['claims', 'orders', 'balances']) AS category
 WHERE right(id::text, 1) IN ('0', '3', '6', '9', 'c')
ON CONFLICT DO NOTHING
"""
FOLLOWS = """
INSERT INTO outreach_follow (member_id, subject, subject_id, since, mark, told)
SELECT member_id, 'claim', id, now(), '', 0 FROM claims_claim
 WHERE superseded_by_id IS NULL AND right(id::text, 1) = '0'
ON CONFLICT DO NOTHING
"""
#: A feed has nothing that is due just now: of each kind one thing in sixteen is made so.
DUE = (
    """
UPDATE claims_order SET needed_on = current_date + 1, promised_delivery_on = current_date + 3
 WHERE right(id::text, 1) = '0'
""",
    "UPDATE claims_plan SET program = 'erisa_self'",
    """
UPDATE claims_claim SET notice_on = current_date - 178
 WHERE state IN ('denied', 'partially_denied') AND right(id::text, 1) = '1'
""",
    """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at, sent_at, title)
SELECT member_id, 'decided', id, 'service_messages', 'claims', 'claim', id,
       jsonb_build_object('state', state), '{}', ago.day, ago.day, ago.day, 'x'
  FROM claims_claim CROSS JOIN (SELECT now() - interval '5 days' AS day) ago
 WHERE state = 'denied' AND right(id::text, 1) = '2'
""",
    "ALTER TABLE claims_claimevent DISABLE TRIGGER append_only",
    """
WITH asked AS (
  UPDATE claims_claim SET state = 'pended_info' WHERE id IN (
    SELECT claim.id FROM claims_claim claim
     WHERE claim.state IN ('in_process', 'pended_info') AND right(claim.id::text, 1) = '3'
  ) RETURNING current_id
)
UPDATE claims_claimevent told SET waiting_for = 'member', wanted_by = current_date + 5
  FROM asked WHERE told.id = asked.current_id
""",
    """
INSERT INTO claims_statement (balance_id, number, content_hash, transmitted_on, due_on, opening,
                              charges, payments, closing)
SELECT id, 'sweep', '', current_date - 20, current_date + 3, 0, 100, 0, 100
  FROM claims_balance WHERE right(id::text, 1) = '4'
ON CONFLICT (balance_id, number) DO UPDATE SET due_on = excluded.due_on
""",
    """
INSERT INTO claims_promise (member_id, claim_id, source_id, segment, number, kind, basis, part,
                            due_on, said_on, said_at, seen, cases, model, delay, outcome,
                            settled_on, settled_at, fact)
SELECT member_id, id, source_id, '', 1, 'decision', 'promise', '', current_date - 1,
       current_date - 8, now() - interval '8 days', true, 0, '', '', 'broken', current_date,
       now() - interval '1 hour', ''
  FROM claims_claim WHERE right(id::text, 1) = '5'
ON CONFLICT (claim_id, number) DO UPDATE SET heeded_at = NULL, settled_at = excluded.settled_at
""",
)


def fill(members: int, say: Callable[[str], None]) -> None:
    """So many members, a multiple of 1,000; again only makes what is due anew."""
    crowd.fill(members / WHOLE["members"], say, WHOLE)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(USERS)
        cursor.execute("ALTER TABLE accounts_consentnow DISABLE TRIGGER follows_the_ledger")
        cursor.execute(YES)
        Follow.objects.all().delete()
        Message.objects.all().delete()
        cursor.execute(FOLLOWS)
        say(f"{cursor.rowcount:,} claims are followed")
        for statement in DUE:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
