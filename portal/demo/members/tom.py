"""Tom is Ellen's son, with claims of his own and of his daughter; two dates moved."""

from claims.facts import Adjustment, Amounts, ClaimKind, ClaimState, Guard, WaitingFor
from portal.demo.story import Teller, line

S = ClaimState

#: Of these the demo named dates two weeks ago. Since then one waited for Tom, one takes longer than
#: most, and one was taken up late.
DATES_THAT_MOVED = ("CLM-7010", "CLM-7011", "CLM-7012")


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
        "CLM-7004",
        "Flu test",
        tom.told(
            -1,
            S.PAID,
            received_on=day(-9),
            notice_on=day(-1),
            payee="provider",
            amounts=Amounts(billed=8_000, allowed=6_000, plan_paid=6_000, written_off=2_000),
            lines=(
                line(
                    1,
                    "Flu test",
                    Adjustment("CO", "45", 2_000),
                    billed=8_000,
                    allowed=6_000,
                    plan_paid=6_000,
                ),
            ),
        ),
        provider="Quick Lab",
        day=-12,
        kind=ClaimKind.PROFESSIONAL,
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
    tom.claim(
        "CLM-7010",
        "Root canal",
        tom.told(-16, S.IN_PROCESS, received_on=day(-17), amounts=Amounts(billed=98_000)),
        tom.told(
            -11,
            S.PENDED_INFO,
            waiting_for=WaitingFor.MEMBER,
            wanted="508:318",
            received_on=day(-17),
            amounts=Amounts(billed=98_000),
        ),
        tom.told(-2, S.IN_PROCESS, received_on=day(-17), amounts=Amounts(billed=98_000)),
        provider="Bright Dental",
        day=-18,
        kind=ClaimKind.ORAL,
    )
    tom.claim(
        "CLM-7011",
        "Crown",
        tom.told(-16, S.IN_PROCESS, received_on=day(-18), amounts=Amounts(billed=120_000)),
        plan="second-street",
        provider="Bright Dental",
        day=-20,
        kind=ClaimKind.ORAL,
    )
    tom.claim(
        "CLM-7012",
        "Wisdom tooth",
        tom.told(-15, S.RECEIVED, received_on=day(-15), amounts=Amounts(billed=76_000)),
        tom.told(-3, S.IN_PROCESS, received_on=day(-15), amounts=Amounts(billed=76_000)),
        plan="second-street",
        provider="Bright Dental",
        day=-17,
        kind=ClaimKind.ORAL,
    )
