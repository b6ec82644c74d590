"""Files that came: each becomes a row once it is safely on our disk, and waits for its check."""

import datetime as dt
import logging
import uuid
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.clock import now
from accounts.models import Member, User
from claims.documents.arriving import Arrival, arrive
from claims.documents.changes import changed
from claims.documents.names import cleaned
from claims.documents.places import counts_on
from claims.documents.reasons import Reason
from claims.models import Document
from claims.store.copying import rows
from claims.store.kept import DOCUMENTS, Kept

logger = logging.getLogger(__name__)

MOST_A_DAY = 300  # files of one member

# A form that is sent twice at once is one that came and one that we had.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('document ' || %s, 0))"


def receive(
    member: Member,
    sent_by: User,
    about: str,
    task: str,
    upload: Any,
    name: str = "",
    *,
    at: dt.datetime,
    batch: uuid.UUID | None = None,
) -> Document:
    """Take one whole file of a form, or any binary stream.

    The caller has made sure that ``about`` is the member's. What comes back may be refused
    already, and its facts say why.
    """
    arrival = upload if isinstance(upload, Arrival) else arrive(upload)
    if arrival.copy:
        arrival.end()
    document = Document(
        member=member,
        sent_by=sent_by,
        about=about,
        task=task,
        name=cleaned(name or arrival.called),
        size=arrival.size,
        begun_at=at,
        **({"batch": batch} if batch else {}),
    )
    reason = arrival.reason or (Reason.TOO_MANY if sent_too_many(member, at) else None)
    if reason:
        document.state, document.reason = Document.State.REFUSED, reason
        document.checked_at = at
        with transaction.atomic():
            document.save(force_insert=True)
            changed(about)
        return document
    return arrived(document, arrival.content_hash, at=at)


def receive_all(
    member: Member, sent_by: User, about: str, task: str, files: Iterable[Any], *, at: dt.datetime
) -> list[Document]:
    """All files that one form sent, as one batch."""
    batch = uuid.uuid4()
    return [receive(member, sent_by, about, task, one, at=at, batch=batch) for one in files]


def sent_with(request: Any, about: str, task: str) -> list[Document]:
    """What a form brings that has `components/upload.html` in it: its files, and those that a
    script sent before it."""
    keys = [key for key in request.POST.getlist("uploads") if is_uuid(key)]
    before = Document.objects.filter(pk__in=keys, member=request.member, about=about, task=task)
    files = request.FILES.getlist("files")
    return [
        *before.exclude(received_at=None),
        *receive_all(request.member, request.user, about, task, files, at=now()),
    ]


def is_uuid(key: str) -> bool:
    try:
        return bool(uuid.UUID(key))
    except ValueError:
        return False


def sent_too_many(member: Member, at: dt.datetime) -> bool:
    """Whether this is more than anybody means to send, so that nobody fills our disk."""
    today = Document.objects.filter(member=member, begun_at__gt=at - dt.timedelta(days=1))
    return today.count() >= MOST_A_DAY


def arrived(document: Document, content_hash: str, *, at: dt.datetime) -> Document:
    """Its last byte is on our disk: it counts from now, and it is checked next."""
    document.content_hash = content_hash
    document.received_at, document.offset = at, document.size
    document.counts_on = counts_on(at, document.member, document.about)
    with transaction.atomic():
        rows(ONE_AT_A_TIME, f"{document.member_id} {content_hash}")
        had = Document.objects.same(document).kept().first()
        if had:
            document.state, document.repeats = Document.State.REPEATED, had
            document.checked_at = at
        else:
            document.state, document.next_at = Document.State.CHECKING, at
        document.save()
        changed(document.about)
        transaction.on_commit(hurry)
    return document


def open_document(document: Document) -> BinaryIO:
    """Its content as a binary stream; `OSError` where it is gone or damaged."""
    return Kept(document.content_hash, DOCUMENTS)  # type: ignore[return-value]


def hurry() -> None:
    """Ask a worker to check now. Without Redis the timetable does it, a minute later."""
    from claims.tasks import check_documents

    try:
        check_documents.apply_async(retry=False, expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("no worker was told of a document; the timetable will")
