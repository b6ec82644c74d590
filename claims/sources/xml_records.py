"""XML read a record at a time, from anybody: no document type, no entities, flat memory.

expat itself takes no entity from outside; a document type is refused whole, because that is where
one would be declared. What is left to a sender is size, and each size has a limit here.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from msgspec import Struct

from claims.sources.documents import unpacked, until_damage
from claims.sources.refusal import Refusal

DEEPEST = 32  # elements inside each other; the deepest carrier has 8
LARGEST_RECORD = 4 * 2**20  # bytes of names and texts of one record
LONGEST_TOKEN = 2**20  # bytes of one tag, comment or processing instruction
AT_A_TIME = 2**16
ELEMENT = 64  # what an element counts beside its texts, so that empty ones count too
STOPPED = "What came before it landed."


class Element(Struct):
    """``name`` is without its prefix: carriers and their gateways choose prefixes as they like."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list["Element"]
    text: str = ""

    def all(self, name: str) -> "list[Element]":
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Element":
        """The first child of that name; an empty one when there is none."""
        return next(iter(self.all(name)), Element(name, self.line, {}, []))

    def said(self, *path: str) -> str:
        """The text at the end of a path of first children; "" when it ends early."""
        found = self
        for name in path:
            found = found.first(name)
        return found.text

    def texts(self) -> dict[str, str]:
        """The text of each child by its name; of the first when a name repeats."""
        return {child.name: child.text for child in reversed(self.children)}


class Unacceptable(Exception):
    """A document that we stop reading. The sentences are ours and repeat nothing of it."""

    def __init__(self, line: int, expected: str, found: str) -> None:
        super().__init__(found)
        self.refusal = Refusal(line=line, expected=expected, found=found, now=STOPPED)


def xml_records(stream: BinaryIO, name: str) -> Iterator[Element | Refusal]:
    """Every element called ``name``, wherever it stands; a refusal when there is none."""
    yield from until_damage(lambda: _records(unpacked(stream), name))


def _records(stream: BinaryIO, name: str) -> Iterator[Element | Refusal]:
    reader = _Reader(name)
    anything = False
    for chunk in iter(lambda: stream.read(AT_A_TIME), b""):
        refusal = reader.feed(chunk)
        anything = anything or bool(reader.finished)
        yield from reader.taken()
        if refusal:
            yield refusal
            return
    refusal = reader.feed(b"", last=True)
    if refusal or not anything:
        yield refusal or Refusal(
            expected=f"XML with {name} in it", found="XML without any", now="Nothing landed."
        )


class _Reader:
    """Builds the elements inside one that is wanted, and forgets all the rest."""

    def __init__(self, name: str) -> None:
        self.wanted = name
        self.finished: list[Element] = []
        self.open: list[Element] = []
        self.parts: list[list[str]] = []  # the texts so far of each open element
        self.depth = 0
        self.size = 0
        self.fed = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes, *, last: bool = False) -> Refusal | None:
        """Read on. A refusal is the end: nothing may be fed after it."""
        self.fed += len(chunk)
        try:
            self.parser.Parse(chunk, last)
            if self.fed - max(self.parser.CurrentByteIndex, 0) > LONGEST_TOKEN:
                raise self._too_large(f"one tag of {LONGEST_TOKEN:,} bytes or more")
        except Unacceptable as stopped:
            return stopped.refusal
        except (expat.ExpatError, LookupError, ValueError) as error:
            number = getattr(error, "code", 0)
            reason = expat.ErrorString(number) if number else "an encoding that we do not read"
            line = self.parser.CurrentLineNumber
            return Refusal(line=line, expected="whole XML", found=str(reason), now=STOPPED)
        return None

    def taken(self) -> list[Element]:
        """The records that are whole; they are the caller's from now on."""
        taken, self.finished = self.finished, []
        return taken

    def _document_type(self, *_declared: object) -> None:
        raise Unacceptable(
            self.parser.CurrentLineNumber, "XML without a document type", "a document type"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._too_large(f"more than {DEEPEST} elements inside each other")
        name = tag.rpartition(":")[2]
        if not self.open and name != self.wanted:
            return
        self._grow(ELEMENT + len(name) + sum(len(k) + len(v) for k, v in attributes.items()))
        element = Element(name, self.parser.CurrentLineNumber, attributes, [])
        if self.open:
            self.open[-1].children.append(element)
        self.open.append(element)
        self.parts.append([])

    def _end(self, _tag: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        element = self.open.pop()
        element.text = "".join(self.parts.pop()).strip()
        if not self.open:
            self.finished.append(element)
            self.size = 0

    def _text(self, text: str) -> None:
        if self.open:
            self._grow(len(text))
            self.parts[-1].append(text)

    def _grow(self, size: int) -> None:
        self.size += size
        if self.size > LARGEST_RECORD:
            raise self._too_large(f"a record of more than {LARGEST_RECORD:,} bytes")

    def _too_large(self, found: str) -> Unacceptable:
        return Unacceptable(self.parser.CurrentLineNumber, "XML of a carrier's size", found)
