"""Grace has Medicare Advantage: a decision that is late, one denied, one against her mailbox."""

from claims.facts import Adjustment, Amounts, ClaimKind, ClaimState, Item, OrderState, Urgency
from portal.demo.story import Teller, line

S = ClaimState

#: Grace was told its day a week ago, before it passed.
DECIDED_TOO_LATE = "EA-8101"


def tell(grace: Teller) -> None:
    day = grace.then.day
    grace.authorization(
        DECIDED_TOO_LATE,
        "Hip replacement",
        grace.told(-11, S.RECEIVED, received_on=day(-11)),
        grace.told(-10, S.IN_PROCESS, received_on=day(-11)),
        provider="Front Range Orthopedics",
        day=14,
    )
    grace.authorization(
        "EA-8104",
        "Infusion medicine",
        grace.told(0, S.IN_PROCESS, hour=7, received_on=day(0)),
        provider="Front Range Oncology",
        day=3,
        urgency=Urgency.PART_B_DRUG,
    )
    grace.authorization(
        "EA-8060",
        "Home oxygen",
        grace.told(-88, S.APPROVED, received_on=day(-92), notice_on=day(-88)),
        provider="Mile High Oxygen",
        day=-85,
        authorization_number="A-8060",
        authorization_from=day(-88),
        authorization_to=day(5),
    )
    grace.authorization(
        "EA-8012",
        "Heart rehabilitation, 36 visits",
        grace.told(-190, S.APPROVED, received_on=day(-196), notice_on=day(-190)),
        provider="Front Range Heart Center",
        day=-180,
        authorization_number="A-8012",
        authorization_from=day(-190),
        authorization_to=day(-10),
    )
    grace.claim(
        "EA-8090",
        "Home oxygen",
        grace.told(
            -20,
            S.DENIED,
            received_on=day(-40),
            notice_on=day(-20),
            amounts=Amounts(billed=51_000, plan_paid=0, member_owes=51_000),
            lines=(
                line(
                    1,
                    "Oxygen concentrator, one month",
                    Adjustment("PR", "151", 51_000),
                    billed=51_000,
                    plan_paid=0,
                    member_owes=51_000,
                ),
            ),
        ),
        provider="Mile High Oxygen",
        day=-45,
        kind=ClaimKind.PROFESSIONAL,
    )
    grace.claim(
        "EA-8077",
        "Yearly wellness visit",
        grace.told(
            -60,
            S.PAID,
            received_on=day(-75),
            notice_on=day(-60),
            paid_on=day(-60),
            payee="provider",
            amounts=Amounts(
                billed=22_000, allowed=17_500, plan_paid=17_500, member_owes=0, written_off=4_500
            ),
        ),
        provider="Front Range Family Care",
        day=-80,
        kind=ClaimKind.PROFESSIONAL,
    )
    grace.claim(
        "EA-8098",
        "Hearing aid fitting",
        grace.told(-3, S.REJECTED_FRONT_END, code_system="277CA", code="A3:21"),
        provider="Clear Sound",
        day=-8,
        kind=ClaimKind.PROFESSIONAL,
    )
    grace.order(
        "ORD-50031",
        Item(name="Walking frame", price=6_900),
        placed=-3,
        parcels=(
            grace.parcel(
                "1Z999AA10123450021",
                grace.step(-2, OrderState.IN_TRANSIT, place="Denver, CO"),
                grace.step(0, OrderState.OUT_FOR_DELIVERY, hour=6, place="Boulder, CO"),
                expected_on=grace.then.day(0),
            ),
        ),
    )
