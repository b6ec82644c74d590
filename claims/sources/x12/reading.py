"""Dates and money of one X12 record, exactly or not at all, with a note of what was left out."""

import datetime as dt
import re
from functools import lru_cache

from claims.sources.refusal import KEPT_WITHOUT, Refusal, shape
from claims.sources.values import EARLIEST_YEAR, LARGEST, LATEST_YEAR
from claims.sources.x12.segments import Segment

AMOUNT = re.compile(r"(-?)(?=[\d.]*\d)(\d{0,15})(?:\.(\d{0,15}))?", re.ASCII)
DAY = re.compile(r"\d{8}", re.ASCII)


class Wrong(Exception):
    """This record cannot be taken; carries why."""

    def __init__(self, field: str, expected: str, found: str) -> None:
        super().__init__(field)
        self.field, self.expected, self.found = field, expected, found

    def refusal(self, line: int) -> Refusal:
        return Refusal(line=line, field=self.field, expected=self.expected, found=self.found)


class Reading:
    """One record being read: who sends it, when, where it stands, what was left out so far."""

    __slots__ = ("line", "received_at", "source", "warnings")

    def __init__(self, source: str, received_at: dt.datetime, line: int) -> None:
        self.source = source
        self.received_at = received_at
        self.line = line
        self.warnings: list[Refusal] = []

    def warn(self, field: str, expected: str, found: str, now: str = KEPT_WITHOUT) -> None:
        self.warnings.append(
            Refusal(
                line=self.line, field=field, expected=expected, found=found, now=now, warning=True
            )
        )

    def day(self, segment: Segment, place: int) -> dt.date | None:
        """The day written CCYYMMDD in an element; None, noted, when that is no day."""
        text = segment.element(place)
        if not text:
            return None
        found = day(text)
        if found is None:
            self.warn(field(segment, place), "a date such as 20260510", shape(text))
        return found

    def cents(self, segment: Segment, place: int) -> int | None:
        """Whole cents of an element, None when it is empty. Anything else refuses the record."""
        text = segment.element(place)
        if not text:
            return None
        found = cents(text)
        if found is None:
            raise Wrong(field(segment, place), "an amount in dollars and cents", shape(text))
        return found

    def not_yet(self, day: dt.date) -> bool:
        """Whether a day is still to come everywhere."""
        return day > self.received_at.date() + dt.timedelta(days=1)


def field(segment: Segment, place: int) -> str:
    """ "CLP04": how X12 names an element."""
    return f"{segment.id}{place:02}"


@lru_cache(maxsize=20_000)
def day(text: str, earliest: int = EARLIEST_YEAR) -> dt.date | None:
    """The day written CCYYMMDD, if its year makes sense."""
    if not DAY.fullmatch(text):
        return None
    try:
        found = dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return found if earliest <= found.year <= LATEST_YEAR else None


@lru_cache(maxsize=20_000)
def cents(text: str) -> int | None:
    """Cents of "1922.86", "34", "-9.00", ".5"; None for a fraction of a cent and for anything else.

    X12 writes no plus, no comma and no currency sign.
    """
    found = AMOUNT.fullmatch(text)
    if found is None:
        return None
    sign, dollars, part = found.groups(default="")
    part = part.rstrip("0")
    if len(part) > 2:
        return None
    amount = int(dollars or "0") * 100 + int(part.ljust(2, "0"))
    if amount > LARGEST:
        return None
    return -amount if sign else amount
