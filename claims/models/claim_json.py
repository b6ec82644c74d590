"""A claim as PostgreSQL writes it: JSON in the shape of `ClaimFacts`, one query for each use.

`BRIEF` and `WHOLE` ask by keys, `OWN` for one claim of a member, `AS_IF` for one with other
values, `LATEST` for a page of a member's list. ``claim_facts`` runs them.
"""

from collections.abc import Iterable

import msgspec

from claims.answers.second_look import MAY_SEND
from claims.facts import (
    Amounts,
    ClaimFacts,
    ClaimState,
    ClaimUse,
    Happening,
    Linked,
    PlanFacts,
    Said,
    SecondLookFacts,
    SourceFacts,
)
from claims.models.related_claim import OF_A_PAGE, OF_A_ROW


def _columns(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def _texts(words: Iterable[str]) -> str:
    return ", ".join(f"'{one}'" for one in words)


def _amounts(table: str) -> str:
    names = _columns(table, Amounts.__struct_fields__)
    return f"(SELECT row_to_json(amounts) FROM (SELECT {names}) amounts) AS amounts"


def _without(struct: type[msgspec.Struct], *others: str) -> list[str]:
    return [name for name in struct.__struct_fields__ if name not in others]


# The columns are named after the fields; what is named otherwise, or is a row of its own, follows.
_PERIODS = ("check_every", "ageing_after", "stale_after")
_SOURCE = _columns("source", _without(SourceFacts, *_PERIODS)) + "".join(
    f", EXTRACT(EPOCH FROM source.{name})::float8 AS {name}" for name in _PERIODS
)
_PLAN = _columns("plan", PlanFacts.__struct_fields__)
# What no row of a list reads; a test tries rows without it.
CLAIM_ON_A_PAGE = ("service_from", "service_to", "patient_name", "patient_is_member")
EVENT_ON_A_PAGE = ("code_system", "note", "human_reviewed", "payment_reference")
_CLAIM_FIELDS = _without(
    ClaimFacts,
    "current",
    "source",
    "plan",
    "history",
    "asked",
    "linked",
    "on_account",
    "accounts",
    "related",
    "said",
    "sent",
    "second_look",
)
_CLAIM = _columns("claim", _CLAIM_FIELDS)
_CLAIM_OF_A_ROW = _columns("claim", (one for one in _CLAIM_FIELDS if one not in CLAIM_ON_A_PAGE))
_EVENT_FIELDS = _without(Happening, "source", "amounts", "adjustments", "lines", "event_id")
_OF_ITS_SOURCE = f"event.source_id AS source, {_amounts('event')}"
_EVENT = f"{_columns('event', _EVENT_FIELDS)}, event.id AS event_id, {_OF_ITS_SOURCE}"
# The newest date that was said about it; the index of its numbers ends where it stands.
_SAID = f"""(SELECT json_build_array({_columns("promise", Said.__struct_fields__)})
       FROM claims_promise promise
      WHERE promise.claim_id = claim.id ORDER BY promise.number DESC LIMIT 1) AS said"""
# The claim and the versions before it.
_ITS_VERSIONS = """ANY(ARRAY(
        SELECT claim.id UNION ALL
        SELECT old.id FROM claims_claim old WHERE old.superseded_by_id = claim.id
      ))"""
_ITS_EVENTS = f"event.claim_id = {_ITS_VERSIONS}"
# Of a decision that no longer stands a page says what was owed; the one that stands is read apart.
_OLD = "event.id IS DISTINCT FROM claim.current_id"
_REASONS_OF_OLD = f"""CASE WHEN {_OLD} THEN event.lines ELSE '[]' END AS lines,
        CASE WHEN {_OLD} THEN event.adjustments ELSE '[]' END AS adjustments"""
_HISTORY = f"""COALESCE((
    SELECT json_agg(said) FROM (
      SELECT {_EVENT}, {_REASONS_OF_OLD} FROM claims_claimevent event
      WHERE {_ITS_EVENTS}
      ORDER BY event.effective_on DESC NULLS LAST, event.received_at DESC, event.id DESC
    ) said), '[]')"""

# What the newest request for this approval asked for.
_ASKED = f"""CASE WHEN claim.use = '{ClaimUse.PREAUTHORIZATION}' THEN COALESCE((
    SELECT event.lines FROM claims_claimevent event
    WHERE event.state = '{ClaimState.SUBMITTED}' AND {_ITS_EVENTS}
      AND event.lines::jsonb <> '[]'
    ORDER BY event.effective_on DESC NULLS LAST, event.received_at DESC, event.id DESC LIMIT 1
  ), '[]') ELSE '[]' END"""


def _query(
    claim: str, event: str, where: str = "WHERE claim.id = ANY(%s)", rows: str = "claims_claim"
) -> str:
    return f"""
SELECT row_to_json(facts)::text FROM (
  SELECT {claim}, {_SAID},
    (SELECT row_to_json(said) FROM (SELECT {_SOURCE}) said) AS source,
    CASE WHEN plan.id IS NULL THEN '{{}}'
         ELSE (SELECT row_to_json(said) FROM (SELECT {_PLAN}) said) END AS plan,
    CASE WHEN event.id IS NOT NULL
         THEN (SELECT row_to_json(said) FROM (SELECT {event}) said) END AS "current"
  FROM {rows} claim
  JOIN claims_source source ON source.slug = claim.source_id
  LEFT JOIN claims_plan plan ON plan.id = claim.plan_id
  LEFT JOIN claims_claimevent event ON event.id = claim.current_id
  {where}
) facts"""


# Nothing is owed or appealed before a decision, so an open claim costs no look at adjustments.
_OWED_IN = """claim.state = ANY(ARRAY['denied', 'partially_denied', 'paid',
      'finalized_no_payment', 'finalized_unspecified', 'with_other_payer', 'reversed'])"""
_PARTLY_APPROVED = "claim.state = ANY(ARRAY['partly_approved', 'approved_changed'])"
_DETAILED = f"{_EVENT}, event.lines, event.adjustments"
_HISTORIC = f"{_CLAIM}, {_HISTORY} AS history, {_ASKED} AS asked{OF_A_PAGE}"
# Most claims have no line in a ledger, and their page need not ask for one.
_ON_ACCOUNT = """, EXISTS (
      SELECT FROM claims_ledgerentry entry JOIN claims_balance ON claims_balance.id = balance_id
      WHERE claims_balance.member_id = claim.member_id AND (
        entry.claim_id = claim.id
        OR entry.claim_id IN (SELECT id FROM claims_claim WHERE superseded_by_id = claim.id)
        OR entry.claim_id IS NULL AND entry.claim_number = NULLIF(claim.number, '')
      )) AS on_account"""
# By number first; what merely fits a denied claim comes after, and says that it is not sure.
_LINK = _columns("other", _without(Linked, "sure"))
_OTHER = "other.superseded_by_id IS NULL AND other.conflict = '{}' AND other.state <> 'hidden'"
_LINKED = f"""COALESCE((
    SELECT json_agg(said) FROM (
      (SELECT {_LINK}, true AS sure FROM claims_claim other
       WHERE other.member_id = claim.member_id AND {_OTHER}
         AND other.authorization_number <> ''
         AND other.authorization_number = claim.authorization_number
         AND (other.use = '{ClaimUse.PREAUTHORIZATION}')
           <> (claim.use = '{ClaimUse.PREAUTHORIZATION}')
       ORDER BY other.changed_at DESC, other.id DESC LIMIT 5)
      UNION ALL
      (SELECT {_LINK}, false FROM claims_claim other
       WHERE claim.use = '{ClaimUse.CLAIM}' AND claim.authorization_number = ''
         AND claim.state = ANY(ARRAY['denied', 'partially_denied']) AND claim.provider <> ''
         AND other.member_id = claim.member_id AND {_OTHER}
         AND other.use = '{ClaimUse.PREAUTHORIZATION}' AND other.authorization_number <> ''
         AND lower(other.provider) = lower(claim.provider)
         AND claim.service_from BETWEEN other.authorization_from AND other.authorization_to
       ORDER BY other.changed_at DESC, other.id DESC LIMIT 5)
    ) said), '[]')"""
# What a member sent without being waited for; where a refusal may ask for it.
_SECOND_LOOK = _columns("look", SecondLookFacts.__struct_fields__)
_LOOKED_AT = f""", CASE WHEN claim.state = ANY(ARRAY[{_texts(MAY_SEND)}]) THEN (
      SELECT row_to_json(newest) FROM (
        SELECT {_SECOND_LOOK} FROM claims_secondlook look WHERE look.claim_id = {_ITS_VERSIONS}
        ORDER BY look.asked_at DESC, look.id DESC LIMIT 1) newest) END AS second_look"""
# In a list it is enough that there may be one: then one query asks for all rows.
_MAY_BE_ON_ACCOUNT = f""", {_OWED_IN} AND EXISTS (
      SELECT FROM claims_balance WHERE claims_balance.member_id = claim.member_id) AS on_account"""
_BELONGING = _CLAIM_OF_A_ROW + _MAY_BE_ON_ACCOUNT + OF_A_ROW
# What may be seen is what ``ClaimQuerySet.visible`` says; a test compares the two.
_VISIBLE = f"claim.superseded_by_id IS NULL AND claim.state <> '{ClaimState.HIDDEN}'"
# The list of claims has no approvals, as ``but_approvals`` says.
_LISTED = f"{_VISIBLE} AND claim.use <> '{ClaimUse.PREAUTHORIZATION}'"

_ROW = f"""{_columns("event", (one for one in _EVENT_FIELDS if one not in EVENT_ON_A_PAGE))}, {
    _OF_ITS_SOURCE
}, event.adjustments,
      CASE WHEN {_OWED_IN} OR {_PARTLY_APPROVED} THEN event.lines ELSE '[]' END AS lines"""
# By key alone, because PostgreSQL sets aside every row of a page; one key more says whether the
# list goes on. The count is of all, so that it is the same on every page.
_PART = f"""(SELECT chosen.*, part.more, part.in_all FROM (
      SELECT id, count(*) OVER () > %s AS more, (
          SELECT count(*) FROM claims_claim claim WHERE claim.member_id = %s AND {_LISTED}
        ) AS in_all
      FROM (
        SELECT claim.id, claim.changed_at FROM claims_claim claim
        WHERE claim.member_id = %s AND {_LISTED} AND (claim.changed_at, claim.id) < (%s, %s)
        ORDER BY claim.changed_at DESC, claim.id DESC LIMIT %s
      ) ahead ORDER BY changed_at DESC, id DESC LIMIT %s
    ) part JOIN claims_claim chosen ON chosen.id = part.id)"""
BEGINNING = ("infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff")

BRIEF = _query(_BELONGING, _ROW)
WHOLE = _query(_HISTORIC, _DETAILED)
_OF_ITS_PAGE = _HISTORIC + _ON_ACCOUNT + f", {_LINKED} AS linked{_LOOKED_AT}"
AS_IF = _query(
    _OF_ITS_PAGE,
    _DETAILED,
    "ORDER BY claim.place",
    """(SELECT so.*, place FROM claims_claim is_now,
        unnest(%s::jsonb[]) WITH ORDINALITY wish (told, place),
        LATERAL jsonb_populate_record(is_now, told) so WHERE is_now.id = %s)""",
)
OWN = _query(
    _OF_ITS_PAGE,
    _DETAILED,
    f"WHERE claim.id = ANY(%s) AND claim.member_id = %s AND {_VISIBLE}",
)
LATEST = _query(
    _BELONGING + ", claim.more, claim.in_all",
    _ROW,
    "ORDER BY claim.changed_at DESC, claim.id DESC",
    _PART,
).replace(
    "SELECT row_to_json(facts)::text",
    "SELECT json_agg(facts)::text, bool_or(facts.more), max(facts.in_all)",
    1,
)
