"""Files that come piece by piece and go on after a break, in the way of tus 1.0.

A piece is on our disk, encrypted, before its bytes count; the last one makes the file. A worker
that is killed in between leaves what counted before, and the sender sends the rest again.
"""

import datetime as dt
import uuid
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.clock import now
from accounts.models import Member, User
from claims.documents.arriving import PIECE, Arrival, has_room
from claims.documents.changes import changed
from claims.documents.names import cleaned
from claims.documents.reasons import Reason
from claims.documents.receiving import arrived, sent_too_many
from claims.models import Document
from claims.store.kept import DOCUMENTS, Copy, Kept, place

State = Document.State
WAITS = dt.timedelta(days=1)
"""How long we wait for the rest of a file before we say that it did not come."""


class NotTaken(Exception):
    """A file that is refused before it is sent, with the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class OtherOffset(Exception):
    """The piece does not begin where what we have ends."""


def begin(
    member: Member,
    sent_by: User,
    about: str,
    task: str,
    *,
    name: str,
    size: int,
    content_hash: str = "",
    batch: UUID | None = None,
    at: dt.datetime,
) -> Document:
    """A file of which no byte is here yet, or one that was begun and has the same content.

    ``content_hash`` is what the sender says that it will have; a file that turns out to have
    another did not arrive whole.
    """
    document = Document(
        member=member,
        sent_by=sent_by,
        about=about,
        task=task,
        name=cleaned(name),
        size=size,
        content_hash=content_hash,
        batch=batch or uuid.uuid4(),
        state=State.RECEIVING,
        begun_at=at,
        next_at=at + WAITS,
    )
    if content_hash:
        same = Document.objects.same(document)
        # What somebody who helps them began, only that person can go on with.
        begun = same.filter(state=State.RECEIVING, size=size, sent_by=sent_by).first()
        if begun:
            return begun
        if same.kept().exists() and not sent_too_many(member, at):
            return arrived(document, content_hash, at=at)  # there is nothing to send
    if reason := why_not(document, at):
        if reason is Reason.DISK_FULL:
            refuse(document, reason, at)
        raise NotTaken(reason)
    document.save(force_insert=True)
    return document


def why_not(document: Document, at: dt.datetime) -> Reason | None:
    """What is wrong with a file before it is sent: its size, or our disk."""
    if document.size > settings.LARGEST_DOCUMENT:
        return Reason.TOO_LARGE
    if document.size == 0:
        return Reason.EMPTY
    if sent_too_many(document.member, at):
        return Reason.TOO_MANY
    return None if has_room(2 * document.size) else Reason.DISK_FULL


def append(document: Document, offset: int, stream: BinaryIO, length: int) -> Document:
    """Add a piece. What came of it before the line broke counts.

    Raises `OtherOffset`, or `NotTaken` when our disk is full: the file is refused then.
    """
    if document.offset != offset or length > document.size - offset:
        raise OtherOffset
    copy = None
    try:
        copy = Copy(DOCUMENTS)
        came = read(stream, length, copy)
        return added(document, offset, came, copy) if came else document
    except OSError as problem:
        raise NotTaken(refused_for_the_disk(document)) from problem
    finally:
        if copy:
            copy.drop()


def read(stream: Any, length: int, copy: Copy) -> int:
    """How many bytes came before the end or a break."""
    came = 0
    while came < length:
        try:
            piece = stream.read(min(PIECE, length - came))
        except OSError:  # the sender's line, not our disk
            break
        if not piece:
            break
        copy.write(piece)
        came += len(piece)
    return came


def added(document: Document, offset: int, came: int, copy: Copy) -> Document:
    """Count a piece that is here, and end the file with its last one."""
    at = now()
    with transaction.atomic():
        mine = Document.objects.select_for_update().get(pk=document.pk)
        if mine.state != State.RECEIVING or mine.offset != offset:
            raise OtherOffset  # another try of the sender's was faster
        copy.keep(piece_name(mine, offset))
        mine.offset, mine.next_at = offset + came, at + WAITS
        if mine.offset < mine.size:
            mine.save(update_fields=["offset", "next_at"])
            return mine
        mine.next_at = None
        return put_together(mine, at)


def put_together(document: Document, at: dt.datetime) -> Document:
    arrival, claimed = Arrival(expected=document.size), document.content_hash
    for name in pieces(document):
        with Kept(name, DOCUMENTS) as piece:
            while content := piece.read(PIECE):
                arrival.write(content)
    arrival.end()
    if arrival.reason is Reason.DISK_FULL:
        raise OSError("no room for the whole file")
    transaction.on_commit(partial(forget_pieces, document))
    whole = arrival.size == document.size and claimed in ("", arrival.content_hash)
    if not whole:
        return refuse(document, Reason.INCOMPLETE, at)
    return arrived(document, arrival.content_hash, at=at)


def refuse(document: Document, reason: Reason, at: dt.datetime) -> Document:
    document.state, document.reason = State.REFUSED, reason
    document.checked_at, document.next_at = at, None
    with transaction.atomic():
        document.save()
        changed(document.about)
    return document


def refused_for_the_disk(document: Document) -> Reason:
    """Say that it was our fault. What came is forgotten, and sent again as a new file.

    Raises `OtherOffset` where another try of the sender's found room meanwhile: that one counts.
    """
    with transaction.atomic():
        mine = Document.objects.select_for_update().get(pk=document.pk)
        if (mine.state, mine.offset) != (State.RECEIVING, document.offset):
            raise OtherOffset
        transaction.on_commit(partial(forget_pieces, mine))
        refuse(mine, Reason.DISK_FULL, now())
    return Reason.DISK_FULL


def piece_name(document: Document, offset: int) -> str:
    """By where it begins, so a piece that is sent again takes the place of the first."""
    return f"{document.pk}.{offset:015}"


def pieces(document: Document) -> list[str]:
    """The names of its pieces, in their order."""
    return sorted(path.name for path in DOCUMENTS.folder.glob(f"{document.pk}.*"))


def forget_pieces(document: Document) -> None:
    for name in pieces(document):
        place(name, DOCUMENTS).unlink(missing_ok=True)
