"""Ellen has two plans that pay in turn, and a bill to leave alone until they have."""

from claims.facts import Adjustment, Amounts, ClaimKind, ClaimState, EntryType, WaitingFor
from portal.demo.story import Teller, line

S = ClaimState


def tell(ellen: Teller) -> None:
    claims(ellen)
    balances(ellen)


def claims(ellen: Teller) -> None:
    day = ellen.then.day
    ellen.claim(
        "MC-61001",
        "Cataract surgery",
        ellen.told(-30, S.RECEIVED, received_on=day(-30)),
        ellen.told(
            -14,
            S.WITH_OTHER_PAYER,
            received_on=day(-30),
            notice_on=day(-14),
            waiting_for=WaitingFor.OTHER_PAYER,
            code_system="835",
            code="19",
            amounts=Amounts(
                billed=75_150, plan_paid=31_000, member_owes=22_000, written_off=22_150
            ),
            lines=(
                line(
                    1,
                    "Cataract surgery, left eye",
                    Adjustment("PR", "1", 15_000),
                    Adjustment("PR", "2", 7_000),
                    Adjustment("CO", "45", 22_150),
                    billed=75_150,
                    plan_paid=31_000,
                    member_owes=22_000,
                ),
            ),
        ),
        provider="Harbor Eye Surgeons",
        day=-36,
        kind=ClaimKind.INSTITUTIONAL,
    )
    ellen.claim(
        "MC-61004",
        "Heart rhythm test",
        ellen.told(-8, S.FORWARDED, received_on=day(-15), code_system="835", code="22"),
        provider="Boston Cardiology",
        day=-20,
        kind=ClaimKind.PROFESSIONAL,
    )
    ellen.claim(
        "MC-61006",
        "Specialist visit",
        ellen.told(
            -10,
            S.DENIED,
            received_on=day(-24),
            notice_on=day(-10),
            amounts=Amounts(billed=26_000, plan_paid=0, member_owes=26_000),
            lines=(
                line(
                    1,
                    "Specialist visit",
                    Adjustment("PR", "22", 26_000),
                    billed=26_000,
                    plan_paid=0,
                    member_owes=26_000,
                ),
            ),
        ),
        provider="Boston Cardiology",
        day=-29,
        kind=ClaimKind.PROFESSIONAL,
    )
    ellen.claim(
        "SS-9001",
        "Hospital stay",
        ellen.told(
            -31,
            S.PAID,
            received_on=day(-40),
            notice_on=day(-31),
            paid_on=day(-31),
            payee="provider",
            amounts=Amounts(
                billed=441_000,
                plan_paid=22_000,
                other_payer_paid=310_000,
                member_owes=0,
                written_off=109_000,
            ),
            lines=(
                line(
                    1,
                    "Hospital stay, 2 nights",
                    Adjustment("OA", "23", 310_000),
                    Adjustment("CO", "45", 109_000),
                    billed=441_000,
                    plan_paid=22_000,
                    member_owes=0,
                ),
            ),
        ),
        provider="Boston General",
        plan="second-street",
        day=-60,
        kind=ClaimKind.INSTITUTIONAL,
    )


def balances(ellen: Teller) -> None:
    """Cases T38 and T48: a statement went out while a plan still owes; nothing is due."""
    account = "HE-100006"
    ellen.entry(
        account,
        -36,
        EntryType.CHARGE,
        75_150,
        description="Cataract surgery",
        claim_number="MC-61001",
        account_title="Harbor Eye Surgeons",
    )
    ellen.entry(
        account, -14, EntryType.PAYER_PAYMENT, -31_000, payer="Medicare", claim_number="MC-61001"
    )
    ellen.entry(
        account,
        -14,
        EntryType.ADJUSTMENT,
        -22_150,
        description="Agreed price",
        claim_number="MC-61001",
    )
    ellen.entry(
        account,
        -14,
        EntryType.TRANSFER,
        -22_000,
        description="Now with your other plan",
        claim_number="MC-61001",
    )
    ellen.entry(
        account,
        -14,
        EntryType.CHARGE,
        22_000,
        description="Waiting for Second Street Supplement",
        claim_number="MC-61001",
        payer="Second Street Supplement",
        with_payer=True,
        statement=f"{account}-S1",
    )
    ellen.statement(account, -7, 21, charges=22_000, account_title="Harbor Eye Surgeons")
