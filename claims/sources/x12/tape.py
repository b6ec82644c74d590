"""A file as a tape of segments: bytes in, one segment at a time out, a chunk in memory."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from claims.sources.documents import unpacked, until_damage
from claims.sources.refusal import Refusal
from claims.sources.x12.separators import NotX12, separators

CHUNK = 2**16
LONGEST_SEGMENT = 2**16  # bytes that may come without a terminator; real ones have some hundred
HEAD = 512  # enough for an ISA, also a wrapped one
BLANK = b" \t\r\n\0\x1a"  # what mainframes and editors leave between segments
NOT_IN_TEXT = b"\r\n\0\x1a"  # no element holds these: the file was wrapped to lines
CLOSING = frozenset({b"SE", b"GE", b"IEA"})
ANOTHER_ISA = rb"[\s\0\x1a]*ISA[^\w\s]"
NAME = re.compile(r"[A-Z][A-Z0-9]{1,2}", re.ASCII)
STOPPED = "What came before it landed. Nothing behind it was read."


class Segment(Struct, frozen=True, gc=False):
    """``number`` is its place in the file, from 1; ``elements[0]`` is the id again.

    ``size`` is its characters.
    """

    number: int
    id: str
    elements: list[str]
    size: int = 0

    def element(self, place: int) -> str:
        """The trimmed element, counted as X12 counts (CLP01 is 1); "" when it is not there."""
        return self.elements[place].strip() if place < len(self.elements) else ""


def segments(stream: BinaryIO) -> Iterator[Segment | Refusal]:
    """Every segment until the end, or until something behind which nothing can be told apart."""
    tape = Tape(stream)
    number, names = 0, set()
    for pieces in tape:
        for piece in pieces:
            elements = piece.split(tape.element)
            name = elements[0]
            if name not in names:
                if not piece.strip():
                    continue
                elements[0] = name = name.strip()
                if not NAME.fullmatch(name):
                    yield from tape.said(number, _refusal("a segment of X12", "something else"))
                    return
                names.add(name)
            number += 1
            yield Segment(number, name, elements, len(piece))
    yield from tape.said(number)


class Tape:
    """What is between terminators, many pieces at a time. Each ISA may bring its separators."""

    def __init__(self, stream: BinaryIO) -> None:
        self.chunks = until_damage(lambda: _chunks(stream))
        self.held = b""
        self.element = ""
        self.terminator = b""
        self.foreign = False  # letters that are not UTF-8
        self.problem: Refusal | None = None

    def __iter__(self) -> Iterator[list[str]]:
        while start := self._ahead(3):
            if start == b"ISA" or not self.element:
                try:
                    found = separators(self._ahead(HEAD))
                except NotX12 as wrong:
                    self.problem = self.problem or _not_x12(str(wrong))
                    return
                self.element, self.terminator = found.element, found.terminator
            yield self._texts(self._whole())

    def said(self, number: int, problem: Refusal | None = None) -> Iterator[Refusal]:
        """What is wrong with the file, when no more than ``number`` segments can be read."""
        if self.foreign:
            yield Refusal(
                expected="text in UTF-8",
                found="other letters",
                now="They were read as ISO 8859-1.",
                warning=True,
            )
        problem = problem or self.problem
        if problem:
            yield problem if problem.line is None else replace(problem, line=number + 1)
        elif not number:
            yield _not_x12("an empty file")

    def _more(self) -> bool:
        """Read on; False at the end of the file."""
        chunk = next(self.chunks, b"")
        if isinstance(chunk, Refusal):
            self.problem, chunk = chunk, b""
        self.held += chunk
        return bool(chunk)

    def _ahead(self, count: int) -> bytes:
        """Up to ``count`` bytes of what comes after blanks, without taking them."""
        self.held = self.held.lstrip(BLANK)
        while len(self.held) < count and self._more():
            self.held = self.held.lstrip(BLANK)
        return self.held[:count]

    def _whole(self) -> bytes:
        """Whole segments, as many as are here, but not beyond the next ISA; b"" at a problem."""
        while (end := self.held.rfind(self.terminator)) < 0:
            if len(self.held) > LONGEST_SEGMENT:
                self.problem = _refusal(f"{LONGEST_SEGMENT:,} bytes or fewer a segment", "more")
                self.held = b""
                return b""
            if not self._more():
                return self._last()
        if another := self._another_isa(end):
            end = another
        whole, self.held = self.held[:end], self.held[end + len(self.terminator) :]
        return whole

    def _another_isa(self, end: int) -> int:
        """Where the segment before the next ISA ends; 0 when none begins before ``end``."""
        if self.held.find(b"ISA", 1, end) < 0:  # often there is one: LISA is a name
            return 0
        found = re.search(re.escape(self.terminator) + ANOTHER_ISA, self.held)
        return found.start() if found else 0

    def _last(self) -> bytes:
        """A closing segment whose terminator was lost at the very end; else the file was cut."""
        rest, self.held = self.held.rstrip(BLANK), b""
        if not self.problem and rest.split(self.element.encode("latin-1"))[0] in CLOSING:
            return rest
        self.problem = self.problem or _refusal("a segment to its end", "a file that is cut short")
        return b""

    def _texts(self, whole: bytes) -> list[str]:
        whole = whole.translate(None, NOT_IN_TEXT.translate(None, self.terminator))
        try:
            return str(whole, "utf-8").split(str(self.terminator, "utf-8"))
        except UnicodeDecodeError:
            return [self._text(piece) for piece in whole.split(self.terminator)]

    def _text(self, piece: bytes) -> str:
        try:
            return str(piece, "utf-8")
        except UnicodeDecodeError:
            self.foreign = True
            return str(piece, "latin-1")


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    content = unpacked(stream)
    while chunk := content.read1(CHUNK):
        yield chunk


def _refusal(expected: str, found: str) -> Refusal:
    return Refusal(line=0, expected=expected, found=found, now=STOPPED)


def _not_x12(found: str) -> Refusal:
    return Refusal(expected="X12: a file that begins with ISA, GS or ST", found=found, now=STOPPED)
