"""Walter has three years of claims: lists with pages, and something to search."""

from claims.facts import Adjustment, Amounts, ClaimKind, ClaimState, Item, OrderState
from portal.demo.story import Teller, line

MEDICINES = ("Lisinopril", "Metformin", "Atorvastatin", "Amlodipine", "Omeprazole", "Eye drops")
COPAY = 1_000
CLAIMS = 84
ORDERS = 30


def tell(walter: Teller) -> None:
    for number in range(CLAIMS):
        refill(walter, number)
    for number in range(ORDERS):
        supply(walter, number)


def refill(walter: Teller, number: int) -> None:
    days = -12 * (CLAIMS - number)
    price = 3_400 + 310 * (number % 7)
    medicine = MEDICINES[number % len(MEDICINES)]
    amounts = {
        "billed": price,
        "allowed": price,
        "plan_paid": price - COPAY,
        "member_owes": COPAY,
        "copay": COPAY,
    }
    walter.claim(
        f"RX-{70001 + number}",
        f"{medicine}, 30 days",
        walter.told(
            days + 1,
            ClaimState.PAID,
            received_on=walter.then.day(days),
            notice_on=walter.then.day(days + 1),
            paid_on=walter.then.day(days + 1),
            payee="provider",
            amounts=Amounts(**amounts),
            lines=(line(1, medicine, Adjustment("PR", "3", COPAY), **amounts),),
        ),
        provider="Main Street Pharmacy",
        plan="evergreen-rx",
        day=days,
        kind=ClaimKind.PHARMACY,
    )


def supply(walter: Teller, number: int) -> None:
    placed = -30 * (ORDERS - number)
    code = f"WJ{number:04d}"
    walter.order(
        f"ORD-12{number:03d}",
        Item(name="Hearing aid batteries, box of 60", price=2_400),
        placed=placed,
        parcels=(
            walter.parcel(
                code, walter.step(placed + 4, OrderState.DELIVERED, hour=11, place="Madison, WI")
            ),
        ),
    )
