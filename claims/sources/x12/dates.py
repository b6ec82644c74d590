"""Days of a DTP segment: one (D8) or a range (RD8)."""

import datetime as dt

from claims.sources.refusal import shape
from claims.sources.x12.reading import Reading, day
from claims.sources.x12.segments import Segment

Days = tuple[dt.date | None, dt.date | None]
RANGE = "RD8"


def days(dtp: Segment, reading: Reading) -> Days:
    """First and last day; the same twice for a single one. What is no day is noted and None."""
    text = dtp.element(3)
    first, _, last = text.partition("-") if dtp.element(2) == RANGE else (text, "", text)
    since, until = day(first.strip()), day(last.strip())
    if text and (since is None or until is None):
        reading.warn(f"DTP*{dtp.element(1)}", "a date such as 20260510", shape(text))
    elif since and until and until < since:
        reading.warn(f"DTP*{dtp.element(1)}", "a last day not before the first", "an earlier one")
        return since, None
    return since, until
