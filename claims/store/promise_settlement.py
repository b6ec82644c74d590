"""What came of the dates that members were told: kept, broken or withdrawn, by the facts, in SQL.

A date is kept when what it promised happened by that day, and broken when it did not and the source
has been heard since: a quiet source is never called late. Every date counts for itself, also one
that was moved before it came. Withdrawn is what was cancelled in time, or waited for the member
when its day came. A broken one becomes kept when a source tells late that it happened in time; it
is over when nobody waits for it any more.
"""

import datetime as dt

from django.db import connection

from claims.explanations.state import Family
from claims.explanations.states import DECIDED as IS_DECIDED
from claims.explanations.states import STATES
from claims.facts import ClaimState, OrderState
from claims.fold_order import TRAVELS

LATE_NEWS = dt.timedelta(days=60)  # in which a broken promise may turn out to have been kept

DECIDED = [state for state, words in STATES.items() if words.progress == IS_DECIDED]
PAYING = (ClaimState.PAID, ClaimState.PARTIALLY_DENIED)
RETURNED = [s for s in ClaimState if STATES[s].family is Family.RETURNED]
TAKEN_BACK = (ClaimState.CANCELLED, ClaimState.REPLACED, ClaimState.VOIDED, ClaimState.HIDDEN)
SHIPPED = [*TRAVELS, OrderState.DELIVERED]
NOT_COMING = [OrderState.CANCELLED, OrderState.RETURNING, OrderState.RETURNED]

# Those to look at: the open ones, those broken lately, and those broken before that somebody still
# waits for; each by an index of its own, because most were settled long ago. ``ended_at`` is when
# their day ended.
LOOKED_AT = """
  SELECT promise.*, (%(at)s AT TIME ZONE member.time_zone)::date AS today, member.time_zone AS zone,
         (due_on + 1)::timestamp AT TIME ZONE member.time_zone AS ended_at
    FROM (
      SELECT * FROM claims_promise
       WHERE outcome = 'open' AND due_on < %(before)s AND {thing}_id IS NOT NULL
       UNION ALL
      SELECT * FROM claims_promise
       WHERE outcome = 'broken' AND settled_at > %(late_news)s AND due_on < %(before)s
         AND {thing}_id IS NOT NULL
       UNION ALL
      SELECT * FROM claims_promise
       WHERE outcome = 'broken' AND over_at IS NULL AND settled_at <= %(late_news)s
         AND due_on < %(before)s AND {thing}_id IS NOT NULL
    ) promise JOIN accounts_member member ON member.id = promise.member_id
"""
# ``happened_on`` and ``fact``: what was promised, when it happened. ``gone_on``: it will not.
# ``waits``: for the member. ``doubt``: nobody knows what holds. ``heard``: since its day ended.
VERDICT = """
, verdict AS (
  SELECT *, CASE
      WHEN doubt AND kind <> 'check' THEN 'open'
      WHEN happened_on <= least(due_on, today) THEN 'kept'
      WHEN outcome = 'broken' THEN 'broken'
      WHEN gone_on <= due_on THEN 'withdrawn'
      WHEN due_on >= today THEN 'open'
      WHEN waits AND happened_on IS NULL THEN 'withdrawn'
      WHEN happened_on <= today OR heard THEN 'broken'
      ELSE 'open' END AS found
    FROM looked_at JOIN came USING (id)
)
UPDATE claims_promise promise
   SET outcome = found, fact = verdict.came_fact,
       settled_at = CASE WHEN found = promise.outcome THEN promise.settled_at ELSE %(at)s END,
       settled_on = CASE found WHEN 'kept' THEN happened_on
                               WHEN 'broken' THEN promise.due_on + 1
                               ELSE least(coalesce(gone_on, promise.due_on), promise.due_on) END,
       over_at = CASE WHEN found = 'broken' AND is_over THEN %(at)s END
  FROM (SELECT *, waits OR happened_on IS NOT NULL OR gone_on IS NOT NULL AS is_over
          FROM verdict) verdict
 WHERE promise.id = verdict.id
   AND (promise.outcome = 'open' AND found <> 'open'
        OR promise.outcome = 'broken' AND found = 'kept'
        OR promise.outcome = 'broken' AND promise.over_at IS NULL AND found = 'broken' AND is_over)
"""
# A replaced claim is decided by the version that stands for it. Where a claim was decided before
# and opened again, only what was told since counts; news of the same day may have come before the
# page that did not have it yet. We said more where we named a date by then, or a person told it.
CLAIMS = """
WITH looked_at AS MATERIALIZED (LOOKED_AT), came AS (
  SELECT looked_at.id,
         head.conflict <> '{}' OR head.held <> '' OR head.state = 'unrecognised' AS doubt,
         current.waiting_for = 'member' AND head.state = 'pended_info' AS waits,
         source.heard_at >= ended_at
           OR looked_at.kind IN ('check', 'news', 'appeal_decision') AS heard,
         CASE WHEN head.state = ANY(%(gone)s)
                OR looked_at.kind = 'payment' AND head.state = ANY(%(pays_nothing)s)
              THEN coalesce(head.state_on, today)
              WHEN appeal.state = 'withdrawn'
              THEN (given_up_at AT TIME ZONE zone)::date END AS gone_on,
         CASE looked_at.kind
           WHEN 'check' THEN CASE WHEN head.conflict = '{}' AND head.held = ''
                                   AND head.state <> 'unrecognised' THEN today END
           WHEN 'payment' THEN CASE WHEN current.paid_on <= today THEN current.paid_on END
           WHEN 'appeal_decision' THEN least(appeal.decided_on, appeal.redecided_on)
           WHEN 'news' THEN least(decided.on, dated.on,
                                  (heeded_at AT TIME ZONE zone)::date)
           ELSE decided.on END AS happened_on,
         CASE looked_at.kind WHEN 'check' THEN ''
                   WHEN 'payment' THEN coalesce('claim event ' || current.id, '')
                   ELSE coalesce('claim event ' || decided.id, '') END AS came_fact
    FROM looked_at
    JOIN claims_claim claim ON claim.id = looked_at.claim_id
    JOIN claims_claim head ON head.id = coalesce(claim.superseded_by_id, claim.id)
    JOIN claims_source source ON source.slug = head.source_id
    LEFT JOIN claims_claimevent current ON current.id = head.current_id
    LEFT JOIN LATERAL (
      SELECT event.id, least(coalesce(event.effective_on,
                                      (event.received_at AT TIME ZONE zone)::date), today) AS on
        FROM claims_claimevent event
       WHERE event.claim_id IN (claim.id, head.id) AND event.state = ANY(%(decided)s)
         AND (event.received_at > said_at
              OR event.received_at > said_at - interval '1 day' AND head.state = ANY(%(decided)s)
                 AND head.reopened_on IS NULL)
         AND NOT EXISTS (SELECT FROM claims_hold hold WHERE hold.claim_id = event.claim_id
                            AND event.id = ANY(hold.set_aside))
       ORDER BY event.received_at, event.id LIMIT 1
    ) decided ON true
    LEFT JOIN LATERAL (
      SELECT filed.state, filed.ended_at AS given_up_at, filed.decided_on,
             (SELECT min(coalesce(event.effective_on, (event.received_at AT TIME ZONE zone)::date))
                FROM claims_claimevent event
               WHERE event.claim_id IN (claim.id, head.id) AND event.state = ANY(%(decided)s)
                 AND event.received_at > filed.filed_at
                 AND coalesce(event.effective_on, filed.filed_on) >= filed.filed_on
             ) AS redecided_on
        FROM claims_appeal filed
       WHERE looked_at.kind = 'appeal_decision' AND filed.claim_id = claim.id
         AND filed.filed_at <= said_at
       ORDER BY filed.filed_at DESC LIMIT 1
    ) appeal ON true
    LEFT JOIN LATERAL (
      SELECT min(later.said_on) AS on FROM claims_promise later
       WHERE looked_at.kind = 'news' AND later.claim_id = looked_at.claim_id
         AND later.number > looked_at.number AND later.kind <> 'news'
    ) dated ON true
)
"""
# A parcel's own date is settled by that parcel; any other by the last of all. What has no parcel
# is settled by the order's own steps.
ORDERS = """
WITH looked_at AS MATERIALIZED (LOOKED_AT), came AS (
  SELECT looked_at.id,
         o.conflict <> '{}' OR o.state = 'unrecognised' AS doubt,
         o.state = 'payment_due' AS waits,
         coalesce(parcels.heard_at, source.heard_at) >= ended_at
           OR looked_at.kind = 'check' AS heard,
         CASE WHEN o.state = ANY(%(not_coming)s) AND looked_at.kind <> 'refund'
              THEN (o.changed_at AT TIME ZONE zone)::date END AS gone_on,
         CASE looked_at.kind
           WHEN 'check' THEN CASE WHEN o.conflict = '{}' AND o.state <> 'unrecognised'
                                  THEN today END
           WHEN 'refund' THEN coalesce(o.refunded_on, refund.on)
           WHEN 'ship' THEN coalesce(parcels.shipped_on, own.shipped_on)
           ELSE coalesce(parcels.delivered_on, own.delivered_on) END AS happened_on,
         CASE WHEN looked_at.kind = 'refund' THEN coalesce('ledger entry ' || refund.id, '')
              ELSE '' END AS came_fact
    FROM looked_at
    JOIN claims_order o ON o.id = looked_at.order_id
    JOIN claims_source source ON source.slug = o.source_id
    CROSS JOIN LATERAL (
      SELECT min(carrier.heard_at) AS heard_at,
             CASE WHEN bool_and(scan.shipped_on IS NOT NULL) THEN max(scan.shipped_on) END
               AS shipped_on,
             CASE WHEN bool_and(scan.delivered_on IS NOT NULL) THEN max(scan.delivered_on) END
               AS delivered_on
        FROM claims_shipment parcel JOIN claims_source carrier ON carrier.slug = parcel.source_id
        CROSS JOIN LATERAL (
          SELECT min(day) FILTER (WHERE state = ANY(%(shipped)s)) AS shipped_on,
                 min(day) FILTER (WHERE state = 'delivered') AS delivered_on
            FROM (SELECT state, (coalesce(occurred_at, received_at) AT TIME ZONE zone)::date AS day
                    FROM claims_orderevent event WHERE event.shipment_id = parcel.id) step
        ) scan
       WHERE parcel.order_id = o.id AND looked_at.part IN ('', parcel.tracking_code)
    ) parcels
    CROSS JOIN LATERAL (
      SELECT min(day) FILTER (WHERE state = ANY(%(shipped)s)) AS shipped_on,
             min(day) FILTER (WHERE state = 'delivered') AS delivered_on
        FROM (SELECT state, (coalesce(occurred_at, received_at) AT TIME ZONE zone)::date AS day
                FROM claims_orderevent event WHERE event.order_id = o.id) step
    ) own
    LEFT JOIN LATERAL (
      SELECT entry.id, entry.effective_on AS on FROM claims_ledgerentry entry
       WHERE entry.order_id = o.id AND entry.type = 'refund' AND entry.posted_at > said_at
       ORDER BY entry.posted_at, entry.id LIMIT 1
    ) refund ON true
)
"""


def settle(at: dt.datetime, *, before: dt.date | None = None) -> int:
    """Settle what the facts decide by now; how many. ``before``: only dates before that day.

    Those whose day has come are few and are asked for often; all of them, once a night.
    """
    values = {
        "at": at,
        "before": before or dt.date.max,
        "late_news": at - LATE_NEWS,
        "decided": [*DECIDED],
        "pays_nothing": [state for state in DECIDED if state not in PAYING],
        "gone": [*TAKEN_BACK, *RETURNED, ClaimState.SPLIT],
        "shipped": [*SHIPPED],
        "not_coming": [*NOT_COMING],
    }
    settled = 0
    with connection.cursor() as cursor:
        for thing, statement in (("claim", CLAIMS), ("order", ORDERS)):
            looked_at = LOOKED_AT.replace("{thing}", thing)
            cursor.execute(statement.replace("LOOKED_AT", looked_at) + VERDICT, values)
            settled += cursor.rowcount
    return settled
