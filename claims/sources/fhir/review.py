"""Prior authorisations: what the reviewers' action codes (X12 306) say about the whole request.

``outcome`` is no help here: a pended and a denied request are both "complete" (claims.md 0.1).
"""

from collections.abc import Iterable

from claims.facts import ClaimState
from claims.sources.fhir.values import Reading

S = ClaimState
ACTIONS = {
    "A1": ClaimState.APPROVED,
    "A2": ClaimState.PARTLY_APPROVED,
    "A3": ClaimState.DENIED,
    "A4": ClaimState.PENDED_INFO,
    "A6": ClaimState.APPROVED_CHANGED,
    "C": ClaimState.CANCELLED,
    "CT": ClaimState.CALL_US,
    "NA": ClaimState.NOT_REQUIRED,
}
# What these say of a line makes it good for some time.
APPROVING = frozenset({"A1", "A2", "A6"})


def state(codes: Iterable[str], *, outcome: str = "complete") -> ClaimState | None:
    """The state that the lines' codes add up to; None without any.

    While one line is open, the request is open. A code that we do not know may be a decision, so
    nothing is concluded from the others; unless the ``outcome`` says that there is none yet.
    """
    nobody_knows = S.IN_PROCESS if outcome in ("queued", "partial") else S.UNRECOGNISED
    states = {ACTIONS.get(code, nobody_knows) for code in codes}
    for still_open in (S.UNRECOGNISED, S.IN_PROCESS, S.PENDED_INFO, S.CALL_US):
        if still_open in states:
            return still_open
    # What needs no approval, and what was withdrawn, decides nothing beside a real decision.
    decisions = (states - {ClaimState.NOT_REQUIRED, ClaimState.CANCELLED}) or states
    if len(decisions) < 2:
        return next(iter(decisions), None)
    if decisions == {ClaimState.NOT_REQUIRED, ClaimState.CANCELLED}:
        return ClaimState.NOT_REQUIRED
    if decisions == {ClaimState.APPROVED, ClaimState.APPROVED_CHANGED}:
        return ClaimState.APPROVED_CHANGED
    return ClaimState.PARTLY_APPROVED


def unknown(codes: Iterable[str], reading: Reading) -> tuple[tuple[str, str], ...]:
    """The codes that are none of X12 306's, as (system, code), each once, and noted."""
    found = sorted({*codes} - ACTIONS.keys())
    if found:
        reading.warn(
            "item.adjudication.reviewActionCode",
            f"a code of X12 306 ({', '.join(ACTIONS)})",
            f"code {found[0][:12]}",
            "The request shows as in review, or that we are checking.",
        )
    return tuple(("x12:306", code[:120]) for code in found)
