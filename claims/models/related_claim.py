"""Claims that belong to one: the parts of a split claim, and what the other plan says; in SQL.

Conservative, because a wrong link shows a member a wrong amount: the same member, both visible, and
either a key that names the other or the provider's own number and days of care that overlap.
"""

from django.db.models import BooleanField, Func

from claims.explanations.states import STATES
from claims.facts import Relation

_SAME_CARE = """other.patient_account = NULLIF(claim.patient_account, '')
        AND other.service_from <= coalesce(claim.service_to, claim.service_from)
        AND coalesce(other.service_to, other.service_from) >= claim.service_from"""
_PART = f"""{{whole}}.state = 'split' AND {{part}}.state <> 'split'
        AND {{part}}.source_id = {{whole}}.source_id
        AND ({{part}}.replaces_key = {{whole}}.external_key OR {_SAME_CARE})"""
# One plan sent it on, the other is not the same one: another plan, another source, or a decision
# that itself says that it came second.
_OTHER_PLAN = f"""(claim.state = 'with_other_payer') <> (other.state = 'with_other_payer')
        AND 'split' NOT IN (claim.state, other.state) AND {_SAME_CARE}
        AND (other.plan_id IS DISTINCT FROM claim.plan_id OR other.source_id <> claim.source_id
             OR '{{835:2,835:3}}'::text[] && ARRAY[said.code, event.code]::text[])"""
_APART = "'{split,with_other_payer}'::text[]"  # the states that point at another claim
_RELATION = f"""CASE
      WHEN {_PART.format(whole="claim", part="other")} THEN 'part'
      WHEN {_PART.format(whole="other", part="claim")} THEN 'whole'
      WHEN {_OTHER_PLAN} THEN 'other_plan' END"""


_OTHERS = f"""
      SELECT {_RELATION} AS relation, other.id, other.number, other.service, other.state,
             other.conflict = '{{}}' AND other.held = '' AS sure,
             coalesce(plan_of.name, '') AS plan_name, said.plan_paid, said.member_owes
        FROM claims_claim other
        LEFT JOIN claims_plan plan_of ON plan_of.id = other.plan_id
        LEFT JOIN claims_claimevent said ON said.id = other.current_id
       WHERE other.member_id = claim.member_id AND other.id <> claim.id
         AND other.superseded_by_id IS NULL AND other.state <> 'hidden'
         AND other.use = 'claim' AND claim.use = 'claim'
         AND {_APART} && ARRAY[claim.state, other.state]::text[]
         AND (other.patient_account = NULLIF(claim.patient_account, '')
              OR other.replaces_key = claim.external_key OR other.external_key = claim.replaces_key)
       ORDER BY other.service_from, other.number, other.id"""


def related(where: str) -> str:
    """A column of claims that belong to ``claim``, looked for only ``where`` there can be any."""
    return f""", CASE WHEN {where} THEN COALESCE((
    SELECT json_agg(one) FROM ({_OTHERS}
    ) one WHERE one.relation IS NOT NULL), '[]') ELSE '[]' END AS related"""


_DECIDED = ",".join(state for state, words in STATES.items() if words.settled)


class BothDecided(Func):
    """Whether the other plan has decided too about the claim with this key, which we sent on to it.

    Says what ``claims.answers.claim_others.both_decided`` says of its facts; a test compares them.
    """

    output_field = BooleanField()
    # No EXISTS, which PostgreSQL may work out for every claim of everybody at once.
    template = f"""COALESCE((
    SELECT (SELECT count(*) = 1 AND bool_and(one.sure AND one.member_owes IS NOT NULL
                   AND one.state = ANY('{{{_DECIDED}}}'::text[]))
              FROM ({_OTHERS}) one WHERE one.relation = '{Relation.OTHER_PLAN}')
      FROM claims_claim claim LEFT JOIN claims_claimevent event ON event.id = claim.current_id
     WHERE claim.id = %(expressions)s), false)"""


# A row of a list looks where a claim cannot be understood alone, a page wherever one may belong.
OF_A_ROW = related("claim.state IN ('split', 'with_other_payer') OR claim.replaces_key <> ''")
OF_A_PAGE = related(
    "claim.state IN ('split', 'with_other_payer') OR claim.replaces_key <> ''"
    " OR claim.patient_account <> ''"
)
