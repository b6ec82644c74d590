"""One claim as several sources tell of it, landed in the order that a test asks for."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from msgspec.structs import replace

from claims.facts import Adjustment, Amounts, ClaimRecord, ClaimState, Guard, Happening
from claims.models import Claim, ImportBatch
from claims.store import claims, releases
from tests import make

FIRST = dt.date(2026, 5, 1)
PATIENT = ("urn:plan", "M-1001")


def said(state: ClaimState, day: int, **more: Any) -> ClaimRecord:
    """What a source says on that day of May, heard two days later.

    ``source``, ``key``, ``paid``, ``owes``, ``pr`` (the reason that the member owes it) and what
    else a record has may be named; all is of claim CLM-1.
    """
    on = FIRST + dt.timedelta(days=day - 1)
    source, paid, owes = more.pop("source", "fhir"), more.pop("paid", None), more.pop("owes", None)
    why = more.pop("pr", "")
    happening = Happening(
        source=source,
        state=state,
        received_at=dt.datetime.combine(on, dt.time(8), dt.UTC) + dt.timedelta(days=2),
        effective_on=on,
        amounts=Amounts(billed=15_000, plan_paid=paid, member_owes=owes),
        adjustments=(Adjustment("PR", why, owes),) if why else (),
        notice_on=more.pop("notice_on", None),
    )
    plain = {
        "key": "CLM-1",
        "number": "CLM-1",
        "service": "Physical therapy",
        "service_from": FIRST,
        "service_to": FIRST,
        "provider": "Lakeside Clinic",
        "guard": Guard.NONE,
        "patient": PATIENT,
    }
    record = ClaimRecord(source=source, content_hash="", happening=happening, **plain | more)
    return replace(record, content_hash=hashlib.sha256(repr(record).encode()).hexdigest())


def land(*records: ClaimRecord) -> None:
    """Each run of records of one source is a chunk of an import of that source."""
    for source, chunk in groupby(records, attrgetter("source")):
        land_chunk(source, list(chunk))


def land_chunk(source: str, records: Iterable[ClaimRecord]) -> ImportBatch:
    records = list(records)
    batch = ImportBatch.objects.create(
        source=make.source(source),
        file_name="test",
        started_at=max(one.happening.received_at for one in records),
    )
    claims.land(records, batch)
    releases.review(batch)
    connection.check_constraints()
    return batch


def seen() -> list[tuple]:
    """What members see of all claims: state, versions, and the amounts that stand."""
    return sorted(
        (
            one.number,
            one.state,
            one.version,
            one.current and one.current.plan_paid,
            one.current and one.current.member_owes,
            one.notice_on,
            tuple(sorted(one.conflict)),
            one.held,
        )
        for one in Claim.objects.visible().select_related("current")
    )


def undone(*records: ClaimRecord) -> list[tuple]:
    """What members would see after these; then nothing has happened."""
    with transaction.atomic():
        land(*records)
        found = seen()
        transaction.set_rollback(True)
    return found
