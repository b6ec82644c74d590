"""Daniel was denied: reasons of each kind, appeals open, due today and ended; and a balance."""

from claims.facts import (
    Adjustment,
    Amounts,
    ClaimKind,
    ClaimState,
    EntryType,
    Happening,
    Line,
    Urgency,
    WaitingFor,
)
from portal.demo.story import Teller, line

S = ClaimState

#: What Daniel thinks is wrong.
DISPUTED = "Missed appointment"


def tell(daniel: Teller) -> None:
    denied(daniel)
    windows(daniel)
    approvals(daniel)
    part_paid(daniel)
    waiting(daniel)
    balance(daniel)


def decision(
    daniel: Teller, offset: int, what: str, *reasons: Adjustment, remarks: tuple[str, ...] = ()
) -> Happening:
    """A claim of one line, wholly denied."""
    billed = sum(reason.cents or 0 for reason in reasons)
    owes = sum(reason.cents or 0 for reason in reasons if reason.group == "PR")
    amounts = Amounts(
        billed=billed, plan_paid=0, member_owes=owes, written_off=billed - owes, not_covered=owes
    )
    return daniel.told(
        offset,
        S.DENIED,
        received_on=daniel.then.day(offset - 18),
        notice_on=daniel.then.day(offset),
        amounts=amounts,
        lines=(
            line(
                1,
                what,
                *reasons,
                remarks=remarks,
                billed=billed,
                plan_paid=0,
                member_owes=owes,
            ),
        ),
    )


def denied(daniel: Teller) -> None:
    daniel.claim(
        "CLM-3107",
        "Back surgery consultation",
        daniel.told(-58, S.RECEIVED, received_on=daniel.then.day(-58)),
        daniel.told(-55, S.IN_PROCESS, received_on=daniel.then.day(-58)),
        decision(daniel, -40, "Surgical consultation", Adjustment("PR", "50", 64_000)),
        provider="Hudson Spine Center",
        day=-65,
        kind=ClaimKind.PROFESSIONAL,
    )
    daniel.claim(
        "CLM-3110",
        "Massage therapy",
        decision(daniel, -22, "Massage, 60 minutes", Adjustment("PR", "204", 12_000)),
        provider="Riverside Wellness",
        day=-45,
        kind=ClaimKind.PROFESSIONAL,
    )
    daniel.claim(
        "CLM-3112",
        "X-ray of the hand",
        decision(daniel, -12, "X-ray, two views", Adjustment("CO", "97", 9_800)),
        provider="Hudson Imaging",
        day=-33,
        kind=ClaimKind.PROFESSIONAL,
    )
    daniel.claim(
        "CLM-3113",
        "Sleep study",
        decision(daniel, -9, "Sleep study at home", Adjustment("PR", "227", 54_000)),
        provider="Night Clinic",
        day=-50,
        kind=ClaimKind.PROFESSIONAL,
    )
    daniel.claim(
        "CLM-3115",
        "CT scan",
        decision(daniel, -30, "CT scan of the head", Adjustment("PR", "197", 110_000)),
        provider="Hudson Imaging",
        day=-52,
        kind=ClaimKind.PROFESSIONAL,
        authorization_number="A-3090",
    )
    daniel.claim(
        "CLM-3117",
        "Skin check",
        decision(daniel, -5, "Skin examination", Adjustment("PR", "P14", 18_500)),
        provider="City Dermatology",
        day=-25,
        kind=ClaimKind.PROFESSIONAL,
    )


def windows(daniel: Teller) -> None:
    """ERISA gives 180 days from receipt, counted from the notice while nobody says otherwise."""
    daniel.claim(
        "CLM-2988",
        "Allergy tests",
        decision(daniel, -180, "Allergy tests, 20", Adjustment("PR", "96", 42_000)),
        provider="Allergy Associates",
        day=-205,
        kind=ClaimKind.PROFESSIONAL,
    )
    daniel.claim(
        "CLM-2951",
        "Night guard",
        decision(daniel, -196, "Night guard", Adjustment("PR", "96", 38_000)),
        provider="Bright Dental",
        day=-230,
        kind=ClaimKind.ORAL,
    )


def approvals(daniel: Teller) -> None:
    """The approval that the CT scan had all the time, and an urgent request that was refused."""
    day = daniel.then.day
    daniel.authorization(
        "PA-3090",
        "CT scan of the head",
        daniel.told(-66, S.SUBMITTED, received_on=day(-66)),
        daniel.told(
            -63,
            S.APPROVED,
            received_on=day(-66),
            notice_on=day(-63),
            lines=(Line(number=1, description="CT scan of the head", review_action="A1"),),
        ),
        provider="Hudson Imaging",
        day=-52,
        authorization_number="A-3090",
        authorization_from=day(-63),
        authorization_to=day(27),
    )
    spine = Line(number=1, description="MRI of the spine", quantity=1)
    daniel.authorization(
        "PA-3131",
        "MRI of the spine",
        daniel.told(-4, S.SUBMITTED, received_on=day(-4), lines=(spine,)),
        daniel.told(
            -2,
            S.DENIED,
            received_on=day(-4),
            notice_on=day(-2),
            human_reviewed=False,
            note="Try 6 weeks of physical therapy first.",
            lines=(Line(number=1, description="MRI of the spine", review_action="A3"),),
        ),
        provider="Hudson Spine Center",
        day=6,
        urgency=Urgency.URGENT,
    )


def part_paid(daniel: Teller) -> None:
    """Test case T22 of research/claims.md: 120.00 paid, 110.00 may be owed, 150.00 written off."""
    lines = (
        line(
            1,
            "Office visit",
            Adjustment("CO", "45", 5_000),
            Adjustment("PR", "2", 3_000),
            billed=20_000,
            allowed=15_000,
            plan_paid=12_000,
            member_owes=3_000,
        ),
        line(
            2,
            "Blood draw",
            Adjustment("CO", "97", 10_000),
            billed=10_000,
            plan_paid=0,
            member_owes=0,
        ),
        line(
            3,
            "Travel vaccine",
            Adjustment("PR", "204", 8_000),
            billed=8_000,
            plan_paid=0,
            member_owes=8_000,
        ),
    )
    daniel.claim(
        "CLM-3099",
        "Office visit and vaccine",
        daniel.told(-44, S.RECEIVED, received_on=daniel.then.day(-44)),
        daniel.told(
            -27,
            S.PARTIALLY_DENIED,
            received_on=daniel.then.day(-44),
            notice_on=daniel.then.day(-27),
            paid_on=daniel.then.day(-27),
            payee="provider",
            amounts=Amounts(
                billed=38_000, plan_paid=12_000, member_owes=11_000, written_off=15_000
            ),
            lines=lines,
        ),
        provider="Hudson Family Medicine",
        day=-48,
        kind=ClaimKind.PROFESSIONAL,
    )


def waiting(daniel: Teller) -> None:
    daniel.claim(
        "CLM-3120",
        "Physical therapy",
        daniel.told(
            -6,
            S.PENDED_INFO,
            waiting_for=WaitingFor.PROVIDER,
            wanted="755:PN",
            wanted_by=daniel.then.day(24),
            received_on=daniel.then.day(-10),
            amounts=Amounts(billed=36_000),
        ),
        provider="Hudson Physical Therapy",
        day=-14,
        kind=ClaimKind.PROFESSIONAL,
    )


def balance(daniel: Teller) -> None:
    """A bill with a late fee; one item of it is disputed, and so is not due."""
    account = "HF-100002"
    bill = f"{account}-S1"
    visit = {"claim_number": "CLM-3099", "statement": bill}
    daniel.statement(
        account,
        -10,
        18,
        charges=17_500,
        payments=2_000,
        late_fee=1_500,
        account_title="Hudson Family Medicine",
    )
    for day, kind, cents, words, more in (
        (-90, EntryType.CHARGE, 6_500, DISPUTED, {"statement": bill}),
        (-48, EntryType.CHARGE, 38_000, "Office visit and vaccine", visit),
        (-30, EntryType.MEMBER_PAYMENT, -2_000, "Card ending 1881", visit),
        (-27, EntryType.PAYER_PAYMENT, -12_000, "Lakeview Group PPO", visit),
        (-27, EntryType.ADJUSTMENT, -15_000, "Agreed price", visit),
    ):
        payer = words if kind is EntryType.PAYER_PAYMENT else ""
        daniel.entry(
            account,
            day,
            kind,
            cents,
            description=words,
            payer=payer,
            account_title="Hudson Family Medicine",
            **more,
        )
