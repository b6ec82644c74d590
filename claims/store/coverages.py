"""Coverages: which plan a member has. A claim that came first then learns its plan."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from claims.facts import CoverageRecord, Program
from claims.models import Coverage, ImportBatch, Plan
from claims.store import Landed, merging
from claims.store.copying import columns, copy, named, rows
from claims.store.members import members_for

# A claim without a plan takes the one coverage of its day; two that pay first leave it without.
PLANS = """
UPDATE claims_claim c SET plan_id = v.plan_id
  FROM claims_coverage v
 WHERE c.member_id = ANY(%s) AND c.plan_id IS NULL
   AND v.member_id = c.member_id AND NOT v.cancelled
   AND daterange(v.starts_on, v.ends_on, '[]') @> coalesce(c.service_from, v.starts_on, v.ends_on)
   AND NOT EXISTS (
       SELECT FROM claims_coverage o
        WHERE o.member_id = c.member_id AND o.plan_id <> v.plan_id AND NOT o.cancelled
          AND o.position <= v.position
          AND daterange(o.starts_on, o.ends_on, '[]')
              @> coalesce(c.service_from, v.starts_on, v.ends_on))
"""


STATED = ("relationship", "position", "starts_on", "ends_on", "cancelled")
COVERAGE = columns(Coverage)
NEW = tuple(name for name in COVERAGE if name != "id")
HELD = named("SELECT {names} FROM claims_coverage WHERE member_id = ANY(%s)", COVERAGE)


def land(records: Sequence[CoverageRecord], batch: ImportBatch) -> Landed:
    """Keep each member's coverages as their source last stated them."""
    landed = Landed()
    members = members_for(record.patient for record in records)
    plans = plans_for(records)
    found = rows(HELD, list(set(members.values())))
    held = {key_of(row): row for row in (dict(zip(COVERAGE, one, strict=True)) for one in found)}
    fresh, changed = [], {}
    for record in records:
        told = {name: getattr(record, name) for name in STATED} | {
            "member_id": members[record.patient],
            "plan_id": plans[record.plan].pk,
            "subscriber_id": record.subscriber_id,
        }
        row = held.get(key_of(told))
        if row is None:
            held[key_of(told)] = told
            fresh.append(told)
        elif all(row[name] == told[name] for name in STATED):
            landed.unchanged += 1
            continue
        else:
            row |= told
            if "id" in row:
                changed[row["id"]] = row
        landed.changed += 1
    copy("claims_coverage", NEW, ([row[name] for name in NEW] for row in fresh))
    merging.update("claims_coverage", COVERAGE, STATED, changed.values())
    touched = {row["member_id"] for row in (*fresh, *changed.values())}
    with connection.cursor() as cursor:
        cursor.execute(PLANS, [list(touched)])
    return landed


def key_of(row: dict[str, Any]) -> tuple:
    return row["member_id"], row["plan_id"], row["subscriber_id"]


def plans_for(records: Sequence[CoverageRecord]) -> dict[str, Plan]:
    """The plan of each identifier. What an operator set on a plan stays as it is."""
    found = {}
    for record in records:
        if record.plan not in found:
            found[record.plan] = Plan.objects.get_or_create(
                identifier=record.plan,
                defaults={"name": record.plan_name, "program": record.program},
            )[0]
        plan = found[record.plan]
        if plan.program == Program.OTHER and record.program is not Program.OTHER:
            plan.program = record.program
            plan.save(update_fields=["program"])
    return found
