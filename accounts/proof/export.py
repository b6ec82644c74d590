"""The consent record as files that anyone can check: three of CSV, and every checkpoint.

All rows are of one instant, and the checkpoints were there before it: so none speaks of a row that
the files lack. Times are whole microseconds since 1970 and bytes are hexadecimal, which is how the
form that is hashed has them. A spreadsheet is not what these files are for.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from accounts.proof.sealing import directory

LEDGER = """
SELECT id, xact, subject, seq, encode(nonce, 'hex') nonce, encode(previous, 'hex') previous,
       receipt, key, purpose, category, decision,
       (extract(epoch FROM recorded_at) * 1000000)::bigint recorded_at,
       (extract(epoch FROM effective_at) * 1000000)::bigint effective_at,
       (extract(epoch FROM valid_until) * 1000000)::bigint valid_until,
       version, encode(wording, 'hex') wording, language, screen, who, through, by,
       encode(hash, 'hex') hash
FROM accounts_consentevent ORDER BY xact, id
"""
NOW = """
SELECT subject, purpose, category, event_id event, decision,
       (extract(epoch FROM recorded_at) * 1000000)::bigint recorded_at,
       (extract(epoch FROM effective_at) * 1000000)::bigint effective_at,
       (extract(epoch FROM valid_until) * 1000000)::bigint valid_until, version, who, through
FROM accounts_consentnow ORDER BY subject, purpose, category
"""
PRUNED = """
SELECT id, xact, subject, seq, encode(hash, 'hex') hash, rule
FROM accounts_consentpruned ORDER BY xact, id
"""
LARGE = 1 << 16  # bytes that go out together
TABLES = {"ledger.csv": LEDGER, "now.csv": NOW, "pruned.csv": PRUNED}


class Piece(NamedTuple):
    """The next bytes of the file of that name."""

    name: str
    content: bytes


def pieces() -> Iterator[Piece]:
    """Every file of an export, one after another, in flat memory."""
    place = directory()
    kept = [(name, place.get(name) or b"") for name in place.names()]
    with one_instant() as cursor:
        for name, query in TABLES.items():
            with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as rows:
                for content in rows:
                    yield Piece(name, bytes(content))
    for name, content in kept:
        yield Piece(f"checkpoints/{name}", content)


@contextmanager
def one_instant() -> Iterator[Any]:
    """A cursor that sees the database as it is now, however long it reads. Its connection is its
    own, because a download goes on when the request that began it is over."""
    own = connection.copy()
    own.set_autocommit(False)
    try:
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield cursor
    finally:
        own.close()


def to_folder(path: Path) -> None:
    """Write an export into a folder that is not there yet."""
    path.mkdir(mode=0o700, parents=True)
    (path / "checkpoints").mkdir(mode=0o700)
    for name, contents in by_file(pieces()):
        with (path / name).open("wb") as file:
            file.writelines(contents)


def to_zip(path: Path) -> None:
    with path.open("xb") as file:
        path.chmod(0o600)
        file.writelines(content for content, _rows in zipped())


def zipped() -> Iterator[tuple[bytes, int]]:
    """An export as the bytes of a .zip, as they come, with how many rows they end."""
    waiting = Waiting()
    with zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, contents in by_file(pieces()):
            rows = -1 if name == "ledger.csv" else 0  # its first line names the columns
            with packed.open(name, "w", force_zip64=True) as file:
                for content in contents:
                    file.write(content)
                    rows += content.count(b"\n") if name == "ledger.csv" else 0
                    if len(waiting) > LARGE:
                        yield waiting.taken(), 0
            yield waiting.taken(), rows
    yield waiting.taken(), 0


def by_file(found: Iterator[Piece]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each file's name with its pieces, which are read before the next is asked for."""
    for name, of_one in groupby(found, key=lambda piece: piece.name):
        yield name, (piece.content for piece in of_one)


class Waiting(RawIOBase):
    """A file to write to, whose bytes are taken away from time to time."""

    def __init__(self) -> None:
        self._held = bytearray()

    def __len__(self) -> int:
        return len(self._held)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._held += content
        return len(content)

    def taken(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held
