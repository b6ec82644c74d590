"""The worker's check of what members sent. The table is the queue, and checking twice is once.

A try is counted in a transaction of its own before it is made, so a worker that is killed leaves
the document due again, and one that kills workers is refused in the end.
"""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction

from claims.documents.changes import changed
from claims.documents.reasons import Reason
from claims.models import Document
from claims.store.kept import DOCUMENTS, check

logger = logging.getLogger(__name__)

State = Document.State
AGAIN = dt.timedelta(minutes=5)  # after a try that never ended
MOST_TRIES = 4


def take(at: dt.datetime) -> bool:
    """Check the next document that is due. False when there is none."""
    document = _begin(at)
    if document is None:
        return False
    _end(document, _found(document), at)
    return True


def _begin(at: dt.datetime) -> Document | None:
    """The next document, with its try counted."""
    with transaction.atomic():
        due = Document.objects.due(at).select_for_update(skip_locked=True)
        document = due.first()
        if document is not None:
            document.tries, document.next_at = document.tries + 1, at + AGAIN
            document.save(update_fields=["tries", "next_at"])
        return document


def _found(document: Document) -> Reason | None:
    """Why it cannot be used; None for a good one."""
    try:
        check(document.content_hash, DOCUMENTS)
    except OSError:
        return Reason.LOST
    return None


def _end(document: Document, reason: Reason | None, at: dt.datetime) -> None:
    """Write down what was found, unless another worker did so by now."""
    with transaction.atomic():
        waiting = Document.objects.filter(pk=document.pk, next_at__isnull=False)
        mine = waiting.select_for_update().first()
        if mine is None:
            return
        mine.checked_at, mine.next_at = at, None
        if reason:
            mine.state, mine.reason = State.REFUSED, reason
        elif settings.CLAMAV_URL is None:
            mine.state = State.QUARANTINED
        else:
            mine.state = State.RECEIVED
        mine.save()
        changed(mine.about)
