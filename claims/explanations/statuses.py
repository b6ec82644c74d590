"""Statuses of outside systems and the state each one means to us (research/claims.md 1.2-1.5).

A code that is not here is ``None``: the importer says UNRECOGNISED and a person checks.
"""

from msgspec import Struct

from claims.facts import ClaimState, WaitingFor

S = ClaimState


class Status(Struct, frozen=True):
    """``state`` None: no decision by itself. ``derive``: the amounts decide (claims.amounts).

    ``keeps_state``: an error of the exchange, the claim stays as it was.
    """

    state: ClaimState | None
    waiting_for: WaitingFor = WaitingFor.NOBODY
    derive: bool = False
    keeps_state: bool = False


_SUBMITTED = Status(S.SUBMITTED)
_REJECTED = Status(S.REJECTED_FRONT_END, WaitingFor.PROVIDER)
_IN_PROCESS = Status(S.IN_PROCESS)
_ASKED = Status(S.PENDED_INFO)  # of whom stands in STC01-3
_ERROR = Status(None, keeps_state=True)

# X12 277 and 277CA, STC01-1. Only A (and E) belong in a 277CA; F, P and R do occur there.
CATEGORIES: dict[str, Status] = {
    "A0": _SUBMITTED,
    "A1": _SUBMITTED,
    "A2": Status(S.RECEIVED),
    "A3": _REJECTED,
    "A4": Status(S.UNKNOWN_CLAIM),
    "A5": Status(S.SPLIT),
    "A6": _REJECTED,
    "A7": _REJECTED,
    "A8": _REJECTED,
    "D0": Status(S.UNKNOWN_CLAIM),
    "P0": _IN_PROCESS,
    "P1": _IN_PROCESS,
    "P2": _IN_PROCESS,
    "P3": _ASKED,
    "P4": Status(S.IN_PROCESS, WaitingFor.OTHER_PAYER),
    "P5": _IN_PROCESS,
    **{f"R{number}": _ASKED for number in range(17)},
    "F0": Status(S.FINALIZED_UNSPECIFIED),
    "F1": Status(S.PAID),
    "F2": Status(S.DENIED),
    # Revised: only the amounts say how; our state after them is the new decision.
    "F3": Status(S.FINALIZED_UNSPECIFIED, derive=True),
    "F3F": Status(S.FINALIZED_UNSPECIFIED, derive=True),
    "F3N": Status(S.FINALIZED_NO_PAYMENT, derive=True),
    "F4": Status(S.FINALIZED_NO_PAYMENT),
    **{f"E{number}": _ERROR for number in range(5)},
}

# X12 835, CLP02.
REMITTANCE: dict[str, Status] = {
    "1": Status(None, derive=True),
    "2": Status(None, derive=True),
    "3": Status(None, derive=True),
    "4": Status(S.DENIED),
    "19": Status(S.WITH_OTHER_PAYER, WaitingFor.OTHER_PAYER),
    "20": Status(S.WITH_OTHER_PAYER, WaitingFor.OTHER_PAYER),
    "21": Status(S.WITH_OTHER_PAYER, WaitingFor.OTHER_PAYER),
    "22": Status(S.REVERSED),
    "23": Status(S.FORWARDED),
    "25": Status(S.ESTIMATE_ONLY),
}

# X12 306, the review action of a prior authorisation (Da Vinci PAS).
REVIEW_ACTIONS: dict[str, Status] = {
    "A1": Status(S.APPROVED),
    "A2": Status(S.PARTLY_APPROVED),
    "A3": Status(S.DENIED),
    "A4": Status(S.PENDED_INFO),
    "A6": Status(S.APPROVED_CHANGED),
    "C": Status(S.CANCELLED),
    "CT": Status(S.CALL_US),
    "NA": Status(S.NOT_REQUIRED),
}
IN_REVIEW = _IN_PROCESS


def review_action(code: str) -> Status:
    """An unknown review action is still in review, never a crash and never a decision."""
    return REVIEW_ACTIONS.get(code, IN_REVIEW)
