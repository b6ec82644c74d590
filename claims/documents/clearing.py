"""Takes off our disk what no document needs any more: refused files, pieces, broken copies."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from claims.models import Document
from claims.store.kept import DOCUMENTS, HASH

SPARED = dt.timedelta(days=1)
"""What is younger may belong to a row that is being written just now."""
AT_ONCE = 1_000


def clear(at: dt.datetime) -> int:
    """Delete them; how many."""
    gone = 0
    old = [path for path in DOCUMENTS.folder.glob("*") if is_old(path, at)]
    for start in range(0, len(old), AT_ONCE):
        some = old[start : start + AT_ONCE]
        needed = needed_of(some)
        for path in some:
            if path.name not in needed and path.name.partition(".")[0] not in needed:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def is_old(path: Path, at: dt.datetime) -> bool:
    try:
        written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return False
    return at - written > SPARED


def needed_of(paths: Iterable[Path]) -> set[str]:
    """The contents that a row needs, and the keys of files that are still being sent."""
    names = [path.name for path in paths]
    hashes = [name for name in names if HASH.fullmatch(name)]
    kept = Document.objects.kept().filter(content_hash__in=hashes)
    keys = {name.partition(".")[0] for name in names if "-" in name}
    coming = Document.objects.filter(pk__in=keys, state=Document.State.RECEIVING)
    return {*kept.values_list("content_hash", flat=True)} | {
        str(key) for key in coming.values_list("pk", flat=True)
    }
