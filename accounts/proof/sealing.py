"""The sealer: what was committed goes into a tree, and its signed head where no database can write.

It takes rows only below the transaction horizon, in the order of (xact, id): a row's number is
taken before it is committed, so who goes by numbers misses rows. Doing it twice changes nothing,
and a crash between two places is taken up where it stopped.
"""

import datetime as dt
from base64 import b64decode
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Seal, SealTile
from accounts.proof.note import Head, Key, NoKey, make_key, read_key
from accounts.proof.places import Directory, Place
from accounts.proof.tree import Tree

LOCK = 6962_1124  # of this sealer, among the database's advisory locks
AT_ONCE = 50_000  # rows in one seal

HORIZON = """
SELECT clock_timestamp(), least(clock_timestamp(), min(xact_start)),
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint
FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
"""Now by the clock that dates the rows; the instant before which no open transaction began, so that
no row that is still to come is dated before it; and the number of the next transaction."""

ROWS = """
SELECT xact, id, hash FROM (
    SELECT xact, id, hash FROM accounts_consentevent
    UNION ALL SELECT xact, id, hash FROM accounts_consentpruned
) AS rows
WHERE (xact, id) > (%s, %s)
  AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY xact, id LIMIT %s
"""

OLDEST_LEFT = "SELECT min(recorded_at) FROM accounts_consentevent WHERE (xact, id) > (%s, %s)"
"""Rows that are committed and that this seal leaves to the next: there are more than `AT_ONCE`, or
a transaction is open, in whichever database of the cluster."""


class Broken(Exception):
    """The record does not go on from what was sealed; the text says how. Nothing was signed."""


class Row(NamedTuple):
    xact: int
    id: int
    hash: bytes


def key() -> Key:
    """The key to sign with; made the first time where nobody named another. Raises `NoKey`."""
    if settings.SEAL_KEY_IS_OURS and not settings.SEAL_KEY.exists() and not Seal.objects.exists():
        try:
            return make_key(settings.SEAL_KEY, key_name())
        except FileExistsError:
            pass  # another process was quicker
    return read_key(settings.SEAL_KEY)


def public_key() -> str:
    """What others check with; "" where this process has no key."""
    try:
        return key().public
    except NoKey:
        return ""


def key_name() -> str:
    return f"{urlsplit(settings.PORTAL_ADDRESS).netloc}/consent"


def directory() -> Directory:
    return Directory(settings.SEALS)


def names(size: int) -> tuple[str, str]:
    """What a seal is called in a place: its checkpoint, and the rows that were new in it."""
    return f"{size:012}.checkpoint", f"{size:012}.rows"


def seal() -> Seal | None:
    """Seal what is new; the new seal, or None where nothing is or another sealer is at it.

    Raises `Broken`, `NoKey`, and what places raise.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        last = Seal.objects.latest_first().first()
        tree = taken_up(last)
        place = directory()
        wanted = ahead(place, last)
        cursor.execute(HORIZON)
        sealed_at, later_from, next_xact = cursor.fetchone()
        if last and next_xact < last.xact:
            raise Broken(f"Transactions are numbered anew from {next_xact}, below {last.xact}.")
        after = (last.xact, last.event) if last else (0, 0)
        cursor.execute(ROWS, [*after, wanted - tree.size if wanted else AT_ONCE])
        rows = [Row(xact, row, bytes(found)) for xact, row, found in cursor.fetchall()]
        for row in rows:
            tree.append(row.hash)
        if wanted:
            note = found_ahead(place, wanted, tree)
        elif rows:
            cursor.execute(OLDEST_LEFT, [rows[-1].xact, rows[-1].id])
            later_from = min(later_from, cursor.fetchone()[0] or later_from)
            note = key().checkpoint(Head(tree.size, tree.root(), sealed_at, later_from))
            put(place, tree.size, note, rows)
        else:
            return None
        return keep(tree, note, rows[-1])


def taken_up(last: Seal | None) -> Tree:
    """The tree as it was sealed last, from the database's hashes; believed if its head fits."""
    if last is None:
        return Tree()
    tree = Tree(last.size, load)
    if tree.root() != bytes(last.root):
        raise Broken(f"The hashes of the {last.size} sealed rows were changed in the database.")
    return tree


def load(level: int, index: int) -> bytes:
    found = SealTile.objects.filter(level=level, index=index).values_list("hashes", flat=True)
    return bytes(found.first() or b"")


def ahead(place: Place, last: Seal | None) -> int:
    """The size of a seal that the place has and the database has not, else 0.

    We keep a checkpoint in the place before the database knows of it. So the place may be ahead of
    it, and the database never of the place.
    """
    sizes = sorted(int(name[:12]) for name in place.names() if name.endswith(".checkpoint"))
    if last and place.get(names(last.size)[0]) != last.note.encode():
        raise Broken(f"The checkpoint of {last.size} rows is not where it was kept.")
    return next((size for size in sizes if size > (last.size if last else 0)), 0)


def found_ahead(place: Place, size: int, tree: Tree) -> str:
    """The note of a seal that was kept but not noted here, if the record still bears it out."""
    note = (place.get(names(size)[0]) or b"").decode()
    if tree.size != size or b64decode(note.splitlines()[2]) != tree.root():
        raise Broken(f"{size} rows were sealed, and the record is not those rows any more.")
    return note


def put(place: Place, size: int, note: str, rows: list[Row]) -> None:
    """The rows first: whoever sees a checkpoint finds what it adds."""
    checkpoint, added = names(size)
    place.put(added, "".join(f"{row.id} {row.hash.hex()}\n" for row in rows).encode())
    place.put(checkpoint, note.encode())


def keep(tree: Tree, note: str, last: Row) -> Seal:
    tiles = [
        SealTile(level=level, index=index, hashes=bytes(tree.tile(level, index)))
        for level, index in sorted(tree.changed)
    ]
    SealTile.objects.bulk_create(
        tiles, update_conflicts=True, update_fields=["hashes"], unique_fields=["level", "index"]
    )
    sealed_at = dt.datetime.fromisoformat(note.splitlines()[3].removeprefix("sealed "))
    return Seal.objects.create(
        size=tree.size,
        root=tree.root(),
        note=note,
        xact=last.xact,
        event=last.id,
        sealed_at=sealed_at,
    )
