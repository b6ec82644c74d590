"""Kit's orders went wrong in every way: lost, returned, disputed, cancelled, silent."""

from claims.facts import Amounts, ClaimKind, ClaimState, EntryType, Item, OrderState
from portal.demo.story import Teller

O = OrderState  # noqa: E741 - as short as the S of the other stories


def tell(kit: Teller) -> None:
    orders(kit)
    kit.claim(
        "CLM-5501",
        "Glasses",
        kit.told(-8, ClaimState.ESTIMATE_ONLY, amounts=Amounts(billed=32_000, member_owes=12_000)),
        provider="Northern Lights Optical",
        day=-8,
        kind=ClaimKind.VISION,
    )
    account = "PH-100010"
    for day, kind, cents, words in (
        (-40, EntryType.CHARGE, 8_800, "Shower chair"),
        (-40, EntryType.MEMBER_PAYMENT, -8_800, "Card ending 7310"),
        (-10, EntryType.REVERSAL, -8_800, "Shower chair, returned"),
        (-6, EntryType.REFUND, 8_800, "Refund to card ending 7310"),
    ):
        kit.entry(
            account,
            day,
            kind,
            cents,
            source="billing-stale",
            description=words,
            order_number="ORD-10104",
            account_title="Porchlight Home Medical",
        )


def orders(kit: Teller) -> None:
    gone = kit.parcel(
        "FX0001",
        kit.step(-9, O.IN_TRANSIT, place="Anchorage, AK"),
        kit.step(-4, O.EXCEPTION, detail="lost", message="Package lost"),
        carrier="FedEx",
    )
    kit.order("ORD-10101", Item(name="Ice packs", price=2_100), placed=-12, parcels=(gone,))
    damaged = kit.parcel(
        "FX0002",
        kit.step(-6, O.IN_TRANSIT, place="Seattle, WA"),
        kit.step(-2, O.EXCEPTION, detail="damaged", message="Damage reported"),
        carrier="FedEx",
        expected_on=kit.then.day(4),
    )
    kit.order("ORD-10102", Item(name="Bed rail", price=7_400), placed=-8, parcels=(damaged,))
    back = kit.parcel(
        "FX0003",
        kit.step(-11, O.IN_TRANSIT, place="Seattle, WA"),
        kit.step(-3, O.RETURNING, detail="return_to_sender", place="Anchorage, AK"),
        carrier="FedEx",
    )
    kit.order("ORD-10103", Item(name="Arm sling", price=1_900), placed=-14, parcels=(back,))
    returned = kit.parcel(
        "FX0004",
        kit.step(-30, O.IN_TRANSIT, place="Seattle, WA"),
        kit.step(-26, O.DELIVERED, place="Anchorage, AK"),
        kit.step(-10, O.RETURNED, place="Seattle, WA"),
        carrier="FedEx",
    )
    kit.order("ORD-10104", Item(name="Shower chair", price=8_800), placed=-40, parcels=(returned,))
    quiet = kit.parcel(
        "FX0005",
        kit.step(-32, O.IN_TRANSIT, place="Juneau, AK"),
        kit.step(-1, O.STALE, detail="expired"),
        carrier="FedEx",
    )
    kit.order("ORD-10105", Item(name="Thermometer", price=2_600), placed=-36, parcels=(quiet,))
    strange = kit.parcel(
        "FX0006",
        kit.step(-3, O.UNRECOGNISED, detail="", code="handed_to_sled"),
        carrier="FedEx",
    )
    kit.order("ORD-10106", Item(name="Wool blanket", price=5_200), placed=-6, parcels=(strange,))
