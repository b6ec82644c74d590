"""One file taken in: read, cut into chunks, each chunk landed in a transaction of its own.

A chunk and the batch's own count commit together, so a run that is killed leaves whole chunks and
a batch without ``finished_at``; running the file again finds those chunks unchanged and ends where
an undisturbed run would have ended.
"""

import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, nullcontext
from pkgutil import resolve_name
from typing import Any, BinaryIO

from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction

from accounts import clock
from claims import facts
from claims.models import ImportBatch, Source
from claims.sources import SYSTEMS, beside, parse
from claims.sources.held import Held
from claims.sources.refusal import NotNeeded, Refusal
from claims.store import Landed, releases
from claims.store.chunks import chunks, chunks_ahead, sparing_the_collector
from claims.store.copying import rows
from claims.store.kept import Copy
from claims.store.newest import newest_day
from claims.store.readings import take_readings
from claims.store.refusals import keep

PIECE = 1 << 20  # bytes
CHUNK = 2_000  # records; more gains nothing, and a chunk is what a kill may cost
MOST_NAMES = 1_000  # of kinds or fields, which a file may make up

# In the order in which one chunk lands: people before what is theirs, orders before parcels.
LOADERS = {
    facts.MemberRecord: "claims.store.enrolment:land",
    facts.CoverageRecord: "claims.store.coverages:land",
    facts.AccumulatorRecord: "claims.store.accumulators:land",
    facts.ClaimRecord: "claims.store.claims:land",
    facts.TaskRecord: "claims.store.asked_tasks:land",
    Held: "claims.store.held:land",
    facts.OrderRecord: "claims.store.orders:land_orders",
    facts.ShipmentRecord: "claims.store.shipments:land_shipments",
    facts.StatementRecord: "claims.store.balances:land_statements",
    facts.EntryRecord: "claims.store.balances:land_entries",
}


COUNTS = ("read", "landed", "unchanged", "held", "refused", "left_out", "unknown")
# Imports take turns, a chunk each: two at once would each make the same person or claim.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('import', 0))"


class Counting(io.RawIOBase):
    """A binary stream that knows how far it was read, and the SHA-256 of what was.

    ``copy`` is given what is read.
    """

    def __init__(
        self,
        stream: BinaryIO,
        progress: Callable[[int], None] | None = None,
        copy: Copy | None = None,
    ) -> None:
        self.stream = stream
        self.copy = copy
        self.digest = hashlib.sha256()
        self.at = 0
        self.progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self.stream.read(len(buffer))
        buffer[: len(got)] = got
        self.digest.update(got)
        self.at += len(got)
        if self.copy:
            self.copy.write(got)
        if self.progress:
            self.progress(self.at)
        return len(got)


class Run:
    """One file on its way in. After `go`, ``batch`` holds the counts, ``not_needed`` what was of no
    use to us by its kind and ``fields`` what was left out by its name.

    ``slug`` names the source when it is not called like its system (two payers that send FHIR).
    ``on_refusal`` hears each refusal as it happens. ``dry`` does everything, then undoes it.
    ``apart`` reads in a process beside this one, which pays for a large file.
    ``keep`` keeps the file for another run; ``batch`` is one that waits for its run.
    ``within``: the caller holds a transaction, so what only a commit checks is checked here.
    """

    def __init__(
        self,
        system: str,
        *,
        file_name: str,
        now: dt.datetime,
        slug: str = "",
        dry: bool = False,
        keep: bool = False,
        apart: bool = False,
        batch: ImportBatch | None = None,
        within: bool = False,
        on_refusal: Callable[[Refusal], None] = lambda _: None,
    ) -> None:
        self.system = system
        self.slug = slug or system
        self.dry = dry
        self.keep = keep and not dry and settings.IMPORTS_KEPT_DAYS > 0
        self.parse = beside.parse if apart else parse
        self.chunks = chunks_ahead if apart else chunks
        self.no_commit = dry or within
        self.on_refusal = on_refusal
        self.not_needed: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.batch = batch or ImportBatch(system=system, file_name=file_name[:500], started_at=now)

    def go(self, stream: BinaryIO, progress: Callable[[int], None] | None = None) -> ImportBatch:
        """Take the whole stream in. Database errors rise; what was landed before them stays."""
        copy = Copy() if self.keep else None
        try:
            self._take(Counting(stream, progress, copy))
        finally:
            if copy:
                copy.drop()
        if not self.no_commit:
            take_readings([self.slug])
        return self.batch

    def _take(self, counting: Counting) -> None:
        found = self._found(counting)
        with (
            closing(found),
            sparing_the_collector(),
            transaction.atomic() if self.dry else nullcontext(),
        ):
            self.batch.source = source_named(self.system, self.slug)
            self.batch.save()
            with closing(self.chunks(found, CHUNK)) as read:
                for chunk in read:
                    self._land(chunk)
            self._finish(counting)
            if self.dry:
                transaction.set_rollback(True)

    def _found(self, counting: Counting) -> Generator[Any, None, None]:
        yield from self.parse(
            self.system,
            counting,  # type: ignore[arg-type]
            source=self.slug,
            received_at=self.batch.started_at,
        )

    def _land(self, chunk: list) -> None:
        """Land a chunk. One that the database refuses lands in halves, down to what is at fault."""
        counts = {name: getattr(self.batch, name) for name in COUNTS}
        try:
            with transaction.atomic():
                refusals = self._merge(chunk)
                keep(refusals, self.batch)
                self._note_progress()
                if self.no_commit:  # of ours, which would check what is checked at a commit
                    connection.check_constraints()
        except (DataError, IntegrityError) as problem:
            for name, number in counts.items():
                setattr(self.batch, name, number)
            if len(chunk) > 1:
                self._land(chunk[: len(chunk) // 2])
                self._land(chunk[len(chunk) // 2 :])
            else:
                self._land([impossible(chunk[0], problem)])
            return
        for one in refusals:
            self.on_refusal(one)
        tally(self.fields, (one.field or one.expected for one in refusals if one.warning))
        tally(self.not_needed, (one.kind for one in chunk if isinstance(one, NotNeeded)))

    def _merge(self, chunk: list) -> list[Refusal]:
        """Give each loader its records; all that was refused, by the source or by a loader."""
        rows(LOCK)
        refusals = [one for one in chunk if isinstance(one, Refusal)]
        self.batch.read += sum(not one.warning for one in refusals)
        for kind, loader in LOADERS.items():
            records = [one for one in chunk if type(one) is kind]
            if records:
                landed: Landed = resolve_name(loader)(records, self.batch)
                self.batch.landed += landed.changed
                self.batch.unchanged += landed.unchanged
                self.batch.held += landed.held
                self.batch.read += len(records)
                refusals += landed.refusals
        releases.review(self.batch)
        self._note_the_day(chunk)
        return refusals

    def _note_the_day(self, chunk: list) -> None:
        newest, batch = newest_day(chunk, self.batch.started_at.date()), self.batch
        batch.newest_on = max(filter(None, (batch.newest_on, newest)), default=None)

    def _note_progress(self) -> None:
        self.batch.seen_at = clock.now()
        self.batch.save(update_fields=[*COUNTS, "newest_on", "seen_at"])

    def _finish(self, counting: Counting) -> None:
        while counting.read(PIECE):
            pass  # what nobody wanted to read belongs to the file too
        self.batch.file_hash = counting.digest.hexdigest()
        if counting.copy:
            counting.copy.keep(self.batch.file_hash)
        # What was pushed began on the clock of another machine.
        self.batch.finished_at = max(clock.now(), self.batch.started_at)
        self.batch.save(update_fields=["file_hash", "finished_at"])
        if self.batch.landed or self.batch.unchanged or self.batch.held or self.not_needed:
            self.batch.source.heard(self.batch.started_at)


def tally(counts: Counter[str], names: Iterable[str]) -> None:
    """Count each name; those beyond many are one."""
    for name in names:
        counts[name if name in counts or len(counts) < MOST_NAMES else "others"] += 1


def source_named(system: str, slug: str) -> Source:
    """The row of a source, made when it is the first time that it speaks."""
    kind = SYSTEMS.get(system, Source.Kind.CONTACT)
    return Source.objects.get_or_create(slug=slug, defaults={"kind": kind})[0]


def impossible(record: Any, problem: Exception) -> Refusal:
    """Why the database will not hold a record: a rule's or a column's name, never the value."""
    told = getattr(problem.__cause__, "diag", None)
    broken = told and (told.constraint_name or told.column_name or told.sqlstate)
    return Refusal(
        line=getattr(record, "line", None),
        expected="a record that the database can hold",
        found=f"one that breaks “{broken}”",
    )
