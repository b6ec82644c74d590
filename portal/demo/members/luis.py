"""Luis' claims were corrected, replaced, split or withdrawn; a bill of his is late."""

from claims.facts import Adjustment, Amounts, ClaimKind, ClaimState, EntryType
from portal.demo.story import Teller, line

S = ClaimState
ON_A_PLAN = "SJ-100012"


def tell(luis: Teller) -> None:
    corrected(luis)
    others(luis)
    missing_amounts(luis)
    account = ON_A_PLAN
    luis.entry(
        account,
        -95,
        EntryType.CHARGE,
        32_000,
        description="Visita a emergencias",
        statement=f"{account}-S1",
        account_title="San Juan Medical Center",
    )
    luis.statement(
        account,
        -80,
        -50,
        charges=32_000,
        late_fee=2_500,
        account_title="San Juan Medical Center",
    )
    luis.entry(
        account,
        -45,
        EntryType.MEMBER_PAYMENT,
        -23_580,
        description="Tarjeta que termina en 5521",
        statement=f"{account}-S1",
    )
    luis.entry(
        account,
        -18,
        EntryType.MEMBER_PAYMENT,
        -2_105,
        description="Tarjeta que termina en 5521",
        statement=f"{account}-S1",
    )
    decided_again(luis)


def corrected(luis: Teller) -> None:
    """Case T27: paid, taken back, then denied. One claim; the clock runs from the new notice."""
    day = luis.then.day
    paid = {"billed": 12_000, "plan_paid": 12_000, "member_owes": 0}
    taken = {"billed": -12_000, "plan_paid": -12_000, "member_owes": 0}
    owed = {"billed": 12_000, "plan_paid": 0, "member_owes": 12_000}
    luis.claim(
        "CLM-6020",
        "Visita al quiropráctico",
        luis.told(
            -90,
            S.PAID,
            received_on=day(-105),
            notice_on=day(-90),
            paid_on=day(-90),
            payee="provider",
            amounts=Amounts(**paid),
            lines=(line(1, "Ajuste de la columna", **paid),),
        ),
        luis.told(-20, S.REVERSED, amounts=Amounts(**taken)),
        luis.told(
            -18,
            S.DENIED,
            received_on=day(-105),
            notice_on=day(-18),
            amounts=Amounts(**owed),
            lines=(line(1, "Ajuste de la columna", Adjustment("PR", "96", 12_000), **owed),),
        ),
        provider="Caribe Chiropractic",
        day=-110,
        kind=ClaimKind.PROFESSIONAL,
    )
    luis.claim(
        "CLM-6024",
        "Inyección en el hombro",
        luis.told(
            -50,
            S.PAID,
            received_on=day(-64),
            notice_on=day(-50),
            paid_on=day(-50),
            payee="provider",
            amounts=Amounts(billed=40_000, plan_paid=30_000, member_owes=5_000),
        ),
        luis.told(-2, S.REVERSED, amounts=Amounts(billed=-40_000, plan_paid=-30_000)),
        provider="Caribe Orthopedics",
        day=-66,
        kind=ClaimKind.PROFESSIONAL,
    )


def decided_again(luis: Teller) -> None:
    """One paid and looked at again; one decided on less than an older account asks for."""
    day = luis.then.day
    paid = {
        "notice_on": day(-30),
        "paid_on": day(-30),
        "payee": "provider",
        "received_on": day(-44),
    }
    luis.claim(
        "CLM-6060",
        "Terapia física",
        luis.told(
            -30, S.PAID, amounts=Amounts(billed=18_000, plan_paid=15_000, member_owes=3_000), **paid
        ),
        luis.told(-4, S.IN_PROCESS, code_system="x12:STC01", code="277:P1:20"),
        provider="Caribe Orthopedics",
        day=-46,
        kind=ClaimKind.PROFESSIONAL,
    )
    luis.claim(
        "CLM-6062",
        "Análisis de sangre",
        luis.told(
            -30, S.PAID, amounts=Amounts(billed=10_000, plan_paid=7_500, member_owes=2_500), **paid
        ),
        luis.told(-6, S.REVERSED, amounts=Amounts(billed=-10_000, plan_paid=-7_500)),
        luis.told(
            -5,
            S.PAID,
            notice_on=day(-5),
            paid_on=day(-5),
            payee="provider",
            amounts=Amounts(billed=10_000, plan_paid=9_500, member_owes=500),
        ),
        provider="Laboratorio Borinquen",
        day=-47,
        kind=ClaimKind.PROFESSIONAL,
    )
    account = "LB-100012"
    bill = {"claim_number": "CLM-6062", "statement": f"{account}-S1"}
    luis.entry(
        account,
        -28,
        EntryType.CHARGE,
        2_500,
        description="Análisis de sangre",
        account_title="Laboratorio Borinquen",
        **bill,
    )
    luis.statement(
        account,
        -12,
        16,
        charges=2_500,
        late_fee=0,
        number=f"{account}-S1",
        account_title="Laboratorio Borinquen",
    )


def others(luis: Teller) -> None:
    day = luis.then.day
    for number, service, state in (
        ("CLM-6030", "Cirugía de los ojos", S.SPLIT),
        ("CLM-6031", "Clase de diabetes", S.VOIDED),
        ("CLM-6033", "Radiografía del tobillo", S.REPLACED),
    ):
        luis.claim(
            number,
            service,
            luis.told(-21, S.RECEIVED, received_on=day(-21), amounts=Amounts(billed=23_000)),
            luis.told(-7, state, received_on=day(-21)),
            provider="San Juan Medical Center",
            day=-28,
            kind=ClaimKind.PROFESSIONAL,
        )
    luis.claim(
        "CLM-6032",
        "Ajuste de rodillera",
        luis.told(-7, S.UNKNOWN_CLAIM, amounts=Amounts(billed=23_000)),
        provider="San Juan Medical Center",
        day=-28,
        kind=ClaimKind.PROFESSIONAL,
    )
    luis.claim(
        "CLM-6040",
        "Prueba de esfuerzo",
        luis.told(-26, S.RECEIVED, received_on=day(-26), amounts=Amounts(billed=88_000)),
        provider="Caribe Cardiology",
        day=-30,
        kind=ClaimKind.PROFESSIONAL,
    )
    luis.claim(
        "CLM-6040-2",
        "Prueba de esfuerzo",
        luis.told(-9, S.IN_PROCESS, received_on=day(-10), amounts=Amounts(billed=80_000)),
        provider="Caribe Cardiology",
        day=-30,
        kind=ClaimKind.PROFESSIONAL,
        replaces="CLM-6040",
    )


def missing_amounts(luis: Teller) -> None:
    """Case T37: what was billed and paid is stated, what Luis owes is not."""
    luis.claim(
        "CLM-6050",
        "Visitas médicas en el hospital",
        luis.told(
            -33,
            S.FINALIZED_UNSPECIFIED,
            received_on=luis.then.day(-48),
            amounts=Amounts(billed=265_000, plan_paid=62_000, paid_by_member=0),
        ),
        provider="San Juan Medical Center",
        day=-52,
        kind=ClaimKind.PROFESSIONAL,
    )
