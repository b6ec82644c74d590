"""Rosa reads Spanish: Medicaid, approvals before care, an order to collect."""

from claims.facts import (
    Adjustment,
    Amounts,
    ClaimKind,
    ClaimState,
    Guard,
    Item,
    Line,
    OrderState,
    ServiceUnit,
    Urgency,
)
from portal.demo.story import Teller, line

S = ClaimState
VISIT = ServiceUnit.VISIT


def tell(rosa: Teller) -> None:
    claims(rosa)
    authorizations(rosa)
    rosa.order(
        "ORD-30092",
        Item(name="Nebulizador", price=0),
        placed=-6,
        parcels=(
            rosa.parcel(
                "9400111899223100001",
                rosa.step(-5, OrderState.IN_TRANSIT, place="Ontario, CA"),
                rosa.step(-1, OrderState.ATTEMPTED, place="Los Angeles, CA"),
                rosa.step(0, OrderState.PICKUP_READY, hour=7, place="4352 Main Street"),
                carrier="USPS",
                expected_on=rosa.then.day(-1),
            ),
        ),
    )


def claims(rosa: Teller) -> None:
    day = rosa.then.day
    rosa.claim(
        "CF-50021",
        "Consulta prenatal",
        rosa.told(-7, S.RECEIVED, received_on=day(-7)),
        rosa.told(-5, S.IN_PROCESS, received_on=day(-7), amounts=Amounts(billed=28_000)),
        provider="Clínica Santa Ana",
        day=-9,
        kind=ClaimKind.PROFESSIONAL,
        guard=Guard.REPRODUCTIVE,
    )
    rosa.claim(
        "CF-50007",
        "Visita a emergencias",
        rosa.told(
            -35,
            S.PAID,
            received_on=day(-50),
            notice_on=day(-35),
            paid_on=day(-35),
            payee="provider",
            amounts=Amounts(
                billed=96_000, allowed=31_000, plan_paid=31_000, member_owes=0, written_off=65_000
            ),
            lines=(
                line(
                    1,
                    "Visita a emergencias",
                    Adjustment("CO", "45", 65_000),
                    billed=96_000,
                    allowed=31_000,
                    plan_paid=31_000,
                    member_owes=0,
                ),
            ),
        ),
        provider="Hospital General",
        day=-55,
        kind=ClaimKind.INSTITUTIONAL,
    )
    rosa.claim(
        "CF-50013",
        "Alquiler de silla de ruedas",
        rosa.told(
            -14,
            S.DENIED,
            received_on=day(-28),
            notice_on=day(-14),
            amounts=Amounts(billed=42_000, plan_paid=0, member_owes=42_000),
            lines=(
                line(
                    1,
                    "Silla de ruedas, un mes",
                    Adjustment("PR", "50", 42_000),
                    billed=42_000,
                    plan_paid=0,
                    member_owes=42_000,
                ),
            ),
        ),
        provider="Valley Medical Supply",
        day=-31,
        kind=ClaimKind.PROFESSIONAL,
    )


def authorizations(rosa: Teller) -> None:
    day = rosa.then.day
    rosa.authorization(
        "AUT-7001",
        "Enfermera en casa, 12 visitas",
        rosa.told(-4, S.IN_PROCESS, received_on=day(-4)),
        provider="Casa Care",
        day=10,
    )
    rosa.authorization(
        "AUT-6988",
        "Terapia física, 8 visitas",
        rosa.told(-20, S.RECEIVED, received_on=day(-20)),
        rosa.told(-16, S.APPROVED, received_on=day(-20), notice_on=day(-16)),
        provider="Valley Rehab",
        day=-10,
        authorization_number="A-6988",
        authorization_from=day(-16),
        authorization_to=day(74),
    )
    rosa.authorization(
        "AUT-6990",
        "Enfermera en casa, 20 visitas",
        rosa.told(
            -17,
            S.SUBMITTED,
            received_on=day(-17),
            lines=(Line(number=1, description="Enfermera en casa", quantity=20, unit=VISIT),),
        ),
        rosa.told(
            -11,
            S.PARTLY_APPROVED,
            received_on=day(-17),
            notice_on=day(-11),
            lines=(
                Line(
                    number=1,
                    description="Enfermera en casa",
                    review_action="A2",
                    quantity=12,
                    unit=VISIT,
                ),
            ),
            human_reviewed=True,
        ),
        provider="Casa Care",
        day=5,
        authorization_number="A-6990",
    )
    rosa.authorization(
        "AUT-6995",
        "Inhalador de marca",
        rosa.told(
            -9,
            S.SUBMITTED,
            received_on=day(-9),
            lines=(Line(number=1, description="Inhalador de marca", quantity=2),),
        ),
        rosa.told(
            -6,
            S.APPROVED_CHANGED,
            received_on=day(-9),
            notice_on=day(-6),
            lines=(
                Line(number=1, description="Inhalador genérico", review_action="A6", quantity=2),
            ),
        ),
        provider="Dr. Inés Molina",
        day=-5,
        authorization_number="A-6995",
        kind=ClaimKind.PHARMACY,
    )
    rosa.authorization(
        "AUT-6997",
        "Ultrasonido",
        rosa.told(-3, S.NOT_REQUIRED, received_on=day(-5), notice_on=day(-3)),
        provider="Clínica Santa Ana",
        day=3,
    )
    rosa.authorization(
        "AUT-6999",
        "Estancia en el hospital",
        rosa.told(0, S.RECEIVED, hour=6, received_on=day(0)),
        provider="Hospital General",
        day=1,
        urgency=Urgency.URGENT,
    )
