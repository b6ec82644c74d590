"""Tom is Ellen's son, with claims of his own and of his daughter."""

from claims.facts import Adjustment, Amounts, ClaimKind, ClaimState, Guard
from portal.demo.story import Teller, line

S = ClaimState


def tell(tom: Teller) -> None:
    day = tom.then.day
    tom.claim(
        "CLM-7002",
        "Dental filling",
        tom.told(
            -19,
            S.PAID,
            received_on=day(-33),
            notice_on=day(-19),
            paid_on=day(-19),
            payee="member",
            amounts=Amounts(billed=19_000, plan_paid=12_000, member_owes=7_000, deductible=7_000),
            lines=(
                line(
                    1,
                    "Filling, two surfaces",
                    Adjustment("PR", "1", 7_000),
                    billed=19_000,
                    plan_paid=12_000,
                    member_owes=7_000,
                ),
            ),
        ),
        provider="Bright Dental",
        day=-36,
        kind=ClaimKind.ORAL,
    )
    tom.claim(
        "CLM-7005",
        "Checkup",
        tom.told(-4, S.IN_PROCESS, received_on=day(-6), amounts=Amounts(billed=16_500)),
        provider="Harbor Pediatrics",
        patient_name="Lily",
        guard=Guard.MINOR,
        day=-10,
        kind=ClaimKind.PROFESSIONAL,
    )
    tom.claim(
        "CLM-7006",
        "Broken arm, cast",
        tom.told(
            -2,
            S.NEEDS_CORRECTION,
            received_on=day(-12),
            amounts=Amounts(billed=58_000),
            remarks=("MA130",),
            adjustments=(Adjustment("CO", "16", 58_000),),
        ),
        provider="Harbor Pediatrics",
        patient_name="Lily",
        guard=Guard.MINOR,
        day=-16,
        kind=ClaimKind.PROFESSIONAL,
    )
