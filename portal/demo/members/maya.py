"""Maya looks at night: in review, to send, just received, paid, approvals; an order."""

from claims.facts import (
    Adjustment,
    Amounts,
    ClaimKind,
    ClaimState,
    EntryType,
    Item,
    Line,
    OrderState,
    ServiceUnit,
    WaitingFor,
)
from portal.demo.story import Teller, line

S = ClaimState
VISIT = ServiceUnit.VISIT


def tell(maya: Teller) -> None:
    claims(maya)
    approvals(maya)
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


def approvals(maya: Teller) -> None:
    """One good for weeks, with fewer visits than were asked for; one that waits for the doctor."""
    day = maya.then.day
    asked = Line(number=1, description="Physical therapy for the knee", quantity=16, unit=VISIT)
    approved = Line(
        number=1,
        description="Physical therapy for the knee",
        review_action="A1",
        quantity=16,
        unit=VISIT,
    )
    maya.authorization(
        "PA-2210",
        "Physical therapy for the knee",
        maya.told(-24, S.SUBMITTED, received_on=day(-24), lines=(asked,)),
        maya.told(-20, S.APPROVED, received_on=day(-24), notice_on=day(-20), lines=(approved,)),
        provider="Northside Physical Therapy",
        day=-18,
        authorization_number="A-2210",
        authorization_from=day(-20),
        authorization_to=day(70),
    )
    surgery = Line(number=1, description="Knee surgery", quantity=1)
    maya.authorization(
        "PA-2231",
        "Knee surgery",
        maya.told(-3, S.SUBMITTED, received_on=day(-3), lines=(surgery,)),
        maya.told(
            -2,
            S.PENDED_INFO,
            received_on=day(-3),
            waiting_for=WaitingFor.PROVIDER,
            wanted="loinc:11506-3\nloinc:18748-4",
            wanted_by=day(9),
            lines=(Line(number=1, description="Knee surgery", review_action="A4"),),
        ),
        provider="Lakeshore Orthopedics",
        day=20,
    )


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
            wanted="508:279",
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
