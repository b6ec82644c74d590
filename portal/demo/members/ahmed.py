"""Ahmed shows what we say when a system is late, silent, wrong, or disagrees with another."""

from claims.facts import (
    Adjustment,
    Amounts,
    ClaimKind,
    ClaimState,
    Clue,
    EntryType,
    Evidence,
    HoldReason,
    Item,
    OrderState,
)
from portal.demo.story import Teller

S = ClaimState


def tell(ahmed: Teller) -> None:
    claims(ahmed)
    disagreement(ahmed)
    held_back(ahmed)
    orders(ahmed)
    account = "DC-100004"
    ahmed.entry(
        account,
        -20,
        EntryType.CHARGE,
        7_500,
        source="billing-down",
        description="Urgent care visit",
        account_title="Detroit Care",
    )


def claims(ahmed: Teller) -> None:
    day = ahmed.then.day
    for number, service, source, told in (
        ("CLM-4001", "Flu shot", "claims", ahmed.told(-3, S.IN_PROCESS, received_on=day(-4))),
        (
            "CLM-4002",
            "Hearing test",
            "claims-ageing",
            ahmed.told(-6, S.IN_PROCESS, received_on=day(-7)),
        ),
        (
            "CLM-4003",
            "Dental cleaning",
            "claims-stale",
            ahmed.told(-9, S.IN_PROCESS, received_on=day(-10)),
        ),
        (
            "CLM-4004",
            "Root canal",
            "claims-down",
            ahmed.told(-5, S.IN_PROCESS, received_on=day(-8)),
        ),
        (
            "CLM-4005",
            "Foot X-ray",
            "claims",
            ahmed.told(-2, S.UNRECOGNISED, code_system="277", code="Z9:999", received_on=day(-6)),
        ),
        (
            "CLM-4008",
            "Specialist visit",
            "claims",
            ahmed.told(-13, S.CALL_US, received_on=day(-20)),
        ),
    ):
        ahmed.claim(
            number,
            service,
            told,
            source=source,
            provider="Detroit Care",
            day=-14,
            kind=ClaimKind.PROFESSIONAL,
        )


def held_back(ahmed: Teller) -> None:
    """A payment that does not add up, and one taken back that we never heard of."""
    billed = Amounts(billed=24_000)
    ahmed.claim(
        "CLM-4009",
        "Physical therapy",
        ahmed.told(-20, S.IN_PROCESS, received_on=ahmed.then.day(-22), amounts=billed),
        ahmed.told(
            -1,
            S.PAID,
            received_on=ahmed.then.day(-22),
            paid_on=ahmed.then.day(-1),
            payee="provider",
            amounts=Amounts(
                billed=24_000,
                allowed=18_000,
                plan_paid=14_400,
                member_owes=2_600,
                coinsurance=2_600,
            ),
            adjustments=(Adjustment("CO", "45", 6_000), Adjustment("PR", "2", 2_600)),
        ),
        provider="Northside Physical Therapy",
        day=-26,
        kind=ClaimKind.PROFESSIONAL,
    )
    ahmed.hold(
        HoldReason.OUT_OF_BALANCE,
        Evidence(Clue.BILLED_LESS_ADJUSTED, 15_400, 14_400),
        Evidence(Clue.ADJUSTED, 9_600, 8_600),
    )
    ahmed.claim(
        "CLM-4010",
        "Skin check",
        ahmed.told(-1, S.REVERSED, amounts=Amounts(billed=-9_000, plan_paid=-7_200)),
        provider="Detroit Care",
        day=-60,
        kind=ClaimKind.PROFESSIONAL,
    )
    ahmed.hold(HoldReason.ORPHAN_REVERSAL, Evidence(Clue.TAKEN_BACK, None, 7_200))


def disagreement(ahmed: Teller) -> None:
    """Two systems, the same day, two endings that cannot both be true."""
    decided = {"received_on": ahmed.then.day(-25), "notice_on": ahmed.then.day(-4)}
    ahmed.claim(
        "CLM-4006",
        "Urgent care visit",
        ahmed.told(
            -4,
            S.PAID,
            paid_on=ahmed.then.day(-4),
            amounts=Amounts(billed=31_000, plan_paid=20_000, member_owes=2_000),
            **decided,
        ),
        ahmed.told(
            -4,
            S.DENIED,
            hour=12,
            source="claims-second",
            amounts=Amounts(billed=31_000, plan_paid=0, member_owes=31_000),
            **decided,
        ),
        provider="Detroit Care",
        day=-27,
        kind=ClaimKind.PROFESSIONAL,
    )


def orders(ahmed: Teller) -> None:
    ahmed.order(
        "ORD-40010",
        Item(name="Knee brace", price=5_600),
        placed=-5,
        parcels=(ahmed.parcel("SILENT0001", source="carrier-silent", carrier="Metro Courier"),),
    )
    ahmed.order(
        "ORD-40011",
        Item(name="Heating pad", price=3_200),
        placed=-7,
        parcels=(
            ahmed.parcel(
                "DOWN0001",
                ahmed.step(-2, OrderState.IN_TRANSIT, place="Toledo, OH"),
                source="carrier-down",
                carrier="Metro Courier",
                expected_on=ahmed.then.day(1),
            ),
        ),
    )
    ahmed.order(
        "ORD-40012",
        Item(name="Pill organizer", price=1_100),
        placed=-9,
        said=-1,
        state=OrderState.DELIVERED,
        parcels=(
            ahmed.parcel(
                "DIFF0001",
                ahmed.step(-1, OrderState.IN_TRANSIT, place="Dearborn, MI"),
                carrier="FedEx",
            ),
        ),
    )
