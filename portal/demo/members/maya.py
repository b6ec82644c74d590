"""Maya looks at night: in review, something to send, just received, paid; an order on its way."""

from claims.facts import (
    Adjustment,
    Amounts,
    ClaimKind,
    ClaimState,
    EntryType,
    Item,
    OrderState,
    WaitingFor,
)
from portal.demo.story import Teller, line

S = ClaimState


def tell(maya: Teller) -> None:
    claims(maya)
    maya.order(
        "ORD-20417",
        Item(name="Blood glucose monitor", price=4_899),
        Item(name="Test strips, box of 100", quantity=2, price=2_450),
        placed=-4,
        promised_delivery_on=maya.then.day(2),
        promised_words="Arrives within 6 days",
        parcels=(
            maya.parcel(
                "1Z999AA10123456784",
                maya.step(-3, OrderState.LABEL_CREATED),
                maya.step(-2, OrderState.IN_TRANSIT, place="Louisville, KY"),
                maya.step(-1, OrderState.IN_TRANSIT, place="Hodgkins, IL"),
                expected_on=maya.then.day(2),
            ),
        ),
    )
    account = "HW-100001"
    maya.entry(
        account,
        -75,
        EntryType.CHARGE,
        18_000,
        description="Physical therapy, 4 visits",
        claim_number="CLM-2035",
        account_title="Northside Physical Therapy",
    )
    maya.entry(
        account,
        -60,
        EntryType.PAYER_PAYMENT,
        -14_400,
        payer="Harbor Works Health Plan",
        claim_number="CLM-2035",
    )
    maya.entry(account, -41, EntryType.MEMBER_PAYMENT, -3_600, description="Card ending 4242")


def claims(maya: Teller) -> None:
    day = maya.then.day
    maya.claim(
        "CLM-2041",
        "Knee MRI",
        maya.told(-12, S.RECEIVED, received_on=day(-12), amounts=Amounts(billed=184_000)),
        maya.told(
            -8,
            S.IN_PROCESS,
            code_system="277",
            code="P3:317",
            received_on=day(-12),
            amounts=Amounts(billed=184_000),
        ),
        provider="Lakeshore Imaging",
        day=-15,
        kind=ClaimKind.PROFESSIONAL,
    )
    maya.claim(
        "CLM-2044",
        "Ambulance to Mercy Hospital",
        maya.told(-16, S.RECEIVED, received_on=day(-16), amounts=Amounts(billed=121_500)),
        maya.told(
            -9,
            S.PENDED_INFO,
            waiting_for=WaitingFor.MEMBER,
            wanted="your itemized bill",
            wanted_by=day(6),
            received_on=day(-16),
            amounts=Amounts(billed=121_500),
        ),
        provider="Metro Ambulance",
        day=-30,
        kind=ClaimKind.INSTITUTIONAL,
    )
    maya.claim(
        "CLM-2047",
        "Blood tests",
        maya.told(-1, S.RECEIVED, received_on=day(-1), amounts=Amounts(billed=21_240)),
        provider="Quick Lab",
        day=-4,
        kind=ClaimKind.PROFESSIONAL,
    )
    maya.claim(
        "CLM-2048",
        "Eye exam",
        maya.told(0, S.SUBMITTED, hour=8, amounts=Amounts(billed=14_500)),
        provider="Clear View Optometry",
        day=-2,
        kind=ClaimKind.VISION,
    )
    maya.claim(
        "CLM-2035",
        "Physical therapy",
        maya.told(-72, S.RECEIVED, received_on=day(-72), amounts=Amounts(billed=24_000)),
        maya.told(
            -60,
            S.PAID,
            received_on=day(-72),
            notice_on=day(-60),
            paid_on=day(-60),
            payee="provider",
            payment_reference="EFT 88120",
            amounts=Amounts(
                billed=24_000,
                allowed=18_000,
                plan_paid=14_400,
                member_owes=3_600,
                written_off=6_000,
                coinsurance=3_600,
            ),
            lines=(
                line(
                    1,
                    "Therapeutic exercise, 4 visits",
                    Adjustment("CO", "45", 6_000),
                    Adjustment("PR", "2", 3_600),
                    billed=24_000,
                    allowed=18_000,
                    plan_paid=14_400,
                    member_owes=3_600,
                ),
            ),
        ),
        provider="Northside Physical Therapy",
        day=-78,
        kind=ClaimKind.PROFESSIONAL,
    )
