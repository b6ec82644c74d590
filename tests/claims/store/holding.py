"""Records as a source yields them, and a file that holds just these."""

import datetime as dt
import hashlib
import io
from typing import Any

from django.db import connection
from django.test import override_settings
from msgspec.structs import replace

from claims.facts import (
    Amounts,
    ClaimRecord,
    ClaimState,
    Clue,
    Evidence,
    Guard,
    Happening,
    HoldReason,
)
from claims.models import ImportBatch
from claims.sources.held import Held
from claims.store.batch import Run
from tests.claims.store.landing import NOW

DAY = dt.timedelta(days=1)
S = ClaimState


def told(
    state: ClaimState = S.PAID, key: str = "CLM-1", *, on: int = 0, **more: Any
) -> ClaimRecord:
    """What "fhir" says ``on`` days after NOW; ``source`` and ``paid`` (cents) may be named."""
    paid = more.pop("paid", None)
    happening = Happening(
        source=more.pop("source", "fhir"),
        state=state,
        received_at=more.pop("at", NOW + on * DAY),
        effective_on=(NOW + on * DAY).date(),
        amounts=Amounts(billed=10_000, plan_paid=paid, member_owes=10_000 - (paid or 0)),
    )
    record = ClaimRecord(
        source="fhir",
        key=key,
        number=key,
        content_hash="",
        patient=("urn:plan", "M-1001"),
        happening=happening,
        provider="Lakeside Clinic",
        guard=Guard.NONE,
        line=more.pop("line", 7),
    )
    record = replace(record, **more)
    return replace(record, content_hash=hashlib.sha256(repr(record).encode()).hexdigest())


def held(record: ClaimRecord, reason: HoldReason = HoldReason.OUT_OF_BALANCE) -> Held:
    return Held(reason=reason, record=record, evidence=(Evidence(Clue.BILLED, 10_000, 9_000),))


def take_in(*records: Any, at: dt.datetime = NOW) -> ImportBatch:
    """What an import of a file makes of these records, in which an outside system yields them."""
    run = Run("fhir", file_name="test", now=at)
    run.parse = lambda *_file, **_asked: iter(records)
    with override_settings(PORTAL_NOW=at):
        batch = run.go(io.BytesIO(b""))
    connection.check_constraints()
    return batch
