"""Runs of a kept file that an operator asked for: the table is the queue.

A run may die at any moment and is then taken up again, a few times, by whoever looks next. That
nobody else runs it meanwhile, a lock of the database session says, which ends with its process.
Landing a file twice changes nothing, so a run that is repeated does no harm.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import F

from accounts.clock import now
from claims.models import ImportBatch
from claims.models.batch import GIVEN_UP
from claims.store.batch import COUNTS, Run
from claims.store.copying import rows
from claims.store.kept import Kept, check

logger = logging.getLogger(__name__)

LOCK = "SELECT pg_try_advisory_lock(hashtextextended('rerun', %s))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('rerun', %s))"


def run_waiting() -> int:
    """Run each batch that waits for its run and that nobody else runs; how many."""
    ran = 0
    for key in list(ImportBatch.objects.waiting().values_list("pk", flat=True)):
        with _alone(key) as alone:
            # Another may have ended it since we read the list.
            batch = ImportBatch.objects.waiting().filter(pk=key).first() if alone else None
            if batch:
                _run(batch)
                ran += 1
    return ran


@contextmanager
def _alone(key: int) -> Iterator[bool]:
    ((alone,),) = rows(LOCK, key)
    try:
        yield alone
    finally:
        if alone and connection.is_usable():
            rows(UNLOCK, key)


def _run(batch: ImportBatch) -> None:
    batch.refusals.all().delete()  # of an earlier try
    fresh = dict.fromkeys(COUNTS, 0) | {"started_at": now(), "seen_at": None, "newest_on": None}
    ImportBatch.objects.filter(pk=batch.pk).update(tries=F("tries") + 1, **fresh)
    batch.refresh_from_db()
    run = Run(
        batch.system,
        file_name=batch.file_name,
        slug=batch.source_id,
        now=batch.started_at,
        batch=batch,
    )
    try:
        check(batch.file_hash)  # before anything of it lands
        with Kept(batch.file_hash) as stream:
            run.go(stream)  # type: ignore[arg-type]
    except OSError as problem:
        logger.warning("rerun without its file", extra={"batch": batch.pk, "why": str(problem)})
        ImportBatch.objects.filter(pk=batch.pk).update(tries=GIVEN_UP)
