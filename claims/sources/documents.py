"""JSON documents out of a file, however it was saved: one, a list, one a line, gzip, a recording.

A recording is a VCR cassette (YAML) of HTTP exchanges; the documents are the recorded bodies.
"""

import base64
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO, TypeVar

import msgspec
import yaml
from msgspec import Struct

from claims.sources import bombs, long_lines
from claims.sources.long_lines import Line
from claims.sources.refusal import Refusal

BOM = b"\xef\xbb\xbf"
BUFFER = 2**20
LONGEST_RECORDING = 2**18  # bytes: YAML takes a hundred times that in memory, and its time
LONGEST_ANSWER = 4 * 2**20  # bytes of one answer in it, when it is unpacked
GZIP = b"\x1f\x8b"
WANTED = "JSON: one document, a list, or one document a line"
decode = msgspec.json.Decoder(float_hook=Decimal).decode
# The last is Decimal's, for an exponent of twenty digits.
UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ArithmeticError)
NOT_A_RECORDING = (
    yaml.YAMLError,
    ValueError,
    RecursionError,
    TypeError,
    LookupError,
    OverflowError,
)

Found = TypeVar("Found")


class Document(Struct, frozen=True):
    """``line`` is where it starts in the file; in a list or a recording, its number."""

    line: int
    content: Any


class _Loader(yaml.BaseLoader):
    """Reads texts, lists and mappings, and bytes; nothing is guessed, merged or made an object."""


def _bytes(_loader: yaml.BaseLoader, node: yaml.ScalarNode) -> bytes:
    return base64.b64decode(node.value)


_Loader.add_constructor("tag:yaml.org,2002:binary", _bytes)


def documents(stream: BinaryIO) -> Iterator[Document | Refusal]:
    """Every JSON document of a binary stream, in flat memory when there is one a line.

    What cannot be read is refused where it stands; reading goes on behind it when that is possible.
    """
    try:
        yield from until_damage(lambda: _documents(unpacked(stream)))
    except long_lines.Endless as wrong:
        yield wrong.refusal()


def until_damage(read: Callable[[], Iterator[Found]]) -> Iterator[Found | Refusal]:
    """What ``read`` finds, and a refusal where a gzip file breaks off."""
    try:
        yield from read()
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Refusal(
            expected="a whole gzip file",
            found="a file that ends early or is damaged",
            now="What came before the damage landed. Send the file again.",
        )


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """The same stream, unzipped when it is gzip and without a byte order mark."""
    buffered: io.BufferedReader = io.BufferedReader(_Raw(stream), BUFFER)
    if buffered.peek(2)[:2] == GZIP:
        buffered = io.BufferedReader(
            gzip.GzipFile(fileobj=buffered)
        )  # a larger one loses more to damage
    if buffered.peek(3)[:3] == BOM:
        buffered.read(3)
    return buffered


class _Raw(io.RawIOBase):
    """Anything with ``read``, as the raw stream that a buffer wants under it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self._stream.read(len(buffer))
        buffer[: len(got)] = got
        return len(got)


def _documents(stream: io.BufferedReader) -> Iterator[Document | Refusal]:
    lines = long_lines.lines(stream)
    number, first = next(((n, line) for n, line in lines if line is None or line.strip()), (0, b""))
    if first is None:
        yield long_lines.too_long(number)
        yield from _each(lines)
    elif not first:
        yield Refusal(expected=WANTED, found="an empty file", now="Nothing landed.")
    elif first.lstrip()[:1] in (b"{", b"["):
        yield from _json(number, first, lines)
    elif first.startswith(b"interactions:"):
        yield from _whole(first, lines, _recorded, LONGEST_RECORDING)
    else:
        yield Refusal(
            line=number, expected=WANTED, found="text that is not JSON", now="Nothing landed."
        )


def _json(number: int, first: bytes, lines: Iterable[Line]) -> Iterator[Document | Refusal]:
    """One document a line when the first line could be whole; else one document in all."""
    if first.rstrip()[-1:] in (b"}", b"]") and len(first.strip()) > 1:
        yield from _decoded(first, number)
        yield from _each(lines)
        return
    longest = long_lines.LONGEST_DOCUMENT
    yield from _whole(first, lines, lambda raw: _decoded(raw, number), longest)


def _each(lines: Iterable[Line]) -> Iterator[Document | Refusal]:
    for number, line in lines:
        if line is None:
            yield long_lines.too_long(number)
        elif line.strip():
            yield from _decoded(line, number)


def _whole(
    first: bytes,
    lines: Iterable[Line],
    read: Callable[[bytes], Iterator[Document | Refusal]],
    longest: int,
) -> Iterator[Document | Refusal]:
    """One document over many lines, unless it is larger than we hold in memory."""
    raw = bytearray(first)
    for _number, line in lines:
        if line is not None:
            raw += line
        if line is None or len(raw) > longest:
            yield long_lines.too_large(longest)
            return
    yield from read(bytes(raw))


def _decoded(raw: bytes, line: int) -> Iterator[Document | Refusal]:
    if bombs.is_bomb(raw):
        yield bombs.refused(line)
        return
    try:
        content = decode(raw)
    except UNREADABLE as error:
        yield Refusal(line=line, expected=WANTED, found=f"broken JSON ({_place(error)})")
        return
    if isinstance(content, list):
        for place, element in enumerate(content, start=line):
            yield Document(place, element)
        return
    yield Document(line, content)


def _place(error: Exception) -> str:
    """Where the decoder stopped, without what stood there."""
    _, found, position = str(error).rpartition("(byte ")
    return f"byte {position.rstrip(')')}" if found else type(error).__name__


def _recorded(raw: bytes) -> Iterator[Document | Refusal]:
    try:
        recording = yaml.load(raw, Loader=_Loader)  # noqa: S506  (it makes no objects)
        exchanges = recording["interactions"]
    except NOT_A_RECORDING:
        yield Refusal(expected="a recording of HTTP exchanges", found="broken YAML")
        return
    if not isinstance(exchanges, list):
        yield Refusal(expected="a recording of HTTP exchanges", found="something else")
        return
    for number, exchange in enumerate(exchanges, start=1):
        body = _body(exchange)
        if len(body) > LONGEST_ANSWER:
            yield Refusal(
                line=number,
                expected=f"{LONGEST_ANSWER:,} bytes or fewer in an answer",
                found="a longer one",
            )
            continue
        yield from _decoded(body, number)


def _body(exchange: Any) -> bytes:
    """The recorded answer; b"" (which is refused as broken JSON) when there is none."""
    try:
        body = exchange["response"]["body"]["string"]
    except (KeyError, TypeError):
        return b""
    raw = body.encode() if isinstance(body, str) else body
    if not isinstance(raw, bytes):
        return b""
    if raw[:2] != GZIP:
        return raw
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:  # a small one may hold gigabytes
        return packed.read(LONGEST_ANSWER + 1)
