"""Two sources that speak of one claim: the second one's word joins the claim that we hold.

Only where nothing else fits: the same person, the payer's number, the same use and days of care
that overlap, both stated. Two that fit, or one that two fit, join nothing.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping

from claims.facts import ClaimRecord
from claims.models import Source
from claims.store.cells import array
from claims.store.copying import copy, rows

NAME = ("claim_id", "source_id", "external_key")
Keys = dict[str, uuid.UUID]

OTHERS = "SELECT EXISTS (SELECT FROM claims_source WHERE slug <> %s AND kind = %s)"
# One look by member for each claim asked for. A source has one name for a claim, so one that it
# calls otherwise already is another.
FITTING = """
SELECT asked.key, max(c.id::text)::uuid
  FROM unnest(%s::text[], %s::uuid[], %s::text[], %s::date[], %s::date[], %s::text[])
       AS asked (key, member, number, since, until, use)
  JOIN claims_claim c ON c.member_id = asked.member AND c.number = asked.number
   AND c.use = asked.use AND c.source_id <> %s
   AND c.service_from <= asked.until AND coalesce(c.service_to, c.service_from) >= asked.since
   AND c.superseded_by_id IS NULL AND c.state <> 'hidden'
 WHERE NOT EXISTS (
       SELECT FROM claims_claimname n WHERE n.claim_id = c.id AND n.source_id = %s)
 GROUP BY asked.key HAVING count(*) = 1
"""


def find(source: str, records: Iterable[ClaimRecord], members: Mapping) -> Keys:
    """The claims of other sources that these records are about too, by the records' keys.

    One query, and none that looks at claims while there is one source of claims.
    """
    first = {one.key: one for one in records if one.number and one.service_from}
    if not first or not rows(OTHERS, source, Source.Kind.CLAIMS)[0][0]:
        return {}
    asked = list(first.values())
    found = rows(
        FITTING,
        array(one.key for one in asked),
        [members[one.patient] for one in asked],
        array(one.number for one in asked),
        [one.service_from for one in asked],
        [one.service_to or one.service_from for one in asked],
        array(one.use for one in asked),
        source,
        source,
    )
    times = Counter(claim for _, claim in found)
    return {key: claim for key, claim in found if times[claim] == 1}


def keep(source: str, found: Keys) -> None:
    """From now on this source's key names the claim."""
    copy("claims_claimname", NAME, ((claim, source, key) for key, claim in found.items()))
