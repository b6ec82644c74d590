"""How much may go wrong with a source before members and operators are told, and whether it has.

The defaults are by kind, because a parcel is scanned within hours while a ledger may post weekly.
"""

import datetime as dt
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from claims.facts import Trouble

DAY = dt.timedelta(days=1)


class Limits(Struct, frozen=True, kw_only=True):
    """``most_refused`` is a share of the records read, ``most_unknown`` of those that landed.

    Of fewer than ``fewest_records`` read it says something when most are refused, and nothing else:
    one bad record of three is no alarm, and a small file of which nothing can be read is one.
    """

    silent_after: dt.timedelta
    late_after: dt.timedelta = 14 * DAY
    most_refused: float = 0.02
    most_unknown: float = 0.05
    fewest_records: int = 20


class Vitals(Struct, frozen=True, kw_only=True):
    """What one check of a source measured.

    ``silent_for``: since its last good batch, or since we know of it. ``late_by``: how old the
    newest thing it told us was when it last told us something; None where nothing has a day.
    """

    silent_for: dt.timedelta
    down_for: dt.timedelta | None = None
    late_by: dt.timedelta | None = None
    read: int = 0
    refused: int = 0
    landed: int = 0
    unknown: int = 0  # codes without a row in our tables, in records that landed
    cut_short: int = 0  # imports that did not reach the end of their file
    parked: int = 0  # pushed events that could not be read at any try


class Passed(Struct, frozen=True):
    """A limit that was passed: seconds, a share or a number."""

    value: float
    threshold: float


MOST_OF_FEW = 0.5  # of fewer records than a share says something of

USUAL = {
    "claims": Limits(silent_after=DAY),
    "orders": Limits(silent_after=DAY, late_after=4 * DAY, most_refused=0.05),
    "billing": Limits(silent_after=DAY, late_after=35 * DAY, most_refused=0.01),
    "carrier": Limits(silent_after=DAY, late_after=4 * DAY, most_refused=0.05),
    "contact": Limits(silent_after=7 * DAY),  # nobody calls over a long weekend
}


def usual(kind: str, **own: Any) -> Limits:
    """The limits of a kind of source, with what this one has of its own in their place."""
    return replace(USUAL[kind], **own)


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def passed(vitals: Vitals, limits: Limits) -> dict[Trouble, Passed]:
    """Each limit that a source has passed."""
    found: dict[Trouble, Passed] = {}
    if vitals.down_for is not None:
        found[Trouble.DOWN] = Passed(vitals.down_for.total_seconds(), 0.0)  # and so it is silent
    elif vitals.silent_for > limits.silent_after:
        found[Trouble.SILENT] = _durations(vitals.silent_for, limits.silent_after)
    if vitals.late_by is not None and vitals.late_by > limits.late_after:
        found[Trouble.LATE] = _durations(vitals.late_by, limits.late_after)
    refused = share(vitals.refused, vitals.read)
    if refused > (most_refused := _most_refused(vitals.read, limits)):
        found[Trouble.REFUSED] = Passed(refused, most_refused)
    unknown = share(vitals.unknown, vitals.landed)
    if vitals.landed >= limits.fewest_records and unknown > limits.most_unknown:
        found[Trouble.UNKNOWN_CODES] = Passed(unknown, limits.most_unknown)
    if vitals.cut_short:
        found[Trouble.CUT_SHORT] = Passed(float(vitals.cut_short), 0.0)
    if vitals.parked:
        found[Trouble.PARKED] = Passed(float(vitals.parked), 0.0)
    return found


def _most_refused(read: int, limits: Limits) -> float:
    few = read < limits.fewest_records
    return max(limits.most_refused, MOST_OF_FEW) if few else limits.most_refused


def _durations(value: dt.timedelta, threshold: dt.timedelta) -> Passed:
    return Passed(value.total_seconds(), threshold.total_seconds())
