"""The whole table of reasons and how a code finds its row."""

from functools import lru_cache

from claims.explanations.coverage import COVERAGE
from claims.explanations.paperwork import PAPERWORK
from claims.explanations.prices import PRICES
from claims.explanations.reason import OWES, OWES_UNKNOWN, Reason, Words
from claims.facts import Program

REASONS = (*PRICES, *PAPERWORK, *COVERAGE)


@lru_cache(maxsize=4096)
def explain(
    group: str, carc: str, remarks: tuple[str, ...] = (), program: Program | None = None
) -> Reason | None:
    """The row that matches most columns, then the higher priority; None for an unknown code."""
    for reason in _BY_CARC.get(carc, ()):
        if reason.group and reason.group != group:
            continue
        if reason.rarcs and not set(reason.rarcs) & set(remarks):
            continue
        if reason.program is not None and reason.program is not program:
            continue
        return reason
    return None


def remark_known(remark: str) -> bool:
    """Whether any row speaks about this remark (RARC)."""
    return remark in _REMARKS


def owes(group: str, reason: Reason | None) -> Words:
    """Who carries this part, as a sentence."""
    if reason is not None and reason.owes:
        return reason.owes
    return OWES.get(group, OWES_UNKNOWN)


def _by_carc() -> dict[str, list[Reason]]:
    found: dict[str, list[Reason]] = {}
    for reason in REASONS:
        for carc in reason.carcs:
            found.setdefault(carc, []).append(reason)
    for rows in found.values():
        rows.sort(key=lambda reason: (-reason.matched_columns, -reason.priority))
    return found


_BY_CARC = _by_carc()
_REMARKS = frozenset(remark for reason in REASONS for remark in reason.rarcs)
