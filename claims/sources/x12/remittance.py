"""835: what a payer paid a provider for whom, and why not more. One claim in memory at a time.

What a payer settles with the provider itself (PLB) belongs to no member: it only counts when we
see whether the whole adds up.
"""

from collections.abc import Iterator

from claims.facts import ClaimRecord
from claims.sources.held import Held
from claims.sources.refusal import Refusal
from claims.sources.tracking import Heard
from claims.sources.x12 import payment
from claims.sources.x12.balance import shown
from claims.sources.x12.heading import Heading, heading
from claims.sources.x12.reading import Reading, Wrong
from claims.sources.x12.segments import Loop, Segment, Transaction

Found = ClaimRecord | Held | Refusal
# None of them belongs to the claim before it.
BOUNDARIES = frozenset({"CLP", "LX", "TS3", "TS2", "PLB"})
PLB_AMOUNTS = range(4, 15, 2)


def read(transaction: Transaction, heard: Heard) -> Iterator[Found]:
    """Its claims as each ends, what was refused, and a word when the whole does not add up."""
    reader = _Reader(transaction, heard)
    for segment in transaction:
        if segment.id in BOUNDARIES:
            yield from reader.claim()
            reader.begin(segment)
        else:
            reader.open.take(segment)
    if transaction.ended:
        yield from reader.claim()
        reader.add_up()
    yield from reader.reading.warnings


class _Reader:
    """One transaction: what its head says, the claim that is open, the sums so far."""

    def __init__(self, transaction: Transaction, heard: Heard) -> None:
        self.transaction = transaction
        self.heard = heard
        self.reading = Reading(heard.source, heard.at, transaction.number)
        self.open = Loop()  # the head's segments, then those of one claim
        self.heading: Heading | None = None
        self.sum: int | None = 0  # what the claims and the PLB come to; None: not known

    def claim(self) -> Iterator[Found]:
        """What the open segments say, now that nothing more belongs to them."""
        segments, self.open = self.open, Loop()
        if self.heading is None:
            self.heading = heading(segments, self.transaction, self.reading)
            return
        if not segments or segments[0].id != "CLP":
            return
        reading = Reading(self.heard.source, self.heard.at, segments[0].number)
        try:
            if segments.is_full:
                raise Wrong("CLP", "the segments of one claim", "more than we hold in memory")
            record = payment.record(segments, self.heading, reading)
        except Wrong as wrong:
            self.sum = None
            yield wrong.refusal(reading.line)
            return
        self.add(record.happening.amounts.plan_paid)
        yield shown(record)
        yield from reading.warnings

    def begin(self, segment: Segment) -> None:
        if segment.id == "CLP":
            self.open = Loop(segment)
        elif segment.id == "PLB":
            self.settle(segment)

    def settle(self, plb: Segment) -> None:
        """Count what the payer keeps or adds beside the claims."""
        try:
            for place in PLB_AMOUNTS:
                self.add(-(self.reading.cents(plb, place) or 0))
        except Wrong:
            self.sum = None

    def add(self, cents: int | None) -> None:
        self.sum = None if self.sum is None or cents is None else self.sum + cents

    def add_up(self) -> None:
        """BPR02 = the claims less PLB, unless a part of it could not be read."""
        total = self.heading.total if self.heading else None
        if None not in (self.sum, total) and self.sum != total:
            self.reading.warn(
                "BPR02",
                "the sum of its claims less PLB",
                "another sum",
                "The claims landed. Ask the payer whether one is missing.",
            )
