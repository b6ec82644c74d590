"""The demo's outside systems, one for each way of hearing from them, and its plans."""

import datetime as dt

from claims.facts import Program
from claims.models import Plan, Source

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

#: slug: (kind, how long ago it was heard, how long ago it failed, how often we check)
SOURCES: dict[str, tuple[str, dt.timedelta | None, dt.timedelta | None, dt.timedelta]] = {
    "claims": ("claims", 17 * MINUTE, None, HOUR),
    "claims-ageing": ("claims", 9 * HOUR, None, 4 * HOUR),
    "claims-stale": ("claims", 4 * DAY, None, 12 * HOUR),
    "claims-down": ("claims", 26 * HOUR, 20 * MINUTE, HOUR),
    "claims-second": ("claims", 12 * MINUTE, None, HOUR),
    "claims-silent": ("claims", None, None, 6 * HOUR),
    "orders": ("orders", 8 * MINUTE, None, HOUR),
    "orders-stale": ("orders", 3 * DAY, None, 6 * HOUR),
    "carrier": ("carrier", 25 * MINUTE, None, HOUR),
    "carrier-ageing": ("carrier", 11 * HOUR, None, 4 * HOUR),
    "carrier-down": ("carrier", 30 * HOUR, 40 * MINUTE, HOUR),
    "carrier-silent": ("carrier", None, None, 6 * HOUR),
    "fhir": ("claims", 5 * MINUTE, None, HOUR),
    "x12": ("claims", 5 * MINUTE, None, HOUR),
    "schemaorg": ("orders", 5 * MINUTE, None, HOUR),
    "easypost": ("carrier", 5 * MINUTE, None, HOUR),
    "ledger": ("billing", 5 * MINUTE, None, HOUR),
    "billing": ("billing", 35 * MINUTE, None, HOUR),
    "billing-partial": ("billing", 50 * MINUTE, None, HOUR),
    "billing-stale": ("billing", 5 * DAY, None, 24 * HOUR),
    "billing-down": ("billing", 20 * HOUR, 15 * MINUTE, HOUR),
}

ENROLLS = "fhir"  # the one that says who is a member
ABLE_SHOP = "orders"  # sends orders again, and cancels what is on its way

PLANS = (
    Plan(
        identifier="harbor-works",
        name="Harbor Works Health Plan",
        program=Program.ERISA_SELF,
        time_zone="America/Chicago",
        phone="+18005550121",
    ),
    Plan(
        identifier="lakeview-ppo",
        name="Lakeview Group PPO",
        program=Program.ERISA_INSURED,
        phone="+18005550122",
    ),
    Plan(
        identifier="bright-valley",
        name="Bright Valley Silver",
        program=Program.ACA_INDIVIDUAL,
        time_zone="America/Denver",
        phone="+18005550123",
    ),
    Plan(
        identifier="evergreen-advantage",
        name="Evergreen Advantage",
        program=Program.MEDICARE_ADVANTAGE,
        time_zone="America/Los_Angeles",
        phone="+18005550124",
        requires_prior_authorization=True,
    ),
    Plan(
        identifier="evergreen-rx",
        name="Evergreen Rx",
        program=Program.PART_D,
        time_zone="America/Los_Angeles",
        phone="+18005550125",
    ),
    Plan(
        identifier="community-first",
        name="Community First Medicaid",
        program=Program.MEDICAID_MCO,
        time_zone="America/Los_Angeles",
        phone="+18005550126",
        fair_hearing_days=120,
    ),
    Plan(identifier="original-medicare", name="Medicare", program=Program.ORIGINAL_MEDICARE),
    Plan(identifier="second-street", name="Second Street Supplement", program=Program.OTHER),
)


def keep_sources(now: dt.datetime) -> None:
    """Let each source be heard as long ago as its part in the demo asks for."""
    for slug, (kind, heard, failed, every) in SOURCES.items():
        Source.objects.update_or_create(
            slug=slug,
            defaults={
                "kind": kind,
                "enrolls": slug == ENROLLS,
                "resends": slug == ABLE_SHOP,
                "takes_back": slug == ABLE_SHOP,
                "heard_at": now - heard if heard else None,
                "failed_at": now - failed if failed else None,
                "check_every": every,
            },
        )


def keep_plans() -> None:
    for plan in PLANS:
        known = {
            name: getattr(plan, name)
            for name in (
                "name",
                "program",
                "time_zone",
                "phone",
                "requires_prior_authorization",
                "fair_hearing_days",
                "more_time_days",
            )
        }
        Plan.objects.update_or_create(identifier=plan.identifier, defaults=known)
