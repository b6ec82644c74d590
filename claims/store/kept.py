"""Files that we keep: imports, so that an operator can take one in again, and members' documents.

One file for each content, named after its SHA-256, outside of what a web server serves and
readable by our user only. It is encrypted in frames (AES-GCM), each with its number and whether it
is the last: a frame that was changed, moved, doubled or cut off is refused before it is read.
"""

import contextlib
import datetime as dt
import hashlib
import io
import logging
import os
import re
import secrets
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from msgspec import Struct

FRAME = 1 << 20  # bytes in one frame, and all that lies in memory
TAG = 16  # bytes that a frame grows by
START = 7  # random bytes of a file, the beginning of each frame's nonce
ABANDONED = dt.timedelta(days=1)  # a copy that nobody finished
HASH = re.compile(r"[0-9a-f]{64}")

logger = logging.getLogger(__name__)


class Shelf(Struct, frozen=True):
    """A folder of kept files (a setting names it), under a key of its own.

    ``needed``: a file must be there once it is said to be, also after a power cut; what cannot be
    written is an `OSError`. Elsewhere the work goes on without a copy.
    """

    setting: str
    label: bytes
    needed: bool = False

    @property
    def folder(self) -> Path:
        return Path(getattr(settings, self.setting))

    def ciphers(self) -> list[AESGCM]:
        """The one to write with, then those of earlier secret keys."""
        return [self._cipher(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]

    def _cipher(self, key: str) -> AESGCM:
        derived = HKDF(hashes.SHA256(), length=32, salt=None, info=self.label)
        return AESGCM(derived.derive(key.encode()))


IMPORTS = Shelf("KEPT_IMPORTS", b"kept imports")
DOCUMENTS = Shelf("KEPT_DOCUMENTS", b"kept documents", needed=True)


class Damaged(OSError):
    """A kept file that is not what we wrote, or was written under another secret key."""


class Copy:
    """A copy made while something is read; it is dropped unless it is kept."""

    def __init__(self, shelf: Shelf = IMPORTS) -> None:
        self.shelf = shelf
        self.path = shelf.folder / f"{secrets.token_hex(16)}.part"
        self.waiting = bytearray()
        self.frame = 0
        self.cipher = shelf.ciphers()[0]
        self.start = secrets.token_bytes(START)
        self.file: BinaryIO | None = None
        with self._or_none():
            shelf.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self.file = os.fdopen(descriptor, "wb", buffering=0)
            self.file.write(self.start)

    def write(self, content: bytes) -> None:
        if self.file is None:
            return
        self.waiting += content
        while len(self.waiting) > FRAME:  # the last frame is told apart, so one byte stays
            self._seal(last=False)

    def keep(self, digest: str) -> None:
        """End the copy and put it in its place, over one of the same content."""
        with self._or_none():
            if self.file is not None:
                self._seal(last=True)
            if self.file is not None:  # it may be full only now
                if self.shelf.needed:
                    os.fsync(self.file.fileno())
                self.file.close()
                self.path.replace(place(digest, self.shelf))
                if self.shelf.needed:
                    _sync(self.shelf.folder)

    def drop(self) -> None:
        """Forget a copy that was not kept; does nothing after `keep`."""
        if self.file is not None:
            self.file.close()
            self.file = None
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _seal(self, *, last: bool) -> None:
        with self._or_none():
            assert self.file is not None
            plain = bytes(self.waiting[:FRAME])
            self.file.write(self.cipher.encrypt(_nonce(self.start, self.frame, last), plain, None))
            del self.waiting[:FRAME]
            self.frame += 1

    @contextlib.contextmanager
    def _or_none(self) -> Any:
        try:
            yield
        except OSError as problem:
            logger.warning("file not kept", extra={"reason": problem.strerror or "unknown"})
            self.waiting.clear()
            self.drop()
            if self.shelf.needed:
                raise


class Kept(io.RawIOBase):
    """The content of a kept file, as a binary stream."""

    def __init__(self, digest: str, shelf: Shelf = IMPORTS) -> None:
        self.file = place(digest, shelf).open("rb")
        self.start = self.file.read(START)
        self.next = self.file.read(FRAME + TAG)
        self.frame = 0
        self.ciphers = shelf.ciphers()
        self.plain = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.plain and self.next:
            self._open_frame()
        size = min(len(buffer), len(self.plain))
        buffer[:size], self.plain = self.plain[:size], self.plain[size:]
        return size

    def close(self) -> None:
        self.file.close()
        super().close()

    def _open_frame(self) -> None:
        sealed, self.next = self.next, self.file.read(FRAME + TAG)
        nonce = _nonce(self.start, self.frame, not self.next)
        for cipher in self.ciphers:
            with contextlib.suppress(InvalidTag, ValueError):
                self.plain = memoryview(cipher.decrypt(nonce, sealed, None))
                self.ciphers = [cipher]
                break
        else:
            raise Damaged("damaged")
        self.frame += 1


def place(digest: str, shelf: Shelf = IMPORTS) -> Path:
    return shelf.folder / digest


def check(digest: str, shelf: Shelf = IMPORTS) -> None:
    """Raise `Damaged` unless the content is the one that the name says.

    The frames of another kept file are ours too, so they do not tell that it took this one's place.
    """
    with Kept(digest, shelf) as kept:
        if digest_of(kept) != digest:
            raise Damaged("another content")


def digest_of(kept: Kept, into: BinaryIO | None = None) -> str:
    """The SHA-256 of what was kept, read to its end and written to ``into``."""
    content = hashlib.sha256()
    while piece := kept.read(FRAME):
        content.update(piece)
        if into:
            into.write(piece)
    return content.hexdigest()


def is_kept(digest: str) -> bool:
    return bool(HASH.fullmatch(digest)) and place(digest).exists()


def prune(now: dt.datetime) -> int:
    """Delete imports kept for long enough, and copies that a kill left; how many."""
    gone = 0
    for path in IMPORTS.folder.glob("*"):
        longest = ABANDONED if path.suffix else dt.timedelta(days=settings.IMPORTS_KEPT_DAYS)
        written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        if now - written > longest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _nonce(start: bytes, frame: int, last: bool) -> bytes:
    return start + frame.to_bytes(4, "big") + bytes([last])


def _sync(folder: Path) -> None:
    """Let the name of a file, too, outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
