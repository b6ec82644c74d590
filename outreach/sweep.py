"""Finds what members are to be told: set by set in the database, from what is new since last time.

The table is looked through by key (`outreach.models.sweep`), so that a sweep costs what changed and
not what there is. Found twice makes one message: the database holds one for each cause.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection, transaction

from outreach.marks import DECIDED, FRESH_DAYS, MARKS
from outreach.models import Sweep


class Stream(NamedTuple):
    """An append-only table, and which things its new rows are about."""

    table: str
    subject: str
    touched: str


STREAMS = (
    Stream(
        "claims_claimevent",
        "claim",
        """
        SELECT claim_id AS thing FROM claims_claimevent WHERE id > %(done)s
        UNION
        SELECT older.id FROM claims_claimevent told
          JOIN claims_claim older ON older.superseded_by_id = told.claim_id
         WHERE told.id > %(done)s
        """,
    ),
    Stream(
        "claims_orderevent",
        "order",
        """
        SELECT DISTINCT coalesce(told.order_id, parcel.order_id) AS thing
          FROM claims_orderevent told LEFT JOIN claims_shipment parcel ON parcel.id = shipment_id
         WHERE told.id > %(done)s AND coalesce(told.order_id, parcel.order_id) IS NOT NULL
        """,
    ),
    Stream(
        "claims_ledgerentry",
        "balance",
        "SELECT DISTINCT balance_id AS thing FROM claims_ledgerentry WHERE id > %(done)s",
    ),
    Stream(
        "claims_statement",
        "balance",
        "SELECT DISTINCT balance_id AS thing FROM claims_statement WHERE id > %(done)s",
    ),
)
EVERYTHING = """
SELECT subject_id AS thing FROM outreach_follow WHERE subject = %(subject)s AND ended_at IS NULL
"""

TOUCHED = "WITH touched AS MATERIALIZED ({touched}) "
INSERT = """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at)
"""
# Who follows is settled first: in one join with how things stand, the planner expects one row and
# reads all that was touched again for each.
FOLLOWED = """
, followed AS MATERIALIZED (
  SELECT follow.id, follow.member_id AS follower, touched.thing FROM touched
    JOIN outreach_follow follow ON follow.subject_id = touched.thing AND follow.ended_at IS NULL
                               AND follow.subject = %(subject)s
), stands AS MATERIALIZED (
  SELECT touched.id, stands.* FROM followed touched
    JOIN LATERAL ({marks}) stands ON stands.member_id = touched.follower
), moved AS (
  UPDATE outreach_follow follow SET mark = stands.mark, told = told + 1
    FROM stands WHERE follow.id = stands.id AND follow.mark <> stands.mark
  RETURNING follow.*, stands.head, stands.decision
)
{insert}
SELECT member_id, 'changed', id || ':' || told, 'service_messages', subject || 's', subject, head,
       '{}', jsonb_build_object('since', since), %(at)s, %(at)s
  FROM moved WHERE NOT decision
ON CONFLICT (member_id, notice, key) DO NOTHING
"""
DECISIONS = """
, stands AS MATERIALIZED (
  SELECT DISTINCT stands.head FROM touched CROSS JOIN LATERAL ({marks}) stands WHERE decision
)
{insert}
SELECT claim.member_id, 'decided', concat_ws(':', claim.id, claim.state, claim.state_on),
       'service_messages', 'claims', 'claim', claim.id,
       jsonb_build_object('state', claim.state, 'on', claim.state_on), '{}', %(at)s, %(at)s
  FROM stands JOIN claims_claim claim ON claim.id = stands.head
  JOIN accounts_member member ON member.id = claim.member_id AND member.user_id IS NOT NULL
ON CONFLICT (member_id, notice, key) DO NOTHING
"""


def sweep(at: dt.datetime) -> int:
    """Write a message for whatever is new since the last time; how many."""
    found = 0
    for stream in STREAMS:
        with transaction.atomic():
            if looking := Sweep.begin(stream.table, at):
                found += find(stream.subject, stream.touched, at, done=looking.done)
                looking.end()
    return found


def sweep_everything(at: dt.datetime) -> int:
    """The same for all that anybody follows, whatever changed it: once a night. How many."""
    return sum(find(subject, EVERYTHING, at, decisions=False) for subject in MARKS)


def find(
    subject: str, touched: str, at: dt.datetime, *, done: int = 0, decisions: bool = True
) -> int:
    """Messages about these things, as (rows of ``touched``); how many were new."""
    values = values_for(subject, at, done=done)
    found = write(FOLLOWED, subject, touched, values)
    if subject == "claim" and decisions:
        found += write(DECISIONS, subject, touched, values)
    return found


def values_for(subject: str, at: dt.datetime, *, done: int = 0) -> dict[str, Any]:
    return {"subject": subject, "at": at, "done": done, "decided": DECIDED, "fresh": FRESH_DAYS}


def write(statement: str, subject: str, touched: str, values: Mapping[str, Any]) -> int:
    statement = TOUCHED + statement.replace("{insert}", INSERT)
    statement = statement.replace("{touched}", touched).replace("{marks}", MARKS[subject])
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
