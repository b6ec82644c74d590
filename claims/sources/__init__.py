"""One file (or package) for each outside system: bytes in, records or refusals out, no guessing.

Each has ``parse(stream, *, source, received_at)``: ``stream`` is binary, ``source`` the slug that
the records carry, ``received_at`` the UTC instant of this import. It yields, in the file's order,
records of ``claims.facts``, `Held`s, `Refusal`s and `NotNeeded`s, and holds no more than it must in
memory.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO

from claims.facts import (
    AccumulatorRecord,
    ClaimRecord,
    CoverageRecord,
    EntryRecord,
    MemberRecord,
    OrderRecord,
    ShipmentRecord,
    StatementRecord,
    TaskRecord,
)
from claims.sources.held import Held
from claims.sources.refusal import NotNeeded, Refusal

Record = (
    AccumulatorRecord
    | ClaimRecord
    | CoverageRecord
    | EntryRecord
    | MemberRecord
    | OrderRecord
    | ShipmentRecord
    | StatementRecord
    | TaskRecord
)
Parse = Callable[..., Iterator[Record | Held | Refusal | NotNeeded]]

# What an operator types, and the kind of source it is (claims.models.Source.Kind).
SYSTEMS = {
    "fhir": "claims",
    "easypost": "carrier",
    "aftership": "carrier",
    "shippo": "carrier",
    "fedex": "carrier",
    "usps": "carrier",
    "canadapost": "carrier",
    "x12_214": "carrier",
    "schemaorg": "orders",
    "ledger": "billing",
    "x12": "claims",
}


def parse(
    system: str, stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[Record | Held | Refusal | NotNeeded]:
    """Read ``stream`` as a file of ``system``, one of SYSTEMS."""
    return import_module(f"claims.sources.{system}").parse(
        stream, source=source, received_at=received_at
    )
