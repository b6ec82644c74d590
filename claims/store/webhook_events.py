"""Webhook events: stored in one statement, and read one a transaction as a file would be.

The table is the queue. A try is counted in a transaction of its own before it is made; the try is
the second one, so a worker that is killed leaves nothing half done, and an event that kills workers
is parked in the end like any other that cannot be read.
"""

import datetime as dt
import io
import logging
import traceback
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from claims.models import ImportBatch, WebhookEvent, WebhookKey
from claims.models.webhook_key import nobodys_key
from claims.store.batch import Run
from claims.store.copying import rows
from claims.webhook_signature import Signature

logger = logging.getLogger(__name__)


READERS = ("claims", "outreach")  # where what reads an event stands


class Unreadable(Exception):
    """A reader says in a sentence, with nothing personal in it, what it expected. No later try
    would read it either."""


# A push is a sign of life. Its row in the table of sources is touched every ten seconds at most,
# because every push of a source would wait for the one before it there.
STORE = """
WITH alive AS (
    UPDATE claims_source SET heard_at = greatest(heard_at, %s)
     WHERE slug = %s AND (heard_at IS NULL OR heard_at < %s - interval '10 seconds')
)
INSERT INTO claims_webhookevent
       (source_id, system, event_id, signed_digest, body_digest, body, received_at, next_at,
        attempts, reason)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, '')
    ON CONFLICT DO NOTHING
RETURNING id
"""


def signer(slug: str, signature: Signature, body: bytes, *, at: dt.datetime) -> WebhookKey | None:
    """The key that made the signature. A source that does not exist takes as long as any."""
    keys = list(WebhookKey.objects.active(at).filter(source=slug)) or [nobodys_key()]
    made_with = [key for key in keys if signature.is_made_with(key.secret(), body)]
    return next(iter(made_with), None)


def receive(
    key: WebhookKey, signature: Signature, body: bytes, *, event_id: str, at: dt.datetime
) -> int | None:
    """Store an event; committed when this returns. None when we have it already."""
    source = key.source_id
    digests = (signature.digest(body), sha256(body).hexdigest())
    event = (source, key.system, event_id, *digests, body, at, at)
    return next((number for (number,) in rows(STORE, at, source, at, *event)), None)


def take(at: dt.datetime) -> bool:
    """Read the next event that is due. False when there is none."""
    event = _begin(at)
    if event is None:
        return False
    try:
        with transaction.atomic():
            _read(event, at)
    except Unreadable as refusal:
        event.park(at, str(refusal))
    except Exception as problem:  # noqa: BLE001 - one that cannot be read must not stop the others
        event.fail(at, _reason(problem))
        logger.error(  # without a traceback, which may repeat what stood in the event
            "webhook event failed",
            extra={"event": event.pk, "attempt": event.attempts, "reason": event.reason},
        )
    return True


def _begin(at: dt.datetime) -> WebhookEvent | None:
    """The next event, with its try counted; what had tries enough is parked on the way."""
    while True:
        with transaction.atomic():
            event = WebhookEvent.objects.due(at).select_for_update(skip_locked=True).first()
            if event is None or event.begin(at):
                return event


def _read(event: WebhookEvent, at: dt.datetime) -> None:
    """Land it. Another worker may have it by now, where ours was away for longer than the wait.

    The lock is waited for: one that looks for the next event holds ours for a moment.
    """
    waiting = WebhookEvent.objects.waiting().filter(pk=event.pk)
    mine = waiting.select_for_update().first()
    if mine is None:
        return
    mine.finish(at, _landed(mine))


def _landed(mine: WebhookEvent) -> ImportBatch | None:
    """What is no file of records is read by a layer above; settings.PUSHED says which."""
    if mine.system in settings.PUSHED:
        import_string(settings.PUSHED[mine.system])(mine)
        return None
    run = Run(
        mine.system,
        file_name=f"webhook event {mine.pk}",
        now=mine.received_at,
        slug=mine.source_id,
        within=True,
    )
    return run.go(io.BytesIO(bytes(mine.body or b"")))


def _reason(problem: Exception) -> str:
    """What went wrong and where, without the message, which may repeat a value."""
    ours = [
        frame
        for frame in traceback.extract_tb(problem.__traceback__)
        if any(Path(frame.filename).is_relative_to(settings.BASE_DIR / app) for app in READERS)
    ]
    place = Path(ours[-1].filename).relative_to(settings.BASE_DIR)
    return f"{type(problem).__name__} in {place}, line {ours[-1].lineno}"
