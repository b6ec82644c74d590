"""Which characters separate elements and end segments: the first segment of a file shows them."""

import re

from msgspec import Struct

# A file that begins inside an envelope: what stands behind its first segment is the terminator.
FIRST_ST = re.compile(rb"ST([^\w\s])\d{3}\1[\w ]{1,9}(?:\1[\w ]{0,35})?([^\w ])")
FIRST_GS = re.compile(rb"GS([^\w\s])(?:(?:(?!\1).){0,20}\1){7}[\w ]{1,12}([^\w ])", re.DOTALL)


class Separators(Struct, frozen=True):
    element: str
    terminator: bytes  # one character, of several bytes in UTF-8 or of CR or LF too


class NotX12(Exception):
    """What the file is instead."""


def separators(head: bytes) -> Separators:
    """Those that the first segment of an interchange, or of a part of one, uses."""
    if head.startswith(b"ISA"):
        return _of_isa(head)
    first = FIRST_ST.match(head) or FIRST_GS.match(head)
    if first is None:
        raise NotX12(_other(head))
    return Separators(first[1].decode("latin-1"), first[2])


def _of_isa(head: bytes) -> Separators:
    """Not by position, though ISA has 106 bytes: some senders trim it, others wrap their lines."""
    cells = head.split(head[3:4] or b"*", 16)
    if len(cells) == 17:
        element, component, terminator = head[3:4], cells[16][:1], _character(cells[16][1:])
        marks = {element, component, terminator}
        if len(marks) == 3 and not any(one in (b"", b" ") or one.isalnum() for one in marks):
            return Separators(element.decode("latin-1"), terminator)
    raise NotX12("an ISA without its separators")


def _character(text: bytes) -> bytes:
    """The first character; one that is not UTF-8 is one byte."""
    for length in (1, 2, 3, 4):
        try:
            text[:length].decode()
        except UnicodeDecodeError:
            continue
        return text[:length]
    return text[:1]


def _other(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0S\0" in head[:6]:
        return "text in UTF-16"
    if head.startswith(b"\xc9\xe2\xc1"):
        return "text in EBCDIC"
    return "text that is not X12"
