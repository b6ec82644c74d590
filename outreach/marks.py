"""How a thing stands, in one word that the database compares: what a member would call a change.

What a source repeats is none; neither is a day that only counts on. A claim that another version
replaced stands as that version (``head``).
"""

from django.db import connection

from accounts.models import Member
from claims.explanations.states import DECIDED as IS_DECIDED
from claims.explanations.states import STATES

DECIDED = [str(state) for state, words in STATES.items() if words.progress == IS_DECIDED]
FRESH_DAYS = 7  # an older decision is history that came late, and no news

# Each gives (head, member_id, mark, decision) of the thing ``touched.thing``; ``decision``: it was
# just decided, and the notice of that says so.
CLAIM = """
SELECT head.id AS head, head.member_id,
       concat_ws('|', head.state, current.waiting_for, current.member_owes, head.reopened_on,
                 head.conflict <> '{}' OR head.held <> '') AS mark,
       head.state = ANY(%(decided)s) AND head.conflict = '{}' AND head.held = ''
         AND head.reopened_on IS NULL AND head.superseded_by_id IS NULL
         AND head.state_on > (%(at)s::timestamptz - %(fresh)s * interval '1 day')::date AS decision
  FROM claims_claim claim
  JOIN claims_claim head ON head.id = coalesce(claim.superseded_by_id, claim.id)
  LEFT JOIN claims_claimevent current ON current.id = head.current_id
 WHERE claim.id = touched.thing AND head.state <> 'hidden'
"""
ORDER = """
SELECT thing.id AS head, thing.member_id,
       concat_ws('|', thing.state, thing.conflict <> '{}',
                 (SELECT max(expected_on) FROM claims_shipment WHERE order_id = thing.id)) AS mark,
       false AS decision
  FROM claims_order thing WHERE thing.id = touched.thing
"""
BALANCE = """
SELECT thing.id AS head, thing.member_id,
       concat_ws('|', thing.conflict,
                 (SELECT sum(cents) FROM claims_ledgerentry WHERE balance_id = thing.id),
                 (SELECT max(due_on) FROM claims_statement WHERE balance_id = thing.id),
                 (SELECT count(disputed_at) FROM claims_ledgerentry
                   WHERE balance_id = thing.id)) AS mark,
       false AS decision
  FROM claims_balance thing WHERE thing.id = touched.thing
"""
MARKS = {"claim": CLAIM, "order": ORDER, "balance": BALANCE}

BEGIN = """
WITH touched AS (SELECT %(thing)s::uuid AS thing)
INSERT INTO outreach_follow (member_id, subject, subject_id, since, mark, told)
SELECT %(member)s, %(subject)s, touched.thing, %(at)s, stands.mark, 0
  FROM touched CROSS JOIN LATERAL ({marks}) stands WHERE stands.member_id = %(member)s
ON CONFLICT (member_id, subject, subject_id) WHERE ended_at IS NULL DO NOTHING
RETURNING id
"""


def follow(member: Member, subject: str, subject_id: object, *, at: object) -> bool:
    """Tell this member when that changes. False if it is followed already, or not theirs."""
    values = {
        "thing": subject_id,
        "member": member.pk,
        "subject": subject,
        "at": at,
        "decided": DECIDED,
        "fresh": FRESH_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(BEGIN.replace("{marks}", MARKS[subject]), values)
        return cursor.fetchone() is not None
