"""Coverages: which plan a member has. A claim that came first then learns its plan."""

from collections.abc import Sequence

from django.db import connection

from claims.facts import CoverageRecord, Program
from claims.models import Coverage, ImportBatch, Plan
from claims.store import Landed
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


def land(records: Sequence[CoverageRecord], batch: ImportBatch) -> Landed:
    """Keep each member's coverages as their source last stated them."""
    landed = Landed()
    members = members_for(record.patient for record in records)
    plans = plans_for(records)
    touched = set()
    for record in records:
        member = members[record.patient]
        stated = {
            "relationship": record.relationship,
            "position": record.position,
            "starts_on": record.starts_on,
            "ends_on": record.ends_on,
            "cancelled": record.cancelled,
        }
        coverage, made = Coverage.objects.get_or_create(
            member_id=member,
            plan=plans[record.plan],
            subscriber_id=record.subscriber_id,
            defaults=stated,
        )
        held = {name: getattr(coverage, name) for name in stated}
        if not made and held == stated:
            landed.unchanged += 1
            continue
        if not made:
            Coverage.objects.filter(pk=coverage.pk).update(**stated)
        landed.changed += 1
        touched.add(member)
    with connection.cursor() as cursor:
        cursor.execute(PLANS, [list(touched)])
    return landed


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
