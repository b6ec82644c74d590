"""X12 005010 files of payers: remittances (835), where claims stand (277, 277CA),
coverage and what is used of limits (271).

What a file is shows in its ST segments; one file may hold several kinds.
"""

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO

from claims.facts import ClaimRecord
from claims.sources.held import Held
from claims.sources.refusal import NotNeeded, Refusal
from claims.sources.tracking import Heard
from claims.sources.x12.segments import Transaction, transactions

# ST01, and the module whose ``read(transaction, heard)`` yields what it says.
READERS = {
    "271": "eligibility",
    "277": "status",
    "835": "remittance",
}
# What goes from us to payers or acknowledges a file; no member asks about it.
NOT_NEEDED = frozenset({"270", "276", "278", "820", "834", "837", "997", "999", "824"})
LEFT_OUT = "This transaction was left out. The others landed."
IMPORT_214 = "This transaction was left out. Import the file as x12_214."


def parse(
    stream: BinaryIO, *, source: str, received_at: dt.datetime
) -> Iterator[ClaimRecord | Held | Refusal | NotNeeded]:
    """What each transaction of the file says, and what is wrong with the file where it shows."""
    heard = Heard(source, received_at)
    for one in transactions(stream):
        if isinstance(one, Refusal):
            yield one
        elif one.kind in READERS:
            reader = import_module(f"claims.sources.x12.{READERS[one.kind]}")
            yield from reader.read(one, heard)
        elif one.kind in NOT_NEEDED:
            yield NotNeeded(f"X12 {one.kind}")
        else:
            yield _refused(one)


def _refused(transaction: Transaction) -> Refusal:
    found, now = f"transaction set {transaction.kind[:3]}", LEFT_OUT
    if transaction.kind == "214":
        found, now = "the status of a shipment (214)", IMPORT_214
    return Refusal(
        line=transaction.number,
        field="ST01",
        expected=f"one of {', '.join(READERS)}",
        found=found,
        now=now,
    )
