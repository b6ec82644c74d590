"""A process that reads: bytes of a file come in, records go out. Started by `beside`.

It knows neither the database nor the settings, and ends when either of its pipes does.
"""

import datetime as dt
import gc
import signal
import struct
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

import msgspec

from claims import facts
from claims.sources import parse
from claims.sources.held import Held
from claims.sources.refusal import NotNeeded, Refusal

KINDS: tuple[type, ...] = (
    facts.ClaimRecord,
    facts.MemberRecord,
    facts.CoverageRecord,
    facts.AccumulatorRecord,
    facts.OrderRecord,
    facts.ShipmentRecord,
    facts.StatementRecord,
    facts.EntryRecord,
    Held,
    Refusal,
    NotNeeded,
)
NUMBER = {kind: number for number, kind in enumerate(KINDS)}
AT_ONCE = 250  # records in one frame
LENGTH = struct.Struct("!I")
END = LENGTH.pack(0)  # an empty frame: the file was read to its end

encode = msgspec.msgpack.Encoder().encode
decoders = [msgspec.msgpack.Decoder(kind).decode for kind in KINDS]
frame_of = msgspec.msgpack.Decoder(list[tuple[int, msgspec.Raw]]).decode


def main() -> None:
    system, source, received_at = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us decides what it means
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # and where they are gone, so are we
    gc.freeze()
    gc.disable()  # records hold no cycles
    found = parse(
        system,
        sys.stdin.buffer,
        source=source,
        received_at=dt.datetime.fromisoformat(received_at),
    )
    write(found, sys.stdout.buffer)


def write(found: Iterator[Any], out: BinaryIO) -> None:
    while some := [(NUMBER[type(one)], one) for one in islice(found, AT_ONCE)]:
        frame = encode(some)
        out.write(LENGTH.pack(len(frame)) + frame)
        out.flush()
        gc.collect(0)
    out.write(END)
    out.flush()


def read(given: BinaryIO) -> Iterator[Any]:
    """What `write` wrote. Raises EOFError where it was cut short."""
    while True:
        length = LENGTH.unpack(exactly(given, LENGTH.size))[0]
        if not length:
            return
        for number, content in frame_of(exactly(given, length)):
            yield decoders[number](content)


def exactly(given: BinaryIO, length: int) -> bytes:
    found = given.read(length)
    if len(found) < length:
        raise EOFError("the process that reads ended too soon")
    return found


if __name__ == "__main__":
    main()
