"""Days of a DTP segment: one (D8) or a range (RD8)."""

import datetime as dt
from collections.abc import Iterable

from claims.sources.refusal import shape
from claims.sources.x12.reading import Reading, day
from claims.sources.x12.segments import Segment

Days = tuple[dt.date | None, dt.date | None]
RANGE = "RD8"
EARLIEST = 1900  # a coverage may be old; 10010101 and alike mean "no date"
# DTP01: what begins, what ends, what lasts from one day to another.
SINCE = frozenset({"193", "346", "348", "356"})
UNTIL = frozenset({"194", "347", "349", "357"})
BETWEEN = frozenset({"291", "292", "307", "435"})


def days(dtp: Segment, reading: Reading) -> Days:
    """First and last day; the same twice for a single one. What is no day is noted and None."""
    text = dtp.element(3)
    first, _, last = text.partition("-") if dtp.element(2) == RANGE else (text, "", text)
    since, until = day(first.strip(), EARLIEST), day(last.strip(), EARLIEST)
    if text and (since is None or until is None):
        reading.warn(f"DTP*{dtp.element(1)}", "a date such as 20260510", shape(text))
    elif since and until and until < since:
        reading.warn(f"DTP*{dtp.element(1)}", "a last day not before the first", "an earlier one")
        return since, None
    return since, until


def between(segments: Iterable[Segment], reading: Reading) -> Days:
    """First and last day that DTP segments state of a plan or a benefit, each None when not."""
    since = until = None
    for dtp in segments:
        if dtp.id != "DTP":
            continue
        first, last = days(dtp, reading)
        if dtp.element(1) in BETWEEN:
            since, until = first, last if dtp.element(2) == RANGE else until
        elif dtp.element(1) in SINCE:
            since = first
        elif dtp.element(1) in UNTIL:
            until = last
    return since, until
