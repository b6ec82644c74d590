"""Dates and money of one FHIR record, exactly or not at all, with a note of what was left out."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from claims.sources.fhir.shapes import Money
from claims.sources.refusal import KEPT_WITHOUT, Refusal, shape

if TYPE_CHECKING:
    from claims.sources.fhir.asked import Asked

EARLIEST = dt.date(1900, 1, 1)  # 10010101 and alike mean "no date" in old systems
LATEST = dt.date(2100, 1, 1)
DIGITS = 13  # of dollars; a longer number is no amount of money
MOST = 10.0**DIGITS


class Wrong(Exception):
    """This record cannot be taken; carries why."""

    def __init__(self, field: str, expected: str, found: str) -> None:
        super().__init__(field)
        self.field, self.expected, self.found = field, expected, found

    def refusal(self, line: int) -> Refusal:
        return Refusal(line=line, field=self.field, expected=self.expected, found=self.found)


class Reading:
    """One record being read: where it stands, who sends it, and what was left out of it so far.

    ``names`` and ``patients`` are what a bundle knows about the things its references mean;
    ``asked`` what it asks for before a decision, ``answered`` that it holds an answer, ``alone``
    that it is the only one.
    """

    __slots__ = (
        "alone",
        "answered",
        "asked",
        "line",
        "names",
        "patients",
        "received_at",
        "source",
        "warnings",
    )

    def __init__(
        self,
        source: str,
        received_at: dt.datetime,
        line: int,
        names: dict[str, str],
        patients: dict[str, str],
        asked: Sequence["Asked"] = (),
        *,
        alone: bool = False,
        answered: bool = False,
    ) -> None:
        self.source = source
        self.received_at = received_at
        self.line = line
        self.names = names
        self.patients = patients
        self.asked = asked
        self.alone = alone
        self.answered = answered
        self.warnings: list[Refusal] = []

    def warn(self, field: str, expected: str, found: str, now: str = KEPT_WITHOUT) -> None:
        self.warnings.append(
            Refusal(
                line=self.line, field=field, expected=expected, found=found, now=now, warning=True
            )
        )

    def date(self, text: str, field: str) -> dt.date | None:
        """The day that a FHIR date or dateTime names, as written; None, noted, when it is none."""
        if not text:
            return None
        found = day(text)
        if found is None:
            self.warn(field, "a date such as 2026-05-10", shape(text))
        return found

    def cents(self, money: Money | None, field: str) -> int | None:
        """Whole cents of an amount in US dollars. Another currency refuses the record."""
        if money is None:
            return None
        value, currency = money.value, money.currency
        if value is None:
            return None
        if currency != "USD" and (currency or money.code or "USD") != "USD":
            raise Wrong(f"{field}.currency", "amounts in USD", (currency or money.code)[:10])
        if type(value) is float and -MOST < value < MOST:
            cents = round(value * 100)
            # Both sides are the number nearest to a decimal: equal where it has two places at most.
            if cents / 100 == value:
                return cents
        return self._written(str(value), field)

    def _written(self, text: str, field: str) -> int | None:
        """Whole cents of a number given as a text; else None, and why is noted."""
        try:
            value = Decimal(text)
            if value.adjusted() < DIGITS and not value * 100 % 1:
                return int(value * 100)
            places = decimals(value)
        except (InvalidOperation, OverflowError, ValueError):  # no number, "Infinity", "NaN"
            places = 0
        self.warn(
            f"{field}.value",
            "an amount with at most two decimals",
            f"an amount with {places} decimals" if places else "an impossible amount",
        )
        return None


@lru_cache(maxsize=20_000)
def day(text: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if EARLIEST <= found < LATEST else None


def decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
