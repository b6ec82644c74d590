"""A record that a source could read and must not be believed before a person has looked."""

from msgspec import Struct

from claims.facts import ClaimRecord, Evidence, HoldReason


class Held(Struct, frozen=True, kw_only=True):
    """Yielded by ``parse`` in the place of the record; a loader opens a hold for it.

    The record does not land until a person, or what comes later, releases it. The same one again
    (source, key and content hash) changes nothing, whatever was decided about it. ``line`` is
    1-based, as in a `Refusal`; without it the record's own counts.
    """

    reason: HoldReason
    record: ClaimRecord
    evidence: tuple[Evidence, ...] = ()
    line: int | None = None

    @property
    def source(self) -> str:
        return self.record.source
