"""What the member owed of a claim by the decision before, so that a list can say what changed."""

import datetime as dt
import uuid
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from django.db import connection

from claims.amounts import settled_amounts
from claims.facts import ClaimFacts, Happening
from claims.fold import holds_from
from claims.models.claim_share import SHARE_OF_EVENT
from claims.rank import DECISIONS, SHARED

# As the page's "What changed": of the decisions before the one that stands the last that says what
# is owed. What a person set aside counts no more.
KEEP = f"""
UPDATE claims_claim c SET share_before = found.share FROM (
  SELECT claim.id, (
    SELECT {SHARE_OF_EVENT} AS share FROM claims_claimevent event
     WHERE (event.claim_id = claim.id OR event.claim_id IN (
             SELECT id FROM claims_claim old WHERE old.superseded_by_id = claim.id))
       AND event.id <> now.id AND event.state = ANY(%(decisions)s)
       AND (coalesce(event.effective_on, event.received_at::date), event.received_at)
         < (coalesce(now.effective_on, now.received_at::date), now.received_at)
       AND NOT EXISTS (SELECT FROM claims_hold h
                        WHERE h.claim_id = event.claim_id AND event.id = ANY(h.set_aside))
     ORDER BY {SHARE_OF_EVENT} IS NULL, event.effective_on DESC NULLS LAST,
              event.received_at DESC, event.id DESC LIMIT 1) AS share
    FROM claims_claim claim JOIN claims_claimevent now ON now.id = claim.current_id
   WHERE claim.version > 1 AND claim.state = ANY(%(shared)s) AND (claim.id = ANY(%(claims)s)
         OR claim.id IN (SELECT superseded_by_id FROM claims_claim WHERE id = ANY(%(claims)s)))
  ) found
 WHERE c.id = found.id AND c.share_before IS DISTINCT FROM found.share
"""


def keep(claims: Sequence[uuid.UUID]) -> None:
    """Once their events and versions are written; no query where nothing was said before."""
    if claims:
        with connection.cursor() as cursor:
            told = {"claims": [*claims], "decisions": [*DECISIONS], "shared": [*SHARED]}
            cursor.execute(KEEP, told)


def before(facts: ClaimFacts, gone: AbstractSet[int]) -> int | None:
    """The same of a claim as it would be, without the statements that would not count."""
    now = facts.current
    if now is None or facts.state not in SHARED:
        return facts.share_before
    since = holds_from(now), now.received_at
    older = [
        (settled_amounts(one).member_owes, one)
        for one in facts.history
        if one.state in DECISIONS
        and one.event_id not in (now.event_id, *gone)
        and (holds_from(one), one.received_at) < since
    ]
    said = max(older, key=lambda two: (two[0] is not None, *newest(two[1])), default=None)
    return said[0] if said else None


def newest(told: Happening) -> tuple:
    """The order in which a history is read; without a day of its own a statement comes last."""
    return (told.effective_on or dt.date.min, told.received_at, told.event_id or 0)
