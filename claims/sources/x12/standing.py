"""What one STC of a 277 says: category, status and entity, its day, its amounts."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from claims.amounts import outcome
from claims.explanations import status_codes
from claims.explanations.statuses import CATEGORIES, Status
from claims.facts import Amounts, ClaimState, Happening, Line, WaitingFor
from claims.sources.values import text, unlikely_receipt
from claims.sources.x12.reading import Reading
from claims.sources.x12.segments import Segment

S = ClaimState
COMPOSITES = (1, 10, 11)  # of STC: the status, and what else is said of it
ACCEPTED = CATEGORIES["A2"]
FINISHED = frozenset({S.PAID, S.FINALIZED_UNSPECIFIED, S.FINALIZED_NO_PAYMENT})
DECIDED = FINISHED | {S.DENIED}
# STC01-3 as far as it says who was asked. A 277 answers a provider: what it asks for without
# saying of whom, it asks of the provider; by letter (59) it may be anybody.
OTHER_PAYERS = frozenset({"PR", "GP", "SEP", "TTP", "TV"})
BY_LETTER = "59"


class Group(Struct, kw_only=True):
    """What holds for the claims that follow. ``acknowledges``: a 277CA."""

    component: str
    acknowledges: bool
    payer: str
    provider: str = ""
    made_on: dt.date | None = None
    received_on: dt.date | None = None


def standing(
    stc: Segment,
    status: Status | None,
    group: Group,
    lines: tuple[Line, ...],
    refused: Sequence[bool],
    reading: Reading,
) -> Happening:
    """The statement of one STC; ``refused``: of each service with a status, whether it is."""
    told = _happening(stc, status, group, lines, reading)
    if told.state not in DECIDED:
        told = _unpaid(told)
    return _asked(_decided(told, status, refused))


def category(stc: Segment, component: str) -> str:
    """STC01-1."""
    return stc.element(1).partition(component)[0].strip().upper()


def code(stc: Segment, component: str) -> str:
    """ "277:A7:21 A7:562:85": every composite (STC01, 10, 11), with its entity."""
    told = []
    for place in COMPOSITES:
        first, _, rest = stc.element(place).partition(component)
        parts = [first.strip().upper(), *(one.strip() for one in rest.split(component)[:2])]
        if parts[0]:
            told.append(":".join(text(one, 12) for one in parts).rstrip(":"))
    return f"277:{' '.join(told)}"[:120]


def _happening(
    stc: Segment, status: Status | None, group: Group, lines: tuple[Line, ...], reading: Reading
) -> Happening:
    """What one STC says by itself."""
    billed, paid = reading.cents(stc, 4), reading.cents(stc, 5)
    on = _effective_on(stc, status, reading) or group.made_on
    has_paid = paid is not None and paid > 0
    return Happening(
        source=reading.source,
        state=(status and status.state) or S.UNRECOGNISED,
        received_at=reading.received_at,
        effective_on=on,
        code_system="x12:STC01",
        code=code(stc, group.component),
        waiting_for=status.waiting_for if status else WaitingFor.NOBODY,
        note=text(stc.element(12), 300),
        amounts=Amounts(billed=billed, plan_paid=paid),
        lines=lines,
        received_on=_received_on(group, lines, reading) if status is ACCEPTED else None,
        paid_on=reading.day(stc, 8) if has_paid else None,
        payee="provider" if has_paid else "",
        payment_reference=text(stc.element(9), 80) if has_paid else "",
    )


def _unpaid(told: Happening) -> Happening:
    """Where nothing was decided, "paid 0.00" only fills its place."""
    lines = tuple(
        replace(line, amounts=replace(line.amounts, plan_paid=None)) for line in told.lines
    )
    return replace(told, amounts=replace(told.amounts, plan_paid=None), lines=lines)


def _effective_on(stc: Segment, status: Status | None, reading: Reading) -> dt.date | None:
    """A decision holds from the day on which it was made (STC06), any other status from STC02."""
    decided_on = reading.day(stc, 6) if status and status.state in DECIDED else None
    return decided_on or reading.day(stc, 2)


def _decided(told: Happening, status: Status | None, refused: Sequence[bool]) -> Happening:
    """The state, where category, amounts and services decide it together.

    "Paid" with nothing paid is only finished; and of a decided claim one service may be refused.
    """
    state, paid = told.state, told.amounts.plan_paid
    if status and status.derive:
        derived = outcome(told)
        state = state if derived is S.FINALIZED_UNSPECIFIED else derived
    elif state is S.PAID and paid is not None and paid <= 0:
        state = S.FINALIZED_UNSPECIFIED
    if state in FINISHED and any(refused):
        is_whole = all(refused) and state is not S.PAID and not paid
        state = S.DENIED if is_whole else S.PARTIALLY_DENIED
    elif state is S.DENIED and paid is not None and paid > 0:
        state = S.PARTIALLY_DENIED
    return told if state is told.state else replace(told, state=state)


def _asked(told: Happening) -> Happening:
    """Who was asked, and for what, where something was."""
    if told.state is not S.PENDED_INFO:
        return told
    return replace(told, waiting_for=_who(told.code), wanted=status_codes.wanted(told.code))


def _who(code: str) -> WaitingFor:
    """Whom STC01-3 names. A request (R) goes to the provider, whomever it is about."""
    parts = status_codes.parts(code)
    named = [who for _status, who in parts if who]
    if any(who in OTHER_PAYERS for who in named):
        return WaitingFor.OTHER_PAYER
    if not code.startswith("277:R") and any(who in status_codes.MEMBERS for who in named):
        return WaitingFor.MEMBER
    if not named and any(status == BY_LETTER for status, _who in parts):
        return WaitingFor.NOBODY
    return WaitingFor.PROVIDER


def _received_on(group: Group, lines: tuple[Line, ...], reading: Reading) -> dt.date | None:
    """The day the payer got the claim; it starts the decision clock, so it must be plausible."""
    if group.received_on is None:
        return None
    care_from = min((one.service_from for one in lines if one.service_from), default=None)
    wrong = unlikely_receipt(
        group.received_on, heard=reading.received_at, decided=None, care_from=care_from
    )
    if wrong:
        reading.warn("DTP*050", "the day on which the payer received the claim", wrong)
    return None if wrong else group.received_on
