"""From which day to which day things took, as the database finds it: one query for each table.

Each row of ``spans`` is one thing that happened and what it was followed by: ``ended_on`` is the
day for which somebody waited, ``gone_on`` the one on which it no longer could come. Both None is
open. ``is_first`` marks one row of each case in a segment, of those that began in the year.
"""

from typing import Any

from msgspec import Struct

from claims.date_kind import DateKind
from claims.estimates.segments import FAST
from claims.explanations.state import Family
from claims.explanations.states import DECIDED, STATES
from claims.facts import ClaimState, ClaimUse, OrderState, WaitingFor
from claims.fold_order import TRAVELS
from claims.rank import AGAIN


class Spans(Struct, frozen=True):
    query: str
    words: dict[str, Any]


CLAIMS = """
WITH said AS MATERIALIZED (
  SELECT claim.id, event.state, event.waiting_for, event.paid_on, event.plan_paid,
         COALESCE(event.effective_on, (event.received_at AT TIME ZONE 'UTC')::date) AS told_on,
         claim.received_on, claim.superseded_by_id IS NOT NULL AS replaced,
         claim.use = %(request)s AS request,
         CASE WHEN claim.use = %(request)s THEN claim.urgency ELSE claim.kind END AS thing,
         claim.source_id AS sender
    FROM claims_claim claim JOIN claims_claimevent event ON event.claim_id = claim.id
   WHERE claim.id > %(after)s AND claim.id <= %(until)s AND claim.state <> %(hidden)s
     AND event.claim_id > %(after)s AND event.claim_id <= %(until)s  -- for its own index
), ends AS (
  SELECT id, min(told_on) FILTER (WHERE state = ANY(%(decided)s)) AS decided_on,
         LEAST(min(told_on) FILTER (WHERE state = ANY(%(gone)s)),
               CASE WHEN bool_or(replaced) THEN max(told_on) END) AS gone_on,
         min(paid_on) AS paid_on, min(received_on) AS received_on,
         bool_or(request) AS request, min(thing) AS thing, min(sender) AS sender
    FROM said GROUP BY id
), spans AS (
  SELECT CASE WHEN request THEN %(request_kind)s ELSE %(decision_kind)s END AS kind,
         'last' AS since, said.state, waiting_for, said.thing, said.sender,
         row_number() OVER (PARTITION BY id, said.state, waiting_for
                            ORDER BY told_on < %(first)s, told_on) = 1 AS is_first,
         told_on AS began_on, decided_on AS ended_on, gone_on
    FROM (SELECT DISTINCT id, state, waiting_for, told_on, thing, sender, request FROM said
           WHERE state = ANY(%(open)s) AND waiting_for <> %(member)s) said
    JOIN ends USING (id, request)
   UNION ALL
  SELECT CASE WHEN request THEN %(request_kind)s ELSE %(decision_kind)s END, 'start', NULL, NULL,
         thing, sender, true, received_on, decided_on, gone_on
    FROM ends
   UNION ALL
  SELECT %(payment_kind)s, 'start', NULL, NULL, thing, sender, true, min(told_on),
         min(ends.paid_on), min(gone_on)
    FROM said JOIN ends USING (id, thing, sender)
   WHERE state = ANY(%(paying)s) AND said.paid_on IS NULL AND plan_paid > 0
   GROUP BY id, thing, sender
   UNION ALL
  SELECT %(again_kind)s, 'start', NULL, NULL, undone.thing, undone.sender, true, undone.told_on,
         min(later.told_on), NULL::date
    FROM (
      SELECT id, thing, sender, told_on FROM said
       WHERE state = %(reversed)s
         AND NOT EXISTS (SELECT FROM said same WHERE same.id = said.id
                            AND same.told_on = said.told_on AND same.state = ANY(%(decided)s))
       UNION
      SELECT id, said.thing, said.sender, min(told_on) FROM said JOIN ends USING (id)
       WHERE state = ANY(%(again)s) AND told_on > decided_on AND NOT said.request
       GROUP BY id, said.thing, said.sender
    ) undone
    LEFT JOIN said later ON later.id = undone.id AND later.told_on > undone.told_on
          AND later.state = ANY(%(decided)s)
   GROUP BY undone.id, undone.thing, undone.sender, undone.told_on
)
"""

ORDERS = """
WITH scans AS MATERIALIZED (
  SELECT shipment.order_id AS id, shipment.id AS parcel, lower(shipment.carrier) AS carrier,
         event.state,
         (COALESCE(event.occurred_at, event.received_at) AT TIME ZONE 'UTC')::date AS told_on
    FROM claims_shipment shipment JOIN claims_orderevent event ON event.shipment_id = shipment.id
   WHERE shipment.order_id > %(after)s AND shipment.order_id <= %(until)s
), own AS MATERIALIZED (
  SELECT placed.id, placed.placed_on, placed.source_id AS sender, event.state,
         (COALESCE(event.occurred_at, event.received_at) AT TIME ZONE 'UTC')::date AS told_on
    FROM claims_order placed JOIN claims_orderevent event ON event.order_id = placed.id
   WHERE placed.id > %(after)s AND placed.id <= %(until)s
), ends AS (
  SELECT id, min(told_on) FILTER (WHERE state = ANY(%(shipped)s)) AS shipped_on,
         min(told_on) FILTER (WHERE state = %(cancelled)s) AS gone_on
    FROM (SELECT id, state, told_on FROM scans UNION ALL SELECT id, state, told_on FROM own) told
   GROUP BY id
), arrivals AS (
  SELECT parcel, min(told_on) FILTER (WHERE state = %(delivered)s) AS delivered_on,
         min(told_on) FILTER (WHERE state = ANY(%(lost)s)) AS gone_on
    FROM scans GROUP BY parcel
), spans AS (
  SELECT %(ship_kind)s AS kind, 'last' AS since, unshipped.state, '' AS waiting_for, '' AS thing,
         sender, true AS is_first, began_on, shipped_on AS ended_on, gone_on
    FROM (
      SELECT id, sender, %(placed)s AS state, COALESCE(min(placed_on), min(told_on)) AS began_on
        FROM own GROUP BY id, sender
       UNION ALL
      SELECT id, sender, %(label)s, min(scans.told_on)
        FROM scans JOIN (SELECT DISTINCT id, sender FROM own) own USING (id)
       WHERE state = %(label)s GROUP BY id, sender
    ) unshipped JOIN ends USING (id)
   UNION ALL
  SELECT %(deliver_kind)s, 'last', state, '', '', carrier,
         row_number() OVER (PARTITION BY parcel, state ORDER BY told_on < %(first)s, told_on) = 1,
         told_on, delivered_on, gone_on
    FROM (SELECT DISTINCT parcel, carrier, state, told_on FROM scans
           WHERE state = ANY(%(travels)s)) scan
    JOIN arrivals USING (parcel)
   UNION ALL
  SELECT %(refund_kind)s, 'start', NULL, NULL, '', source_id, true, cancelled_on, refunded_on, NULL
    FROM claims_order
   WHERE id > %(after)s AND id <= %(until)s AND refund_due_on IS NOT NULL
)
"""


# A payer that decides again has answered the appeal too, whatever we noted of it.
APPEALS = """
WITH spans AS (
  SELECT %(appeal_kind)s AS kind, 'start' AS since, NULL::text AS state, NULL::text AS waiting_for,
         appeal.level || CASE WHEN appeal.fast THEN %(fast)s ELSE '' END AS thing,
         claim.source_id AS sender, true AS is_first, appeal.filed_on AS began_on,
         least(appeal.decided_on, redecided.on) AS ended_on,
         CASE WHEN appeal.state = 'withdrawn'
              THEN (appeal.ended_at AT TIME ZONE 'UTC')::date END AS gone_on
    FROM claims_appeal appeal JOIN claims_claim claim ON claim.id = appeal.claim_id
    LEFT JOIN LATERAL (
      SELECT min(COALESCE(event.effective_on, (event.received_at AT TIME ZONE 'UTC')::date)) AS on
        FROM claims_claimevent event
       WHERE event.claim_id = claim.id AND event.state = ANY(%(decided)s)
         AND event.received_at > appeal.filed_at
         AND COALESCE(event.effective_on, appeal.filed_on) >= appeal.filed_on
    ) redecided ON true
   WHERE appeal.id > %(after)s AND appeal.id <= %(until)s AND appeal.filed_on IS NOT NULL
)
"""


def of_family(*families: Family) -> list[str]:
    return [state.value for state, words in STATES.items() if words.family in families]


OF_CLAIMS = {
    "hidden": ClaimState.HIDDEN.value,
    "request": ClaimUse.PREAUTHORIZATION.value,
    "member": WaitingFor.MEMBER.value,
    "reversed": ClaimState.REVERSED.value,
    "again": [state.value for state in AGAIN],
    "decided": [state.value for state, words in STATES.items() if words.progress == DECIDED],
    "gone": [
        one.value
        for one in (ClaimState.VOIDED, ClaimState.CANCELLED, ClaimState.REPLACED, ClaimState.SPLIT)
    ],
    "open": of_family(Family.OPEN, Family.PENDED),
    "paying": of_family(Family.PAID),
    "decision_kind": DateKind.DECISION.value,
    "request_kind": DateKind.REQUEST.value,
    "again_kind": DateKind.NEW_DECISION.value,
    "payment_kind": DateKind.PAYMENT.value,
}
OF_ORDERS = {
    "placed": OrderState.PLACED.value,
    "label": OrderState.LABEL_CREATED.value,
    "delivered": OrderState.DELIVERED.value,
    "cancelled": OrderState.CANCELLED.value,
    "lost": [OrderState.RETURNING.value, OrderState.RETURNED.value, OrderState.CANCELLED.value],
    "travels": [state.value for state in TRAVELS if state != OrderState.PICKUP_READY],
    "shipped": [state.value for state in (*TRAVELS, OrderState.DELIVERED)],
    "ship_kind": DateKind.SHIP.value,
    "deliver_kind": DateKind.DELIVER.value,
    "refund_kind": DateKind.REFUND.value,
}

OF_APPEALS = {
    "appeal_kind": DateKind.APPEAL_DECISION.value,
    "fast": FAST,
    "decided": OF_CLAIMS["decided"],
}

SPANS = {
    "claims_claim": Spans(CLAIMS, OF_CLAIMS),
    "claims_order": Spans(ORDERS, OF_ORDERS),
    "claims_appeal": Spans(APPEALS, OF_APPEALS),
}
