"""277 and 277CA: where claims stand at a payer, and which of them it sent back unread.

A claim may have several STC: each is a statement of its own, and the fold orders them by day. What
a file says of a whole provider or receiver is no claim's: it is only counted.
"""

from collections.abc import Iterator

from claims.facts import ClaimRecord
from claims.sources.refusal import NotNeeded, Refusal
from claims.sources.tracking import Heard
from claims.sources.x12 import people
from claims.sources.x12.key import payer_id
from claims.sources.x12.reading import Reading, Wrong, day
from claims.sources.x12.segments import Loop, Segment, Transaction
from claims.sources.x12.standing import Group
from claims.sources.x12.status_record import Told, records

Found = ClaimRecord | NotNeeded | Refusal
PEOPLE = frozenset({"22", "23", "PT"})  # HL03: subscriber, dependent, patient
PATIENTS = frozenset({"IL", "QC"})  # NM101
SENDER, PROVIDER = "20", "19"
PAYERS = frozenset({"PR", "AY"})  # NM101 of the sender: the payer, or a clearinghouse
RECEIPT = "050"  # DTP01


def read(transaction: Transaction, heard: Heard) -> Iterator[Found]:
    """What it says of each claim, as each ends."""
    reader = _Reader(transaction, heard)
    for segment in transaction:
        if segment.id == "HL":
            yield from reader.claim()
            reader.enter(segment.element(3))
        elif segment.id == "TRN" and reader.level in PEOPLE:
            yield from reader.claim()
            reader.open = Loop(segment)
        elif segment.id == "STC" and reader.level not in PEOPLE:
            yield NotNeeded("277 status of a sender")
        else:
            reader.take(segment)
    if transaction.ended:
        yield from reader.claim()
    yield from reader.reading.warnings


class _Reader:
    """One transaction: who is spoken of where the reading stands, and the claim that is open."""

    def __init__(self, transaction: Transaction, heard: Heard) -> None:
        self.heard = heard
        self.sender = transaction.sender
        self.reading = Reading(heard.source, heard.at, transaction.number)
        self.group = Group(
            component=transaction.component,
            acknowledges=transaction.version.startswith("005010X214"),
            payer=self.sender,
        )
        self.level = ""
        self.names: dict[str, Segment] = {}
        self.open = Loop()

    def enter(self, level: str) -> None:
        """Forget whom the last branch was about."""
        self.level = level
        if level == SENDER:
            self.group.payer = self.sender
        if level in (SENDER, PROVIDER):
            self.group.provider = ""
        if level != "23":  # a dependent stands below the subscriber
            self.names.pop("IL", None)
        self.names.pop("QC", None)

    def take(self, segment: Segment) -> None:
        """A segment of the open claim, or one that says of whom or when the next ones are."""
        if self.open:
            self.open.take(segment)
        elif segment.id == "NM1":
            self.name(segment)
        else:
            self.head(segment)

    def name(self, nm1: Segment) -> None:
        kind = nm1.element(1)
        if kind in PAYERS:
            self.group.payer = payer_id(nm1.element(9), self.group.payer)
        elif self.level == PROVIDER:
            self.group.provider = people.name(nm1)
        elif self.level in PEOPLE and kind in PATIENTS:
            self.names.setdefault(kind, nm1)

    def head(self, segment: Segment) -> None:
        """The day of the file, and the one on which the payer got the claims."""
        if segment.id == "BHT":
            self.group.made_on = day(segment.element(4))
        elif segment.id == "DTP" and segment.element(1) == RECEIPT:
            self.group.received_on = day(segment.element(3))

    def claim(self) -> Iterator[Found]:
        """What the open segments say, now that nothing more belongs to them."""
        segments, self.open = self.open, Loop()
        if not segments:
            return
        reading = Reading(self.heard.source, self.heard.at, segments[0].number)
        try:
            if segments.is_full:
                raise Wrong("TRN", "the segments of one claim", "more than we hold in memory")
            dependent, subscriber = self.names.get("QC"), self.names.get("IL")
            patient = people.patient(dependent, subscriber)
            called = people.called(dependent or subscriber)
            told = Told.sorted(segments, patient, called, reading)
            yield from records(told, self.group, reading)
        except Wrong as wrong:
            yield wrong.refusal(reading.line)
        yield from reading.warnings
