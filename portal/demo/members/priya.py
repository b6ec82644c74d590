"""Priya needs her order by Saturday; another comes in two parcels; a third is late but in time."""

from claims.facts import EntryType, Item, OrderState
from portal.demo.story import Teller

SATURDAY = 5

#: What Priya told us herself: the order and the weekday by which she needs it.
NEEDED_BY_SATURDAY = "ORD-80021"

#: What came late, and what our specialist made up for.
CAME_LATE = "ORD-80009"


def tell(priya: Teller) -> None:
    saturday = priya.then.weekday(SATURDAY)
    priya.order(
        NEEDED_BY_SATURDAY,
        Item(name="Dress shoes with orthotic insoles", price=15_900),
        placed=-8,
        promised_delivery_on=priya.then.day(saturday - 1),
        promised_words="Arrives before the weekend",
        parcels=(
            priya.parcel(
                "1Z999AA10123455551",
                priya.step(-5, OrderState.IN_TRANSIT, place="Memphis, TN"),
                priya.step(
                    -1,
                    OrderState.EXCEPTION,
                    hour=18,
                    detail="weather",
                    message="Severe weather",
                    place="Memphis, TN",
                ),
                expected_on=priya.then.day(saturday + 2),
            ),
        ),
    )
    priya.order(
        "ORD-80018",
        Item(name="Compression socks", quantity=3, price=1_850),
        Item(name="Foot cream", price=1_200),
        placed=-12,
        parcels=(
            priya.parcel(
                "1Z999AA10123455552",
                priya.step(-9, OrderState.IN_TRANSIT, place="Atlanta, GA"),
                priya.step(-7, OrderState.DELIVERED, hour=14, place="Decatur, GA"),
                signed_by="P NAIR",
            ),
            priya.parcel(
                "1Z999AA10123455553",
                priya.step(-9, OrderState.IN_TRANSIT, place="Atlanta, GA"),
                priya.step(-1, OrderState.IN_TRANSIT, place="Charlotte, NC"),
                expected_on=priya.then.day(3),
            ),
        ),
    )
    priya.order(
        CAME_LATE,
        Item(name="Posture cushion", price=4_200),
        placed=-30,
        parcels=(
            priya.parcel(
                "9400111899223100088",
                priya.step(-27, OrderState.IN_TRANSIT, place="Atlanta, GA"),
                priya.step(-25, OrderState.DELIVERED, hour=11, place="Decatur, GA"),
                carrier="USPS",
            ),
        ),
    )
    account = "PH-100008"
    priya.entry(
        account,
        -8,
        EntryType.CHARGE,
        15_900,
        description="Dress shoes with orthotic insoles",
        order_number=NEEDED_BY_SATURDAY,
        account_title="Porchlight Home Medical",
    )
    priya.entry(account, -8, EntryType.MEMBER_PAYMENT, -15_900, description="Card ending 0077")
