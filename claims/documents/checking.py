"""The worker's check of what members sent. The table is the queue, and checking twice is once.

A try is counted in a transaction of its own before it is made, so a worker that is killed leaves
the document due again, and one that kills workers is refused in the end.
"""

import contextlib
import datetime as dt
import logging
import os
import tempfile
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from claims.documents import reader
from claims.documents.changes import changed
from claims.documents.clamd import NoAnswer, finds_a_virus
from claims.documents.kinds import Kind
from claims.documents.reasons import Reason
from claims.documents.sniffing import sniff
from claims.models import Document
from claims.store.kept import DOCUMENTS, Damaged, Kept, digest_of

logger = logging.getLogger(__name__)

State = Document.State
AGAIN = dt.timedelta(minutes=5)  # after a try that never ended
SOON = dt.timedelta(minutes=1)  # while clamd is away
MOST_TRIES = 4


def release_quarantine(at: dt.datetime) -> int:
    """Once there is a virus checker, what waited for one is checked; how many."""
    if settings.CLAMAV_URL is None:
        return 0
    waiting = Document.objects.filter(state=State.QUARANTINED, next_at=None)
    return waiting.update(next_at=at, tries=0)


def take(at: dt.datetime) -> bool:
    """Check the next document that is due. False when there is none."""
    document = _begin(at)
    if document is None:
        return False
    try:
        found = _found(document)
    except NoAnswer as problem:
        logger.error("clamd does not answer", extra={"why": str(problem)})
        Document.objects.filter(pk=document.pk, next_at=document.next_at).update(
            next_at=at + SOON, tries=document.tries - 1
        )
        return True
    _end(document, found, at)
    return True


def _begin(at: dt.datetime) -> Document | None:
    """The next document, with its try counted."""
    with transaction.atomic():
        document = Document.objects.due(at).select_for_update(skip_locked=True).first()
        if document is not None:
            document.tries, document.next_at = document.tries + 1, at + AGAIN
            document.save(update_fields=["tries", "next_at"])
        return document


def _found(document: Document) -> Kind | Reason:
    """What it is, or why it cannot be used. `NoAnswer` while nobody can say."""
    if document.state == State.RECEIVING:
        return Reason.INCOMPLETE  # we waited for the rest of it for long enough
    if document.tries > MOST_TRIES:
        return Reason.TOO_MUCH
    try:
        with opened(document) as file:
            found = what_it_is(file, document.name)
            if isinstance(found, Kind) and settings.CLAMAV_URL:
                file.seek(0)
                if finds_a_virus(settings.CLAMAV_URL, file):
                    return Reason.VIRUS
            return found
    except (Damaged, FileNotFoundError):
        logger.error("document lost", extra={"document": str(document.pk)})
        return Reason.LOST


def what_it_is(file: BinaryIO, name: str) -> Kind | Reason:
    with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        seems = sniff(content, name)
    if isinstance(seems, Reason):
        return seems
    return Kind.TEXT if seems == "text" else reader.look(seems, file.fileno())


@contextlib.contextmanager
def opened(document: Document) -> Iterator[BinaryIO]:
    """Its content, decrypted into memory and on no disk, once it is known to be the whole of it."""
    with in_memory() as file, Kept(document.content_hash, DOCUMENTS) as kept:
        digest = digest_of(kept, file)
        if digest != document.content_hash:
            raise Damaged("another content")
        file.flush()
        yield file


def in_memory() -> BinaryIO:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("document"), "w+b")
    return tempfile.TemporaryFile()  # type: ignore[return-value]


def _end(document: Document, found: Kind | Reason, at: dt.datetime) -> None:
    """Write down what was found, unless another worker did so by now."""
    with transaction.atomic():
        waiting = Document.objects.filter(pk=document.pk, next_at__isnull=False)
        mine = waiting.select_for_update().first()
        if mine is None:
            return
        if mine.state == State.RECEIVING and not mine.offset:
            mine.delete()  # no byte of it ever came
            return
        mine.checked_at, mine.next_at = at, None
        if isinstance(found, Reason):
            mine.state, mine.reason = State.REFUSED, found
            mine.repeated.update(state=State.REFUSED, reason=found, checked_at=at)
        else:
            mine.kind = found
            mine.state = State.RECEIVED if settings.CLAMAV_URL else State.QUARANTINED
        mine.save()
        changed(mine.about)
