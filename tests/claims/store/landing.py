"""Take a text in as an import would, at an instant of our choosing."""

import datetime as dt
import io
import json

from django.test import override_settings

from claims.models import ImportBatch
from claims.store.batch import Run

NOW = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def land(
    system: str, content: str | list | dict, *, at: dt.datetime = NOW, source: str = ""
) -> ImportBatch:
    """The finished batch, with its counts; ``source`` where it is not named as its system."""
    raw = content if isinstance(content, str) else json.dumps(content)
    run = Run(system, slug=source, file_name="test", now=at)
    with override_settings(PORTAL_NOW=at):
        return run.go(io.BytesIO(raw.encode()))


def counts(batch: ImportBatch) -> tuple[int, int, int]:
    """(new or changed, already here, refused)."""
    return batch.landed, batch.unchanged, batch.refused
