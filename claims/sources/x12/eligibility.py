"""271: what a plan says of a person's coverage, deductible and limits, as of the file's instant."""

import datetime as dt
from collections.abc import Iterator

from claims.facts import AccumulatorRecord, CoverageRecord
from claims.sources.refusal import NotNeeded, Refusal
from claims.sources.tracking import Heard
from claims.sources.x12 import people
from claims.sources.x12.benefits import counts
from claims.sources.x12.coverage import Benefit, Insured, coverages
from claims.sources.x12.reading import Reading, Wrong, day
from claims.sources.x12.segments import Loop, Segment, Transaction

Found = AccumulatorRecord | CoverageRecord | NotNeeded | Refusal
SUBSCRIBER, DEPENDENT = "22", "23"  # HL03
INSURED = frozenset({"IL", "03"})  # NM101
NESTED = {"LS": 1, "LE": -1}  # what stands between them is about somebody else


def read(transaction: Transaction, heard: Heard) -> Iterator[Found]:
    """What it says of each person, as their part ends."""
    reader = _Reader(transaction, heard)
    for segment in transaction:
        if segment.id == "HL":
            yield from reader.person()
            reader.level = segment.element(3)
        elif segment.id == "BHT":
            reader.made(segment)
        else:
            reader.open.take(segment)
    if transaction.ended:
        yield from reader.person()
    yield from reader.reading.warnings


class _Reader:
    """One transaction: where in the tree the reading stands, and the person who is open."""

    def __init__(self, transaction: Transaction, heard: Heard) -> None:
        self.transaction = transaction
        self.heard = heard
        self.reading = Reading(heard.source, heard.at, transaction.number)
        self.as_of: dt.datetime | None = None
        self.level = ""
        self.subscriber: Segment | None = None
        self.open = Loop()

    def made(self, bht: Segment) -> None:
        """The instant from which it all holds. Files name no zone: it is read as UTC."""
        on, at = day(bht.element(4)), bht.element(5)
        if on is None or self.reading.not_yet(on):
            return
        try:
            time = dt.time(int(at[:2]), int(at[2:4])) if at else dt.time()
        except ValueError:
            time = dt.time()
        self.as_of = dt.datetime.combine(on, time, tzinfo=dt.UTC)

    def person(self) -> Iterator[Found]:
        """What the open segments say, now that nothing more belongs to the person."""
        segments, self.open = self.open, Loop()
        if self.level not in (SUBSCRIBER, DEPENDENT) or not segments:
            return
        reading = Reading(self.heard.source, self.heard.at, segments[0].number)
        named = next((one for one in segments if _names(one)), None)
        if self.level == SUBSCRIBER:
            self.subscriber = named
        try:
            yield from self._told(segments, named, reading)
        except Wrong as wrong:
            yield wrong.refusal(reading.line)
        yield from reading.warnings

    def _told(self, segments: Loop, named: Segment | None, reading: Reading) -> Iterator[Found]:
        if not any(one.id == "EB" for one in segments):
            yield NotNeeded("271 without benefits")
            return
        if segments.is_full:
            raise Wrong("EB", "the segments of one person", "more than we hold in memory")
        if self.as_of is None:
            raise Wrong("BHT04", "the day on which the file was made", "none that has come")
        insured = self.subscriber if self.level == DEPENDENT else None
        about, benefits = _parts(segments, self.transaction, reading)
        person = Insured(
            patient=people.patient(named, insured),
            number=people.number(self.subscriber or named),
            as_of=self.as_of,
            about=about,
        )
        yield from coverages(benefits, person, reading)
        yield from counts(benefits, person, reading)


def _names(segment: Segment) -> bool:
    return segment.id == "NM1" and segment.element(1) in INSURED


def _parts(
    segments: list[Segment], transaction: Transaction, reading: Reading
) -> tuple[list[Segment], list[Benefit]]:
    """What is said of the person as a whole, and each EB with what belongs to it."""
    about: list[Segment] = []
    benefits: list[Benefit] = []
    depth = 0
    for segment in segments:
        if segment.id in NESTED:
            depth = max(depth + NESTED[segment.id], 0)
        elif segment.id == "EB":
            depth = 0
            benefits.append(Benefit.of(segment, transaction.repetition))
        elif not depth:
            (benefits[-1].following if benefits else about).append(segment)
    return about, benefits
