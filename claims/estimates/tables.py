"""The curves in use in this process, of a night; whoever keeps them in a database puts them here.

Like the language and our opening hours they are the same for every answer, so no face of an
answer can forget them. Without any, no answer names an estimated day.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claims.estimates.expected import FEWEST, FEWEST_ALIKE, Curve

Curves = Mapping[tuple[str, str], Curve]  # by kind of date and segment


ALWAYS = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Table:
    """``model`` names it in what we promise. It counts from ``starts_at`` (UTC) in all processes:
    they read it before, and say the same from the same instant. ``asked`` is the share in a hundred
    to ask of a curve, by kind and by what kind of thing and who sent it ("thing|sender"), where it
    is not the one that we say."""

    model: str = ""
    starts_at: dt.datetime = ALWAYS
    curves: Curves = field(default_factory=dict)
    asked: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def find(self, kind: str, segments: Sequence[str], *, fewest: int = FEWEST) -> Curve | None:
        """Of the finest segment with enough cases; silence has no part in which."""
        for segment in segments:
            curve = self.curves.get((kind, segment))
            if curve is not None and curve.cases >= fewest:
                return curve
        return None

    def find_little(self, kind: str, segments: Sequence[str]) -> Curve | None:
        """Enough for a range of days."""
        return self.find(kind, segments, fewest=FEWEST_ALIKE)


EMPTY = Table()


class InUse:
    """The table that counts now and the one that follows it."""

    def __init__(self) -> None:
        self.now, self.following = EMPTY, EMPTY

    def put(self, table: Table) -> None:
        """Take it from its beginning; at once where there is none."""
        if self.now is EMPTY:
            self.now = table
        self.following = table

    def drop(self) -> None:
        self.now = self.following = EMPTY

    def at(self, now: dt.datetime) -> Table:
        following = self.following
        if following is not self.now and now >= following.starts_at:
            self.now = following
        return self.now


IN_USE = InUse()
