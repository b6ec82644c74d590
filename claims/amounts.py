"""What adjustments say about money: who owes which part, what was refused, do the sums agree.

Pure, in cents. The group decides who carries a part (research/claims.md 1.5): PR the member, CO
nobody the member must pay, OA another payer or a note, PI the payer. A reason alone never does.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from claims.facts import Adjustment, Amounts, ClaimState, Happening, Line

# Reasons that explain a price without refusing anything (research/claims.md 1.5, A2 from 1.6).
NOT_A_DENIAL = frozenset(
    [
        "1",
        "2",
        "3",
        "23",
        "24",
        "42",
        "44",
        "45",
        "90",
        "91",
        "94",
        "100",
        "101",
        "104",
        "131",
        "144",
        "187",
        "253",
        "A2",
    ]
)
DENIAL_ONLY_IF_UNPAID = "A1"
MEMBER, CONTRACT, OTHER_PAYER, PAYER = "PR", "CO", "OA", "PI"
LINES_ADD_UP_TO = ("billed", "plan_paid", "allowed")
DEDUCTIBLE, COINSURANCE, COPAY, PAID_BY_OTHER_PLAN = "1", "2", "3", "23"


class Shares(Struct, frozen=True, kw_only=True):
    """Sums per group, in cents; None where an amount or a group is missing, so never a guess."""

    member: int | None = None
    written_off: int | None = None
    elsewhere: int | None = None
    reduced: int | None = None
    total: int | None = None


def shares(adjustments: Iterable[Adjustment]) -> Shares:
    """Who carries each part of what was adjusted away."""
    sums = {MEMBER: 0, CONTRACT: 0, OTHER_PAYER: 0, PAYER: 0}
    found = tuple(adjustments)
    for adjustment in found:
        if adjustment.cents is None or not adjustment.group:
            return Shares()
        sums[adjustment.group] = sums.get(adjustment.group, 0) + adjustment.cents
    if not found:
        return Shares()
    return Shares(
        member=sums[MEMBER],
        written_off=sums[CONTRACT],
        elsewhere=sums[OTHER_PAYER],
        reduced=sums[PAYER],
        total=sum(sums.values()),
    )


def all_adjustments(happening: Happening) -> tuple[Adjustment, ...]:
    """Those of the claim, then those of its lines."""
    return happening.adjustments + tuple(
        adjustment for line in happening.lines for adjustment in line.adjustments
    )


def refuses(adjustment: Adjustment, *, paid: int | None) -> bool:
    """Whether this reason refuses payment, as opposed to explaining the price."""
    if adjustment.carc == DENIAL_ONLY_IF_UNPAID:
        return not paid
    # "list:16" is a code of a list that is not X12's: nobody knows that it refuses anything.
    return adjustment.carc not in NOT_A_DENIAL and ":" not in adjustment.carc


def line_denied(line: Line) -> bool:
    """Nothing paid, and a reason that refuses."""
    paid = line.amounts.plan_paid
    return not paid and any(refuses(a, paid=paid) for a in line.adjustments)


def outcome(happening: Happening) -> ClaimState:
    """The decision that amounts and reasons of a finished claim add up to.

    Never DENIED without a reason that refuses: with neither payment nor reason it is
    FINALIZED_UNSPECIFIED, with reasons that only explain the price FINALIZED_NO_PAYMENT.
    """
    paid = _paid(happening)
    refused_lines = sum(line_denied(line) for line in happening.lines)
    if refused_lines:
        if refused_lines < len(happening.lines) or paid:
            return ClaimState.PARTIALLY_DENIED
        return ClaimState.DENIED
    if paid:
        return ClaimState.PAID
    if any(refuses(a, paid=paid) for a in happening.adjustments):
        return ClaimState.DENIED
    if paid is None:
        return ClaimState.FINALIZED_UNSPECIFIED
    if all_adjustments(happening):
        return ClaimState.FINALIZED_NO_PAYMENT
    return ClaimState.FINALIZED_UNSPECIFIED


def balanced(happening: Happening) -> bool | None:
    """Billed = paid + every adjustment, of claim and lines; None when a part is not stated."""
    billed, paid = happening.amounts.billed, _paid(happening)
    if billed is None:
        billed = _total(happening.lines, "billed")
    adjusted = shares(all_adjustments(happening)).total
    if billed is None or paid is None or adjusted is None:
        return None
    return billed == paid + adjusted


def settled_amounts(happening: Happening) -> Amounts:
    """The stated amounts, completed by what the adjustments prove; the rest stays None."""
    stated = happening.amounts
    adjustments = all_adjustments(happening)
    if not adjustments and not happening.lines:
        return stated
    derived = _kinds(adjustments)
    derived |= {
        name: _total(happening.lines, name)
        for name in LINES_ADD_UP_TO
        if getattr(stated, name) is None
    }
    if stated.member_owes is None or stated.written_off is None:
        sums = shares(adjustments)
        derived |= {"member_owes": sums.member, "written_off": sums.written_off}
    missing = {
        name: cents
        for name, cents in derived.items()
        if cents is not None and getattr(stated, name) is None
    }
    return replace(stated, **missing) if missing else stated


def line_amounts(line: Line) -> Amounts:
    """The same for one line."""
    sums = shares(line.adjustments)
    owes, written_off = line.amounts.member_owes, line.amounts.written_off
    return replace(
        line.amounts,
        member_owes=sums.member if owes is None else owes,
        written_off=sums.written_off if written_off is None else written_off,
    )


def _kinds(adjustments: tuple[Adjustment, ...]) -> dict[str, int | None]:
    """Deductible, coinsurance, copay, the rest of the member's part, and the other plan's."""
    sums: dict[str, int] = {}
    names = {DEDUCTIBLE: "deductible", COINSURANCE: "coinsurance", COPAY: "copay"}
    for adjustment in adjustments:
        name = ""
        if adjustment.group == MEMBER:
            name = names.get(adjustment.carc, "not_covered")
        elif adjustment.group == OTHER_PAYER and adjustment.carc == PAID_BY_OTHER_PLAN:
            name = "other_payer_paid"
        if name and adjustment.cents is not None:
            sums[name] = sums.get(name, 0) + adjustment.cents
    return dict(sums)


def _paid(happening: Happening) -> int | None:
    if happening.amounts.plan_paid is not None:
        return happening.amounts.plan_paid
    return _total(happening.lines, "plan_paid")


def _total(lines: tuple[Line, ...], name: str) -> int | None:
    """The sum over the lines, only if every line states it."""
    cents = [getattr(line.amounts, name) for line in lines]
    if not cents or any(part is None for part in cents):
        return None
    return sum(cents)
