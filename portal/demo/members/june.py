"""June has an order in each of the other states."""

from claims.facts import ClaimState, EntryType, Item, OrderState, Urgency
from portal.demo.story import Teller

O = OrderState  # noqa: E741 - as short as the S of the other stories


def tell(june: Teller) -> None:
    orders(june)
    june.authorization(
        "EA-8301",
        "Back brace",
        june.told(-5, ClaimState.CANCELLED, received_on=june.then.day(-12)),
        provider="Puget Orthopedics",
        day=2,
        urgency=Urgency.PRE_SERVICE,
    )
    account = "PH-100011"
    june.entry(
        account,
        -70,
        EntryType.CHARGE,
        12_420,
        description="Blood pressure monitor",
        order_number="ORD-11008",
        statement=f"{account}-S1",
        account_title="Porchlight Home Medical",
    )
    june.statement(
        account,
        -58,
        -28,
        charges=12_420,
        late_fee=1_000,
        account_title="Porchlight Home Medical",
    )
    june.entry(
        account,
        -20,
        EntryType.MEMBER_PAYMENT,
        -5_000,
        description="Card ending 9012",
        order_number="ORD-11008",
        statement=f"{account}-S1",
    )
    june.entry(account, -15, EntryType.INTEREST, 130, description="Interest")


def orders(june: Teller) -> None:
    june.order(
        "ORD-11001",
        Item(name="Grab bar", price=3_300),
        placed=-1,
        promised_ship_on=june.then.day(3),
    )
    june.order(
        "ORD-11002",
        Item(name="Custom insoles", price=18_000),
        placed=-4,
        said=-3,
        state=O.PAYMENT_DUE,
    )
    label = june.parcel("UP0003", june.step(-5, O.LABEL_CREATED, place="Reno, NV"))
    june.order(
        "ORD-11003",
        Item(name="Reading lamp", price=4_400),
        placed=-7,
        promised_ship_on=june.then.day(-2),
        parcels=(label,),
    )
    out = june.parcel("UP0004", june.step(0, O.OUT_FOR_DELIVERY, hour=6, place="Seattle, WA"))
    june.order("ORD-11004", Item(name="Hand splint", price=2_900), placed=-4, parcels=(out,))
    tried = june.parcel(
        "UP0005",
        june.step(-3, O.IN_TRANSIT, place="Portland, OR"),
        june.step(-1, O.ATTEMPTED, hour=15, place="Seattle, WA"),
        expected_on=june.then.day(1),
    )
    june.order("ORD-11005", Item(name="Water pillow", price=3_800), placed=-6, parcels=(tried,))
    june.order("ORD-11006", Item(name="Cane", price=2_200), placed=-9, said=-7, state=O.CANCELLED)
    handed = june.parcel(
        "UP0007",
        june.step(-20, O.IN_TRANSIT, place="Portland, OR"),
        june.step(-16, O.DELIVERED, hour=13, place="Seattle, WA"),
    )
    june.order(
        "ORD-11007",
        Item(name="Foot spa", price=6_100),
        placed=-23,
        said=-14,
        state=O.DISPUTED,
        parcels=(handed,),
    )
    arrived = june.parcel("UP0008", june.step(-64, O.DELIVERED, hour=12, place="Seattle, WA"))
    june.order(
        "ORD-11008",
        Item(name="Blood pressure monitor", price=12_420),
        placed=-70,
        parcels=(arrived,),
    )
    late = june.parcel(
        "UP0009",
        june.step(-4, O.IN_TRANSIT, place="Reno, NV"),
        source="carrier-ageing",
        carrier="Metro Courier",
        expected_on=june.then.day(-1),
    )
    june.order("ORD-11009", Item(name="Back cushion", price=4_700), placed=-8, parcels=(late,))
    june.order(
        "ORD-11010",
        Item(name="Neck pillow", price=3_900),
        placed=-6,
        source="orders-stale",
        promised_ship_on=june.then.day(5),
    )
