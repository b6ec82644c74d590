"""A file on its way in: counted, hashed and encrypted as it comes; never as it is on our disk."""

import hashlib
import logging
import shutil
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from claims.documents.reasons import Reason
from claims.store.kept import DOCUMENTS, Copy

logger = logging.getLogger(__name__)

PIECE = 1 << 20
SPARE = 200_000_000
"""Bytes that stay free on the disk whatever members send."""


def has_room(size: int) -> bool:
    """Whether a file of so many bytes may be written."""
    folder = DOCUMENTS.folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(folder).free >= size + SPARE
    except OSError:
        return False


class Arrival(UploadedFile):
    """One file that is being received. After `end` it has its ``content_hash`` or a ``reason``."""

    def __init__(self, name: str = "", expected: int = 0) -> None:
        super().__init__(file=None, name="document", size=0)
        self.called = name
        self.reason: Reason | None = None
        self.content_hash = ""
        self.digest = hashlib.sha256()
        self.copy: Copy | None = None
        try:
            if not has_room(expected):
                self.reason = Reason.DISK_FULL
            else:
                self.copy = Copy(DOCUMENTS)
        except OSError:
            self.reason = Reason.DISK_FULL

    def write(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > settings.LARGEST_DOCUMENT:
            self.give_up(Reason.TOO_LARGE)
        if self.copy is None:
            return
        self.digest.update(piece)
        try:
            self.copy.write(piece)
        except OSError:
            self.give_up(Reason.DISK_FULL)

    def end(self) -> None:
        """Put it in its place; from here on it is on the disk, also after a power cut."""
        if self.copy is None:
            return
        if self.size == 0:
            self.give_up(Reason.EMPTY)
            return
        try:
            self.copy.keep(self.digest.hexdigest())
            self.content_hash, self.copy = self.digest.hexdigest(), None
        except OSError:
            self.give_up(Reason.DISK_FULL)

    def close(self) -> None:
        """Forget what was not put in its place."""
        if self.copy:
            self.copy.drop()
            self.copy = None

    def give_up(self, reason: Reason) -> None:
        """Take none of it; the first reason stays."""
        if self.reason is None:
            logger.warning("document not taken", extra={"reason": reason.value})
        self.reason = self.reason or reason
        self.close()


def arrive(stream: BinaryIO, name: str = "") -> Arrival:
    """Take in a whole file."""
    arrival = Arrival(name)
    while piece := stream.read(PIECE):
        arrival.write(piece)
    arrival.end()
    return arrival
