"""Whether what was held back is still in doubt, given what was said since. Pure."""

from collections.abc import Iterable

from claims.facts import Happening, HoldReason
from claims.fold import order
from claims.rank import DECISIONS

SOMEBODY_ELSE = frozenset({HoldReason.MOVED_TO_ANOTHER_MEMBER, HoldReason.ANOTHER_NAME})


def is_orphan(told: Iterable[Happening]) -> bool:
    """Nothing was decided that a reversal could take back."""
    return not any(one.state in DECISIONS for one in told)


def is_replaced(held: Happening, told: Iterable[Happening]) -> bool:
    """Its source has decided anew since: what was held no longer counts, whatever it says."""
    return any(
        one.source == held.source and one.state in DECISIONS and order(one)[:3] > order(held)[:3]
        for one in told
    )


def lands_by_itself(reason: HoldReason, held: Happening, told: Iterable[Happening]) -> bool:
    """What was missing is there now, so that the record may be believed."""
    return reason is HoldReason.ORPHAN_REVERSAL and not is_orphan(told)


def ends_by_itself(reason: HoldReason, held: Happening, told: Iterable[Happening]) -> bool:
    """The record may be left out for good. One that names another person never may."""
    return reason not in SOMEBODY_ELSE and is_replaced(held, told)
