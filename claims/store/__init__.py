"""Loading: records become rows, many at a time; doing it twice changes nothing.

``batch`` runs a file; each kind of record has a loader: ``land(records, batch) -> Landed``. It is
called inside one transaction with the records of one chunk in the file's order, merges them
set-based, folds again what it touched, and may refuse a record that contradicts what we hold.
"""

from msgspec import Struct

from claims.sources.refusal import Refusal


class Landed(Struct):
    """What became of some records."""

    changed: int = 0
    unchanged: int = 0
    held: int = 0  # until a person has looked
    refusals: list[Refusal] = []

    def plus(self, other: "Landed") -> "Landed":
        return Landed(
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            held=self.held + other.held,
            refusals=self.refusals + other.refusals,
        )
