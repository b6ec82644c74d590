"""From bytes to records: tell what a file is, go through it, say what cannot be read and why."""

import datetime as dt
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace

from claims.facts import ClaimRecord, CoverageRecord, MemberRecord, TaskRecord
from claims.sources import bombs, long_lines
from claims.sources.documents import BUFFER, unpacked
from claims.sources.fhir import asked, claim_response, coverage, eob, patient, submission, task
from claims.sources.fhir.header import display_name
from claims.sources.fhir.shapes import (
    KINDS,
    Bundle,
    Claim,
    ClaimResponse,
    Contained,
    Coverage,
    Entry,
    ExplanationOfBenefit,
    Head,
    Patient,
    Resource,
    Task,
)
from claims.sources.fhir.values import Reading, Wrong
from claims.sources.held import Held
from claims.sources.long_lines import Line
from claims.sources.refusal import NotNeeded, Refusal

Found = ClaimRecord | Held | CoverageRecord | MemberRecord | TaskRecord | Refusal | NotNeeded

NUL = rb"\u0000"  # legal in JSON, but no database holds it
DECODE = msgspec.json.Decoder(Resource).decode
HEAD = msgspec.json.Decoder(Head).decode
BUNDLE = msgspec.json.Decoder(Bundle).decode
BESIDE = msgspec.json.Decoder(Contained).decode
ARRAY = msgspec.json.Decoder(list[msgspec.Raw]).decode
READERS: dict[type, Callable[[Any, Reading], Found]] = {
    ExplanationOfBenefit: eob.read,
    ClaimResponse: claim_response.read,
    Claim: submission.read,
    Patient: patient.read,
    Coverage: coverage.read,
    Task: task.read,
}
NAMED = ("Organization", "Practitioner")
BROKEN = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
FILE_LEFT_OUT = "Nothing of this file was taken."


def parse(stream: BinaryIO, *, source: str, received_at: dt.datetime) -> Iterator[Found]:
    """Each record, refusal and resource of no use to us, in the file's order."""
    try:
        for line, document in documents(unpacked(stream)):
            if document is None:
                yield long_lines.too_long(line)
            elif bombs.is_bomb(document):
                yield bombs.refused(line)
            else:
                yield from _document(document, line, source, received_at)
    except NotFhir as wrong:
        yield Refusal(expected=wrong.expected, found=wrong.found, now=FILE_LEFT_OUT)
    except long_lines.Endless as wrong:
        yield wrong.refusal()
    except (EOFError, zlib.error, OSError) as wrong:
        yield Refusal(
            expected="a gzip file to its end",
            found=f"a file cut short or damaged ({type(wrong).__name__})",
            now="What came before landed. Fetch the file again and import it whole.",
        )


class NotFhir(Exception):
    """The file is of another kind."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(found)
        self.expected, self.found = expected, found


def documents(text: io.BufferedReader) -> Iterator[Line]:
    """(number, JSON) of each document: every line of NDJSON, or the one that the file is."""
    rest = long_lines.lines(text)
    line, first = next(((n, one) for n, one in rest if one is None or one.strip()), (1, b""))
    if first is not None:
        _is_json(first.lstrip())
        if not _is_whole(first) and not _looks_like_lines(text.peek(BUFFER)):
            yield 1, _with_rest(first, text)
            return
    yield line, first
    for number, another in rest:
        if another is None or not another.isspace():
            yield number, another


def _is_whole(line: bytes) -> bool:
    """Whether it can be read to its end; whoever reads it will say what else is wrong with it."""
    if bombs.is_bomb(line):
        return True
    try:
        HEAD(line) if line.lstrip()[:1] == b"{" else ARRAY(line)
    except (msgspec.ValidationError, RecursionError, UnicodeDecodeError):
        return True
    except msgspec.DecodeError:
        return False
    return True


def _with_rest(first: bytes, text: io.BufferedReader) -> bytes:
    """The one document over many lines, unless it is larger than we hold in memory."""
    longest = long_lines.LONGEST_DOCUMENT
    rest = text.read(longest - len(first) + 1)
    if len(first) + len(rest) > longest:
        raise NotFhir(f"{longest:,} bytes or fewer, or one document a line", "a larger document")
    return first + rest


def _looks_like_lines(rest: bytes) -> bool:
    """Whether a file with a damaged first line goes on with whole documents in lines."""
    following = rest.lstrip().split(b"\n", 1)[0]
    if not following.startswith(b"{"):
        return False
    try:
        HEAD(following)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        return isinstance(wrong, msgspec.ValidationError | UnicodeDecodeError)
    return True


def _is_json(start: bytes) -> None:
    if start[:1] in (b"{", b"["):
        return
    expected = "FHIR as JSON or NDJSON, gzip or not"
    if not start.strip():
        raise NotFhir(expected, "an empty file")
    if start.startswith((b"ISA", b"ST*", b"GS*")):
        raise NotFhir(expected, "an X12 file. Import it as x12")
    if start.startswith(b"<"):
        raise NotFhir(expected, "XML")
    raise NotFhir(expected, "something else")


def _document(document: bytes, line: int, source: str, received_at: dt.datetime) -> Iterator[Found]:
    try:
        if document[:1] != b"{" and document.lstrip()[:1] == b"[":
            for number, one in enumerate(ARRAY(document), 1):
                yield from _resource(bytes(one), Reading(source, received_at, number, {}, {}))
            return
        yield from _resource(document, Reading(source, received_at, line, {}, {}))
    except BROKEN as wrong:
        yield Refusal(line=line, expected="JSON", found=_no_values(wrong))


def _resource(document: bytes, reading: Reading) -> Iterable[Found]:
    if b"\\" in document and NUL in document:  # most have no escape at all
        return [Refusal(line=reading.line, expected="text", found="a NUL character in a text")]
    try:
        if _is_bomb(document):
            return [bombs.refused(reading.line, bombs.MOST_IN_RESOURCE)]
        told = DECODE(document)
    except msgspec.ValidationError as wrong:
        return _other(document, wrong, reading)
    except BROKEN as wrong:
        return [Refusal(line=reading.line, expected="JSON", found=_no_values(wrong))]
    try:
        found = READERS[type(told)](told, reading)
    except Wrong as wrong:
        return [wrong.refusal(reading.line)]
    if isinstance(found, TaskRecord):
        found = replace(found, resource=document.decode())
    return [found, *reading.warnings]


def _is_bomb(resource: bytes) -> bool:
    """Of what we would decode whole; a Bundle is taken apart first."""
    if not bombs.is_bomb(resource, bombs.MOST_IN_RESOURCE):
        return False
    return HEAD(resource).resource_type in KINDS


def _other(document: bytes, wrong: msgspec.ValidationError, reading: Reading) -> Iterator[Found]:
    """What is not one of our resources, or is one with a field of the wrong type."""
    try:
        kind = HEAD(document).resource_type
    except msgspec.ValidationError:
        kind = ""
    if kind == "Bundle":
        yield from _bundle(document, reading)
    elif kind in KINDS:
        text, _, path = str(wrong).partition(" - at ")
        field = path.strip("`").removeprefix("$").lstrip(".")
        yield Refusal(line=reading.line, field=field, expected=text, found="another type of value")
    elif kind:
        yield NotNeeded(kind[:60])
    else:
        yield Refusal(
            line=reading.line,
            field="resourceType",
            expected="a FHIR resource",
            found="a JSON document without a resourceType",
        )


def _bundle(document: bytes, reading: Reading) -> Iterator[Found]:
    """The entries, after noting what their references to one another mean."""
    try:
        entries = [entry for entry in BUNDLE(document).entry if bytes(entry.resource) != b"null"]
    except msgspec.ValidationError as wrong:
        yield Refusal(line=reading.line, expected="a Bundle", found=_no_values(wrong))
        return
    if not entries:
        yield NotNeeded("empty Bundle")
    wanted, answers = _beside(entries, reading)
    for number, entry in enumerate(entries, 1):
        one = Reading(
            reading.source,
            reading.received_at,
            number,
            reading.names,
            reading.patients,
            wanted,
            alone=answers == 1,
            answered=answers > 0,
        )
        yield from _resource(bytes(entry.resource), one)


def _beside(entries: list[Entry], reading: Reading) -> tuple[list[asked.Asked], int]:
    """Note names and patients; what is asked for before a decision, and how many answers."""
    wanted: list[asked.Asked] = []
    answers = 0
    for entry in entries:
        try:
            beside = BESIDE(entry.resource)
        except msgspec.DecodeError:
            continue  # its own turn will say so
        kind = beside.resource_type
        answers += kind == "ClaimResponse"
        if kind in NAMED and (name := display_name(beside)):
            reading.names[entry.full_url] = reading.names[f"{kind}/{beside.id}"] = name
        elif kind == "Patient" and beside.id:
            reading.patients[entry.full_url] = f"Patient/{beside.id}"
        elif kind in asked.KINDS and (one := asked.read(bytes(entry.resource), entry.full_url)):
            wanted.append(one)
    return wanted, answers


def _no_values(wrong: Exception) -> str:
    """A parser's message names places and types; cut what might be quoted of the content."""
    if isinstance(wrong, UnicodeDecodeError):
        return "text that is not UTF-8"
    message = str(wrong)
    return message.split("'", maxsplit=1)[0][:200] if "'" in message else message[:200]
