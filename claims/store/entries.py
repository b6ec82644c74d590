"""Ledger entries find the claim, order and statement they name, whichever of them comes first."""

import uuid
from collections.abc import Iterable

from django.db import connection

# Of two claims with one number the current version counts, and of those the first that we heard of.
CLAIMS = """
UPDATE claims_ledgerentry e SET claim_id = c.id
  FROM claims_balance b,
       LATERAL (SELECT DISTINCT ON (member_id, number) id, member_id, number
                  FROM claims_claim WHERE member_id = ANY(%(members)s)
                 ORDER BY member_id, number, superseded_by_id NULLS FIRST, id) c
 WHERE b.id = e.balance_id AND b.member_id = ANY(%(members)s)
   AND e.claim_id IS NULL AND e.claim_number <> ''
   AND c.member_id = b.member_id AND c.number = e.claim_number
"""
ORDERS = """
UPDATE claims_ledgerentry e SET order_id = o.id
  FROM claims_balance b,
       LATERAL (SELECT DISTINCT ON (member_id, number) id, member_id, number
                  FROM claims_order WHERE member_id = ANY(%(members)s)
                 ORDER BY member_id, number, id) o
 WHERE b.id = e.balance_id AND b.member_id = ANY(%(members)s)
   AND e.order_id IS NULL AND e.order_number <> ''
   AND o.member_id = b.member_id AND o.number = e.order_number
"""
STATEMENTS = """
UPDATE claims_ledgerentry e SET statement_id = s.id
  FROM claims_balance b JOIN claims_statement s ON s.balance_id = b.id
 WHERE b.id = e.balance_id AND b.member_id = ANY(%(members)s)
   AND e.statement_id IS NULL AND e.statement_number <> ''
   AND s.number = e.statement_number
"""


def link(members: Iterable[uuid.UUID]) -> None:
    """Set what the entries of these members can know by now; what they know stays."""
    asked = {"members": list(set(members))}
    if not asked["members"]:
        return
    with connection.cursor() as cursor:
        for statement in (CLAIMS, ORDERS, STATEMENTS):
            cursor.execute(statement, asked)
