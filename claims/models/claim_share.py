"""The member's share of claims, as the decisions that stand say it: one query for all."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from claims.amounts import MEMBER
from claims.rank import SHARED

# What an event says of the share, else what its reasons prove; only if each names group and cents.
SHARE_OF_EVENT = f"""coalesce(event.member_owes, (
      SELECT CASE WHEN bool_and(one ? 'cents' AND one->>'group' <> '')
             THEN coalesce(sum((one->>'cents')::bigint)
                           FILTER (WHERE one->>'group' = '{MEMBER}'), 0) END
        FROM jsonb_array_elements(event.adjustments::jsonb
             || jsonb_path_query_array(event.lines::jsonb, '$[*].adjustments[*]')) one))"""
# As `claims.answers.claim_balance.share_of`.
SHARES = f"""
SELECT claim.id, {SHARE_OF_EVENT} + greatest(coalesce(event.paid_by_member, 0), 0)
  FROM claims_claim claim JOIN claims_claimevent event ON event.id = claim.current_id
 WHERE claim.id = ANY(%s) AND claim.use = 'claim' AND claim.state = ANY(%s)
   AND claim.conflict = '{{}}' AND claim.held = ''
"""


def shares_of(claims: Iterable[UUID]) -> dict[UUID, int]:
    """Cents by claim; a claim whose share is not stated is left out."""
    with connection.cursor() as cursor:
        cursor.execute(SHARES, [list(claims), list(SHARED)])
        return {claim: int(cents) for claim, cents in cursor if cents is not None}
