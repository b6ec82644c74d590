#!/usr/bin/env python3
"""Is the consent record whole? Checks an export without the portal, its code or its database.

    python verify_consent.py EXPORT --key KEY [--checkpoint FILE …] [--receipt FILE …] [--json]

EXPORT is the .zip that the portal's page “Is the record whole?” gives, or a folder with the same
files. KEY is the portal's public key, or a file with it: the one that you noted when the portal was
set up, not one that came with the export. FILE is a checkpoint that you kept, such as the day's
e-mail, or a receipt that a member downloaded; a receipt can also be checked without an export.
Needs Python 3.11 and the package cryptography, nothing else.

Ends with 0 when the record is whole, 1 when it is not (each line names a row), 2 when it could not
be checked. How the record is built stands in the portal's docs/consent.md.
"""

import argparse
import csv
import datetime as dt
import gc
import heapq
import io
import json
import os
import re
import sys
import time
import zipfile
from base64 import b64decode
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TextIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WHOLE, BROKEN, CANNOT_SAY = 0, 1, 2
MOST_SHOWN = 100
LARGE = 8_000_000  # bytes
ED25519 = b"\x01"
NO_ROW = "00" * 32
"""What the first row of a member names as the one before it."""


class Unusable(Exception):
    """What was given cannot be read; the text says what and where."""


class Finding(NamedTuple):
    """Something that is wrong; ``row`` is the id of a row of the ledger, if it is one row."""

    row: int | None
    kind: str
    says: str


class Findings(list[Finding]):
    """All that is wrong; ``add`` knows each row and kind once."""

    def add(self, row: int | None, kind: str, says: str) -> None:
        self.append(Finding(row, kind, says))


# The rows

LEDGER = (
    *("id", "xact", "subject", "seq", "nonce", "previous", "receipt", "key", "purpose", "category"),
    *("decision", "recorded_at", "effective_at", "valid_until", "version", "wording", "language"),
    *("screen", "who", "through", "by", "hash"),
)
NOW = ("subject", "purpose", "category", "event", "decision", "recorded_at", "effective_at")
NOW = (*NOW, "valid_until", "version", "who", "through")
PRUNED = ("id", "xact", "subject", "seq", "hash", "rule")


class Lengths(dict[int, str]):
    """A length in four bytes, the most significant first."""

    def __missing__(self, length: int) -> str:
        found = self[length] = length.to_bytes(4, "big").decode("latin-1")
        return found


class Words(dict[str, str]):
    """Fields of columns that hold the same few words again and again: the length, and the word."""

    def __missing__(self, text: str) -> str:
        found = self[text] = field(text)
        return found


class OrNothing(Words):
    """The same where the column may hold nothing at all, which is not an empty word."""

    def __missing__(self, text: str) -> str:
        found = self[text] = field(text) if text else NOTHING
        return found


class HexOrNothing(Words):
    def __missing__(self, text: str) -> str:
        found = self[text] = field(raw(text)) if text else NOTHING
        return found


def field(text: str) -> str:
    return LENGTH[len(text)] + text


def raw(hexadecimal: str) -> str:
    return bytes.fromhex(hexadecimal).decode("latin-1")


NOTHING = "\xff\xff\xff\xff"
LENGTH, WORD, MAYBE, DIGEST = Lengths(), Words(), OrNothing(), HexOrNothing()
HEAD = field("porchlight consent 1")


def form(row: Sequence[str]) -> bytes:
    """The bytes whose SHA-256 is the row's hash; docs/consent.md says why these and so.

    A row's cells were read as Latin-1: a character each byte, so that lengths are those of bytes.
    """
    # fmt: off
    (
        number, xact, subject, seq, nonce, previous, receipt, key, purpose, category, decision,
        recorded, effective, until, version, wording, language, screen, who, through, by, _hash,
    ) = row
    # fmt: on
    nonce, previous, length = raw(nonce), raw(previous), LENGTH
    return (
        f"{HEAD}{length[len(subject)]}{subject}{WORD[seq]}"
        f"{length[len(number)]}{number}{length[len(xact)]}{xact}"
        f"{length[len(nonce)]}{nonce}{length[len(previous)]}{previous}"
        f"{length[len(receipt)]}{receipt}{length[len(key)]}{key}"
        f"{WORD[purpose]}{WORD[category]}{WORD[decision]}"
        f"{length[len(recorded)]}{recorded}{length[len(effective)]}{effective}"
        f"{field(until) if until else NOTHING}{MAYBE[version]}{DIGEST[wording]}"
        f"{WORD[language]}{WORD[screen]}{WORD[who]}{WORD[through]}"
        f"{field(by) if by else NOTHING}"
    ).encode("latin-1")


# The tree: RFC 6962


def leaf(content: bytes) -> bytes:
    return sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Peaks:
    """The roots of a growing tree's whole parts, the largest first: all that its head needs."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def append(self, content: bytes) -> None:
        found, size, roots = sha256(b"\x00" + content).digest(), self.size, self._roots
        while size & 1:
            found, size = sha256(b"\x01" + roots.pop() + found).digest(), size >> 1
        roots.append(found)
        self.size += 1

    def head(self) -> bytes:
        if not self._roots:
            return sha256().digest()
        *others, found = self._roots
        for root in reversed(others):
            found = node(root, found)
        return found


def includes(root: bytes, size: int, index: int, content: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that this is the leaf at ``index`` of that tree (RFC 9162, 2.1.3)."""
    if not 0 <= index < size:
        return False
    found, last = leaf(content), size - 1
    for other in proof:
        if not last:
            return False
        if index & 1 or index == last:
            found = node(other, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, other)
        index, last = index >> 1, last >> 1
    return not last and found == root


def extends(old: bytes, old_size: int, new: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree begins with the old one (RFC 9162, 2.1.4)."""
    if old_size == size or not old_size:
        return not proof and (old == new if old_size else old_size <= size)
    if old_size > size or not proof:
        return False
    path = [old, *proof] if not old_size & (old_size - 1) else list(proof)
    index, last = old_size - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    first = second = path[0]
    for other in path[1:]:
        if not last:
            return False
        if index & 1 or index == last:
            first, second = node(other, first), node(other, second)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            second = node(second, other)
        index, last = index >> 1, last >> 1
    return not last and (first, second) == (old, new)


# Checkpoints: C2SP's signed notes


class Key:
    """The portal's public key, as one line: name, short digest, key."""

    def __init__(self, line: str) -> None:
        try:
            self.name, digest, encoded = line.strip().split("+", 2)
            raw = b64decode(encoded, validate=True)
            self._public = Ed25519PublicKey.from_public_bytes(raw[1:])
        except ValueError:
            raise Unusable("The public key is not one: name+digest+base64, on one line.") from None
        self.digest = sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if raw[:1] != ED25519 or digest != self.digest.hex():
            raise Unusable("The public key was copied wrongly: its digest does not fit.")

    def signed(self, text: str, signatures: Iterable[str]) -> bool:
        for line in signatures:
            parts = line.split(" ")
            if len(parts) != 3 or parts[:2] != ["—", self.name]:
                continue
            try:
                signature = b64decode(parts[2], validate=True)
                self._public.verify(signature[4:], text.encode())
            except (InvalidSignature, ValueError):
                continue
            return signature[:4] == self.digest
        return False


class Checkpoint(NamedTuple):
    name: str
    size: int
    root: bytes
    sealed: str
    later_from: int
    """No row after it is dated before, in microseconds since 1970."""


NOTE = re.compile(
    r"(?P<text>[^\n]+\n(?P<size>0|[1-9][0-9]*)\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"sealed (?P<sealed>[^\n]+)\nlater rows from (?P<later>[^\n]+)\n)\n"
    r"(?P<signatures>(?:— [^\n]+\n)+)"
)


def checkpoints_in(content: str, name: str, key: Key) -> tuple[list[Checkpoint], list[Finding]]:
    """Every checkpoint of a file, which may be an e-mail around one; and those that are forged."""
    found, wrong = [], []
    # A mail program may have turned line ends and put blanks after a line.
    for note in NOTE.finditer(re.sub(r"[ \t\r]+$", "", content, flags=re.MULTILINE) + "\n"):
        if not key.signed(note["text"], note["signatures"].splitlines()):
            says = f"The checkpoint {name} is not signed with this key: it was forged or changed."
            wrong.append(Finding(None, "signature", says))
            continue
        later = microseconds(note["later"])
        found.append(
            Checkpoint(name, int(note["size"]), b64decode(note["root"]), note["sealed"], later)
        )
    if not found and not wrong:
        wrong.append(Finding(None, "signature", f"There is no checkpoint in {name}."))
    return found, wrong


def microseconds(text: str) -> int:
    """An instant as whole microseconds since 1970, in UTC."""
    since = dt.datetime.fromisoformat(text) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return since // dt.timedelta(microseconds=1)


def day(micros: int) -> str:
    at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=micros)
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def backdated(recorded: int, floor: int) -> str:
    return f"it is dated {day(recorded)}, but came after what was sealed on {day(floor)}."


# The export


class Export:
    """The files of an export, in a folder or a .zip."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise Unusable(f"There is no {path}.")
        if not path.is_dir() and not zipfile.is_zipfile(path):
            raise Unusable(f"{path} is neither a folder nor a .zip.")
        self.path = path
        self._root = path if path.is_dir() else zipfile.Path(path)

    def names(self, ending: str) -> list[str]:
        folder = self._root / "checkpoints"
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(file.name for file in found if file.name.endswith(ending))

    def read(self, name: str) -> str:
        return (self._root / "checkpoints" / name).read_text(encoding="utf-8")

    def is_large(self) -> bool:
        """Whether another process saves more time than it takes to start."""
        if self.path.is_dir():
            ledger = self.path / "ledger.csv"
            return ledger.is_file() and ledger.stat().st_size > LARGE
        return self.path.stat().st_size > LARGE // 2

    def rows(self, name: str, columns: Sequence[str]) -> Iterator[list[str]]:
        """The rows of a CSV file whose first line names just these columns."""
        file = self._root / name
        if not file.is_file():
            raise Unusable(f"The export has no {name}.")
        with file.open("rb") as content, io.TextIOWrapper(content, "latin-1", newline="") as lines:
            yield from self._checked(name, lines, columns)

    def _checked(self, name: str, lines: TextIO, columns: Sequence[str]) -> Iterator[list[str]]:
        rows = cells(lines)
        if tuple(next(rows, ())) != tuple(columns):
            raise Unusable(f"The columns of {name} are not {', '.join(columns)}.")
        length = len(columns)
        for number, row in enumerate(rows, 2):
            if len(row) != length:
                raise Unusable(f"Line {number} of {name} is cut short.")
            yield row


def cells(lines: TextIO) -> Iterator[list[str]]:
    """The rows of a CSV file; most have no quotes, and splitting is twice as fast as parsing."""
    for line in lines:
        if '"' in line:
            yield from csv.reader(chain([line], lines))
            return
        yield line.rstrip("\r\n").split(",")


# Each row by itself


def check_contents(path: Path) -> Findings:
    """Whether each row is what was written. It needs nothing else, so it runs beside the rest."""
    gc.disable()
    found = Findings()
    for row in Export(path).rows("ledger.csv", LEDGER):
        if sha256(form(row)).hexdigest() != row[21]:
            says = "it is not what was written: its content does not fit its hash."
            found.add(int(row[0]), "content", says)
    return found


@contextmanager
def beside(export: Export) -> Iterator[Callable[[], Findings]]:
    """Check the contents while the caller does the rest, if there is enough to do and a processor
    for it; what is given waits for them."""
    if not export.is_large() or (os.cpu_count() or 1) < 2:
        yield lambda: check_contents(export.path)
        return
    with ProcessPoolExecutor(1) as another:
        yield another.submit(check_contents, export.path).result


# The record


class Stands:
    """One thing of a member: the row that decides it and how, by ``now.csv``, and its last row."""

    __slots__ = ("decided", "event", "fits", "number", "seq")

    def __init__(self, event: int, decided: list[str]) -> None:
        self.event, self.decided, self.fits = event, decided, False
        self.seq = self.number = 0


class Record:
    """What was read of it so far, row by row, in the order in which rows are sealed."""

    def __init__(
        self, checkpoints: Iterable[Checkpoint], now: Iterable[list[str]], found: Findings
    ) -> None:
        self.found = found
        self.now = {(row[0], row[1], row[2]): Stands(int(row[3]), row[4:]) for row in now}
        self.tree = Peaks()
        self.checkpoints = sorted(checkpoints, key=lambda one: one.size)
        self.stray: list[Checkpoint] = []
        self.pruned: dict[int, tuple[str, int]] = {}
        self._xact = self._number = 0
        self._passed = 0
        self.floor = 0
        self._last: dict[str, tuple[int, str]] = {}
        self._early: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._next = 0
        self._pass_checkpoints()

    def read_all(self, export: Export) -> None:
        length = len(LEDGER)
        for row in all_rows(export):
            if len(row) == length:
                self.read(row)
            else:
                self.read_pruned(row)
        self.end()

    def read(self, row: list[str]) -> None:
        """A row of the ledger: its leaf, its date, its place in its member's chain, what stands."""
        number, subject, recorded, seq = int(row[0]), row[2], int(row[11]), int(row[3])
        stored = self._leaf(number, int(row[1]), row[21])
        if recorded < self.floor:
            self.found.add(number, "dated", backdated(recorded, self.floor))
        self._link(subject, seq, number, row[5], stored)
        key = (subject, row[8], row[9])
        stands = self.now.get(key)
        if stands is None:
            stands = self.now[key] = Stands(0, [])
        if stands.seq < seq:
            stands.seq, stands.number = seq, number
        if stands.event == number:
            stands.fits = stands.decided == row[10:15] + row[18:20]
        if self.tree.size >= self._next:
            self._pass_checkpoints()

    def read_pruned(self, row: list[str]) -> None:
        """A row of which the law let us keep the hash alone."""
        number = int(row[0])
        stored = self._leaf(number, int(row[1]), row[4])
        self._link(row[2], int(row[3]), number, "", stored)
        self.pruned[number] = (row[2], int(row[3]))
        self._pass_checkpoints()

    def _leaf(self, number: int, xact: int, stored: str) -> str:
        if xact <= self._xact and (xact, number) <= (self._xact, self._number):
            raise Unusable(f"Row {number} stands twice, or not in the order of xact and id.")
        self._xact, self._number = xact, number
        self.tree.append(bytes.fromhex(stored))
        return stored

    def _pass_checkpoints(self) -> None:
        """Compare the head with that of each checkpoint of as many rows."""
        for one in self.checkpoints[self._passed :]:
            if one.size > self.tree.size:
                self._next = one.size
                return
            self._passed += 1
            if one.root != self.tree.head():
                self.stray.append(one)
            elif not self.stray:  # after a row that was put in, all others stand one too far
                self.floor = max(self.floor, one.later_from)
        self._next = sys.maxsize

    def _link(self, subject: str, seq: int, number: int, previous: str, stored: str) -> None:
        """``previous``: what it says the hash before it is; "" where that was pruned."""
        last, before = self._last.get(subject, (0, NO_ROW))
        if seq != last + 1:
            # Two transactions of one member may end in another order than they were numbered in.
            self._early.setdefault(subject, {})[seq] = (number, previous, stored)
            return
        if previous and previous != before:
            says = f"it does not follow from row {seq - 1} of its member ({subject})."
            self.found.add(number, "chain", says)
        self._last[subject] = (seq, stored)
        early = self._early.get(subject)
        if early and seq + 1 in early:
            self._link(subject, seq + 1, *early.pop(seq + 1))

    def end(self) -> None:
        """Say what is wrong in chains, and which checkpoints have more rows than there are."""
        self.stray += self.checkpoints[self._passed :]
        for subject, early in self._early.items():
            for seq in sorted(early):
                last = self._last.get(subject, (0, NO_ROW))[0]
                number, _previous, stored = early[seq]
                if seq <= last:
                    says = f"its member ({subject}) has another row {seq}."
                    self.found.add(number, "chain", says)
                elif seq > last + 1:
                    says = f"row {last + 1} of its member ({subject}) is missing before it."
                    self.found.add(number, "chain", says)
                self._last[subject] = (max(seq, last), stored)
        for number, (subject, seq) in self.pruned.items():
            if self._last[subject][0] == seq:
                says = f"it is the last row of its member ({subject}), and only its hash is left."
                self.found.add(number, "pruned", says)


def compare_now(record: Record) -> None:
    """The table of how things stand now against what the ledger's rows come to."""
    for (subject, purpose, category), one in record.now.items():
        if one.fits and one.number == one.event:
            continue
        what = f"how {purpose}, {category} stands now for member {subject}"
        if one.event in record.pruned:
            says = f"it decides {what}, and only its hash is left."
            record.found.add(one.event, "pruned", says)
        elif not one.number:
            says = f"{what} comes from no row of the ledger."
            record.found.add(one.event, "projection", says)
        else:
            instead = "something else" if one.event else "nothing"
            record.found.add(one.number, "projection", f"it decides {what}, and {instead} stands.")


# What differs from what was sealed, by row


def sealed_rows(export: Export, checkpoints: Sequence[Checkpoint]) -> list[tuple[int, bytes]]:
    """(id, hash) of the rows that were sealed, as far as the signed heads bear them out."""
    tree, rows, good = Peaks(), [], 0
    heads = {one.size: one.root for one in checkpoints}
    for name in export.names(".rows"):
        for line in export.read(name).splitlines():
            number, _space, stored = line.partition(" ")
            rows.append((int(number), bytes.fromhex(stored)))
            tree.append(rows[-1][1])
        if heads.get(tree.size) == tree.head():
            good = tree.size
        elif tree.size in heads:
            break
    return rows[:good]


def compare_sealed(sealed: list[tuple[int, bytes]], have: dict[int, bytes]) -> Findings:
    """Name the rows that are gone, rewritten, put in or moved."""
    found, known = Findings(), dict(sealed)
    for number, stored in sealed:
        if number not in have:
            found.add(number, "missing", "it was sealed, and is gone.")
        elif have[number] != stored:
            found.add(number, "rewritten", "it is not the one that was sealed: its hash is new.")
    for number in put_in(known, have):
        found.add(number, "inserted", "it was put in later among rows that were sealed.")
    if not found:
        order = (number for number in have if number in known)
        moved = (one for one, (other, _stored) in zip(order, sealed, strict=True) if one != other)
        for number in list(moved)[:1]:
            found.add(number, "moved", "it was sealed in another place.")
    return found


def put_in(known: Container[int], have: Iterable[int]) -> list[int]:
    """The rows that nobody sealed, and that stand before one that was."""
    found, waiting = [], []
    for number in have:
        if number in known:
            found += waiting
            waiting = []
        else:
            waiting.append(number)
    return found


def name_strays(record: Record, export: Export) -> Findings:
    """For heads that do not fit: which rows it is, or else between which checkpoints."""
    found = Findings()
    if not record.stray:
        return found
    if sealed := sealed_rows(export, record.checkpoints):
        found += compare_sealed(sealed, dict(hashes(export)))
        floor = max(one.later_from for one in record.checkpoints if one.size <= len(sealed))
        known = {number for number, _stored in sealed} | {one.row for one in found}
        found += dated_later(export, known, floor)
    if not found:
        first = record.stray[0]
        before = max((one.size for one in record.checkpoints if one.size < first.size), default=0)
        says = (
            f"The first {first.size:,} rows are not those that {first.name} sealed on "
            f"{first.sealed}. Of them, the first {before:,} are as they were sealed."
        )
        found.add(None, "head", says)
    return found


def dated_later(export: Export, known: Container[int | None], floor: int) -> Findings:
    """Rows beyond the seal that are dated before it."""
    found = Findings()
    for row in export.rows("ledger.csv", LEDGER):
        if int(row[0]) not in known and int(row[11]) < floor:
            found.add(int(row[0]), "dated", backdated(int(row[11]), floor))
    return found


def hashes(export: Export) -> Iterator[tuple[int, bytes]]:
    for row in all_rows(export):
        yield int(row[0]), bytes.fromhex(row[21] if len(row) == len(LEDGER) else row[4])


def all_rows(export: Export) -> Iterator[list[str]]:
    """Ledger and pruned rows, in the order in which they were sealed."""
    ledger, pruned = export.rows("ledger.csv", LEDGER), list(export.rows("pruned.csv", PRUNED))
    if not pruned:
        return ledger
    return heapq.merge(ledger, pruned, key=lambda row: (int(row[1]), int(row[0])))


# A member's receipt: C2SP's tlog-proof

RECEIPT = "c2sp.org/tlog-proof@v1"


class Receipt(NamedTuple):
    name: str
    form: bytes
    index: int
    proof: list[bytes]
    checkpoint: Checkpoint

    @property
    def hash(self) -> bytes:
        return sha256(self.form).digest()

    @property
    def words(self) -> str:
        """What it is a receipt for, out of the bytes that were hashed."""
        fields, rest = [], self.form
        while rest:
            length = int.from_bytes(rest[:4], "big")
            length = 0 if length == 0xFFFFFFFF else length
            fields.append(rest[4 : 4 + length])
            rest = rest[4 + length :]
        decision, purpose, category = (fields[place].decode() for place in (11, 9, 10))
        at = day(int(fields[12]))
        return f"row {fields[3].decode()}: {decision} of {purpose}, {category}, recorded {at}"


def receipt_in(content: str, name: str, key: Key, found: Findings) -> Receipt | None:
    """The receipt in a file, if its proof holds; what is wrong with it goes to ``found``."""
    try:
        top, note = content.replace("\r\n", "\n").split("\n\n", 1)
        kind, extra, index, *proof = top.splitlines()
        shown = b64decode(extra.removeprefix("extra "), validate=True)
        path = [b64decode(line, validate=True) for line in proof]
        place = int(index.removeprefix("index "))
    except ValueError:
        raise Unusable(f"{name} is not a receipt.") from None
    if kind != RECEIPT:
        raise Unusable(f"{name} is not a receipt.")
    checkpoints, wrong = checkpoints_in(note, name, key)
    found += wrong
    if not checkpoints:
        return None
    receipt = Receipt(name, shown, place, path, checkpoints[0])
    head = receipt.checkpoint
    if not includes(head.root, head.size, place, receipt.hash, path):
        found.add(None, "receipt", f"The proof of {name} does not hold.")
        return None
    return receipt


def find_receipts(receipts: Iterable[Receipt], export: Export, found: Findings) -> None:
    """Each row that a member has a receipt of must still be in its place."""
    wanted = {one.index: one for one in receipts}
    if not wanted:
        return
    for place, (number, stored) in enumerate(hashes(export)):
        one = wanted.pop(place, None)
        if one and one.hash != stored:
            found.add(number, "receipt", f"it stands where {one.name} has {one.words}.")
    for one in wanted.values():
        found.add(None, "receipt", f"The record ends before {one.words} ({one.name}).")


# The answer


class Answer(NamedTuple):
    """``sealed``: how many rows the newest checkpoint that fits has. Of the rows that were
    ``pruned`` only the hash is left."""

    rows: int
    pruned: int
    sealed: int
    checkpoints: int
    found: Findings
    seconds: float


def check(
    export: Export, key: Key, own: Iterable[Path] = (), receipts: Iterable[Path] = ()
) -> Answer:
    started = time.monotonic()
    found = Findings()
    checkpoints: list[Checkpoint] = []
    notes = [(export.read(name), name) for name in export.names(".checkpoint")]
    for content, name in [*notes, *((text_of(path), path.name) for path in own)]:
        good, forged = checkpoints_in(content, name, key)
        checkpoints += good
        found += forged
    held = [receipt_in(text_of(path), path.name, key, found) for path in receipts]
    checkpoints += [one.checkpoint for one in held if one]
    record = Record(checkpoints, export.rows("now.csv", NOW), found)
    with beside(export) as contents:
        record.read_all(export)
        compare_now(record)
        found += contents()
    found += name_strays(record, export)
    find_receipts(filter(None, held), export, found)
    sealed = max((one.size for one in checkpoints if one not in record.stray), default=0)
    seconds = time.monotonic() - started
    return Answer(record.tree.size, len(record.pruned), sealed, len(checkpoints), found, seconds)


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unusable(f"{path} cannot be read: {problem}") from None


def said(answer: Answer) -> str:
    lines = [
        f"Row {one.row}: {one.says}" if one.row is not None else one.says for one in answer.found
    ]
    shown = lines[:MOST_SHOWN]
    if more := len(lines) - len(shown):
        shown.append(f"And {more:,} more.")
    took = f"Checked in {answer.seconds:.1f} s."
    if lines:
        count = "1 thing is" if len(lines) == 1 else f"{len(lines):,} things are"
        return "\n".join([f"The record is NOT whole: {count} wrong.", *shown, took])
    if not answer.checkpoints:
        return (
            f"The {answer.rows:,} rows fit together, but nothing is sealed: a change by whoever "
            f"runs the database would not be seen. {took}"
        )
    hashes = f" Of {answer.pruned:,} rows only the hash is left." if answer.pruned else ""
    return (
        f"The record is whole: {answer.rows:,} rows, {answer.sealed:,} of them sealed by "
        f"{answer.checkpoints:,} checkpoints.{hashes} {took}"
    )


def as_json(answer: Answer) -> str:
    return json.dumps(answer._asdict() | {"wrong": len(answer.found), "found": answer.found[:1000]})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Is the consent record whole?")
    parser.add_argument("export", nargs="?", type=Path, help="the .zip or folder to check")
    parser.add_argument("--key", required=True, help="the portal's public key, or a file with it")
    parser.add_argument("--checkpoint", action="append", type=Path, default=[], metavar="FILE")
    parser.add_argument("--receipt", action="append", type=Path, default=[], metavar="FILE")
    parser.add_argument("--json", action="store_true", help="answer for programs")
    asked = parser.parse_args(arguments)
    gc.disable()  # millions of small things, none in a circle
    try:
        key = Key(text_of(Path(asked.key)) if Path(asked.key).is_file() else asked.key)
        if asked.export is None:
            return say_receipts(asked.receipt, key)
        answer = check(Export(asked.export), key, asked.checkpoint, asked.receipt)
    except (Unusable, OSError, ValueError, zipfile.BadZipFile) as problem:
        print(problem, file=sys.stderr)
        return CANNOT_SAY
    print(as_json(answer) if asked.json else said(answer))
    return BROKEN if answer.found else WHOLE


def say_receipts(paths: Sequence[Path], key: Key) -> int:
    if not paths:
        raise Unusable("Name an export, or a receipt.")
    found = Findings()
    for path in paths:
        one = receipt_in(text_of(path), path.name, key, found)
        if one:
            print(f"{path.name} holds: {one.words}; sealed {one.checkpoint.sealed}.")
    for wrong in found:
        print(wrong.says)
    return BROKEN if found else WHOLE


if __name__ == "__main__":
    sys.exit(main())
