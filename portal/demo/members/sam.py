"""Sam's care is private: guarded claims and orders; and money in credit."""

from claims.facts import Amounts, ClaimKind, ClaimState, EntryType, Guard, Item, OrderState
from portal.demo.story import Teller

S = ClaimState


def tell(sam: Teller) -> None:
    day = sam.then.day
    sam.claim(
        "CLM-9001",
        "Therapy session",
        sam.told(-5, S.IN_PROCESS, received_on=day(-7), amounts=Amounts(billed=20_000)),
        provider="Desert Counseling",
        guard=Guard.MENTAL_HEALTH,
        day=-9,
        kind=ClaimKind.PROFESSIONAL,
    )
    sam.claim(
        "CLM-9002",
        "HIV test",
        sam.told(
            -30,
            S.PAID,
            received_on=day(-41),
            notice_on=day(-30),
            paid_on=day(-30),
            payee="provider",
            amounts=Amounts(billed=9_000, plan_paid=9_000, member_owes=0),
        ),
        provider="Community Clinic",
        guard=Guard.HIV,
        day=-44,
        kind=ClaimKind.PROFESSIONAL,
    )
    sam.claim(
        "CLM-9005",
        "",
        sam.told(-12, S.FINALIZED_NO_PAYMENT, received_on=day(-20), notice_on=day(-12)),
        provider="",
        guard=Guard.UNKNOWN,
        day=-22,
    )
    sam.order(
        "ORD-90040",
        Item(name="Home test kit", price=3_900),
        placed=-3,
        guard=Guard.HIV,
        parcels=(
            sam.parcel("9400111899223100099", sam.step(-1, OrderState.IN_TRANSIT), carrier="USPS"),
        ),
    )
    account = "DC-100009"
    title = "Desert Counseling"
    sam.entry(
        account, -60, EntryType.CHARGE, 4_000, description="Copay, 2 visits", account_title=title
    )
    sam.entry(account, -50, EntryType.MEMBER_PAYMENT, -4_000, description="Card ending 3003")
    sam.entry(
        account, -20, EntryType.ADJUSTMENT, -2_550, description="Your plan paid more than expected"
    )
