"""Why an amount differs from the bill: CAS segments, and the remarks that come with them."""

from collections.abc import Iterator

from claims.facts import Adjustment
from claims.sources.values import text
from claims.sources.x12.reading import Reading, Wrong, field
from claims.sources.x12.segments import Segment

GROUPS = frozenset({"CO", "PR", "OA", "PI", "CR"})
FIRST, BEYOND, EACH = 2, 20, 3  # CAS02 to CAS19: up to six reasons, each with amount and quantity
REMARKS = {"MIA": (5, 20, 21, 22, 23), "MOA": (3, 4, 5, 6, 7)}
RARC_LIST = "HE"  # of LQ01


def adjustments(cas: Segment, reading: Reading) -> Iterator[Adjustment]:
    """Every reason of one CAS. One that cannot be read refuses the claim: it would not balance."""
    group = cas.element(1)
    if group not in GROUPS:
        raise Wrong("CAS01", f"one of {', '.join(sorted(GROUPS))}", f"code {group[:4]}")
    for place in range(FIRST, min(len(cas.elements), BEYOND), EACH):
        reason, cents = cas.element(place), reading.cents(cas, place + 1)
        if reason and cents is not None:
            yield Adjustment(group, text(reason, 20), cents, _quantity(cas, place + 2))
        elif reason or cents is not None:
            missing = place + 1 if reason else place
            raise Wrong(field(cas, missing), "a reason with its amount", "one without the other")


def remarks(segment: Segment) -> Iterator[str]:
    """The remark codes (RARC) of MIA, MOA or LQ."""
    if segment.id == "LQ":
        places = (2,) if segment.element(1) == RARC_LIST else ()
    else:
        places = REMARKS[segment.id]
    for place in places:
        if code := text(segment.element(place), 20):
            yield code


def _quantity(cas: Segment, place: int) -> int | None:
    given = cas.element(place)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else None
