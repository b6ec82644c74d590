"""Lists by keyset: a link says after which row a page begins, not how many rows come before it.

So the ten-thousandth row costs what the first does, and what comes in meanwhile moves no page.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from msgspec import Struct

BETWEEN = "~"  # the values of a place; none of them has it, and no address has to escape it
LONGEST_PLACE = 200  # characters
LARGEST = 2**63 - 1  # a number that a column holds
DIGITS = 5  # of a page's number in a link of old


class Page(Struct, frozen=True):
    """Some rows of a list, and what a link says to go on; "" where there is nothing."""

    rows: list[Any]
    newer: str = ""
    older: str = ""
    by_age: bool = True


class Keyset(Struct, frozen=True):
    """The order of a list: columns, never NULL, that only together must be unique.

    ``types`` is the tuple of their values. All of them rise, or all fall (``falling``).
    ``by_age``: who reads the list calls its two directions newer and older.
    """

    columns: tuple[str, ...]
    types: Any
    falling: bool = True
    by_age: bool = True

    def ordering(self) -> list[OrderBy]:
        return [F(name).desc() if self.falling else F(name).asc() for name in self.columns]

    def after(self, place: Sequence[Any]) -> TupleLessThan | TupleGreaterThan:
        """The condition of rows that come later in the list than this place."""
        return (TupleLessThan if self.falling else TupleGreaterThan)(self._fields(), place)

    def before(self, place: Sequence[Any]) -> TupleLessThan | TupleGreaterThan:
        return (TupleGreaterThan if self.falling else TupleLessThan)(self._fields(), place)

    def place(self, text: str) -> tuple[Any, ...] | None:
        """What a link says, as values; None for what no link of ours says."""
        if len(text) > LONGEST_PLACE:
            return None
        try:
            found = msgspec.convert(text.split(BETWEEN), self.types, strict=False)
        except msgspec.ValidationError:
            return None
        return None if any(isinstance(one, int) and abs(one) > LARGEST for one in found) else found

    def page(self, rows: list[Any], *, newer: bool, older: bool) -> Page:
        """A page of these rows; ``newer`` and ``older``: whether the list goes on there."""
        return Page(
            rows,
            newer=f"before={self._text(rows[0])}" if newer and rows else "",
            older=f"after={self._text(rows[-1])}" if older and rows else "",
            by_age=self.by_age,
        )

    def _fields(self) -> tuple[F, ...]:
        return tuple(map(F, self.columns))

    def _text(self, row: Any) -> str:
        values = msgspec.to_builtins([attrgetter(name)(row) for name in self.columns])
        return quote(BETWEEN.join(map(str, values)), safe=":~")


RECENT = Keyset(("changed_at", "id"), tuple[dt.datetime, UUID])  # what changed last comes first


def page_of(rows: QuerySet, keyset: Keyset, asked: Mapping[str, str], length: int) -> Page:
    """The page that an address asks for: ``after`` or ``before`` a place, else the first.

    ``page``, a number, is what our links said once: it still counts its way. A place behind the
    last row shows the first page, so that no link of ours ever leads to nothing.
    """
    rows = rows.order_by(*keyset.ordering())
    if place := keyset.place(asked.get("after", "")):
        if found := list(rows.filter(keyset.after(place))[: length + 1]):
            return keyset.page(found[:length], newer=True, older=len(found) > length)
    elif place := keyset.place(asked.get("before", "")):
        found = list(rows.filter(keyset.before(place)).reverse()[: length + 1])
        if len(found) >= length:
            back = found[:length][::-1]
            return keyset.page(back, newer=len(found) > length, older=True)
    elif (number := number_in(asked.get("page", ""))) > 1:
        start = (number - 1) * length
        if found := list(rows[start : start + length + 1]):
            return keyset.page(found[:length], newer=True, older=len(found) > length)
    found = list(rows[: length + 1])
    return keyset.page(found[:length], newer=False, older=len(found) > length)


def number_in(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= DIGITS else 0
